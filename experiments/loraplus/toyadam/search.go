package main

import (
	"context"
	"fmt"
	"math"
	"slices"

	"llft/experiments/loraplus/runs"
	"llft/experiments/loraplus/stats"
	"llft/experiments/loraplus/toy"
)

// inits name what is random at the start; the other matrix is zero.
var inits = []string{"A", "B"}

// arm is what a learning rate is chosen for. Its natural rate is √(lr_A · lr_B), as all arms of equal A·B have the same, in half octaves k: then
// lr_A is 2^((k-ratio)/2) and lr_B 2^((k+ratio)/2).
type arm struct {
	group
	ratio int // log2 of lr_B/lr_A
}

// group is the arms that are compared with each other.
type group struct {
	width int
	init  string
	steps int
}

func (g group) arm(ratio int) arm { return arm{g, ratio} }

// span is the part of an arm's line of natural rates that was run, both ends included.
type span struct{ low, high int }

type experiment struct {
	config
	store   *runs.Store[cell, losses]
	workers int
	cache   *toy.Problems[*problem]
	spans   map[arm]span
	grids   map[place]grid

	ratiosOf  map[group][]int // log2, ascending
	unsettled []arm           // whose best cell is not inside
}

// at is an arm's cell with natural rate k.
func (e *experiment) at(a arm, k int) cell {
	return cell{Width: a.width, Init: a.init, Steps: a.steps, A: k - a.ratio, B: k + a.ratio, Seeds: e.seeds}
}

// losses of a cell that was run.
func (e *experiment) losses(c cell) losses {
	l, ok := e.store.Get(c)
	if !ok {
		panic(fmt.Sprintf("no result of %+v", c))
	}
	return l
}

func (e *experiment) do(ctx context.Context, name string, cells []cell) error {
	return e.store.Do(ctx, name, cells, e.workers, func(ctx context.Context, _ int, c cell) (losses, error) {
		return runCell(ctx, e.cache, c)
	})
}

