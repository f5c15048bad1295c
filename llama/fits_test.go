package llama

import "testing"

func TestFits(t *testing.T) {
	const gb = 1 << 30
	for _, c := range []struct {
		bytes, base, free int64
		want              bool
	}{
		{gb, 4 * gb, 6 * gb, true},
		{gb + 1, 4 * gb, 6 * gb, false},
		{1, 8 * gb, 4 * gb, false}, // the base alone does not fit
		{10 * gb, gb, 64 * gb, true},
		{gb, gb, 0, true}, // unknown
		{gb + 1, gb, 0, false},
	} {
		if got := fits(c.bytes, c.base, c.free); got != c.want {
			t.Errorf("%d bytes beside a base of %d with %d free: %v, want %v", c.bytes, c.base, c.free, got, c.want)
		}
	}
}
