package main

import (
	"fmt"
	"math"

	"llft/experiments/loraplus/chart"
	"llft/experiments/loraplus/lab"
	"llft/experiments/loraplus/stats"
)

// draw makes the pictures of a budget, and their lines on the page: all of them, or those against lr and steps.
func (p *page) draw(rows []row, steps int, random string, all bool) {
	of := fmt.Sprintf("%s, %s task, %d steps", p.name, p.task, steps)
	file := fmt.Sprintf("study-%s-%s-%d", p.name, p.task, steps)
	if random == lab.RandomB {
		of += ", random B"
		file += "-random-b"
	}
	add := func(kind, text string, pic picture) {
		name := file + "-" + kind + ".svg"
		p.pictures[name] = pic
		p.f("![%s](%s)\n", text, name)
	}
	axes := []struct {
		kind, label string
		of          func(lab.Run) float64
	}{
		{"lr", "√(lr of A · lr of B)", func(r lab.Run) float64 { return lab.Half(r.Eta) }},
		{"lr-a", "lr of A", lab.Run.LRA},
		{"lr-b", "lr of B", lab.Run.LRB},
	}
	if !all {
		axes = axes[:1]
	}
	for _, axis := range axes {
		if l := p.overRates(rows, of, axis.label, axis.of); len(l.Series) > 0 {
			add(axis.kind, "validation loss against "+axis.label, l)
		}
	}
	if all {
		if h := p.heatmap(rows, of); h != nil {
			add("heatmap", "validation loss over lr of A and lr of B", h)
		}
	}
	if l := p.overSteps(rows, of); len(l.Series) > 1 {
		add("steps", "validation loss against steps", l)
	}
	p.f("\n")
}

// tall is how many times the best loss the pictures show, so that the differences near the best can be seen.
const tall = 3

// overRates is the grid's loss against a learning rate.
func (p *page) overRates(rows []row, title, label string, rate func(lab.Run) float64) *chart.Lines {
	l := &chart.Lines{Title: title + ", seed 0", XLabel: label, YLabel: "validation loss", LogY: true}
	best := math.Inf(1)
	for _, r := range rows {
		if eta, ok := p.gridBest(r.arm); ok {
			best = min(best, p.gridLoss(r.arm, eta))
		}
	}
	l.Top = tall * best
	for _, r := range rows {
		w, ok := p.gridWindow(r.arm)
		if !ok {
			continue
		}
		s := chart.Series{Name: fmt.Sprintf("ratio %g", r.ratio)}
		for eta := w.Lo; eta <= w.Hi; eta++ {
			s.X, s.Y = append(s.X, rate(p.run(r.arm, eta, gridSeed))), append(s.Y, p.gridLoss(r.arm, eta))
		}
		l.Series = append(l.Series, s)
	}
	return l
}

// heatmap is the grids' loss over both learning rates. An arm is a diagonal, and ratios are a factor of 2 apart, so that in a row of the map only
// every second step of √2 was run. Each run therefore fills its row from the step before to the step behind, like bricks in a wall:
//
//	lr of B     [  1  ][  4  ]
//	         [  2  ][  8  ]        lr of A
func (p *page) heatmap(rows []row, title string) *chart.Heatmap {
	type place struct{ a, b int } // in half octaves: of A the lower edge of a column, of B the middle of a row
	losses := map[place]float64{}
	lo, hi := place{1 << 20, 1 << 20}, place{-1 << 20, -1 << 20}
	best := math.Inf(1)
	for _, r := range rows {
		w, ok := p.gridWindow(r.arm)
		if !ok {
			continue
		}
		shift := int(math.Round(math.Log2(r.ratio)))
		for eta := w.Lo; eta <= w.Hi; eta++ {
			loss := p.gridLoss(r.arm, eta)
			best = min(best, loss)
			for _, at := range []place{{eta - shift - 1, eta + shift}, {eta - shift, eta + shift}} {
				losses[at] = loss
				lo = place{min(lo.a, at.a), min(lo.b, at.b)}
				hi = place{max(hi.a, at.a), max(hi.b, at.b)}
			}
		}
	}
	if len(losses) == 0 {
		return nil
	}
	h := &chart.Heatmap{Title: title + ", seed 0", XLabel: "lr of A", YLabel: "lr of B", ZLabel: "validation loss", Top: tall * best}
	for b := lo.b; b <= hi.b; b++ {
		var z []float64
		for a := lo.a; a <= hi.a; a++ {
			loss, ok := losses[place{a, b}]
			if !ok {
				loss = math.NaN()
			}
			z = append(z, loss)
		}
		h.Y, h.Z = append(h.Y, lab.Half(b)), append(h.Z, z)
	}
	for a := lo.a; a <= hi.a; a++ {
		h.X = append(h.X, math.Sqrt(lab.Half(a)*lab.Half(a+1)))
	}
	return h
}

// overSteps is the mean of the seeds' losses during training, of each arm at its best.
func (p *page) overSteps(rows []row, title string) *chart.Lines {
	l := &chart.Lines{Title: title + ", each at its best lr", XLabel: "steps", YLabel: "validation loss", LogY: true}
	for _, r := range rows {
		if !r.seeded {
			continue
		}
		s := chart.Series{Name: fmt.Sprintf("ratio %g", r.ratio)}
		for i, step := range lab.Marks(r.steps) {
			mean, _ := stats.GeoMean(each(r.results, func(res lab.Result) float64 { return res.Val[i] }))
			s.X, s.Y = append(s.X, float64(step)), append(s.Y, mean)
		}
		l.Series = append(l.Series, s)
	}
	return l
}
