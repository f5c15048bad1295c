package llft

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// brains fills x with bfloat16 of values of a kind.
func brains(r *rand.Rand, k kind, x []uint16) {
	for i := range x {
		x[i] = floatToBrain(k.value(r))
	}
}

// sameBF16 compares a product in bfloat16 with the reference: bit by bit, but on AMX, which sums in another order, within the error of sums of
// k products with a magnitude of abs.
func sameBF16(t *testing.T, what string, got, want []float32, k int, abs []float64, ldc, n int) {
	t.Helper()
	if ISA() != AMX {
		sameBits(t, what, got, want)
		return
	}
	for i := range want {
		tol := 0.0 // beside the product
		if i%ldc < n {
			tol = 2 * sumTolerance(k, abs[i/ldc*n+i%ldc])
		}
		if !near(got[i], float64(want[i]), tol) {
			t.Fatalf("%s: [%d] is %g, want %g ± %g", what, i, got[i], want[i], tol)
		}
	}
}

// magnitudes are Σ|A·P| + |C| of each element.
func magnitudes(c []float32, ldc int, a []uint16, ars int, panel []uint16, m, k, n int) []float64 {
	abs := make([]float64, m*n)
	for i := range m {
		for j := range n {
			abs[i*n+j] = math.Abs(float64(c[i*ldc+j]))
			for p := range k {
				abs[i*n+j] += math.Abs(float64(brain(a[i*ars+p])) * float64(brain(panel[p/2*2*PanelStride(n)+2*j+p%2])))
			}
		}
	}
	return abs
}

