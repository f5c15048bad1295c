package llft

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// TestTrustedTiers: a tier with a wrong result is left out with one line of warning, and with it those that have its kernels.
func TestTrustedTiers(t *testing.T) {
	before := ISA()
	defer func() { use(before) }()
	all := Tiers()[1:]
	if len(all) == 0 {
		t.Skip("no tier above generic")
	}
	if got, warning := trusted(all, ownKernels()); !slices.Equal(got, all) || warning != "" {
		t.Errorf("trusted are %q of %q, warning %q", got, all, warning)
	}
	faults := map[string]func(k *kernels, wrong func() bool){
		"decoding Q5_1": func(k *kernels, wrong func() bool) {
			k.decode = func(d *decoder, dst []float32, src []byte) {
				d.decode(dst, src)
				if wrong() && d.name == "Q5_1" {
					last := &dst[len(dst)-1]
					*last = math.Nextafter32(*last, 1)
				}
			}
		},
		"codes of 6 bits": func(k *kernels, wrong func() bool) {
			k.panel = func(p *Panel) {
				p.Dot()
				if wrong() && p.Bits == 6 {
					p.Acc[len(p.Acc)-1]++
				}
			}
		},
		"packed weights of kind 1": func(k *kernels, wrong func() bool) {
			k.packed = func(p *Packed) {
				p.Dot()
				if wrong() && p.Kind == Packed8 && p.Rows == 1 {
					p.Acc[PanelRows-1]++
				}
			}
		},
		"8 rows with packed weights of kind 9": func(k *kernels, wrong func() bool) {
			k.packed = func(p *Packed) {
				p.Dot()
				if wrong() && p.Kind == Packed3 && p.Rows == PackedBatch {
					p.Acc[len(p.Acc)-1]++
				}
			}
		},
		"5 × 2 × 3 in float32": func(k *kernels, wrong func() bool) {
			k.f32 = func(name string, c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, depth, n int, mode gemmMode) {
				gemmPanel(name, c, ldc, a, ars, acs, panel, m, depth, n, mode)
				if wrong() && n == 3 {
					c[0]++
				}
			}
		},
		"5 × 2 × 3 in bfloat16, added": func(k *kernels, wrong func() bool) {
			k.bf16 = func(name string, c []float32, ldc int, a []uint16, ars int, panel []uint16, m, depth, n int, mode gemmMode) {
				gemmPanelBF16(name, c, ldc, a, ars, panel, m, depth, n, mode)
				if wrong() && n == 3 && mode == gemmAdd {
					c[len(c)-1]--
				}
			}
		},
	}
	faults["a row times a panel in float16"] = func(k *kernels, wrong func() bool) {
		k.gemv = func(c, x []float32, panel []uint16) {
			GemvPanelF16(c, x, panel)
			if wrong() {
				c[PanelWidth-1]++
			}
		}
	}
	spoiltDot := func(dot func(x []float32, h []uint16) float32, wrong func() bool) func(x []float32, h []uint16) float32 {
		return func(x []float32, h []uint16) float32 {
			if wrong() {
				return dot(x[1:], h[1:])
			}
			return dot(x, h)
		}
	}
	faults["weights in bfloat16"] = func(k *kernels, wrong func() bool) {
		k.panelBF16 = func(dst []uint16, stride int, codes []byte, scale, base []float32, block int) {
			PanelBF16(dst, stride, codes, scale, base, block)
			if wrong() {
				dst[len(dst)-PanelWidth]++
			}
		}
	}
	faults["a dot product in float16"] = func(k *kernels, wrong func() bool) { k.dotF16 = spoiltDot(DotF16, wrong) }
	faults["a dot product in bfloat16"] = func(k *kernels, wrong func() bool) { k.dotBF16 = spoiltDot(DotBF16, wrong) }
	for name, spoil := range faults {
		for _, wrong := range all {
			k, tried := ownKernels(), Generic
			spoil(&k, func() bool { return tried == wrong })
			enable(wrong)
			absent := strings.Contains(name, "in bfloat16, added") && !bf16Tier() || strings.HasPrefix(name, "8 rows") && !Packed3.Batch()
			enable(before)
			if absent {
				continue
			}
			var want []Tier
			for _, tier := range all {
				if tier != wrong && !(slices.Index(all, tier) > slices.Index(all, wrong) && tier.includes(wrong)) {
					want = append(want, tier)
				}
			}
			k.enable = func(tier Tier) { tried = tier; enable(tier) }
			got, warning := trusted(all, k)
			if !slices.Equal(got, want) || !strings.Contains(warning, string(wrong)) || !strings.Contains(warning, name) || strings.Contains(warning, "\n") {
				t.Errorf("%s wrong in %s: trusted are %q, want %q; warning %q", name, wrong, got, want, warning)
			}
			if ISA() != before {
				t.Fatalf("afterwards %s is in use, not %s", ISA(), before)
			}
		}
	}
}

func BenchmarkTrusted(b *testing.B) {
	for b.Loop() {
		trusted(Tiers()[1:], ownKernels())
	}
}
