package lab

import (
	"errors"
	"math"
	"testing"
)

// TestSettle: a window follows its optimum until it is inside, plain LoRA keeps up with the others, and there is an end.
func TestSettle(t *testing.T) {
	bowl := func(at int) func(eta int) float64 {
		return func(eta int) float64 { return 1 + math.Abs(float64(eta-at)) }
	}
	cliff := func(eta int) float64 { // diverges above 3
		if eta > 3 {
			return math.Inf(1)
		}
		return -float64(eta)
	}
	start := []Window{{-3, 3}, {-3, 3}}
	for _, c := range []struct {
		name  string
		score []func(int) float64
		want  []Window
	}{
		{"inside", []func(int) float64{bowl(0), bowl(1)}, []Window{{-3, 3}, {-3, 3}}},
		{"at the edge of both", []func(int) float64{bowl(3), bowl(-2)}, []Window{{-3, 5}, {-4, 3}}},
		{"far off", []func(int) float64{bowl(8), bowl(0)}, []Window{{-3, 10}, {-3, 3}}},
		{"plain LoRA keeps up", []func(int) float64{bowl(0), bowl(7)}, []Window{{-6, 6}, {-3, 9}}},
		{"a cliff is a side", []func(int) float64{bowl(0), cliff}, []Window{{-4, 4}, {-3, 5}}},
		{"without end", []func(int) float64{bowl(100), bowl(0)}, []Window{{-3, 13}, {-3, 3}}},
	} {
		score := func(arm, eta int) float64 { return c.score[arm](eta) }
		got, err := Settle(start, 2, 10, score, func([]Window) error { return nil })
		if err != nil || len(got) != 2 {
			t.Fatalf("%s: %v, %v", c.name, got, err)
		}
		for i := range got {
			if i == 0 && got[0].Cells() < got[1].Cells() {
				t.Errorf("%s: plain LoRA has %d cells, the other %d", c.name, got[0].Cells(), got[1].Cells())
			}
			if got[i] != c.want[i] {
				t.Errorf("%s: window %d is %v, want %v", c.name, i, got[i], c.want[i])
			}
		}
	}
	stop := errors.New("stop")
	if _, err := Settle(start, 2, 10, func(int, int) float64 { return 0 }, func([]Window) error { return stop }); err != stop {
		t.Errorf("error %v, want that of run", err)
	}
}
