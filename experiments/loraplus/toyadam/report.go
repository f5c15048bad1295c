package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"llft/experiments/loraplus/chart"
	"llft/experiments/loraplus/stats"
	"llft/experiments/loraplus/toy"
)

// report writes tables and pictures of what was run.
func report(e *experiment, o *toy.Options) error {
	var r toy.Report
	r.Add("# The Adam teacher-student toy")
	r.Add("Made by `go run ./loraplus/toyadam` in the folder `experiments`, from `loraplus/results/toyadam.jsonl`.")
	r.Add(`The network is f(x) = W_out·φ(y + (W_h + B·A)·φ(y)) with y = W_in·x, φ = ReLU, %d inputs, and A, B of rank %d the only trained values; the teacher
has the same frozen weights and a product of rank %d of its own. W_in is N(0, 1), W_h, W_out and the teacher's A N(0, 1/n), its B N(0, 1/%d)
(variances), x N(0, I). Full-batch Adam (0.9, 0.999, 1e-8) on %d samples with a learning rate that falls linearly to zero. Init A: A uniform in
±1/√n, B zero. Init B: B uniform in ±1/√%d, A zero. Losses are relative to the loss before training; means over the %d seeds are geometric.`,
		inputs, rank, teacherRank, teacherRank, e.sizes.train, rank, e.seeds)
	low, high := e.ratioLimits()
	first, last := ratioText(low), ratioText(high)
	r.Add(`Each arm (width, init, steps, ratio = lr_B/lr_A) has its own grid of learning rates in steps of √2, which grew until the best cell of every
criterion was inside; equal rates had at least as many cells as any other ratio; ratios from %s to %s were added
until the best was inside too (≤ and ≥ mark one that is not). **Test**: the learning rate, and where it says "best" the
ratio, were chosen by the mean loss on %d validation samples, and the loss of %d other samples is reported. **Train**: chosen on one half of the
seeds by the training loss and reported on the other half, and the other way round. Changes are against equal rates, seed by seed: the mean
of the log-ratio ± its standard error over the seeds. Negative is better.`, first, last, e.sizes.validation, e.sizes.test)
	for _, init := range inits {
		e.reportInit(&r, init)
	}
	e.reportInits(&r)
	e.reportBudget(&r)
	e.reportBasins(&r)
	e.reportControl(&r)
	if err := e.pictures(&r, o); err != nil {
		return err
	}
	return r.Save(o, "toyadam.md")
}

// results of an arm at its best natural rate.
func (e *experiment) chosen(a arm) losses { return e.losses(e.at(a, e.best(a))) }

// bestRatio is the one with the lowest mean validation loss, each at its own best rate.
func (e *experiment) bestRatio(g group) arm {
	var means []float64
	for _, r := range e.ratiosOf[g] {
		m, _ := stats.GeoMean(pick(e.chosen(g.arm(r)).Validation, every))
		means = append(means, m)
	}
	return g.arm(e.ratiosOf[g][toy.Lowest(means)])
}

// seedRatios are the log2 of the ratio that is best for each seed by its validation loss, each ratio at the rate that is best for all.
func (e *experiment) seedRatios(g group) []float64 {
	out := make([]float64, e.seeds)
	for i := range out {
		var l []float64
		for _, r := range e.ratiosOf[g] {
			l = append(l, float64(e.chosen(g.arm(r)).Validation[i]))
		}
		out[i] = float64(e.ratiosOf[g][toy.Lowest(l)])
	}
	return out
}

// testChange is that of an arm against another, both at their best.
func (e *experiment) testChange(a, than arm) (log, se float64) {
	return stats.LogRatio(pick(e.chosen(a).Test, every), pick(e.chosen(than).Test, every))
}

// trainChange is the change of the training loss by ratios, with ratio and rate chosen on the other half of the seeds, against equal rates
// chosen so.
func (e *experiment) trainChange(g group, ratios []int) (log, se float64) {
	var a, b []float64
	for _, half := range []struct{ choose, report func(int) bool }{{even, odd}, {odd, even}} {
		low := func(ratios []int) []float64 {
			best, at := math.Inf(1), cell{}
			for _, r := range ratios {
				x := g.arm(r)
				line := e.line(x, training, half.choose)
				if i := toy.Lowest(line); i >= 0 && line[i] < best {
					best, at = line[i], e.cells(x)[i]
				}
			}
			return pick(e.losses(at).Train, half.report)
		}
		a, b = append(a, low(ratios)...), append(b, low([]int{0})...)
	}
	return stats.LogRatio(a, b)
}

