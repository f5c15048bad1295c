package train

import (
	"context"
	"time"
)

// loop trains until the last step is done and measured. It returns ctx's error when that ends; the state is then that after a whole step.
func (r *run) loop(ctx context.Context) error {
	for {
		if r.due() {
			if err := r.measure(ctx); err != nil {
				return err
			}
		}
		if r.state.Step == r.c.Steps {
			return nil
		}
		if err := r.step(ctx); err != nil {
			return err
		}
		if r.c.CheckpointEvery > 0 && time.Since(r.kept) >= r.c.CheckpointEvery && r.state.Step < r.c.Steps {
			if err := r.saveCheckpoint(); err != nil {
				// The run itself is well, and the disk may be again in five minutes.
				r.report.Warn(err.Error())
			}
			r.kept = time.Now()
		}
	}
}

// step is one optimizer step: the gradient of the mean loss over all trained tokens of the batch, whatever its cut into micro-batches.
func (r *run) step(ctx context.Context) error {
	start := time.Now()
	batch := r.data.batch(r.order, r.state.Step)
	tokens, trained := count(batch)
	r.optimize.ZeroGrad()
	sum, first := 0.0, 0
	for _, seqs := range microBatches(batch, r.c.rowLimit()) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		s, err := r.trainer.LossGrad(seqs, r.state.Step, first, float64(trained))
		if err != nil {
			return err
		}
		sum += s
		first += len(seqs)
	}
	loss := sum / float64(trained)
	if !finite(loss) {
		return r.diverged(r.state.Watch.step(loss, trained, len(batch)))
	}
	lr := r.c.rate(r.state.Step)
	norm, err := r.optimize.Step(lr)
	if err != nil {
		return r.diverged(err)
	}
	r.state.Step++
	r.state.Tokens += int64(tokens)
	if err := r.state.Watch.step(loss, trained, len(batch)); err != nil {
		return r.diverged(err)
	}
	r.pace.stepped(time.Since(start), tokens)
	left := r.c.Steps - r.state.Step
	evals := 0
	if len(r.measured) > 0 {
		evals = (left + r.c.EvalEvery - 1) / r.c.EvalEvery
	}
	r.report.Step(StepStats{
		Step: r.state.Step, Steps: r.c.Steps, Pass: float64(r.state.Step) * float64(r.c.Batch) / float64(r.data.sequences()),
		Loss: loss, Smooth: r.state.Watch.smooth(), Norm: norm, LRA: lr, LRB: lr * r.c.ratio(),
		Tokens: tokens, Rate: r.pace.rate(), Elapsed: time.Since(r.began), Left: r.pace.left(left, evals),
	})
	return nil
}

func (r *run) diverged(reason error) error {
	return &DivergedError{Step: r.state.Step, Reason: reason.Error(), LR: r.c.LR, Full: r.c.Full}
}
