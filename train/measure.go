package train

import (
	"context"
	"fmt"
	"time"
)

// heldBudget is how many tokens a measurement reads at most: half as many as are trained on between two of them, each of which costs three
// times as much or more; in short runs more, up to an eighth of the run or 2048, as a mean over less says little.
func (c Config) heldBudget(d *Data) int {
	step := float64(c.Batch) * float64(d.Tokens) / float64(len(d.Train))
	between := step * float64(min(c.EvalEvery, c.Steps)) / 2
	return int(max(between, min(2048, step*float64(c.Steps)/8)))
}

// due says whether the held-out loss is to be measured before the next step and is not yet.
func (r *run) due() bool {
	s := &r.state
	return (s.Step%r.c.EvalEvery == 0 || s.Step == r.c.Steps) && (s.Evals == 0 || s.EvalStep != s.Step)
}

// measure takes the held-out loss and keeps a copy of what is trained when it is the lowest so far. Where nothing is held out, the smoothed
// training loss stands in, so that there is something good to go back to.
func (r *run) measure(ctx context.Context) error {
	s := &r.state
	loss, tokens := s.Watch.smooth(), 0
	held := len(r.measured) > 0
	if held {
		var err error
		if loss, tokens, err = r.heldLoss(ctx); err != nil {
			return err
		}
		if s.Evals == 0 {
			if !finite(loss) {
				return fmt.Errorf("the model's own loss on the held-out data is %g: its file is damaged, or holds no usable model", loss)
			}
			s.FirstLoss = loss
		}
		if err := s.Watch.held(loss, s.FirstLoss); err != nil {
			return r.diverged(err)
		}
		s.LastLoss = loss
	}
	// The smoothed loss before the first step means nothing: the first one after it is the lowest.
	if s.Evals == 0 || loss < s.BestLoss || !held && s.BestStep == 0 {
		s.BestLoss, s.BestStep = loss, s.Step
		r.copyBest()
	}
	s.Evals++
	s.EvalStep = s.Step
	if held {
		r.report.Eval(EvalStats{Step: s.Step, Steps: r.c.Steps, Loss: loss, Tokens: tokens, Best: s.BestLoss, BestStep: s.BestStep})
	}
	return nil
}

// heldLoss is the mean cross-entropy in nats of the measured sequences, and the number of tokens that it is taken on.
func (r *run) heldLoss(ctx context.Context) (loss float64, tokens int, err error) {
	start := time.Now()
	sum := 0.0
	for _, seqs := range microBatches(r.measured, rowLimit(r.c.Ctx)) {
		if ctx.Err() != nil {
			return 0, 0, ctx.Err()
		}
		part, n, err := r.trainer.Loss(seqs)
		if err != nil {
			return 0, 0, err
		}
		sum += part
		tokens += n
	}
	r.pace.eval = time.Since(start)
	return sum / float64(tokens), tokens, nil
}

// copyBest keeps the parameters as they are now. Those of step 0 need no copy: the model is then as it was.
func (r *run) copyBest() {
	if r.state.Step == 0 {
		r.best = nil
		return
	}
	if r.best == nil {
		r.best = make([][]float32, len(r.params))
	}
	for i, p := range r.params {
		r.best[i] = append(r.best[i][:0], p.Value...)
	}
}