func (e *experiment) reportInit(r *toy.Report, init string) {
	r.Add("## %s random", init)
	var rows [][]string
	for _, n := range e.widths {
		for _, steps := range e.budgets {
			g := group{n, init, steps}
			tied, best := g.arm(0), e.bestRatio(g)
			mean, _ := stats.GeoMean(pick(e.chosen(tied).Test, every))
			c := e.at(best, e.best(best))
			log2, se := stats.Mean(e.seedRatios(g))
			change := "equal rates are best"
			if best.ratio != 0 {
				change = toy.Change(e.testChange(best, tied))
			}
			rows = append(rows, []string{fmt.Sprint(n), fmt.Sprint(steps), power(e.best(tied)), fmt.Sprintf("%.4g", mean), e.bestText(best),
				power(c.A), fmt.Sprintf("%.3g (×÷ %.2g)", math.Exp2(log2), math.Exp2(se)), change, toy.Change(e.trainChange(g, e.ratiosOf[g]))})
		}
	}
	r.Table([]string{"n", "steps", "equal: lr", "equal: test", "best ratio", "its lr_A", "ratio, mean of seeds", "test, best ratio", "train, best ratio"}, rows)
	steps := e.budgets[0]
	r.Add("Test and train by ratio, %d steps:", steps)
	rows = nil
	for _, n := range e.widths {
		for _, what := range []string{"test", "train"} {
			g, row := group{n, init, steps}, []string{fmt.Sprint(n), what}
			for _, m := range e.unequal() {
				if what == "test" {
					row = append(row, toy.Change(e.testChange(g.arm(m), g.arm(0))))
				} else {
					row = append(row, toy.Change(e.trainChange(g, []int{m})))
				}
			}
			rows = append(rows, row)
		}
	}
	head := []string{"n", ""}
	for _, m := range e.unequal() {
		head = append(head, "ratio "+ratioText(m))
	}
	r.Table(head, rows)
	for _, steps := range e.budgets {
		if len(e.widths) > 1 {
			r.Add("%s", e.growth(init, steps))
		}
	}
}

// unequal are the ratios that every group has, without 1.
func (e *experiment) unequal() []int {
	return slices.DeleteFunc(slices.Clone(e.ratios), func(m int) bool { return m == 0 })
}

// ratioText writes 2^m.
func ratioText(m int) string {
	if m < 0 {
		return fmt.Sprintf("1/%d", 1<<-m)
	}
	return fmt.Sprint(1 << m)
}

// bestText writes the best ratio, and where adding ratios came to its end before the best was inside, that it may lie beyond.
func (e *experiment) bestText(a arm) string {
	switch r := e.ratiosOf[a.group]; a.ratio {
	case r[0]:
		return "≤ " + ratioText(a.ratio)
	case r[len(r)-1]:
		return "≥ " + ratioText(a.ratio)
	}
	return ratioText(a.ratio)
}

// power writes half octaves as a power of two.
func power(k int) string { return fmt.Sprintf("2^%g", float64(k)/2) }

// growth says with which power of the width the best ratio grows, by the means of the seeds.
func (e *experiment) growth(init string, steps int) string {
	var x, y []float64
	for _, n := range e.widths {
		m, _ := stats.Mean(e.seedRatios(group{n, init, steps}))
		x, y = append(x, float64(n)), append(y, math.Exp2(m))
	}
	return fmt.Sprintf("%d steps: the mean of the seeds' best ratios grows as %s from width %d to %d.", steps, toy.Power(x, y), e.widths[0], e.widths[len(e.widths)-1])
}

// reportInits compares the best of B random with equal rates of A random.
func (e *experiment) reportInits(r *toy.Report) {
	r.Add("## B random against A random")
	r.Add("Test losses on the same seeds, %d steps: what B random with its best ratio gains over A random with equal rates.", e.budgets[0])
	var rows [][]string
	for _, n := range e.widths {
		steps := e.budgets[0]
		a, b := group{n, "A", steps}.arm(0), e.bestRatio(group{n, "B", steps})
		rows = append(rows, []string{fmt.Sprint(n), toy.Change(e.testChange(b.group.arm(0), a)), e.bestText(b), toy.Change(e.testChange(b, a)),
			toy.Change(e.testChange(b, e.bestRatio(a.group)))})
	}
	r.Table([]string{"n", "B with equal rates", "B's best ratio", "B with it", "the same against A with its best ratio"}, rows)
}

