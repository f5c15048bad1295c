package lab

// Window is the learning rates of an arm, in half octaves, both ends among them.
type Window struct{ Lo, Hi int }

// Cells is how many there are.
func (w Window) Cells() int { return w.Hi - w.Lo + 1 }

// Lowest is the place of the lowest score; of equal ones the first. A score of +Inf is a cell that diverged.
func (w Window) Lowest(score func(eta int) float64) int {
	best := w.Lo
	for eta := w.Lo; eta <= w.Hi; eta++ {
		if score(eta) < score(best) {
			best = eta
		}
	}
	return best
}

// Settle runs the windows of some arms and widens each until its lowest score has margin cells on either side, though never by more than most
// cells. The first arm, plain LoRA, gets at least as many cells as any other. It returns the windows as they are then.
func Settle(windows []Window, margin, most int, score func(arm, eta int) float64, run func([]Window) error) ([]Window, error) {
	windows = append([]Window(nil), windows...)
	first := append([]Window(nil), windows...)
	for {
		if err := run(windows); err != nil {
			return windows, err
		}
		grown := false
		for i := range windows {
			w := &windows[i]
			at := w.Lowest(func(eta int) float64 { return score(i, eta) })
			left := first[i].Cells() + most - w.Cells()
			low := min(max(0, margin-(at-w.Lo)), left)
			high := min(max(0, margin-(w.Hi-at)), left-low)
			w.Lo, w.Hi = w.Lo-low, w.Hi+high
			grown = grown || low+high > 0
		}
		widest := 0
		for _, w := range windows {
			widest = max(widest, w.Cells())
		}
		plain := &windows[0]
		at := plain.Lowest(func(eta int) float64 { return score(0, eta) })
		for plain.Cells() < widest { // on the side that reaches less far from the best
			if grown = true; at-plain.Lo <= plain.Hi-at {
				plain.Lo--
			} else {
				plain.Hi++
			}
		}
		if !grown {
			return windows, nil
		}
	}
}
