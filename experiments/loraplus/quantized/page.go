package main

import (
	"fmt"
	"math"
	"strings"

	"llft/experiments/loraplus/chart"
	"llft/experiments/loraplus/lab"
	"llft/experiments/loraplus/stats"
)

// line is what is known of one base.
type line struct {
	quantized
	eta     int
	edge    bool
	results []trained
}

func (l line) losses(value func(trained) float64) []float64 {
	var out []float64
	for _, r := range l.results {
		out = append(out, value(r))
	}
	return out
}

func (l line) test() []float64 { return l.losses(func(r trained) float64 { return r.TestLoss() }) }

func (l line) merged(i int) []float64 {
	return l.losses(func(r trained) float64 { return r.Merged[i].Test })
}

// page writes the tables, from whatever is in the stores, and the picture, nil where there is nothing to draw.
func (e *experiment) page(picture string) (string, *chart.Lines) {
	var b strings.Builder
	f := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	r := e.first
	f("# LoRA+ on quantized bases: %s, the %s task\n\n", e.master.Name, e.task.Name)
	f("Written by `go run ./loraplus/quantized` in `experiments/` from `experiments/loraplus/results/quantized*.jsonl`. The weights of `%s` in F32, in Q8_0, in Q4_K_M (llama.cpp's mixture: Q4_K, and Q6_K for the embedding and a part of the value and down projections) and in Q2_K (every matrix). ", e.master.ID)
	f("On each, adapters with the same initial A and the same order of the data: ratio %g, rank %d, alpha %g, batches of %d, %d steps, %s learning rate, AdamW (0.9, 0.999, eps %g), clipping at %g, products in %s; seeds %d to %d; the task is `%s`.\n\n",
		r.Ratio, r.Rank, r.Alpha, r.Batch, r.Steps, r.Schedule, r.Eps, r.Clip, r.Compute, e.seeds[0], e.seeds[len(e.seeds)-1], e.task.ID())
	e.gradientTable(f)
	lines := e.lines()
	if len(lines) == 0 {
		return b.String(), nil
	}
	trainTable(f, lines)
	mergeTable(f, lines)
	f("![test loss by the size of the base](%s)\n", picture)
	return b.String(), draw(lines, fmt.Sprintf("%s, %s task, %d steps", e.master.Name, e.task.Name, r.Steps))
}

func (e *experiment) lines() []line {
	var out []line
	for _, b := range e.bases {
		if eta, edge, ok := e.best(b); ok {
			all, _ := e.at(b, eta)
			out = append(out, line{b, eta, edge, all})
		}
	}
	return out
}