// TestGemmPanelBF16 compares with the reference for all heights of up to two tiles and a rest, all widths, sums of every parity and
// values of every kind. All slices end at an unreadable page, and C's columns beyond n are canaries.
func TestGemmPanelBF16(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := newRand()
		ma, mp, mc := newArena(t, 1<<16), newArena(t, 1<<14), newArena(t, 1<<14)
		for m := 1; m <= 2*tileRows+1; m++ {
			for n := 1; n <= PanelWidth; n++ {
				for _, k := range []int{2, 4, 6, 34} {
					kind := kinds[(m+n+k/2)%len(kinds)]
					if ISA() == AMX && (!kind.finite || kind.name == "denormals" || kind.name == "tiny") {
						kind = kinds[0] // in another order, what overflows or vanishes is another
					}
					ars, ldc, stride := k+2*(m%3), n+(m+k)%4, PanelStride(n)
					what := fmt.Sprintf("m %d, n %d, k %d, %s", m, n, k, kind.name)
					a, panel := take[uint16](ma, (m-1)*ars+k), take[uint16](mp, k*stride)
					c := take[float32](mc, (m-1)*ldc+n)
					brains(r, kind, a)
					brains(r, kind, panel)
					kind.fill(r, c)
					abs := magnitudes(c, ldc, a, ars, panel, m, k, n)
					before, a0, panel0 := slices.Clone(c), slices.Clone(a), slices.Clone(panel)
					for _, mode := range []gemmMode{gemmAdd, gemmSet, gemmChain} {
						want := slices.Clone(before)
						gemmTilesBF16Generic(want, ldc, a, ars, panel, m, k, n, mode)
						copy(c, before)
						switch mode {
						case gemmAdd:
							GemmPanelBF16(c, ldc, a, ars, panel, m, k, n)
						case gemmSet:
							GemmPanelBF16Set(c, ldc, a, ars, panel, m, k, n)
						default:
							gemmTilesBF16(c, ldc, a, ars, panel, m, k, n, mode)
						}
						sameBF16(t, fmt.Sprintf("%s, mode %d", what, mode), c, want, k, abs, ldc, n)
					}
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

// TestGemmPanelBF16Long goes beyond the sums that one call does, and holds the result to the exact one of the rounded values.
func TestGemmPanelBF16Long(t *testing.T) {
	for _, k := range []int{256, 2*chainRun - 2, 2 * chainRun, 2*chainRun + 2, 5*chainRun + 6} {
		eachTier(t, func(t *testing.T) {
			const m, n = tileRows + 3, PanelWidth - 1
			r := newRand()
			a, b := make([]float32, m*k), make([]float32, k*n)
			kinds[0].fill(r, a)
			kinds[0].fill(r, b)
			half, panel := make([]uint16, m*k), make([]uint16, k*PanelStride(n))
			F32ToBF16(half, a)
			BF16ToF32(a, half)
			PackBF16Rows(panel, b, n, k, n)
			for i, v := range b {
				b[i] = brain(floatToBrain(v))
			}
			c := make([]float32, m*n)
			kinds[0].fill(r, c)
			want, abs := gemmOracle(c, n, a, k, 1, b, n, 1, m, k, n)
			reference := slices.Clone(c)
			gemmTilesBF16Generic(reference, n, half, k, panel, m, k, n, gemmAdd)
			GemmPanelBF16(c, n, half, k, panel, m, k, n)
			sameBF16(t, fmt.Sprintf("k %d", k), c, reference, k, abs, n, n)
			for i := range want {
				if tol := sumTolerance(k, abs[i]); !near(c[i], want[i], tol) {
					t.Fatalf("k %d: [%d] is %g, want %g ± %g", k, i, c[i], want[i], tol)
				}
			}
		})
	}
}

// TestGemmPanelBF16Bits holds an element's bits to be the same however the output is cut.
func TestGemmPanelBF16Bits(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		for _, k := range []int{2, 44, 330, 2*chainRun + 2} {
			m := 2*amxTestRows + 5
			if k > 1000 {
				m = 9
			}
			r := newRand()
			a, panel, c := make([]uint16, m*k), make([]uint16, k*PanelWidth), make([]float32, m*PanelWidth)
			brains(r, kinds[0], a)
			brains(r, kinds[0], panel)
			kinds[0].fill(r, c)
			whole := slices.Clone(c)
			GemmPanelBF16(whole, PanelWidth, a, k, panel, m, k, PanelWidth)
			for _, rows := range []int{1, 7, tileRows, 17, amxTestRows} {
				for _, width := range []int{5, narrow, narrow + 1} {
					pieces := slices.Clone(c)
					for i := 0; i < m; i += rows {
						for j := 0; j < PanelWidth; j += width {
							n := min(width, PanelWidth-j)
							part := make([]uint16, k*PanelStride(n))
							for p := range k / 2 {
								copy(part[p*2*PanelStride(n):][:2*n], panel[2*(p*PanelWidth+j):])
							}
							GemmPanelBF16(pieces[i*PanelWidth+j:], PanelWidth, a[i*k:], k, part, min(rows, m-i), k, n)
						}
					}
					sameBits(t, fmt.Sprintf("k %d in pieces of %d×%d", k, rows, width), pieces, whole)
				}
			}
		}
	})
}

// amxTestRows is a block's height on AMX, the highest of all tiers.
const amxTestRows = 32

// TestPackBF16 holds panels from rows and from columns of B to their definition.
func TestPackBF16(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := newRand()
		mb, mp := newArena(t, 1<<16), newArena(t, 1<<14)
		for n := 1; n <= PanelWidth; n++ {
			for _, k := range []int{1, 2, 3, 8, 14, 15, 64} {
				kind := kinds[(n+k)%len(kinds)]
				what, stride, even := fmt.Sprintf("n %d, k %d, %s", n, k, kind.name), PanelStride(n), (k+1)&^1
				want := make([]uint16, even*stride)
				brs := n + k%3
				b := take[float32](mb, (k-1)*brs+n)
				kind.fill(r, b)
				for p := range k {
					for j := range n {
						want[p/2*2*stride+2*j+p%2] = floatToBrain(b[p*brs+j])
					}
				}
				panel := take[uint16](mp, even*stride)
				PackBF16Rows(panel, b, brs, k, n)
				sameSlice(t, what+": from rows", panel, want)
				mb.check(t, what)
				mp.check(t, what)

				half := take[uint16](mb, (k-1)*brs+n)
				for p := range k {
					for j := range n {
						half[p*brs+j] = want[p/2*2*stride+2*j+p%2]
					}
				}
				brains(r, kinds[0], panel)
				PackBF16Halves(panel, half, brs, k, n)
				sameSlice(t, what+": from rounded rows", panel, want)
				mb.check(t, what)
				mp.check(t, what)

				bcs := even + 2*(n%3)
				columns := take[uint16](mb, (n-1)*bcs+even)
				for p := range even {
					for j := range n {
						columns[p+j*bcs] = want[p/2*2*stride+2*j+p%2]
					}
				}
				brains(r, kinds[0], panel)
				PackBF16Columns(panel, columns, bcs, even, n)
				sameSlice(t, what+": from columns", panel, want)
				mb.check(t, what)
				mp.check(t, what)
			}
		}
	})
}

// TestGemmPanelBF16Refuses holds odd rows to a panic.
func TestGemmPanelBF16Refuses(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an odd sum was accepted")
		}
	}()
	GemmPanelBF16(make([]float32, 9), 3, make([]uint16, 9), 3, make([]uint16, 3*PanelWidth), 3, 3, 3)
}
