package parallel

import (
	"slices"
	"testing"
)

func TestParseCPUs(t *testing.T) {
	for _, c := range []struct {
		text string
		want []int
		ok   bool
	}{
		{"0-3,8,10-11\n", []int{0, 1, 2, 3, 8, 10, 11}, true},
		{"5", []int{5}, true},
		{"0-0", []int{0}, true},
		{"\n", nil, true},
		{"3-1", nil, false},
		{"a", nil, false},
		{"1,", nil, false},
		{"1-", nil, false},
		{"-1", nil, false},
		{"0-99999999999", nil, false},
	} {
		got, ok := parseCPUs(c.text)
		if ok != c.ok || !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, %v, want %v, %v", c.text, got, ok, c.want, c.ok)
		}
	}
}

func TestDefaultThreads(t *testing.T) {
	if n := DefaultThreads(); n < 1 {
		t.Errorf("%d threads", n)
	}
}
