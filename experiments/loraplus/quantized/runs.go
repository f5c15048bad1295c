package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"llft/experiments/loraplus/lab"
	"llft/experiments/loraplus/runs"
	"llft/experiments/loraplus/stats"
	"llft/experiments/loraplus/tasks"
	"llft/gguf"
	"llft/lora"
)

// trained is what one training gave: the losses, and those of the merged models.
type trained struct {
	lab.Result
	Before float64     `json:"before"` // test loss of the base alone
	Merged []mergeLoss `json:"merged,omitempty"`
}

// mergeLoss is the test loss of a model into whose matrices the adapter was merged.
type mergeLoss struct {
	Type string  `json:"type"`
	Test float64 `json:"test"`
	Lost float64 `json:"lost"` // the rounding's error, relative to the adapter's change of the matrices
}

// moment is what the gradients of one seed depend on.
type moment struct {
	lab.Run        // of the F32 base
	Later   int    `json:"later"` // steps of training on F32 after which gradients are compared again
	Kinds   string `json:"kinds"`
}

// cosines compares the gradients on one base with those on F32, both in float32 products.
type cosines struct {
	B0     float64 `json:"b0"` // of B at step 0, where A has none
	A      float64 `json:"a"`  // later, at the same adapter
	B      float64 `json:"b"`
	LowB0  float64 `json:"low_b0"` // of the matrix with the lowest
	LowA   float64 `json:"low_a"`
	LowB   float64 `json:"low_b"`
	Before float64 `json:"before"` // validation loss at step 0
}

type compared struct {
	Bases []cosines `json:"bases"` // in the order of the kinds, and at the end F32 with the products of training, where those round
}

// experiment is all of it on one master.
type experiment struct {
	master  *lab.Base
	bases   []quantized
	task    *tasks.Task
	data    *tasks.Encoded
	first   lab.Run // seed and learning rate as they come; of no model
	seeds   []uint64
	later   int
	reach   int // learning rates on each side of the first guess
	most    int
	workers int
	dir     string // of merged files
	trains  *runs.Store[lab.Run, trained]
	grads   *runs.Store[moment, compared]
}

// run is the training of a seed on one of the bases.
func (e *experiment) run(b quantized, eta int, seed uint64) lab.Run {
	r := e.first
	r.Model, r.Task, r.Eta, r.Seed = b.base.ID, e.task.ID(), eta, seed
	return r
}

