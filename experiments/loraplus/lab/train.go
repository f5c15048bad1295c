package lab

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"time"

	"llft/experiments/loraplus/tasks"
	"llft/llama"
	"llft/lora"
	"llft/quant"
)

// Worker is a model of its own, for one run at a time.
type Worker struct {
	Model   *llama.Model
	trainer *llama.Trainer
	compute quant.Compute
}

// NewWorker loads the base once more; the file's pages are shared.
func NewWorker(b *Base, threads int, compute string) (*Worker, error) {
	c, err := quant.ParseCompute(compute)
	if err != nil {
		return nil, err
	}
	m, err := llama.Load(b.File, llama.Options{Threads: threads})
	if err != nil {
		return nil, err
	}
	return &Worker{Model: m, trainer: m.NewTrainer(llama.TrainOptions{Compute: c}), compute: c}, nil
}

// ComputeOf is the arithmetic in which a model's study goes on: that of most of its runs so far, so that what one machine began another continues and
// no comparison mixes two; where there are none, what is fastest on this machine.
func ComputeOf(done []Run, model string) string {
	fastest, err := quant.Auto.ForTraining()
	if err != nil {
		panic(err) // Auto is always allowed
	}
	count := map[string]int{}
	for _, r := range done {
		if r.Model == model {
			count[r.Compute]++
		}
	}
	best := fastest.String()
	for compute, n := range count {
		if n > count[best] || n == count[best] && n > 0 && compute < best {
			best = compute
		}
	}
	return best
}

// Close gives the worker's memory back.
func (w *Worker) Close() {
	w.trainer.Close()
	w.Model.Close()
}

// NewAdapter is the adapter with which a run begins. It depends on the seed, not on learning rates or ratio.
func NewAdapter(m *llama.Model, r Run) (*lora.Adapter, error) {
	a, err := lora.New(m, lora.Config{Rank: r.Rank, Alpha: r.Alpha, Seed: r.Seed})
	if err != nil {
		return nil, err
	}
	for _, p := range a.Pairs {
		switch r.Random {
		case RandomA:
			for i := range p.A {
				p.A[i] *= float32(r.ScaleA)
			}
		case RandomB:
			clear(p.A)
			h := fnv.New64a()
			h.Write([]byte(p.Target))
			rng := rand.New(rand.NewPCG(r.Seed, ^h.Sum64()))
			for i := range p.B {
				p.B[i] = float32((2*rng.Float64() - 1) / math.Sqrt(float64(p.Rank)))
			}
		default:
			return nil, fmt.Errorf("random matrix %q, want A or B", r.Random)
		}
	}
	return a, nil
}

// tooHigh: a run has diverged, and is given up, when a validation loss is not finite or more than this many times that before the first step;
// also when it ends with one that is no lower than that.
const tooHigh = 1.5

// errDiverged ends a run.
var errDiverged = errors.New("diverged")

// Train does a run. The adapter that it returns is trained and attached no more; it is nil where the run diverged.
func (w *Worker) Train(ctx context.Context, r Run, d *tasks.Encoded) (Result, *lora.Adapter, error) {
	start := time.Now()
	a, err := NewAdapter(w.Model, r)
	if err != nil {
		return Result{}, nil, err
	}
	x, err := a.Attach(w.Model, 1, true)
	if err != nil {
		return Result{}, nil, err
	}
	defer x.Detach()
	var out Result
	step, err := w.steps(ctx, r, d, x, &out)
	out.Seconds = math.Round(100*time.Since(start).Seconds()) / 100
	if errors.Is(err, errDiverged) {
		out.Diverged = max(1, step)
		return out, nil, nil
	}
	return out, a, err
}

func (w *Worker) steps(ctx context.Context, r Run, d *tasks.Encoded, x *lora.Attachment, out *Result) (step int, err error) {
	opt := lora.NewAdamW(x, lora.AdamWConfig{Ratio: r.Ratio, Beta1: 0.9, Beta2: 0.999, Eps: r.Eps, Clip: r.Clip})
	defer opt.Close()
	first, err := w.Loss(ctx, d.Val)
	if err != nil {
		return 0, err
	}
	out.First = round(first)
	marks := Marks(r.Steps)
	for step = 1; step <= r.Steps; step++ {
		if ctx.Err() != nil {
			return step, ctx.Err()
		}
		x.ZeroGrad()
		if err := w.Grad(Batch(d.Train, r.Seed, step-1, r.Batch)); err != nil {
			return step, err
		}
		if _, err := opt.Step(r.rate(step - 1)); errors.Is(err, lora.ErrNotFinite) {
			return step, errDiverged
		} else if err != nil {
			return step, err
		}
		if step != marks[len(out.Val)] {
			continue
		}
		loss, err := w.Loss(ctx, d.Val)
		if err != nil {
			return step, err
		}
		if !(loss <= tooHigh*first) || step == r.Steps && loss >= first { // the former also of NaN
			return step, errDiverged
		}
		out.Val = append(out.Val, round(loss))
	}
	test, err := w.Loss(ctx, d.Test)
	out.Test = round(test)
	return r.Steps, err
}

// Grad adds the gradient of the mean loss of a batch.
func (w *Worker) Grad(batch []llama.Sequence) error {
	targets := 0
	for _, s := range batch {
		targets += tasks.Targets(s)
	}
	_, err := w.trainer.LossGrad(batch, 0, 0, float64(targets))
	return err
}

// Loss is the mean cross-entropy over the targets of sequences, with whatever is attached to the model.
func (w *Worker) Loss(ctx context.Context, all []llama.Sequence) (float64, error) {
	const together = 16 // sequences
	sum, targets := 0.0, 0
	for len(all) > 0 {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		n := min(together, len(all))
		part, t, err := w.trainer.Loss(all[:n])
		if err != nil {
			return 0, err
		}
		sum, targets, all = sum+part, targets+t, all[n:]
	}
	return sum / float64(targets), nil
}

// Batch is the batch of a step, counted from 0: pieces of one shuffled pass over the data after the other. It depends on the seed alone.
func Batch(all []llama.Sequence, seed uint64, step, size int) []llama.Sequence {
	var out []llama.Sequence
	var order []int
	pass := -1
	for i := step * size; i < (step+1)*size; i++ {
		if p := i / len(all); p != pass {
			pass = p
			order = shuffled(len(all), seed, pass)
		}
		out = append(out, all[order[i%len(all)]])
	}
	return out
}

// shuffled is the order of one pass (Fisher and Yates).
func shuffled(n int, seed uint64, pass int) []int {
	rng := rand.NewPCG(seed, uint64(pass))
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := int(rng.Uint64() % uint64(i+1))
		order[i], order[j] = order[j], order[i]
	}
	return order
}
