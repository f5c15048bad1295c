package llft

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// gemmOracle is C + A·B in float64, with the sum of the magnitudes for the tolerance.
func gemmOracle(c []float32, ldc int, a []float32, ars, acs int, b []float32, brs, bcs int, m, k, n int) (want, abs []float64) {
	want, abs = make([]float64, m*n), make([]float64, m*n)
	for i := range m {
		for j := range n {
			s, t := 0.0, 0.0
			for p := range k {
				v := float64(a[i*ars+p*acs]) * float64(b[p*brs+j*bcs])
				s += v
				t += math.Abs(v)
			}
			want[i*n+j], abs[i*n+j] = float64(c[i*ldc+j])+s, t+math.Abs(float64(c[i*ldc+j]))
		}
	}
	return want, abs
}

// checkC compares the first n columns of C with want [m, n] and the others with before.
func checkC(t *testing.T, what string, c, before []float32, want []float64, ldc, n int) {
	t.Helper()
	for i, v := range c {
		w := before[i]
		if i%ldc < n {
			w = float32(want[i/ldc*n+i%ldc])
		}
		if v != w {
			t.Fatalf("%s: C[%d,%d] is %g, want %g", what, i/ldc, i%ldc, v, w)
		}
	}
}

// TestGemmPanel goes through all heights of up to two tiles and a rest, all widths, and sums with every rest of the unrolled loop, with
// integers, whose result is exact. All slices end at an unreadable page, and C's columns beyond n are canaries.
func TestGemmPanel(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := newRand()
		ma, mp, mc := newArena(t, 1<<16), newArena(t, 1<<14), newArena(t, 1<<14)
		for m := 1; m <= 2*tileRows+1; m++ {
			for n := 1; n <= PanelWidth; n++ {
				for _, k := range []int{1, 2, 3, 8, 31} {
					for _, transposed := range []bool{false, true} {
						ars, acs, ldc := k+m%3, 1, n+(m+k)%4
						if transposed {
							ars, acs = 1, m+k%3
						}
						what := fmt.Sprintf("m %d, n %d, k %d, A transposed %t", m, n, k, transposed)
						a := take[float32](ma, (m-1)*ars+(k-1)*acs+1)
						stride := PanelStride(n)
						panel := take[float32](mp, k*stride)
						c := take[float32](mc, (m-1)*ldc+n)
						ints(r, a)
						ints(r, panel)
						ints(r, c)
						a0, panel0, c0 := slices.Clone(a), slices.Clone(panel), slices.Clone(c)
						want, _ := gemmOracle(c, ldc, a, ars, acs, panel, stride, 1, m, k, n)
						GemmPanel(c, ldc, a, ars, acs, panel, m, k, n)
						checkC(t, what, c, c0, want, ldc, n)
						copy(c, c0)
						GemmPanelSet(c, ldc, a, ars, acs, panel, m, k, n)
						for i := range want {
							want[i] -= float64(c0[i/n*ldc+i%n])
						}
						checkC(t, what+", overwritten", c, c0, want, ldc, n)
						sameSlice(t, what+": A", a, a0)
						sameSlice(t, what+": panel", panel, panel0)
						for _, mem := range []*arena{ma, mp, mc} {
							mem.check(t, what)
						}
					}
				}
			}
		}
	})
}