// train trains on every base, each with its own grid of learning rates until the best is inside.
func (e *experiment) train(ctx context.Context) error {
	windows := make([]lab.Window, len(e.bases))
	for i := range windows {
		windows[i] = lab.Window{Lo: e.first.Eta - e.reach, Hi: e.first.Eta + e.reach}
	}
	_, err := lab.Settle(windows, min(1, e.reach), e.most, func(i, eta int) float64 { return e.loss(e.bases[i], eta) }, func(w []lab.Window) error {
		for i, b := range e.bases { // one base at a time is in memory
			if err := e.trainOn(ctx, b, w[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

func (e *experiment) trainOn(ctx context.Context, b quantized, w lab.Window) error {
	var keys []lab.Run
	for _, seed := range e.seeds {
		for eta := w.Lo; eta <= w.Hi; eta++ {
			keys = append(keys, e.run(b, eta, seed))
		}
	}
	workers := make([]*lab.Worker, e.workers)
	defer func() {
		for _, w := range workers {
			if w != nil {
				w.Close()
			}
		}
	}()
	return e.trains.Do(ctx, "training on "+b.kind, keys, e.workers, func(ctx context.Context, worker int, r lab.Run) (trained, error) {
		if workers[worker] == nil {
			var err error
			if workers[worker], err = lab.NewWorker(b.base, 1, r.Compute); err != nil {
				return trained{}, err
			}
		}
		return e.one(ctx, workers[worker], worker, r)
	})
}

// one is a training with its merges.
func (e *experiment) one(ctx context.Context, w *lab.Worker, worker int, r lab.Run) (trained, error) {
	var out trained
	var err error
	if out.Before, err = w.Loss(ctx, e.data.Test); err != nil {
		return out, err
	}
	res, a, err := w.Train(ctx, r, e.data)
	out.Result = res
	if err != nil || a == nil {
		return out, err
	}
	for _, kind := range merged {
		m, err := e.merge(ctx, w, worker, a, kind, r.Compute)
		if err != nil {
			return out, err
		}
		out.Merged = append(out.Merged, m)
	}
	return out, nil
}

func (e *experiment) merge(ctx context.Context, w *lab.Worker, worker int, a *lora.Adapter, kind gguf.Type, compute string) (mergeLoss, error) {
	path := filepath.Join(e.dir, fmt.Sprintf("merged-%d.gguf", worker))
	report, err := lora.Merge(path, w.Model, []lora.Scaled{{Adapter: a, Scale: 1}}, lora.MergeOptions{Type: &kind})
	if err != nil {
		return mergeLoss{}, err
	}
	defer os.Remove(path)
	f, err := gguf.Open(path)
	if err != nil {
		return mergeLoss{}, err
	}
	defer f.Close()
	of, err := lab.NewWorker(&lab.Base{File: f}, 1, compute)
	if err != nil {
		return mergeLoss{}, err
	}
	defer of.Close()
	test, err := of.Loss(ctx, e.data.Test)
	return mergeLoss{kind.String(), test, report.Total(true).Lost()}, err
}

// loss is the geometric mean of the validation losses at a learning rate, +Inf where one diverged or was not run.
func (e *experiment) loss(b quantized, eta int) float64 {
	all, ok := e.at(b, eta)
	if !ok {
		return math.Inf(1)
	}
	var last []float64
	for _, r := range all {
		last = append(last, r.Last())
	}
	mean, _ := stats.GeoMean(last)
	return mean
}

// at are the results of all seeds, false unless all are there.
func (e *experiment) at(b quantized, eta int) ([]trained, bool) {
	var out []trained
	for _, seed := range e.seeds {
		r, ok := e.trains.Get(e.run(b, eta, seed))
		if !ok {
			return nil, false
		}
		out = append(out, r)
	}
	return out, true
}

// best is the learning rate of a base with the lowest loss, false where none has all seeds.
func (e *experiment) best(b quantized) (eta int, edge, ok bool) {
	const far = 80 // half octaves: beyond any that is run
	w := lab.Window{Lo: far, Hi: -far}
	for eta := -far; eta <= far; eta++ {
		if _, ok := e.at(b, eta); ok {
			w = lab.Window{Lo: min(w.Lo, eta), Hi: max(w.Hi, eta)}
		}
	}
	if w.Hi < w.Lo {
		return 0, false, false
	}
	eta = w.Lowest(func(eta int) float64 { return e.loss(b, eta) })
	return eta, eta == w.Lo || eta == w.Hi, !math.IsInf(e.loss(b, eta), 1)
}

// rounds says whether training rounds in its products, so that F32 has a line of its own among the gradients.
func (e *experiment) rounds() bool { return e.first.Compute != "f32" }

// moment is the comparison of gradients of a seed.
func (e *experiment) moment(seed uint64) moment {
	return moment{e.run(e.bases[0], e.first.Eta, seed), e.later, fmt.Sprint(kinds)}
}

// gradients compares the gradients of all seeds.
func (e *experiment) gradients(ctx context.Context) error {
	var keys []moment
	for _, seed := range e.seeds {
		keys = append(keys, e.moment(seed))
	}
	return e.grads.Do(ctx, "gradients", keys, e.workers, func(ctx context.Context, _ int, k moment) (compared, error) { return e.compare(ctx, k) })
}

// batches is how many batches the gradients are summed over: those of the steps that follow.
const batches = 8

// compare takes the gradients of one seed on every base, at step 0 and at the adapter that some steps on F32 gave.
func (e *experiment) compare(ctx context.Context, k moment) (compared, error) {
	var out compared
	f32, err := lab.NewWorker(e.bases[0].base, 1, k.Compute)
	if err != nil {
		return out, err
	}
	defer f32.Close()
	start, err := lab.NewAdapter(f32.Model, k.Run)
	if err != nil {
		return out, err
	}
	short := k.Run
	short.Steps = k.Later
	_, end, err := f32.Train(ctx, short, e.data)
	if err != nil {
		return out, err
	}
	if end == nil {
		return out, fmt.Errorf("%v: diverged, so that there is nothing to compare: choose a lower learning rate", k)
	}
	var at0, later [][]float32 // on F32
	take := func(b *lab.Base, compute string) error {
		w, err := lab.NewWorker(b, 1, compute)
		if err != nil {
			return err
		}
		defer w.Close()
		before, err := w.Loss(ctx, e.data.Val)
		if err != nil {
			return err
		}
		g0, err := e.gradient(w, start, k.Run, 0)
		if err != nil {
			return err
		}
		g1, err := e.gradient(w, end, k.Run, k.Later)
		if err != nil {
			return err
		}
		if at0 == nil {
			at0, later = g0, g1
		}
		c := cosines{Before: before}
		c.B0, c.LowB0 = cosine(at0, g0, 1)
		c.A, c.LowA = cosine(later, g1, 0)
		c.B, c.LowB = cosine(later, g1, 1)
		out.Bases = append(out.Bases, c)
		return ctx.Err()
	}
	for _, b := range e.bases {
		if err := take(b.base, "f32"); err != nil {
			return out, err
		}
	}
	if e.rounds() {
		err = take(e.bases[0].base, k.Compute)
	}
	return out, err
}

// gradient sums the gradients of A, B, A, B ... over the batches from a step on.
func (e *experiment) gradient(w *lab.Worker, a *lora.Adapter, r lab.Run, step int) ([][]float32, error) {
	x, err := a.Attach(w.Model, 1, true)
	if err != nil {
		return nil, err
	}
	defer x.Detach()
	for i := range batches {
		if err := w.Grad(lab.Batch(e.data.Train, r.Seed, step+i, r.Batch)); err != nil {
			return nil, err
		}
	}
	return x.Grads(), nil
}

// cosine is that of the gradients of all A (which 0) or all B (1) taken as one vector, and the lowest of one matrix.
func cosine(want, got [][]float32, which int) (all, low float64) {
	var xy, xx, yy float64
	low = 1
	for i := which; i < len(want); i += 2 {
		var a, b, c float64
		for j, x := range want[i] {
			y := float64(got[i][j])
			a, b, c = a+float64(x)*y, b+float64(x)*float64(x), c+y*y
		}
		if b > 0 && c > 0 {
			low = min(low, a/math.Sqrt(b*c))
		}
		xy, xx, yy = xy+a, xx+b, yy+c
	}
	return xy / math.Sqrt(xx*yy), low
}
