package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"llft/experiments/loraplus/chart"
	"llft/experiments/loraplus/stats"
	"llft/experiments/loraplus/toy"
)

var inits = map[string]string{"AB": "A and B random", "A": "A random, B zero", "B": "B random, A zero"}

// report writes tables and pictures of what was run.
func report(e *experiment, o *toy.Options) error {
	var r toy.Report
	r.Add("# The gradient descent toy of the paper's figure 2")
	r.Add("Made by `go run ./loraplus/toygd` in the folder `experiments`, from `loraplus/results/toygd.jsonl`.")
	r.Add(`The network is f(x) = W_out·φ(B·A·φ(W_in·x)), φ = ReLU, %d inputs, rank %d, with only A and B trained, by gradient descent on the mean of
(f(x) - y)² over %d samples, y = sin(mean of x), x N(0, I); W_in is N(0, 1), W_out N(0, 1/n), and a random A is N(0, 1/n), a random B N(0, 1)
(variances). The paper's figure has A and B random and n = %d; it does not say what its batch, its loss' factor and its grid's ends are. φ'(0) is 1
here: with 0, a network with A or B zero would never begin to learn. f = 0 has a loss of about 0.17.`, inputs, rank, e.train, e.width)
	r.Add(`Learning rates are on the paper's grid of 10^(k/9): for n = %d all of it, for other widths first every third of either rate, and then the
neighbourhood of each best cell until all 8 neighbours of it were run; grids grew where a best cell lay at their edge. Equal rates have a finer grid of
10^(k/%d), at least as many cells as any other ratio. Rates are chosen by the training loss; the losses in the tables are those of %d other
samples. **Shared**: one pair of rates for all %d seeds, with the lowest geometric mean; a pair with which a seed diverged is out. **Own**: each seed
has its best pair, against its best equal rates. Changes are means of the log-ratio ± their standard error over the seeds; negative is better.`,
		e.width, unitsPerDecade/e.tiedStep, e.test, e.seeds)
	r.Add("## Width %d", e.width)
	r.Table(e.head(), e.rows(e.width))
	if err := e.heatmaps(&r, o); err != nil {
		return err
	}
	r.Add("Each seed's own best, %d steps: the ratio lr_B/lr_A and the change of the test loss against its best equal rates.", e.times[1])
	e.bySeed(&r)
	r.Add("## Other widths")
	var rows [][]string
	for _, n := range e.widths {
		rows = append(rows, e.rows(n)...)
	}
	r.Table(e.head(), rows)
	if err := e.lines(&r, o); err != nil {
		return err
	}
	return r.Save(o, "toygd.md")
}

// summary of a field after one of the times.
type summary struct {
	best, equal   point   // shared
	test, tested  float64 // geometric means of the test losses there
	change, se    float64 // shared: mean log-ratio
	ratios        []float64
	changes       []float64 // own: log-ratios, seed by seed
	open, openOwn bool      // a best cell is at an edge
	diverged      float64   // share of the runs of the grid
}

func (e *experiment) summary(f *field, time int) (s summary) {
	var a, b []float64
	test := func(seed int, p point) float64 { return float64(f.seeds[seed-1][p].test[time]) }
	s.best, _, _ = f.best(target{0, time, false})
	s.equal, _, _ = f.best(target{0, time, true})
	s.open = f.open[target{0, time, false}] || f.open[target{0, time, true}]
	runs, lost := 0, 0
	for seed := 1; seed <= e.seeds; seed++ {
		a, b = append(a, test(seed, s.best)), append(b, test(seed, s.equal))
		own, _, _ := f.best(target{seed, time, false})
		equal, _, _ := f.best(target{seed, time, true})
		s.ratios = append(s.ratios, rate(own.b-own.a))
		s.changes = append(s.changes, math.Log(test(seed, own)/test(seed, equal)))
		s.openOwn = s.openOwn || f.open[target{seed, time, false}] || f.open[target{seed, time, true}]
		for _, r := range f.seeds[seed-1] {
			runs++
			if r.train[time].Diverged() {
				lost++
			}
		}
	}
	s.test, _ = stats.GeoMean(a)
	s.tested, _ = stats.GeoMean(b)
	s.change, s.se = stats.LogRatio(a, b)
	s.diverged = float64(lost) / float64(runs)
	return s
}

func (e *experiment) head() []string {
	return []string{"n", "random", "steps", "shared: lr_A", "lr_B", "ratio", "test", "equal: lr", "test", "change", "own: ratio", "from, to", "change", "diverged"}
}

// rows of a width's table.
func (e *experiment) rows(n int) (rows [][]string) {
	for _, init := range e.inits {
		for time, steps := range e.times {
			s := e.summary(e.fields[n][init], time)
			mean, se := stats.GeoMean(s.ratios)
			change, changeSE := stats.Mean(s.changes)
			rows = append(rows, []string{fmt.Sprint(n), init, fmt.Sprint(steps), short(rate(s.best.a)), short(rate(s.best.b)), short(rate(s.best.b-s.best.a)) + edge(s.open),
				short(s.test), short(rate(s.equal.a)), short(s.tested), toy.Change(s.change, s.se),
				fmt.Sprintf("%s (×÷ %s)%s", short(mean), short(math.Exp(se)), edge(s.openOwn)), short(slices.Min(s.ratios)) + ", " + short(slices.Max(s.ratios)),
				toy.Change(change, changeSE), fmt.Sprintf("%.0f%%", 100*s.diverged)})
		}
	}
	return rows
}

