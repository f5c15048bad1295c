package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"llft/experiments/loraplus/runs"
	"llft/experiments/loraplus/stats"
	"llft/experiments/loraplus/toy"
)

// field is the plane of learning rates of a width and an init, as far as it was run.
type field struct {
	width int
	init  string
	seeds []map[point]result // by seed, from seed 1
	open  map[target]bool    // what was sought for long and has no best cell inside
}

// target is what has a best cell of its own: the mean of all seeds, or a seed, after the fewer (0) or after all steps (1), with any two rates or
// with equal ones.
type target struct {
	seed  int // 0: the mean of all; -s: that of all but s
	time  int
	equal bool
}

type experiment struct {
	config
	store   *runs.Store[piece, losses]
	workers int
	cache   *toy.Problems[*problem]
	fields  map[int]map[string]*field // by width and init
}

func newExperiment(c config, store *runs.Store[piece, losses], workers int) *experiment {
	return &experiment{config: c, store: store, workers: workers, cache: newProblems(c.train, c.test), fields: map[int]map[string]*field{}}
}

// field runs a field: the first grid, and then what the best cells still lack around them.
func (e *experiment) field(ctx context.Context, n int, init string) error {
	f := &field{width: n, init: init, open: map[target]bool{}}
	for range e.seeds {
		f.seeds = append(f.seeds, map[point]result{})
	}
	if e.fields[n] == nil {
		e.fields[n] = map[string]*field{}
	}
	e.fields[n][init] = f
	if err := e.run(ctx, f, e.firstPieces(n, init)); err != nil {
		return err
	}
	const most = 30 // rounds, each a tile further: ten decades
	for range most {
		pieces := e.missing(f)
		if len(pieces) == 0 {
			return nil
		}
		if err := e.run(ctx, f, pieces); err != nil {
			return err
		}
	}
	for _, t := range e.targets() {
		f.open[t] = len(e.lacks(f, t)) > 0
	}
	return nil
}

// firstPieces is the grid that a field begins with, row by row, and the diagonal.
func (e *experiment) firstPieces(n int, init string) []piece {
	a, b, step := e.a, e.b, coarse
	if n == e.width {
		a, b, step = e.whole, e.whole, fine
	}
	var out []piece
	for seed := 1; seed <= e.seeds; seed++ {
		for u := a.low; u <= a.high; u += step {
			out = append(out, piece{Init: init, Width: n, Seed: seed, A: u, B: b.low, Rows: 1, Cols: (b.high-b.low)/step + 1, Step: step})
		}
		for u := e.tied.low; u <= e.tied.high; u += tiedCells * e.tiedStep {
			out = append(out, e.diagonal(n, init, seed, u))
		}
	}
	return out
}

// tiedCells are the cells of a stretch of the diagonal.
const tiedCells = 12

// diagonal is the stretch of equal rates that unit u lies in; stretches begin at the lower end of the first one's range.
func (e *experiment) diagonal(n int, init string, seed, u int) piece {
	length := tiedCells * e.tiedStep
	k := int(math.Floor(float64(u-e.tied.low) / float64(length)))
	from := e.tied.low + k*length
	return piece{Init: init, Width: n, Seed: seed, A: from, B: from, Cols: tiedCells, Step: e.tiedStep}
}

// tile is the square of 3×3 cells around the cell of the coarse grid that is nearest to p.
func tile(n int, init string, seed int, p point) piece {
	corner := func(u int) int { return int(math.Round(float64(u)/coarse))*coarse - fine }
	return piece{Init: init, Width: n, Seed: seed, A: corner(p.a), B: corner(p.b), Rows: 3, Cols: 3, Step: fine}
}

// run does pieces and enters their losses.
func (e *experiment) run(ctx context.Context, f *field, pieces []piece) error {
	err := e.store.Do(ctx, fmt.Sprintf("width %d, %s random", f.width, f.init), pieces, e.workers, func(ctx context.Context, _ int, p piece) (losses, error) {
		return runPiece(ctx, e.cache, e.times, p)
	})
	if err != nil {
		return err
	}
	for _, p := range pieces {
		l, _ := e.store.Get(p)
		for i, at := range p.points() {
			var r result
			r.train[0], r.test[0], r.train[1], r.test[1] = l.Train0[i], l.Test0[i], l.Train1[i], l.Test1[i]
			f.seeds[p.Seed-1][at] = r
		}
	}
	return nil
}