// reportBudget tells what few cells give with equal rates, and with any of the ratios: a larger choice is no help to who can try but a few.
func (e *experiment) reportBudget(r *toy.Report) {
	steps := e.budgets[0]
	r.Add("## As many cells for both")
	r.Add(`What is to be expected of the best (by validation) of k cells, drawn from the grid of equal rates, or from the grids of all ratios from 1 up
together, %d steps: the change of the mean test loss of the second against the first. Positive: the ratio is not worth a search of its own.`, steps)
	counts := []int{1, 2, 4}
	head := []string{"n", "random", "cells: equal, all"}
	for _, k := range counts {
		head = append(head, fmt.Sprintf("k = %d", k))
	}
	var rows [][]string
	for _, n := range e.widths {
		for _, init := range inits {
			g := group{n, init, steps}
			equal := e.cells(g.arm(0))
			var all []cell
			for _, m := range e.ratiosOf[g] {
				if m >= 0 {
					all = append(all, e.cells(g.arm(m))...)
				}
			}
			row := []string{fmt.Sprint(n), init, fmt.Sprintf("%d, %d", len(equal), len(all))}
			for _, k := range counts {
				row = append(row, fmt.Sprintf("%+.1f%%", 100*(math.Exp(e.bestOf(all, k)-e.bestOf(equal, k))-1)))
			}
			rows = append(rows, row)
		}
	}
	r.Table(head, rows)
}

// bestOf is the expected logarithm of the mean test loss of the cell that has the lowest validation loss of k that are drawn from cells.
func (e *experiment) bestOf(cells []cell, k int) float64 {
	type pair struct{ validation, test float64 }
	var all []pair
	for _, c := range cells {
		v, _ := stats.GeoMean(pick(e.losses(c).Validation, every))
		t, _ := stats.GeoMean(pick(e.losses(c).Test, every))
		all = append(all, pair{v, math.Log(min(t, 1))}) // what diverged, or was made worse, is as good as not trained
	}
	slices.SortFunc(all, func(a, b pair) int { return cmp.Compare(a.validation, b.validation) })
	sum := 0.0
	for i, share := range draws(len(all), k) {
		sum += share * all[i].test
	}
	return sum
}

// draws is the probability, for each i, that the best of k that are drawn from n is the i-th best: that the other k-1 are among the n-1-i behind
// it, which is so in C(n-1-i, k-1) of C(n, k) draws.
func draws(n, k int) []float64 {
	out := make([]float64, n)
	share := float64(k) / float64(n)
	for i := range out {
		out[i] = share
		if behind := float64(n - 1 - i); behind > 0 {
			share *= max(behind-float64(k-1), 0) / behind
		}
	}
	return out
}

// reportBasins tells how many octaves of learning rates are within 5% of the best, by mean validation loss, and how many cells there were.
func (e *experiment) reportBasins(r *toy.Report) {
	r.Add("## Room for error")
	r.Add("Octaves of learning rates whose mean validation loss is within 5%% of the arm's best, %d steps (and cells of the grid):", e.budgets[0])
	head := []string{"n", "random"}
	for _, m := range e.ratios {
		head = append(head, "ratio "+ratioText(m))
	}
	var rows [][]string
	for _, n := range e.widths {
		for _, init := range inits {
			row := []string{fmt.Sprint(n), init}
			for _, m := range e.ratios {
				a := group{n, init, e.budgets[0]}.arm(m)
				line := e.line(a, validation, every)
				row = append(row, fmt.Sprintf("%.1f (%d)", breadth(line)/2, len(line)))
			}
			rows = append(rows, row)
		}
	}
	r.Table(head, rows)
}

// breadth is the length of the stretch around the best of a line, in cells, whose losses are within the basin; between cells the logarithm of
// the loss is taken as straight, and a cell that has diverged counts as just outside.
func breadth(line []float64) float64 {
	best := toy.Lowest(line)
	side := func(step int) float64 {
		bound := math.Log(line[best] * basin)
		for i := best; ; i += step {
			next := i + step
			if next < 0 || next >= len(line) {
				return math.Abs(float64(i - best))
			}
			if l := math.Log(line[next]); l > bound {
				part := 0.0
				if !math.IsInf(l, 1) {
					part = (bound - math.Log(line[i])) / (l - math.Log(line[i]))
				}
				return math.Abs(float64(i-best)) + part
			}
		}
	}
	return side(1) + side(-1)
}

