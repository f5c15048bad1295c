// Command quantized trains adapters on the same weights in F32, Q8_0, Q4_K_M and Q2_K, and merges them: docs/loraplus/study-quantized-*.md.
//
// It measures how far the gradients turn when the frozen base is rounded, what that does to the loss after training, and which of it is left when
// the adapter becomes part of matrices that are rounded again.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"llft/experiments/loraplus/lab"
	"llft/experiments/loraplus/runs"
	"llft/experiments/loraplus/tasks"
	"llft/train"
)

const usage = `usage: go run ./loraplus/quantized -model F32-FILE [flags]     (in experiments/)

Trains adapters on the weights of an F32 model in four types, and merges them; writes docs/loraplus/study-quantized-*.md with a picture. About ten
minutes on two free cores for a model of 6 M parameters. Ctrl-C stops it; what is done is in the tables, and the same command goes on.

`

type options struct {
	model, task, results, docs string
	ratio                      float64
	workers                    int
	quick                      bool
}

func main() {
	var o options
	flag.Usage = func() {
		fmt.Fprint(os.Stderr, usage)
		flag.PrintDefaults()
	}
	flag.StringVar(&o.model, "model", "", "`file` of the F32 model")
	flag.StringVar(&o.task, "task", tasks.Hard, "easy or hard")
	flag.Float64Var(&o.ratio, "ratio", train.Default().Ratio, "learning rate of B / that of A")
	flag.IntVar(&o.workers, "workers", 2, "runs at a time, one thread each; the results do not depend on it")
	flag.StringVar(&o.results, "results", "", "`folder` of results (default experiments/loraplus/results)")
	flag.StringVar(&o.docs, "docs", "", "`folder` of table and picture (default docs/loraplus)")
	flag.BoolVar(&o.quick, "quick", false, "go through everything in seconds, on a random model and into a temporary folder unless -docs says where; the numbers mean nothing")
	flag.Parse()
	if flag.NArg() > 0 || o.model == "" && !o.quick {
		fmt.Fprintln(os.Stderr, "quantized: error: want -model F32-FILE, or -quick, and nothing else without a flag")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := o.run(ctx); err != nil {
		fmt.Fprintf(os.Stderr, "quantized: error: %v\n", err)
		os.Exit(1)
	}
}

func (o options) run(ctx context.Context) error {
	dir, remove, err := tempDir()
	if err != nil {
		return err
	}
	defer remove()
	e := &experiment{
		first: lab.Run{Ratio: o.ratio, Eta: -17, Random: lab.RandomA, ScaleA: 1,
			Recipe: lab.Recipe{Steps: 300, Batch: 8, Rank: 8, Alpha: 16, Schedule: "constant", Clip: 1, Eps: 1e-8}},
		seeds: []uint64{1, 2, 3, 4, 5}, later: 100, reach: 1, most: 12, workers: o.workers, dir: dir,
	}
	sizes := tasks.Usual
	if o.quick {
		e.first.Steps, e.first.Batch, e.first.Rank, e.first.Eta = 4, 2, 2, -14
		e.seeds, e.later, e.most = e.seeds[:2], 2, 2
		sizes = tasks.Sizes{Train: 32, Val: 2, Test: 2}
		if o.model == "" {
			o.model = filepath.Join(dir, "random.gguf")
			if err := lab.WriteSmall(o.model); err != nil {
				return err
			}
		}
		if o.results = dir; o.docs == "" {
			o.docs = dir
		}
	}
	if err := o.paths(); err != nil {
		return err
	}
	if o.workers < 1 || o.workers > 64 {
		return fmt.Errorf("%d workers, want 1 to 64", o.workers)
	}
	if !(o.ratio > 0) {
		return fmt.Errorf("ratio is %g, want a positive number", o.ratio)
	}
	if e.master, err = lab.Open(o.model); err != nil {
		return err
	}
	defer e.master.Close()
	if e.task, err = tasks.New(o.task, sizes); err != nil {
		return err
	}
	if e.data, err = e.task.Encode(e.master.Format, e.master.Config.Context); err != nil {
		return err
	}
	e.bases, err = bases(e.master, dir)
	defer func() {
		for _, b := range e.bases {
			b.base.Close()
		}
	}()
	if err != nil {
		return err
	}
	if e.trains, err = runs.Open[lab.Run, trained](filepath.Join(o.results, "quantized.jsonl")); err != nil {
		return err
	}
	e.first.Compute = lab.ComputeOf(e.trains.Keys(), e.bases[0].base.ID)
	if e.grads, err = runs.Open[moment, compared](filepath.Join(o.results, "quantized-gradients.jsonl")); err != nil {
		return err
	}
	if err = e.gradients(ctx); err == nil {
		err = e.train(ctx)
	}
	if wrote := e.write(o.docs); err == nil {
		err = wrote
	}
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped; the same command goes on")
	}
	return err
}

// paths fills those that were not given.
func (o *options) paths() error {
	if o.results != "" && o.docs != "" {
		return nil
	}
	root, err := lab.Root()
	if err != nil {
		return err
	}
	if o.results == "" {
		o.results = filepath.Join(root, "experiments", "loraplus", "results")
	}
	if o.docs == "" {
		o.docs = filepath.Join(root, "docs", "loraplus")
	}
	return nil
}

func (e *experiment) write(docs string) error {
	name := fmt.Sprintf("study-quantized-%s-%s", e.master.Name, e.task.Name)
	text, picture := e.page(name + ".svg")
	if err := lab.WriteFile(filepath.Join(docs, name+".md"), text); err != nil {
		return err
	}
	if picture == nil {
		return nil
	}
	return picture.Save(filepath.Join(docs, name+".svg"))
}
