// Command toyadam trains students of one wide hidden layer to find a teacher's low-rank change, with Adam on LoRA's A and B, and asks which ratio
// of the two learning rates is best, by width, and what it gains over a single one that was chosen as finely. It stores each cell of its grids in
// loraplus/results and writes ../docs/loraplus/toyadam.md with its pictures.
package main

import (
	"context"
	"fmt"
	"os"

	"llft/experiments/loraplus/runs"
	"llft/experiments/loraplus/toy"
)

// config is the extent of the experiment.
type config struct {
	widths  []int
	budgets []int // steps; the first is the one with most detail
	ratios  []int // log2 of lr_B/lr_A, 0 among them; more where the best is the first or the last
	seeds   int
	sizes   sizes
	maps    []int // widths with a heatmap
	mapLow  int   // half octaves: its grid of either rate
	mapHigh int
	control int // the largest width with the control arm
}

var full = config{
	widths: []int{32, 64, 128, 256, 512, 1024, 2048}, budgets: []int{300, 50, 1000}, ratios: []int{-1, 0, 1, 2, 3, 4, 5, 6, 7}, seeds: 8,
	sizes: sizes{512, 256, 256}, maps: []int{64, 256}, mapLow: -26, mapHigh: 0, control: 512,
}

var quick = config{
	widths: []int{16, 32, 64}, budgets: []int{30, 10}, ratios: []int{-1, 0, 2, 3}, seeds: 3,
	sizes: sizes{64, 32, 32}, maps: []int{16}, mapLow: -12, mapHigh: 0, control: 16,
}

func main() {
	const about = "The Adam teacher-student toy: LoRA+ against LoRA, both with tuned learning rates, by width."
	os.Exit(toy.Main("toyadam", about, os.Args[1:], run))
}

func run(ctx context.Context, o *toy.Options) error {
	c := full
	if o.Quick {
		c = quick
	}
	if c.widths = o.Widths(c.widths); len(c.widths) == 0 {
		return fmt.Errorf("-max-width %d leaves no width", o.Widest)
	}
	c.maps = o.Widths(c.maps)
	store, err := runs.Open[cell, losses](o.Results())
	if err != nil {
		return err
	}
	e := newExperiment(c, store, o.Workers)
	if err := e.run(ctx); err != nil {
		return err
	}
	return report(e, o)
}

func newExperiment(c config, store *runs.Store[cell, losses], workers int) *experiment {
	return &experiment{config: c, store: store, workers: workers, cache: newProblems(c.sizes),
		spans: map[arm]span{}, grids: map[place]grid{}, ratiosOf: map[group][]int{}}
}
