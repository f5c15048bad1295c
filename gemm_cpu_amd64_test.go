//go:build !purego

package llft

import (
	"testing"

	"github.com/klauspost/cpuid/v2"
)

func TestFastBF16Table(t *testing.T) {
	for _, c := range []struct {
		name   string
		vendor cpuid.Vendor
		family int
		want   bool
	}{
		{"Zen 4", cpuid.AMD, 25, true},
		{"Zen 5", cpuid.AMD, 26, true},
		{"an unknown AMD", cpuid.AMD, 27, false},
		{"Sapphire Rapids", cpuid.Intel, 6, false},
		{"unknown", cpuid.VendorUnknown, 26, false},
	} {
		if got := fastBF16CPU(c.vendor, c.family); got != c.want {
			t.Errorf("%s: %t, want %t", c.name, got, c.want)
		}
	}
}

// TestFastBF16FollowsTheTier: below AVX-512 nothing is fast in bfloat16.
func TestFastBF16FollowsTheTier(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		if got, want := FastBF16(), ISA() == AMX || ISA() == AVX512 && fastBF16; got != want {
			t.Errorf("%t, want %t", got, want)
		}
	})
}