// run does all of it, width by width, the smallest first.
func (e *experiment) run(ctx context.Context) error {
	for _, n := range e.widths {
		for _, steps := range e.budgets {
			if err := e.budget(ctx, n, steps); err != nil {
				return err
			}
		}
		if err := e.controls(ctx, n); err != nil {
			return err
		}
		if err := e.heatmaps(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// budget searches all arms of a width and a number of steps: equal rates first, as what is found for them is where the others start.
func (e *experiment) budget(ctx context.Context, n, steps int) error {
	beyond, start := basin, func(arm) int { return firstGuess(n) }
	if steps != e.budgets[0] {
		beyond, start = 1, func(a arm) int { a.steps = e.budgets[0]; return e.best(a) }
	}
	var tied, open []arm
	for _, init := range inits {
		p := group{n, init, steps}
		e.ratiosOf[p] = e.ratios
		tied = append(tied, p.arm(0))
		for _, r := range e.ratios {
			if r != 0 {
				open = append(open, p.arm(r))
			}
		}
	}
	if err := e.search(ctx, tied, start, beyond); err != nil {
		return err
	}
	for len(open) > 0 {
		if err := e.search(ctx, open, func(a arm) int { a.ratio = 0; return e.best(a) }, beyond); err != nil {
			return err
		}
		open = nil
		for _, init := range inits {
			if r, more := e.moreRatios(group{n, init, steps}); more {
				open = append(open, group{n, init, steps}.arm(r))
			}
		}
	}
	return e.level(ctx, tied, beyond)
}

// firstGuess is about where the best single rate lies at 300 steps: 2^-4 at width 32, falling as n^-0.8.
func firstGuess(n int) int { return int(math.Round(-8 - 1.6*math.Log2(float64(n)/32))) }

// moreRatios adds a ratio to a group whose best one, by validation or by training loss, is the first or the last.
func (e *experiment) moreRatios(g group) (ratio int, more bool) {
	r := e.ratiosOf[g]
	first, last := e.ratioLimits()
	var means [2][]float64
	for _, m := range r {
		for i, set := range []func(losses) []toy.Loss{validation, training} {
			means[i] = append(means[i], slices.Min(e.line(g.arm(m), set, every)))
		}
	}
	switch below, above := toy.Widen(means[:], 1, 1); {
	case below > 0 && r[0] > first:
		ratio = r[0] - 1
		e.ratiosOf[g] = append([]int{ratio}, r...)
	case above > 0 && r[len(r)-1] < last:
		ratio = r[len(r)-1] + 1
		e.ratiosOf[g] = append(slices.Clone(r), ratio)
	default:
		return 0, false
	}
	return ratio, true
}

// ratioLimits are where adding ends. In a direction in which nothing matters any more, the best would else be sought for ever.
func (e *experiment) ratioLimits() (first, last int) {
	const octaves = 6
	return e.ratios[0] - octaves, e.ratios[len(e.ratios)-1] + octaves
}

// basin is how much worse than the best the ends of a span are at least, so that the breadth of the good rates is known.
const basin = 1.05

const (
	firstSide = 2  // cells on either side of the first guess
	margin    = 1  // cells on either side of the best
	maxCells  = 60 // of a span, 30 octaves: from there on nothing is hoped for
)

// search finds the best rates of arms, beginning around start.
func (e *experiment) search(ctx context.Context, arms []arm, start func(arm) int, beyond float64) error {
	for _, a := range arms {
		k := start(a)
		e.spans[a] = span{k - firstSide, k + firstSide}
	}
	return e.settle(ctx, arms, beyond)
}

// settle runs what the arms' spans lack, and widens each until its best is inside by every criterion.
func (e *experiment) settle(ctx context.Context, arms []arm, beyond float64) error {
	for open := arms; len(open) > 0; {
		var cells []cell
		for _, a := range open {
			cells = append(cells, e.cells(a)...)
		}
		if err := e.do(ctx, fmt.Sprintf("width %d, %d steps", open[0].width, open[0].steps), cells); err != nil {
			return err
		}
		var next []arm
		for _, a := range open {
			s := e.spans[a]
			below, above := toy.Widen(e.criteria(a), margin, beyond)
			if below == 0 && above == 0 {
				continue
			}
			if s.high-s.low >= maxCells && toy.Lowest(e.line(a, validation, every)) >= 0 {
				e.unsettled = append(e.unsettled, a)
				continue
			}
			e.spans[a] = span{s.low - below, s.high + above}
			if e.spans[a].high-e.spans[a].low >= 2*maxCells {
				return fmt.Errorf("width %d, %s random, %d steps, ratio %s: all of %d cells diverged", a.width, a.init, a.steps, ratioText(a.ratio), s.high-s.low+1)
			}
			next = append(next, a)
		}
		open = next
	}
	return nil
}

// level widens the spans of equal rates until they have as many cells as the longest of the other ratios.
func (e *experiment) level(ctx context.Context, tied []arm, beyond float64) error {
	for _, a := range tied {
		most := 0
		for _, r := range e.ratiosOf[a.group] {
			o := e.spans[a.group.arm(r)]
			most = max(most, o.high-o.low)
		}
		for s := e.spans[a]; s.high-s.low < most; e.spans[a] = s {
			if (s.high-s.low)%2 == 0 {
				s.low--
			} else {
				s.high++
			}
		}
	}
	return e.settle(ctx, tied, beyond)
}

func (e *experiment) cells(a arm) []cell {
	var out []cell
	for k := e.spans[a].low; k <= e.spans[a].high; k++ {
		out = append(out, e.at(a, k))
	}
	return out
}

// criteria are the means, cell by cell, that learning rates are chosen by: validation and training loss, of all
// seeds and of either half.
// A mean above 1, a student worse than one that was not trained, is as bad as one that diverged: among such the search would lose its way.
func (e *experiment) criteria(a arm) [][]float64 {
	var lines [][]float64
	for _, set := range []func(losses) []toy.Loss{validation, training} {
		for _, seeds := range []func(int) bool{every, even, odd} {
			lines = append(lines, e.line(a, set, seeds))
		}
	}
	for _, l := range lines {
		for i, x := range l {
			if x > 1 {
				l[i] = math.Inf(1)
			}
		}
	}
	return lines
}

// line is the geometric mean, cell by cell of an arm's span, of some seeds' losses: infinite where one has diverged.
func (e *experiment) line(a arm, set func(losses) []toy.Loss, seeds func(i int) bool) []float64 {
	var out []float64
	for _, c := range e.cells(a) {
		m, _ := stats.GeoMean(pick(set(e.losses(c)), seeds))
		out = append(out, m)
	}
	return out
}

// best is the natural rate with the lowest mean validation loss.
func (e *experiment) best(a arm) int {
	return e.spans[a].low + toy.Lowest(e.line(a, validation, every))
}

func validation(l losses) []toy.Loss { return l.Validation }
func training(l losses) []toy.Loss   { return l.Train }

func test(l losses) []toy.Loss { return l.Test }

func every(int) bool  { return true }
func even(i int) bool { return i%2 == 0 }
func odd(i int) bool  { return i%2 == 1 }

func pick(l []toy.Loss, seeds func(i int) bool) []float64 {
	var out []float64
	for i, x := range l {
		if seeds(i) {
			out = append(out, float64(x))
		}
	}
	return out
}

// control says which cells are to be compared with a cell of LoRA+: the same with ε = 0, and the arms of one learning rate with the random
// matrix scaled, with ε as it is and with ε = 0.
func control(plus cell) (exact, scaled, scaledExact cell) {
	exact = plus
	exact.Exact = true
	scaled = plus
	ratio, k := (plus.B-plus.A)/2, (plus.A+plus.B)/2
	scaled.A, scaled.B, scaled.Scale = k, k, ratio
	if plus.Init == "B" {
		scaled.Scale = -ratio
	}
	scaledExact = scaled
	scaledExact.Exact = true
	return exact, scaled, scaledExact
}

// controls runs the control arms of each ratio's best cell.
func (e *experiment) controls(ctx context.Context, n int) error {
	var cells []cell
	for _, init := range inits {
		for _, r := range e.ratios {
			if r > 0 && n <= e.control {
				a := group{n, init, e.budgets[0]}.arm(r)
				x, s, sx := control(e.at(a, e.best(a)))
				cells = append(cells, x, s, sx)
			}
		}
	}
	return e.do(ctx, fmt.Sprintf("width %d, control arm", n), cells)
}
