// Command toygd makes the toy of figure 2 of the LoRA+ paper (arXiv 2402.12354) again: gradient descent on a network whose only trained values are
// LoRA's A and B, over a grid of their two learning rates; and then asks where the best ratio lies for other widths and other inits. It stores the
// losses in loraplus/results and writes ../docs/loraplus/toygd.md with its pictures.
package main

import (
	"context"
	"os"

	"llft/experiments/loraplus/runs"
	"llft/experiments/loraplus/toy"
)

// config is the extent of the experiment. Ranges of rates are in units, ends included.
type config struct {
	inits       []string
	width       int   // the paper's, with its whole grid
	widths      []int // others: a coarse grid, then the neighbourhoods of its best cells
	seeds       int
	times       [2]int // steps after which losses are taken
	train, test int    // samples
	whole       span   // of either rate in the paper's grid
	a, b        span   // of the coarse grids
	tied        span   // of equal rates
	tiedStep    int    // units: finer than the grid, as on the diagonal the product of the rates goes in larger steps
}

type span struct{ low, high int }

var full = config{
	inits: []string{"AB", "A", "B"}, width: 100, widths: []int{32, 64, 128, 256, 512, 1024, 2048}, seeds: 6, times: [2]int{10, 200},
	train: 1000, test: 1000, whole: span{-144, 36}, a: span{-180, 0}, b: span{-108, 36}, tied: span{-144, 0}, tiedStep: 2,
}

var quick = config{
	inits: []string{"AB", "A", "B"}, width: 16, widths: []int{8, 32}, seeds: 2, times: [2]int{5, 20},
	train: 64, test: 64, whole: span{-72, 24}, a: span{-96, 12}, b: span{-72, 36}, tied: span{-72, 0}, tiedStep: 4,
}

func main() {
	const about = "The gradient descent toy of the LoRA+ paper's figure 2: loss by both learning rates, and the best ratio by width."
	os.Exit(toy.Main("toygd", about, os.Args[1:], run))
}

func run(ctx context.Context, o *toy.Options) error {
	c := full
	if o.Quick {
		c = quick
	}
	return runConfig(ctx, c, o)
}

func runConfig(ctx context.Context, c config, o *toy.Options) error {
	c.widths = o.Widths(c.widths)
	store, err := runs.Open[piece, losses](o.Results())
	if err != nil {
		return err
	}
	e := newExperiment(c, store, o.Workers)
	for _, n := range append([]int{c.width}, c.widths...) {
		for _, init := range c.inits {
			if err := e.field(ctx, n, init); err != nil {
				return err
			}
		}
	}
	return report(e, o)
}
