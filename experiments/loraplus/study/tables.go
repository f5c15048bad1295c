package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"llft/experiments/loraplus/lab"
	"llft/experiments/loraplus/stats"
	"llft/experiments/loraplus/tasks"
)

// page writes the tables of a model and a task in Markdown, from whatever is in the store.
type page struct {
	results
	strings.Builder
	subject
	runs     int
	pictures map[string]picture
}

// picture is one of package chart.
type picture interface{ Save(path string) error }

// command is what makes the page.
const command = "go run ./loraplus/study"

// subject is a model and a task, by name and ID.
type subject struct{ name, model, task, taskID string }

func (r results) page(s subject) *page {
	p := &page{results: r, subject: s, pictures: map[string]picture{}}
	p.head()
	for _, steps := range []int{r.usual, r.short, r.long} {
		p.budget(steps)
	}
	p.control()
	p.randomB()
	return p
}

func (p *page) f(format string, args ...any) { fmt.Fprintf(&p.Builder, format, args...) }

// head says what all runs share.
func (p *page) head() {
	seconds := 0.0
	for _, k := range p.store.Keys() {
		if k.Model == p.model && k.Task == p.taskID && k.Compute == p.recipe.Compute {
			res, _ := p.store.Get(k)
			p.runs, seconds = p.runs+1, seconds+res.Seconds
		}
	}
	what := map[string]string{tasks.Easy: "filling in forms: all words of an answer stand in its question", tasks.Hard: "translating into an invented tongue: each word is to be remembered, and the order changes"}
	c := p.recipe
	p.f("# LoRA and LoRA+ on %s, the %s task\n\n", p.name, p.task)
	p.f("Written by `%s` in `experiments/` from `experiments/loraplus/results/study.jsonl`: %s of %s (`%s`), %.0f minutes of one core each after the other. ", command, lab.Plural(p.runs, "run"), p.name, p.model, seconds/60)
	p.f("The task is %s (`experiments/loraplus/tasks`, `%s`); training, validation and test share no content.\n\n", what[p.task], p.taskID)
	p.f("All arms: rank %d, alpha %g, batches of %d, %s learning rate, AdamW (0.9, 0.999, eps %g), clipping at %g, no weight decay, no dropout, products in %s; ",
		c.Rank, c.Alpha, c.Batch, c.Schedule, c.Eps, c.Clip, c.Compute)
	p.f("the same initial A and the same order of the data in each arm. \"lr\" is √(lr of A · lr of B), in steps of √2. An arm's lr is chosen by the geometric mean of the validation losses of seeds %s, ", seedNames(p.seeds))
	p.f("none of which is the grid's; what is reported is the test loss there. Differences are paired by seed: the mean of the logarithm of the ratio, with its standard error. Loss is in nats per token of the answers.\n\n")
}

func seedNames(seeds []uint64) string {
	if len(seeds) == 1 {
		return fmt.Sprint(seeds[0])
	}
	return fmt.Sprintf("%d to %d", seeds[0], seeds[len(seeds)-1])
}

// rows of the arms that have something, in the order of their ratios.
func (p *page) rows(steps int, random string) []row {
	var out []row
	for _, a := range p.armsOf(p.model, p.taskID, steps, random) {
		if r, ok := p.row(a); ok {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b row) int { return int(a.ratio - b.ratio) })
	return out
}

// plain is the arm of ratio 1 where it has all seeds, else nil.
func plain(rows []row) *row {
	if len(rows) > 0 && rows[0].ratio == 1 && rows[0].seeded {
		return &rows[0]
	}
	return nil
}

// chosen is the arm that validation chooses, of rows with a plain one.
func chosen(rows []row) row {
	best, lowest := rows[0], math.Inf(1)
	for _, r := range rows {
		if v, _ := stats.GeoMean(r.val); r.seeded && v < lowest {
			best, lowest = r, v
		}
	}
	return best
}

func (p *page) budget(steps int) {
	rows := p.rows(steps, lab.RandomA)
	if len(rows) == 0 {
		return
	}
	p.f("## %d steps\n\n", steps)
	p.table(rows)
	if steps == p.usual {
		p.bestOf(rows)
	}
	p.draw(rows, steps, lab.RandomA, steps == p.usual)
}

// table writes the main table, the differences seed by seed, and the steps to two targets.
func (p *page) table(rows []row) {
	base := plain(rows)
	p.f("| ratio | lr | lr of A | lr of B | validation | test | test against ratio 1 | lower in | within 5%%, octaves | cells | diverged |\n|---|---|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range rows {
		run := p.run(r.arm, r.eta, 0)
		mark := r.edge()
		if !r.seeded {
			mark += " (seed 0)"
		}
		val, _ := stats.GeoMean(r.val)
		test, _ := stats.GeoMean(r.test)
		against, lower := "", ""
		if base != nil && r.seeded && r.ratio != 1 {
			against = lab.Difference(r.test, base.test)
			lower = fmt.Sprintf("%d of %d", below(r.test, base.test), len(r.test))
		}
		width := "–"
		if !math.IsNaN(r.basin) {
			width = fmt.Sprintf("%.1f", r.basin)
			if r.open {
				width = "≥ " + width
			}
		}
		p.f("| %g | %s%s | %s | %s | %s | %s | %s | %s | %s | %d | %d of %d |\n", r.ratio, lab.Number(lab.Half(r.eta)), mark, lab.Number(run.LRA()), lab.Number(run.LRB()),
			lab.Number(val), lab.Number(test), against, lower, width, r.cells, r.diverged, r.runs)
	}
	p.f("\n")
	if base == nil {
		return
	}
	p.verdict(rows, base)
	p.bySeed(rows, base)
	p.steps(rows, base)
}

