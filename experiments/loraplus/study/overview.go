package main

import (
	"fmt"
	"strings"

	"llft/experiments/loraplus/lab"
	"llft/experiments/loraplus/stats"
)

// overview is one line a comparison: what each ratio gains, both tuned alike.
func (r results) overview(subjects []subject) string {
	var b strings.Builder
	b.WriteString("# LoRA and LoRA+ on real bases: all comparisons\n\n")
	fmt.Fprintf(&b, "Written by `%s`. Test loss of LoRA+ against plain LoRA (ratio 1), each at the learning rate that validation chooses, paired by %s; the details, and what all runs share, are on the page of each model and task. \"(edge)\": the best learning rate is the lowest or highest that was tried, and nothing is claimed.\n\n",
		command, lab.Plural(len(r.seeds), "seed"))
	b.WriteString("| model | task | steps | random | test, ratio 1 |")
	ratios := []float64{2, 4, 8, 16, 32}
	for _, ratio := range ratios {
		fmt.Fprintf(&b, " ratio %g |", ratio)
	}
	b.WriteString(" chosen | |\n|---|---|---|---|---|" + strings.Repeat("---|", len(ratios)+2) + "\n")
	for _, s := range subjects {
		p := &page{results: r.of(s.model), subject: s}
		for _, c := range []struct {
			steps  int
			random string
		}{{r.short, lab.RandomA}, {r.usual, lab.RandomA}, {r.long, lab.RandomA}, {r.usual, lab.RandomB}} {
			rows := p.rows(c.steps, c.random)
			base := plain(rows)
			if base == nil {
				continue
			}
			test, _ := stats.GeoMean(base.test)
			fmt.Fprintf(&b, "| %s | [%s](study-%s-%s.md) | %d | %s | %s |", s.name, s.task, s.name, s.task, c.steps, c.random, lab.Number(test)+base.edge())
			at := map[float64]row{}
			for _, x := range rows {
				if x.seeded {
					at[x.ratio] = x
				}
			}
			for _, ratio := range ratios {
				if x, ok := at[ratio]; ok {
					fmt.Fprintf(&b, " %s%s |", lab.Difference(x.test, base.test), x.edge())
				} else {
					b.WriteString(" |")
				}
			}
			verdict := ""
			best := chosen(rows)
			if best.ratio != 1 {
				verdict = outcome(best, *base)
			}
			fmt.Fprintf(&b, " %g | %s |\n", best.ratio, verdict)
		}
	}
	return b.String()
}