func (e *experiment) targets() []target {
	var out []target
	for seed := 0; seed <= e.seeds; seed++ {
		for time := range 2 {
			out = append(out, target{seed, time, false}, target{seed, time, true})
		}
	}
	return out
}

// missing are the pieces around best cells that were not run.
func (e *experiment) missing(f *field) []piece {
	var out []piece
	for _, t := range e.targets() {
		out = append(out, e.lacks(f, t)...)
	}
	return out
}

// lacks are the pieces that hold the neighbours of a target's best cell that were not run.
func (e *experiment) lacks(f *field, t target) []piece {
	seeds := []int{t.seed}
	if t.seed == 0 {
		seeds = nil
		for s := range e.seeds {
			seeds = append(seeds, s+1)
		}
	}
	best, _, ok := f.best(t)
	var out []piece
	for _, seed := range seeds {
		_, run := f.seeds[seed-1][best]
		for _, d := range neighbours(t.equal, e.tiedStep) {
			p := point{best.a + d.a, best.b + d.b}
			switch _, done := f.seeds[seed-1][p]; {
			case done && run:
			case t.equal && ok:
				out = append(out, e.diagonal(f.width, f.init, seed, p.a))
			case t.equal: // all have diverged: smaller rates
				out = append(out, e.diagonal(f.width, f.init, seed, best.a-e.tiedStep))
			default:
				out = append(out, tile(f.width, f.init, seed, p))
			}
		}
	}
	return out
}

func neighbours(equal bool, tiedStep int) []point {
	if equal {
		return []point{{-tiedStep, -tiedStep}, {tiedStep, tiedStep}}
	}
	var out []point
	for _, a := range []int{-fine, 0, fine} {
		for _, b := range []int{-fine, 0, fine} {
			if a != 0 || b != 0 {
				out = append(out, point{a, b})
			}
		}
	}
	return out
}

// loss of a target at a cell: the training loss, or the geometric mean of all seeds', infinite if one has diverged; and whether it was run.
func (f *field) loss(t target, p point) (float64, bool) {
	if t.seed > 0 {
		r, ok := f.seeds[t.seed-1][p]
		return float64(r.train[t.time]), ok
	}
	var all []float64
	for i, s := range f.seeds {
		r, ok := s[p]
		if !ok {
			return 0, false
		}
		if i+1 != -t.seed {
			all = append(all, float64(r.train[t.time]))
		}
	}
	m, _ := stats.GeoMean(all)
	return m, true
}

// best is the cell with a target's lowest loss, of those on the grid or those on the diagonal, which is finer. Of equal losses (where a rate is so
// small that it no longer matters, all are) it is that whose rates are least unequal. Without one that has not diverged it is the lowest cell.
func (f *field) best(t target) (at point, loss float64, ok bool) {
	loss = math.Inf(1)
	first := true
	for _, p := range f.points(max(t.seed, 1)) {
		if t.equal && p.a != p.b || !t.equal && (p.a%fine != 0 || p.b%fine != 0) {
			continue
		}
		l, run := f.loss(t, p)
		if run && (first || l < loss || l == loss && !math.IsInf(l, 1) && p.unequal() < at.unequal()) {
			at, loss, first = p, l, false
		}
	}
	return at, loss, !math.IsInf(loss, 1)
}

// unequal is the distance from the diagonal.
func (p point) unequal() int { return max(p.a-p.b, p.b-p.a) }

// points are the cells that a seed has, in order.
func (f *field) points(seed int) []point {
	out := make([]point, 0, len(f.seeds[seed-1]))
	for p := range f.seeds[seed-1] {
		out = append(out, p)
	}
	slices.SortFunc(out, func(p, q point) int { return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b)) })
	return out
}
