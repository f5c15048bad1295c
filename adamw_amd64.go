//go:build !purego

package llft

// adamWAVX512 is AdamW for n values, a multiple of 8 above 0.
//
//go:noescape
func adamWAVX512(value, grad, m, v *float32, n int, s *AdamWStep)

// adamWAVX2 is AdamW for n values, a multiple of 4 above 0.
//
//go:noescape
func adamWAVX2(value, grad, m, v *float32, n int, s *AdamWStep)

func adamW(p, g, m, v []float32, s *AdamWStep) {
	n := 0
	switch {
	case useAVX512:
		if n = len(p) &^ 7; n > 0 {
			adamWAVX512(&p[0], &g[0], &m[0], &v[0], n, s)
		}
	case useAVX2:
		if n = len(p) &^ 3; n > 0 {
			adamWAVX2(&p[0], &g[0], &m[0], &v[0], n, s)
		}
	}
	adamWGeneric(p[n:], g[n:], m[n:], v[n:], s)
}
