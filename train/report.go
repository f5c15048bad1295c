package train

import (
	"time"

	"llft"
)

// Reporter is told what a run does, in order and from one goroutine.
type Reporter interface {
	Start(Info)       // once, before any work
	Warn(text string) // something that a person should know; the run goes on
	Eval(EvalStats)   // the held-out loss was measured
	Step(StepStats)   // a step is done
	Saved(Saved)      // a file was written
}

// Info is what a run will do.
type Info struct {
	Config     Config // complete: nothing left to choose
	Resumed    int    // steps that are done already
	Tier       llft.Tier
	Compute    string // of the training: "f32"
	Threads    int
	LRA, LRB   float64
	Scale      float64 // alpha / rank
	Parameters int64   // trained, in A and B or in the whole model
	Bytes      int64   // memory beside the mapped base: the program, activations, adapter, gradients, moments
	Recompute  bool    // layers are computed again in backward
	Data       *Data
	Passes     float64 // over the training data in the whole run
	HeldTokens int     // that each measurement reads
}

// StepStats is one step. Rates and times leave out what came before a resume.
type StepStats struct {
	Step, Steps int           // Step counts from 1
	Pass        float64       // passes over the data so far
	Loss        float64       // mean cross-entropy in nats over the trained tokens of the batch, before the update
	Smooth      float64       // running mean of Loss over about the last 10 steps
	Norm        float64       // L2 norm of the gradients before clipping
	LRA, LRB    float64       // learning rate of the step: of A and B, in a full run both that of all weights
	Tokens      int           // of the batch
	Rate        float64       // tokens per second, recent
	Elapsed     time.Duration // of this process, without the time that the machine slept
	Left        time.Duration // estimate, measurements included
}

// EvalStats is one measurement of the held-out loss, over the same tokens every time.
type EvalStats struct {
	Step, Steps int
	Loss        float64 // mean cross-entropy in nats
	Tokens      int     // that the loss is taken on
	Best        float64 // lowest so far, this one included
	BestStep    int
}

// Saved is a file that is now complete on disk.
type Saved struct {
	Path string
	Kind Kind
	Step int
}

// Kind of a file that a run writes.
type Kind string

// The kinds: the adapter of the last step, the one of the lowest held-out loss, and the state to resume from.
const (
	Adapter    Kind = "adapter"
	BestSoFar  Kind = "best adapter"
	Model      Kind = "model" // of a full run, in place of the adapter
	BestModel  Kind = "best model"
	Checkpoint Kind = "checkpoint"
)

// Result is a run at its end. The held-out losses are 0 where nothing is held out.
type Result struct {
	Steps       int
	Interrupted bool    // stopped by the context; the checkpoint holds the state
	Adapter     string  // path of the adapter, in a full run of the model; "" when none was written
	Best        string  // path of the best adapter, "" when the last one is as good
	BestStep    int     //
	FirstLoss   float64 // held out, before the first step
	LastLoss    float64 // held out, after the last
	BestLoss    float64 // held out
	TrainLoss   float64 // smoothed
	Tokens      int64   // trained on in all, resumed ones included
	Elapsed     time.Duration
}