// outcome says in words how a LoRA+ arm compares with plain LoRA; of one whose best may lie outside of its window nothing is claimed.
func outcome(plus, plain row) string {
	if plus.edge()+plain.edge() != "" {
		return "open, as a best rate is at an edge"
	}
	return lab.Outcome(plus.test, plain.test)
}

// verdict says in words what the table shows of the ratio that validation chooses.
func (p *page) verdict(rows []row, base *row) {
	best := chosen(rows)
	if best.ratio == 1 {
		p.f("Validation chooses ratio 1, plain LoRA.\n\n")
		return
	}
	p.f("Validation chooses ratio %g, whose test loss is %s against plain LoRA: %s.\n\n", best.ratio, lab.Difference(best.test, base.test), outcome(best, *base))
	if eta, test := p.kindest(*base); eta != base.eta {
		mean, _ := stats.GeoMean(test)
		p.f("Had validation chosen for plain LoRA the rate with the lowest test loss (%s: %s), it would be %s.\n\n", lab.Number(lab.Half(eta)), lab.Number(mean), lab.Difference(best.test, test))
	}
}

// kindest is the learning rate of an arm with the lowest test loss, of those that all seeds ran, and that loss: what nobody can choose, and so a bound on what
// the luck of the choice by validation did to the arm.
func (p *page) kindest(r row) (eta int, test []float64) {
	losses := func(eta int) []float64 {
		all, _ := p.ofSeeds(r.arm, eta)
		return each(all, lab.Result.TestLoss)
	}
	eta = r.window.Lowest(func(eta int) float64 {
		mean, _ := stats.GeoMean(losses(eta))
		return mean
	})
	return eta, losses(eta)
}

// bySeed writes the differences of each seed.
func (p *page) bySeed(rows []row, base *row) {
	p.f("Test loss against ratio 1, seed by seed:\n\n| ratio |")
	for _, seed := range p.seeds {
		p.f(" seed %d |", seed)
	}
	p.f(" median |\n|---|%s---|\n", strings.Repeat("---|", len(p.seeds)))
	for _, r := range rows {
		if !r.seeded || r.ratio == 1 {
			continue
		}
		p.f("| %g |", r.ratio)
		var all []float64
		for i := range r.test {
			all = append(all, 100*(r.test[i]/base.test[i]-1))
			p.f(" %s |", lab.Signed(all[i]))
		}
		p.f(" %s |\n", lab.Signed(stats.Median(all)))
	}
	p.f("\n")
}

// steps writes how long it takes to two losses.
func (p *page) steps(rows []row, base *row) {
	at, loss := targets(*base)
	p.f("Steps until the validation loss is that of ratio 1 after %d steps (%s) and after %d (%s), geometric mean of the seeds, and the difference to ratio 1:\n\n", at[0], lab.Number(loss[0]), at[1], lab.Number(loss[1]))
	p.f("| ratio | to %s | | to %s | |\n|---|---|---|---|---|\n", lab.Number(loss[0]), lab.Number(loss[1]))
	for _, r := range rows {
		if !r.seeded {
			continue
		}
		p.f("| %g |", r.ratio)
		for _, target := range loss {
			steps := func(of []lab.Result) []float64 {
				return each(of, func(res lab.Result) float64 { return max(1, res.StepsTo(target, r.steps)) })
			}
			// Seeds that do not get there, in this arm or in ratio 1, are no pairs.
			var mine, its []float64
			a, b := steps(r.results), steps(base.results)
			for i := range a {
				if !math.IsInf(a[i], 1) && !math.IsInf(b[i], 1) {
					mine, its = append(mine, a[i]), append(its, b[i])
				}
			}
			reached := len(slices.DeleteFunc(a, func(x float64) bool { return math.IsInf(x, 1) }))
			if reached == 0 {
				p.f(" never | |")
				continue
			}
			mean, _ := stats.GeoMean(a[:reached])
			p.f(" %.0f", mean)
			if reached < len(r.results) {
				p.f(" (%d of %d seeds)", reached, len(r.results))
			}
			p.f(" | ")
			if r.ratio != 1 && len(mine) > 0 {
				p.f("%s ", lab.Difference(mine, its))
			}
			p.f("|")
		}
		p.f("\n")
	}
	p.f("\n")
}

// below counts the pairs in which a is lower.
func below(a, b []float64) int {
	n := 0
	for i := range a {
		if a[i] < b[i] {
			n++
		}
	}
	return n
}