// gradientTable writes the cosines.
func (e *experiment) gradientTable(f func(string, ...any)) {
	var all []compared
	for _, seed := range e.seeds {
		if c, ok := e.grads.Get(e.moment(seed)); ok {
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return
	}
	f("## Gradients\n\nCosine of the gradients with those on F32, of all matrices taken as one vector, mean of %s with its standard error; in brackets the matrix with the lowest, of all seeds. ", lab.Plural(len(all), "seed"))
	f("Products are in f32. Step 0 is the untrained adapter, where A has no gradient since B is zero; step %d is the adapter that %d steps on F32 gave (lr %s), the same on each base. The gradients are summed over the %d batches that follow.\n\n",
		e.later, e.later, lab.Number(lab.Half(e.first.Eta)), batches)
	f("| base | bits a weight | validation before | B, step 0 | A, step %d | B, step %d |\n|---|---|---|---|---|---|\n", e.later, e.later)
	names := append([]quantized(nil), e.bases...)
	if e.rounds() {
		names = append(names, quantized{kind: "F32, products in " + e.first.Compute, bits: e.bases[0].bits})
	}
	for i, b := range names {
		cell := func(value, low func(cosines) float64) string {
			var v []float64
			lowest := 1.0
			for _, c := range all {
				v = append(v, value(c.Bases[i]))
				lowest = min(lowest, low(c.Bases[i]))
			}
			mean, se := stats.Mean(v)
			s := fmt.Sprintf("%.5f", mean)
			if !math.IsNaN(se) {
				s += fmt.Sprintf(" ± %.5f", se)
			}
			return s + fmt.Sprintf(" (%.4f)", lowest)
		}
		f("| %s | %.2f | %s | %s | %s | %s |\n", b.kind, b.bits, lab.Number(all[0].Bases[i].Before),
			cell(func(c cosines) float64 { return c.B0 }, func(c cosines) float64 { return c.LowB0 }),
			cell(func(c cosines) float64 { return c.A }, func(c cosines) float64 { return c.LowA }),
			cell(func(c cosines) float64 { return c.B }, func(c cosines) float64 { return c.LowB }))
	}
	f("\n")
}

// trainTable writes the losses after training.
func trainTable(f func(string, ...any), lines []line) {
	f("## Training\n\nEach base at the lr (√(lr of A · lr of B), in steps of √2) that validation chooses for it. Test loss in nats per token of the answers, geometric mean of the seeds; the difference to F32 is paired by seed: mean of the logarithm of the ratio, with its standard error.\n\n")
	f("| base | lr | test before | test after | against F32 | |\n|---|---|---|---|---|---|\n")
	for _, l := range lines {
		mark, against, outcome := "", "", ""
		if l.edge {
			mark = " (edge)"
		}
		if l.kind != kinds[0] && lines[0].kind == kinds[0] {
			against, outcome = lab.Difference(l.test(), lines[0].test()), lab.Outcome(l.test(), lines[0].test())
		}
		test, _ := stats.GeoMean(l.test())
		f("| %s | %s%s | %s | %s | %s | %s |\n", l.kind, lab.Number(lab.Half(l.eta)), mark, lab.Number(l.results[0].Before), lab.Number(test), against, outcome)
	}
	f("\n")
}

// mergeTable writes the losses after merging.
func mergeTable(f func(string, ...any), lines []line) {
	f("## Merging\n\nTest loss when the adapter is made part of the matrices, which are then stored in another type (all other tensors stay as they are), against the adapter beside the base. \"lost\" is the rounding's error, relative to the adapter's change: at 100%% the rounding is as large as the change.\n\n")
	f("| base | adapter beside it |")
	for _, kind := range merged {
		f(" merged into %v | | lost |", kind)
	}
	f("\n|---|---|%s\n", strings.Repeat("---|---|---|", len(merged)))
	for _, l := range lines {
		test, _ := stats.GeoMean(l.test())
		f("| %s | %s |", l.kind, lab.Number(test))
		for i := range merged {
			loss, _ := stats.GeoMean(l.merged(i))
			lost, _ := stats.Mean(l.losses(func(r trained) float64 { return r.Merged[i].Lost }))
			f(" %s | %s | %.1f%% |", lab.Number(loss), lab.Difference(l.merged(i), l.test()), 100*lost)
		}
		f("\n")
	}
	f("\n")
}

// draw shows the losses after training over the size of the base. Those before would press all others into a line.
func draw(lines []line, title string) *chart.Lines {
	l := &chart.Lines{Title: title, XLabel: "bits a weight of the base", YLabel: "test loss after training", LogY: true}
	add := func(name string, value func(line) []float64) {
		s := chart.Series{Name: name}
		for _, of := range lines {
			mean, se := stats.GeoMean(value(of))
			s.X, s.Y = append(s.X, of.bits), append(s.Y, mean)
			s.Low, s.High = append(s.Low, mean*math.Exp(-se)), append(s.High, mean*math.Exp(se))
		}
		l.Series = append(l.Series, s)
	}
	add("adapter", line.test)
	for i, kind := range merged {
		add(fmt.Sprintf("merged, %v", kind), func(l line) []float64 { return l.merged(i) })
	}
	return l
}
