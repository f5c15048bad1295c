package llft

import (
	"fmt"
	"slices"
	"testing"
)

// TestGemmPanelsBF16 wants what GemmPanelBF16 gives for the same A by rows, for all heights and widths, and nothing written beside C.
func TestGemmPanelsBF16(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := newRand()
		ma, mp, mc := newArena(t, 1<<16), newArena(t, 1<<16), newArena(t, 1<<14)
		for m := 1; m <= PanelWidth; m++ {
			for n := 1; n <= PanelWidth; n++ {
				ks := []int{2, 6, 34}
				if m%7 == 0 && n%5 == 0 {
					ks = append(ks, panelsRun)
				}
				for _, k := range ks {
					kind := kinds[(m+n+k/2)%len(kinds)]
					if ISA() == AMX && (!kind.finite || kind.name == "denormals" || kind.name == "tiny") {
						kind = kinds[0]
					}
					ldc, stride := n+(m+k)%4, PanelStride(m)
					what := fmt.Sprintf("m %d, n %d, k %d, %s", m, n, k, kind.name)
					a, panel := take[uint16](ma, k*stride), take[uint16](mp, k*PanelStride(n))
					c := take[float32](mc, (m-1)*ldc+n)
					brains(r, kind, a)
					brains(r, kind, panel)
					kind.fill(r, c)
					rows := make([]uint16, m*k)
					for i := range m {
						for p := range k {
							rows[i*k+p] = a[p/2*2*stride+2*i+p%2]
						}
					}
					want, a0, panel0 := slices.Clone(c), slices.Clone(a), slices.Clone(panel)
					gemmPanelBF16("test", want, ldc, rows, k, panel, m, k, n, gemmAdd)
					GemmPanelsBF16(c, ldc, a, panel, m, k, n)
					sameBits(t, what, c, want)
					sameSlice(t, what+": A", a, a0)
					sameSlice(t, what+": panel", panel, panel0)
					for _, mem := range []*arena{ma, mp, mc} {
						mem.check(t, what)
					}
				}
			}
		}
	})
}
