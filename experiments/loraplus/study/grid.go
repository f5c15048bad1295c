package main

import "math"

// window is the learning rates of an arm, in half octaves, both ends among them.
type window struct{ lo, hi int }

func (w window) cells() int { return w.hi - w.lo + 1 }

// lowest is the place of the lowest score; of equal ones the first. A score of +Inf is a cell that diverged.
func (w window) lowest(score func(eta int) float64) int {
	best := w.lo
	for eta := w.lo; eta <= w.hi; eta++ {
		if score(eta) < score(best) {
			best = eta
		}
	}
	return best
}

// settle runs the windows of some arms and widens each until its lowest score has margin cells on either side, though never by more than most
// cells. The first arm, plain LoRA, gets at least as many cells as any other. It returns the windows as they are then.
func settle(windows []window, margin, most int, score func(arm, eta int) float64, run func([]window) error) ([]window, error) {
	windows = append([]window(nil), windows...)
	first := append([]window(nil), windows...)
	for {
		if err := run(windows); err != nil {
			return windows, err
		}
		grown := false
		for i := range windows {
			w := &windows[i]
			at := w.lowest(func(eta int) float64 { return score(i, eta) })
			left := first[i].cells() + most - w.cells()
			low := min(max(0, margin-(at-w.lo)), left)
			high := min(max(0, margin-(w.hi-at)), left-low)
			w.lo, w.hi = w.lo-low, w.hi+high
			grown = grown || low+high > 0
		}
		widest := 0
		for _, w := range windows {
			widest = max(widest, w.cells())
		}
		plain := &windows[0]
		at := plain.lowest(func(eta int) float64 {
			if eta < first[0].lo || eta > first[0].hi {
				return math.Inf(1)
			}
			return score(0, eta)
		})
		for plain.cells() < widest { // on the side that reaches less far from the best
			if grown = true; at-plain.lo <= plain.hi-at {
				plain.lo--
			} else {
				plain.hi++
			}
		}
		if !grown {
			return windows, nil
		}
	}
}
