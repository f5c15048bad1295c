//go:build !purego

package llft

import (
	"slices"
	"strings"
	"testing"
)

// TestTrustedTiers: a tier whose products are wrong is left out, with those above it and with a warning.
func TestTrustedTiers(t *testing.T) {
	before := ISA()
	defer func() { isaWarning = ""; use(before) }()
	all := Tiers()[1:]
	if got := trustedTiers(all, (*Panel).Dot, (*Packed).Dot); !slices.Equal(got, all) || isaWarning != "" {
		t.Errorf("trusted are %q of %q, warning %q", got, all, isaWarning)
	}
	wrong := all[len(all)-1]
	isWrong := func() bool { return useI8MM || wrong == DotProd && useDotProd || wrong == NEON }
	for name, try := range map[string]func() []Tier{
		"in place of": func() []Tier {
			return trustedTiers(all, func(p *Panel) {
				p.Dot()
				if isWrong() && p.Bits == 6 {
					p.Acc[len(p.Acc)-1]++
				}
			}, (*Packed).Dot)
		},
		"packed weights of 8 bits": func() []Tier {
			return trustedTiers(all, (*Panel).Dot, func(p *Packed) {
				p.Dot()
				if isWrong() && p.Kind == Packed8 {
					p.Acc[PanelRows-1]++
				}
			})
		},
	} {
		isaWarning = ""
		if got := try(); !slices.Equal(got, all[:len(all)-1]) || !strings.Contains(isaWarning, string(wrong)) || !strings.Contains(isaWarning, name) {
			t.Errorf("%s: trusted are %q of %q, warning %q", name, got, all, isaWarning)
		}
	}
}
