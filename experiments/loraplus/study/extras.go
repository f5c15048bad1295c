package main

import (
	"fmt"
	"slices"
	"strings"

	"llft/experiments/loraplus/lab"
	"llft/experiments/loraplus/stats"
)

// bestOf compares tuning with equal budgets.
func (p *page) bestOf(rows []row) {
	ks := []int{1, 2, 4, 8, 15}
	var lines []string
	var all []float64
	line := func(name string, losses []float64) {
		slices.Sort(losses)
		s := "| " + name + " |"
		for _, k := range ks {
			s += " " + lab.Number(bestOf(losses, k)) + " |"
		}
		lines = append(lines, s)
	}
	for _, r := range rows {
		losses, ok := p.startLosses(r.arm)
		if !ok {
			continue
		}
		all = append(all, losses...)
		line(fmt.Sprint(r.ratio), losses)
	}
	if len(lines) < 2 {
		return
	}
	line("any", all)
	p.f("Equal budgets of tuning: the expected validation loss (seed 0) of the best of k learning rates, drawn from the %d between %s and %s with which every arm's grid begins; \"any\" draws the ratio too. A run that diverged counts as one that learnt nothing.\n\n",
		2*p.reach+1, lab.Number(lab.Half(p.centre-p.reach)), lab.Number(lab.Half(p.centre+p.reach)))
	p.f("| ratio |")
	for _, k := range ks {
		p.f(" k = %d |", k)
	}
	p.f("\n|---|%s\n%s\n\n", strings.Repeat("---|", len(ks)), strings.Join(lines, "\n"))
}

// control writes how far plain LoRA from a larger A is from LoRA+.
func (p *page) control() {
	var lines []string
	for _, r := range p.rows(p.usual, lab.RandomA) {
		if !r.seeded || !slices.Contains(p.plan.control, r.ratio) {
			continue
		}
		var tied []lab.Result
		for _, seed := range p.seeds {
			if res, ok := p.store.Get(lab.Control(p.run(r.arm, r.eta, seed))); ok {
				tied = append(tied, res)
			}
		}
		if len(tied) != len(p.seeds) {
			continue
		}
		same := "not run"
		plus := exact(p.run(r.arm, r.eta, p.seeds[0]))
		a, okA := p.store.Get(plus)
		b, okB := p.store.Get(lab.Control(plus))
		if okA && okB {
			if same = "different"; slices.Equal(a.Val, b.Val) && a.Test == b.Test {
				same = "equal"
			}
		}
		test := each(tied, lab.Result.TestLoss)
		mean, _ := stats.GeoMean(r.test)
		other, _ := stats.GeoMean(test)
		lines = append(lines, fmt.Sprintf("| %g | %s | %s | %s | %s |", r.ratio, lab.Number(mean), lab.Number(other), lab.Difference(test, r.test), same))
	}
	if len(lines) == 0 {
		return
	}
	p.f("## The control arm\n\nPlain LoRA at the rate √(lr of A · lr of B) for both matrices, from an A that is √ratio times as large, is the same training as LoRA+ but for Adam's eps and for clipping (`lora.TestIdentity`). ")
	p.f("Here at the best lr of LoRA+, %d steps; the last column compares all losses of one seed, to eight digits, with eps 0 and no clipping.\n\n", p.usual)
	p.f("| ratio | test, LoRA+ | test, plain with a larger A | difference | eps 0, no clipping |\n|---|---|---|---|---|\n%s\n\n", strings.Join(lines, "\n"))
}

// randomB writes the positive control.
func (p *page) randomB() {
	rows := p.rows(p.usual, lab.RandomB)
	if len(rows) == 0 {
		return
	}
	p.f("## B random at first, A zero\n\nThe initialisation of the LoRA+ authors' code, %d steps: here a ratio above 1 should help if anywhere.\n\n", p.usual)
	p.table(rows)
	if a, b := plain(p.rows(p.usual, lab.RandomA)), plain(rows); a != nil && b != nil {
		best := chosen(rows)
		p.f("Against plain LoRA with a random A at its best: ratio 1 %s, the ratio that validation chooses (%g) %s.\n\n", lab.Difference(b.test, a.test), best.ratio, lab.Difference(best.test, a.test))
	}
	p.draw(rows, p.usual, lab.RandomB, false)
}