// TestGemmPanelBits holds an element's bits to be the same however the output is cut, wherever the operands lie and whatever their strides.
func TestGemmPanelBits(t *testing.T) {
	for _, k := range []int{1, 7, 64, 333, chainRun - 1, chainRun, chainRun + 1, 2*chainRun + 3} {
		m := 3*tileRows + 5
		if k > 1000 {
			m = tileRows + 2
		}
		eachTier(t, func(t *testing.T) {
			r := newRand()
			a, panel, c := make([]float32, m*k), make([]float32, k*PanelWidth), make([]float32, m*PanelWidth)
			for _, x := range [][]float32{a, panel, c} {
				kinds[0].fill(r, x)
			}
			whole := slices.Clone(c)
			GemmPanel(whole, PanelWidth, a, k, 1, panel, m, k, PanelWidth)
			want, abs := gemmOracle(c, PanelWidth, a, k, 1, panel, PanelWidth, 1, m, k, PanelWidth)
			for i := range want {
				if tol := sumTolerance(k, abs[i]); !near(whole[i], want[i], tol) {
					t.Fatalf("k %d: [%d] is %g, want %g ± %g", k, i, whole[i], want[i], tol)
				}
			}
			for _, rows := range []int{1, 2, 5, tileRows, tileRows + 1} {
				for _, width := range []int{1, 3, 8, narrow, narrow + 1, PanelWidth} {
					pieces := slices.Clone(c)
					for i := 0; i < m; i += rows {
						for j := 0; j < PanelWidth; j += width {
							n := min(width, PanelWidth-j)
							part := make([]float32, k*PanelStride(n))
							for p := range k {
								copy(part[p*PanelStride(n):][:n], panel[p*PanelWidth+j:])
							}
							GemmPanel(pieces[i*PanelWidth+j:], PanelWidth, a[i*k:], k, 1, part, min(rows, m-i), k, n)
						}
					}
					sameBits(t, fmt.Sprintf("k %d in pieces of %d×%d", k, rows, width), pieces, whole)
				}
			}
			for offset := 1; offset < 8; offset++ { // A transposed, and all of it elsewhere
				at, moved, got := make([]float32, m*k+offset), make([]float32, k*PanelWidth+offset)[offset:], make([]float32, len(c)+offset)[offset:]
				for i := range m {
					for p := range k {
						at[offset+p*m+i] = a[i*k+p]
					}
				}
				copy(moved, panel)
				copy(got, c)
				GemmPanel(got, PanelWidth, at[offset:], 1, m, moved, m, k, PanelWidth)
				sameBits(t, fmt.Sprintf("k %d, moved by %d values", k, offset), got, whole)
			}
		})
	}
}

func TestGemm(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := newRand()
		mb := newArena(t, 1<<20)
		for _, m := range []int{1, 6, 13} {
			for _, n := range []int{1, 4, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 40, 70} {
				for _, k := range []int{1, 7, 8, 9, 24, 65, 1030} {
					for _, stride := range []string{"rows", "columns", "both"} {
						brs, bcs := n+3, 1
						switch stride {
						case "columns":
							brs, bcs = 1, k+3
						case "both":
							brs, bcs = 2*n+1, 2
						}
						what := fmt.Sprintf("m %d, n %d, k %d, strides in B of %s", m, n, k, stride)
						a, b, c := make([]float32, m*k), take[float32](mb, (k-1)*brs+(n-1)*bcs+1), make([]float32, m*n)
						for _, x := range [][]float32{a, b, c} {
							ints(r, x)
						}
						want, _ := gemmOracle(c, n, a, k, 1, b, brs, bcs, m, k, n)
						panel := make([]float32, k*PanelWidth+1)
						panel[k*PanelWidth] = canary
						Gemm(c, n, a, k, 1, b, brs, bcs, m, k, n, panel[:k*PanelWidth])
						for i, v := range c {
							if float64(v) != want[i] {
								t.Fatalf("%s: C[%d,%d] is %g, want %g", what, i/n, i%n, v, want[i])
							}
						}
						if panel[k*PanelWidth] != canary {
							t.Fatalf("%s: wrote beyond the panel", what)
						}
						mb.check(t, what)
					}
				}
			}
		}
	})
}

// TestGemmOfNothing calls with each size zero: nothing is touched.
func TestGemmOfNothing(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		c := []float32{1, 2, 3, 4}
		GemmPanel(c, 2, nil, 0, 0, nil, 2, 0, 2)
		GemmPanel(c, 2, nil, 0, 0, nil, 0, 3, 2)
		GemmPanel(c, 2, nil, 0, 0, nil, 2, 3, 0)
		Gemm(c, 2, nil, 0, 0, nil, 0, 0, 2, 0, 2, nil)
		sameBits(t, "C", c, []float32{1, 2, 3, 4})
	})
}

// TestGemmPanelSpecial holds infinities and NaN to their rows and columns.
func TestGemmPanelSpecial(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		const m, k = 7, 5
		a, panel := slices.Repeat([]float32{1}, m*k), slices.Repeat([]float32{1}, k*PanelWidth)
		c := make([]float32, m*PanelWidth)
		a[2*k+1], panel[3*PanelWidth+4] = nan32, inf32
		GemmPanel(c, PanelWidth, a, k, 1, panel, m, k, PanelWidth)
		want := slices.Repeat([]float32{k}, len(c))
		for i := range m {
			want[i*PanelWidth+4] = inf32
		}
		for j := range PanelWidth {
			want[2*PanelWidth+j] = nan32
		}
		sameBits(t, "C", c, want)
	})
}
