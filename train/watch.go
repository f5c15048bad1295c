package train

import (
	"fmt"
	"math"
)

// watch smooths the training loss and notices a run that diverges. All of it is part of a checkpoint.
type watch struct {
	Sum    float64 `json:"sum"`    // of the losses, each step's weight decaying
	Weight float64 `json:"weight"` // of Sum
	Lowest float64 `json:"lowest"` // smoothed loss so far
	Above  int     `json:"above"`  // steps in a row that the smoothed loss was too far above Lowest
}

const (
	decay    = 0.9 // of a loss's weight per step
	patience = 10  // steps above the limit before a run counts as diverged
)

// smooth is the mean of about the last 10 losses.
func (w *watch) smooth() float64 {
	if w.Weight == 0 {
		return 0
	}
	return w.Sum / w.Weight
}

// step takes the loss of a step over so many trained tokens of so many sequences. The error says why the run counts as diverged: the loss is
// not a number, or its mean stays far above the lowest that it has been. Far is at least 1 nat, and more where a batch is so small that
// its loss is noisy: a token's loss scatters by about 3 nats, a sequence's mean by about 1, and the limit is well outside what
// 10 smoothed steps of either do by chance.
func (w *watch) step(loss float64, trained, sequences int) error {
	if !finite(loss) {
		return fmt.Errorf("the loss is %g", loss)
	}
	w.Sum, w.Weight = decay*w.Sum+loss, decay*w.Weight+1
	mean := w.smooth()
	if w.Weight == 1 || mean < w.Lowest {
		w.Lowest = mean
	}
	margin := max(1, 24/math.Sqrt(float64(trained)), 4/math.Sqrt(float64(sequences)))
	if mean <= w.Lowest+margin {
		w.Above = 0
		return nil
	}
	if w.Above++; w.Above < patience {
		return nil
	}
	return fmt.Errorf("the loss rose from %.2f to %.2f", w.Lowest, mean)
}

// held takes a held-out loss and the first one. The same tokens are measured each time, so that a smaller rise than step's tells; but a
// rise alone is also what overfitting looks like, where the training loss stays low.
func (w *watch) held(loss, first float64) error {
	if !finite(loss) {
		return fmt.Errorf("the held-out loss is %g", loss)
	}
	if loss > first+0.5 && w.smooth() > w.Lowest+0.5 {
		return fmt.Errorf("the held-out loss rose from %.2f to %.2f", first, loss)
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// DivergedError ends a run whose loss or gradient is no number any more, or whose loss went up and stayed there.
type DivergedError struct {
	Step     int // that it was noticed at
	Reason   string
	LR       float64 // of the run
	Full     bool    // a model was trained, not an adapter
	Kept     string  // path of the last good adapter, "" when there is none
	KeptStep int
}

func (e *DivergedError) Error() string {
	what := Config{Full: e.Full}.product()
	kept := "no " + what + " was written"
	if e.Kept != "" {
		kept = fmt.Sprintf("the last good %s, of step %d, is in %q", what, e.KeptStep, e.Kept)
	}
	return fmt.Sprintf("the training diverged at step %d: %s; %s; use a smaller learning rate (lr %.2g instead of %.2g)",
		e.Step, e.Reason, kept, e.LR/4, e.LR)
}
