package toy

import "math"

// Widen says how a search along one axis goes on. The cells are consecutive; losses holds, for each criterion, one loss a cell. The search is
// done when each criterion's best cell has at least margin cells on either side, and the cells at both ends are worse than the best by the
// factor beyond (1 asks for nothing): then below and above are zero. Else they are the numbers of cells to add at the ends.
//
// Where every cell has diverged, the rates are too high: the search goes down by as many cells as there are.
func Widen(losses [][]float64, margin int, beyond float64) (below, above int) {
	for _, l := range losses {
		best := Lowest(l)
		if best < 0 {
			return len(l), 0
		}
		last := len(l) - 1
		below, above = max(below, margin-best), max(above, best+margin-last)
		if l[0] < l[best]*beyond {
			below = max(below, 1)
		}
		if l[last] < l[best]*beyond {
			above = max(above, 1)
		}
	}
	return below, above
}

// Lowest is the place of the lowest loss, the first of equals; -1 where none is finite.
func Lowest(losses []float64) int {
	best := -1
	for i, x := range losses {
		if !math.IsInf(x, 1) && !math.IsNaN(x) && (best < 0 || x < losses[best]) {
			best = i
		}
	}
	return best
}

// Slope is that of the line through the points (log x, log y) with the least squares, and its standard error: the power with which y grows.
func Slope(x, y []float64) (power, se float64) {
	n := float64(len(x))
	var mx, my, xx, xy, rest float64
	for i := range x {
		mx, my = mx+math.Log(x[i])/n, my+math.Log(y[i])/n
	}
	for i := range x {
		dx := math.Log(x[i]) - mx
		xx += dx * dx
		xy += dx * (math.Log(y[i]) - my)
	}
	power = xy / xx
	for i := range x {
		d := math.Log(y[i]) - my - power*(math.Log(x[i])-mx)
		rest += d * d
	}
	return power, math.Sqrt(rest / (n - 2) / xx)
}
