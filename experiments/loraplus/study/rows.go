package main

import (
	"math"

	"llft/experiments/loraplus/lab"
	"llft/experiments/loraplus/stats"
)

// row is what the store knows of an arm: a line of a table.
type row struct {
	arm
	eta      int        // the best learning rate: on all seeds, or where they are not run on the grid's
	window   lab.Window // that it was chosen from
	seeded   bool       // on all seeds
	val      []float64  // of each seed at eta, or of the grid's
	test     []float64
	results  []lab.Result
	diverged int // runs of the arm, of those that there are
	runs     int
	cells    int     // of the grid
	basin    float64 // octaves within 5% of the best of the grid; NaN without one
	open     bool    // the basin reaches the grid's edge: it is at least as wide
}

// edge marks a row whose lowest loss may lie outside of its window.
func (w row) edge() string {
	if w.eta == w.window.Lo || w.eta == w.window.Hi {
		return " (edge)"
	}
	return ""
}

// row sums up an arm, false where not even a grid is there.
func (r results) row(a arm) (row, bool) {
	out := row{arm: a, basin: math.NaN()}
	grid, hasGrid := r.gridWindow(a)
	if hasGrid {
		out.cells = grid.Cells()
		out.basin, out.open = basin(grid, func(eta int) float64 { return r.gridLoss(a, eta) })
	}
	for eta := -far; eta <= far; eta++ {
		for _, seed := range append([]uint64{gridSeed}, r.seeds...) {
			if res, ok := r.store.Get(r.run(a, eta, seed)); ok {
				out.runs++
				if res.Diverged > 0 {
					out.diverged++
				}
			}
		}
	}
	if eta, w, ok := r.best(a); ok {
		out.eta, out.window, out.seeded = eta, w, true
		out.results, _ = r.ofSeeds(a, eta)
	} else if eta, ok := r.gridBest(a); ok {
		out.eta, out.window = eta, grid
		res, _ := r.store.Get(r.run(a, eta, gridSeed))
		out.results = []lab.Result{res}
	} else {
		return out, false
	}
	out.val, out.test = each(out.results, lab.Result.Last), each(out.results, lab.Result.TestLoss)
	return out, true
}

// wide is the limit of the basin of good learning rates, relative to the best loss.
const wide = 1.05

// basin is how many octaves around the best cell have a loss within 5% of its, in straight lines of the logarithm between cells; open where it
// reaches the window's edge.
func basin(w lab.Window, loss func(eta int) float64) (octaves float64, open bool) {
	at := w.Lowest(loss)
	limit := loss(at) * wide
	side := func(step, end int) float64 {
		for eta := at; eta != end; eta += step {
			here, next := loss(eta), loss(eta+step)
			if next > limit {
				part := 0.0 // towards a cell that diverged
				if !math.IsInf(next, 1) {
					part = math.Log(limit/here) / math.Log(next/here)
				}
				return (math.Abs(float64(eta-at)) + part) / 2
			}
		}
		open = true
		return math.Abs(float64(end-at)) / 2
	}
	return side(-1, w.Lo) + side(1, w.Hi), open
}

// bestOf is the expected lowest of k losses drawn from all without putting back.
func bestOf(sorted []float64, k int) float64 {
	n := len(sorted)
	if k > n {
		return math.NaN()
	}
	sum := 0.0
	left := 1.0 // the share of draws in which no loss before the i-th is
	for i, loss := range sorted {
		if n-i < k {
			break
		}
		// The i-th is the lowest of k draws out of the n-i that are left with the chance k/(n-i).
		p := left * float64(k) / float64(n-i)
		sum += p * loss
		left -= p
	}
	return sum
}

// startLosses are the losses of the cells that every arm's grid began with, a run that diverged counted as one that learnt nothing.
func (r results) startLosses(a arm) ([]float64, bool) {
	var out []float64
	for eta := r.centre - r.reach; eta <= r.centre+r.reach; eta++ {
		res, ok := r.store.Get(r.run(a, eta, gridSeed))
		if !ok {
			return nil, false
		}
		out = append(out, min(res.Last(), res.First))
	}
	return out, true
}

// targets are the validation losses that plain LoRA at its best reaches, in the mean, after about a third and five sixths of the steps.
func targets(plain row) (steps [2]int, loss [2]float64) {
	marks := lab.Marks(plain.steps)
	for i, at := range []int{len(marks) / 2, max(0, len(marks)-2)} {
		steps[i] = marks[at]
		loss[i], _ = stats.GeoMean(each(plain.results, func(res lab.Result) float64 { return res.Val[at] }))
	}
	return steps, loss
}