// edge marks what has a best cell at an edge.
func edge(open bool) string {
	if open {
		return " (at an edge)"
	}
	return ""
}

// short writes a number with three digits, and small ones so that they are read easily.
func short(x float64) string {
	if x >= 0.001 && x < 10000 {
		return fmt.Sprintf("%.3g", x)
	}
	return strings.Replace(fmt.Sprintf("%.2e", x), "e-0", "e-", 1)
}

func (e *experiment) bySeed(r *toy.Report) {
	head := []string{"seed"}
	for _, init := range e.inits {
		head = append(head, inits[init]+": ratio", "change")
	}
	var rows [][]string
	for seed := range e.seeds {
		row := []string{fmt.Sprint(seed + 1)}
		for _, init := range e.inits {
			s := e.summary(e.fields[e.width][init], 1)
			row = append(row, short(s.ratios[seed]), fmt.Sprintf("%+.1f%%", 100*(math.Exp(s.changes[seed])-1)))
		}
		rows = append(rows, row)
	}
	r.Table(head, rows)
}

// heatmaps draws the paper's figure: the grid after either time, for each init.
func (e *experiment) heatmaps(r *toy.Report, o *toy.Options) error {
	for _, init := range e.inits {
		f := e.fields[e.width][init]
		var about, names []string
		for time, steps := range e.times {
			h := chart.Heatmap{Title: fmt.Sprintf("%s, width %d, %d steps", inits[init], e.width, steps), XLabel: "learning rate of A", YLabel: "learning rate of B",
				ZLabel: "training loss (MSE), mean of seeds", Top: trivial}
			var as, bs []int
			for _, p := range f.points(1) {
				if _, run := f.loss(target{0, time, false}, p); run && p.a%fine == 0 && p.b%fine == 0 {
					as, bs = append(as, p.a), append(bs, p.b)
				}
			}
			for a := slices.Min(as); a <= slices.Max(as); a += fine {
				h.X = append(h.X, rate(a))
			}
			for b := slices.Min(bs); b <= slices.Max(bs); b += fine {
				h.Y = append(h.Y, rate(b))
				var row []float64
				for a := slices.Min(as); a <= slices.Max(as); a += fine {
					l, run := f.loss(target{0, time, false}, point{a, b})
					if !run {
						l = math.NaN()
					}
					row = append(row, l)
				}
				h.Z = append(h.Z, row)
			}
			name := fmt.Sprintf("toygd-grid-%s-%d.svg", strings.ToLower(init), steps)
			if err := h.Save(o.Doc(name)); err != nil {
				return err
			}
			about, names = append(about, fmt.Sprintf("Loss by both learning rates, %s, %d steps", inits[init], steps)), append(names, name)
		}
		r.Pictures(about, names...)
	}
	return nil
}

// trivial is about the loss of f = 0: worse ones have the palest colour.
const trivial = 0.17

// lines draws the best ratio and its gain by width, and says how they grow.
func (e *experiment) lines(r *toy.Report, o *toy.Options) error {
	widths := slices.Sorted(slices.Values(append([]int{e.width}, e.widths...)))
	ratio := chart.Lines{Title: "Best ratio of the learning rates, mean of the seeds' own", XLabel: "width n", YLabel: "ratio lr_B / lr_A", LogY: true, Level: 1}
	gain := chart.Lines{Title: "What the best ratio gains, each seed with its own rates", XLabel: "width n", YLabel: "test loss relative to that of equal rates", LogY: true, Level: 1}
	for _, init := range e.inits {
		for time, steps := range e.times {
			name := fmt.Sprintf("%s random, %d steps", init, steps)
			a, b := chart.Series{Name: name}, chart.Series{Name: name}
			add := func(s *chart.Series, n int, log, se float64) {
				s.X, s.Y = append(s.X, float64(n)), append(s.Y, math.Exp(log))
				s.Low, s.High = append(s.Low, math.Exp(log-se)), append(s.High, math.Exp(log+se))
			}
			for _, n := range widths {
				s := e.summary(e.fields[n][init], time)
				mean, se := stats.GeoMean(s.ratios)
				add(&a, n, math.Log(mean), se)
				change, changeSE := stats.Mean(s.changes)
				add(&b, n, change, changeSE)
			}
			ratio.Series, gain.Series = append(ratio.Series, a), append(gain.Series, b)
			if len(widths) > 1 {
				r.Add("%s, %d steps: the mean of the seeds' own best ratios grows as %s from width %d to %d.", inits[init], steps, toy.Power(a.X, a.Y), widths[0], widths[len(widths)-1])
			}
		}
	}
	if err := ratio.Save(o.Doc("toygd-ratio.svg")); err != nil {
		return err
	}
	if err := gain.Save(o.Doc("toygd-gain.svg")); err != nil {
		return err
	}
	r.Pictures([]string{"The best ratio by width"}, "toygd-ratio.svg")
	r.Pictures([]string{"The gain by width"}, "toygd-gain.svg")
	return nil
}
