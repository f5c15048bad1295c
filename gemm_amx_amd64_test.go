//go:build !purego

package llft

import "testing"

// TestAMXConfig holds the description of the tiles to what each of them holds; a tile has both rows and bytes, or neither.
func TestAMXConfig(t *testing.T) {
	for m := 1; m <= amxRows; m++ {
		for n := 1; n <= PanelWidth; n++ {
			for k := 2; k <= amxStep; k += 2 {
				c := amxConfig(m, n, k)
				rows := func(i int) int { return int(c[48+i]) }
				columns := func(i int) int { return int(c[16+2*i]) / 4 } // of 32 bits
				if c[0] != 1 || rows(0)+rows(2) != m || columns(0)+columns(1) != n || 2*rows(6) != k || 2*columns(4) != k {
					t.Fatalf("m %d, n %d, k %d: %v", m, n, k, c)
				}
				for i, sides := range [8][2]int{{4, 6}, {4, 7}, {5, 6}, {5, 7}} {
					a, b := sides[0], sides[1]
					if i > 3 || rows(a) == 0 || columns(b) == 0 {
						continue
					}
					if rows(i) != rows(a) || columns(i) != columns(b) || columns(a) != rows(b) {
						t.Fatalf("m %d, n %d, k %d: tile %d does not fit tiles %d and %d: %v", m, n, k, i, a, b, c)
					}
				}
				for i := range 8 {
					if (rows(i) == 0) != (columns(i) == 0) || rows(i) > 16 || columns(i) > 16 {
						t.Fatalf("m %d, n %d, k %d: tile %d has %d rows of %d words", m, n, k, i, rows(i), columns(i))
					}
				}
				if (m > 16) != (rows(5) > 0) || (n > narrow) != (rows(7) > 0) {
					t.Fatalf("m %d, n %d: lower and right tiles %v", m, n, c)
				}
			}
		}
	}
}