// reportControl compares LoRA+ with one learning rate whose random matrix is scaled.
func (e *experiment) reportControl(r *toy.Report) {
	r.Add("## The identity as a control arm")
	r.Add(`LoRA+ with (lr, ratio·lr) against plain LoRA with √ratio·lr whose A begins √ratio times as large (a random B: 1/√ratio times), at each ratio's
best cell, %d steps, widths up to %d, both inits: test losses, pair by pair. Losses are stored with %d digits. With ε = 0 the two are the same run, bit
for bit, where √ratio is a power of two; elsewhere √2 is rounded, and training carries a rounding on as it does any small change. ε = 1e-8
is not scaled with the rest.`, e.budgets[0], e.control, toy.Digits)
	var rows [][]string
	for _, m := range e.unequal() {
		if m < 0 {
			continue
		}
		var exact, usual float64
		var scaled, plain []float64
		for _, n := range e.widths {
			for _, init := range inits {
				if n > e.control {
					continue
				}
				a := group{n, init, e.budgets[0]}.arm(m)
				plus := e.at(a, e.best(a))
				x, s, sx := control(plus)
				exact = max(exact, apart(e.losses(x), e.losses(sx)))
				usual = max(usual, apart(e.losses(plus), e.losses(s)))
				scaled = append(scaled, pick(e.losses(s).Test, every)...)
				plain = append(plain, pick(e.losses(plus).Test, every)...)
			}
		}
		rows = append(rows, []string{ratioText(m), fmt.Sprint(len(plain)), fmt.Sprintf("%.1g", exact), fmt.Sprintf("%.1g", usual), toy.Change(stats.LogRatio(scaled, plain))})
	}
	r.Table([]string{"ratio", "pairs", "ε = 0: largest relative difference", "ε = 1e-8: largest", "ε = 1e-8: mean change"}, rows)
}

// apart is the largest relative difference of two cells' test losses.
func apart(a, b losses) (most float64) {
	for i := range a.Test {
		if x, y := float64(a.Test[i]), float64(b.Test[i]); x != y {
			most = max(most, math.Abs(x-y)/min(x, y))
		}
	}
	return most
}

// pictures draws the heatmaps and the lines by width and by ratio.
func (e *experiment) pictures(r *toy.Report, o *toy.Options) error {
	r.Add("## Pictures")
	for _, n := range slices.Sorted(slices.Values(e.maps)) {
		var about, names []string
		for _, init := range inits {
			name, err := e.draw(place{n, init}, o)
			if err != nil {
				return err
			}
			about, names = append(about, fmt.Sprintf("Loss by both learning rates, %s random, width %d", init, n)), append(names, name)
		}
		r.Pictures(about, names...)
	}
	steps := e.budgets[0]
	byWidth := chart.Lines{Title: "Best ratio of the learning rates, mean of the seeds", XLabel: "width n", YLabel: "ratio lr_B / lr_A", LogY: true}
	for _, init := range inits {
		for _, steps := range e.budgets {
			s := chart.Series{Name: fmt.Sprintf("%s random, %d steps", init, steps)}
			for _, n := range e.widths {
				m, se := stats.Mean(e.seedRatios(group{n, init, steps}))
				s.X, s.Y = append(s.X, float64(n)), append(s.Y, math.Exp2(m))
				s.Low, s.High = append(s.Low, math.Exp2(m-se)), append(s.High, math.Exp2(m+se))
			}
			byWidth.Series = append(byWidth.Series, s)
		}
	}
	if err := byWidth.Save(o.Doc("toyadam-ratio.svg")); err != nil {
		return err
	}
	r.Pictures([]string{"The best ratio by width"}, "toyadam-ratio.svg")
	for _, init := range inits {
		byRatio := chart.Lines{Title: fmt.Sprintf("%s random, %d steps of Adam: what a ratio gains", init, steps), XLabel: "ratio lr_B / lr_A",
			YLabel: "test loss relative to that of equal rates", LogY: true, Level: 1}
		for _, n := range e.widths {
			s := chart.Series{Name: fmt.Sprintf("width %d", n)}
			g := group{n, init, steps}
			for _, m := range e.ratiosOf[g] {
				log, se := e.testChange(g.arm(m), g.arm(0))
				s.X, s.Y = append(s.X, math.Exp2(float64(m))), append(s.Y, math.Exp(log))
				s.Low, s.High = append(s.Low, math.Exp(log-se)), append(s.High, math.Exp(log+se))
			}
			byRatio.Series = append(byRatio.Series, s)
		}
		name := fmt.Sprintf("toyadam-gain-%s.svg", strings.ToLower(init))
		if err := byRatio.Save(o.Doc(name)); err != nil {
			return err
		}
		r.Pictures([]string{fmt.Sprintf("Test loss by ratio, %s random", init)}, name)
	}
	return nil
}
