package train

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"llft"
	"llft/internal/machine"
	"llft/llama"
	"llft/optim"
	"llft/quant"
)

// Run finetunes an adapter for m on data, or with c.Full every weight of m, and writes the adapter or the model to c.Out. m is left as it was. c comes from Resolve, data from LoadData with the same c.
//
// When ctx ends, Run gives up the step in progress, writes the adapter (or model) as it is and the checkpoint, and returns a Result with Interrupted
// set and no error; the same Run with c.Resume then ends with the same bytes as one that was never stopped. A diverging run ends with
// a *DivergedError after writing the last good adapter. ErrUnfinished: see there.
func Run(ctx context.Context, m *llama.Model, data *Data, c Config, report Reporter) (Result, error) {
	r, err := newRun(m, data, c, report)
	if err != nil {
		return Result{}, err
	}
	defer r.close()
	report.Start(r.info())
	for _, note := range data.Notes {
		report.Warn(note.String())
	}
	if r.c.Ctx > m.Context {
		report.Warn(fmt.Sprintf("sequences of up to %d tokens are longer than the %d that the model was made for", r.c.Ctx, m.Context))
	}
	err = r.loop(ctx)
	var diverged *DivergedError
	switch {
	case errors.As(err, &diverged):
		return r.result(), r.keepGood(diverged)
	case err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return r.interrupted()
	case err != nil:
		return r.result(), err
	}
	return r.finish()
}

// ErrUnfinished says that the checkpoint of an unfinished run lies beside the adapter's path; Resume continues it, Restart overwrites it.
var ErrUnfinished = errors.New("an unfinished run is there")

// run is one run in progress.
type run struct {
	m      *llama.Model
	data   *Data
	c      Config
	report Reporter

	subject   subject
	params    []optim.Param // of subject
	optimize  *optim.AdamW
	trainer   *llama.Trainer
	recompute bool
	order     *order
	measured  []llama.Sequence // what each held-out measurement reads

	state state
	best  [][]float32 // parameters of state.BestStep, in the order of params; nil while that is 0

	resumed     int
	pace        pace
	began, kept time.Time // of the process's part of the run; of the last checkpoint
}

// state is where a run stands, beside the adapter and the moments. It is stored in checkpoints as JSON, which keeps every bit of a float64.
type state struct {
	Step   int   `json:"step"`   // steps done
	Tokens int64 `json:"tokens"` // trained on so far
	Watch  watch `json:"watch"`

	Time time.Time `json:"time"` // that templates were told

	Evals     int     `json:"evals"`      // measurements done
	EvalStep  int     `json:"eval_step"`  // of the last one
	FirstLoss float64 `json:"first_loss"` // held out, before the first step
	LastLoss  float64 `json:"last_loss"`  // held out
	BestLoss  float64 `json:"best_loss"`  // held out, or the smoothed training loss where nothing is held out
	BestStep  int     `json:"best_step"`
}

func newRun(m *llama.Model, data *Data, c Config, report Reporter) (*run, error) {
	c, err := c.Resolve(m)
	if err != nil {
		return nil, err
	}
	if len(data.Train) == 0 {
		return nil, data.empty()
	}
	if err := c.checkOut(); err != nil {
		return nil, err
	}
	c = c.resolveData(data.sequences()).resolveCompute()
	r := &run{m: m, data: data, c: c, report: report, order: newOrder(c.Seed, data.sequences(), c.Batch)}
	if r.subject, err = newSubject(m, c); err != nil {
		return nil, err
	}
	r.params = r.subject.params()
	r.optimize = optim.New(m.Pool, r.params, optim.Config{Beta1: 0.9, Beta2: c.Beta2, Eps: 1e-8, Clip: c.Clip})
	if err := r.pickUp(); err != nil {
		r.close()
		return nil, err
	}
	r.state.Time = data.Time
	r.makeTrainer()
	if len(data.Held) > 0 {
		r.measured = spread(data.Held, c.heldBudget(data))
	}
	r.began, r.kept = time.Now(), time.Now()
	return r, nil
}

// close leaves the model as it was and gives memory back.
func (r *run) close() {
	if r.trainer != nil {
		r.trainer.Close()
	}
	r.optimize.Close()
	r.subject.detach()
}

// pickUp restores the checkpoint where Resume asks for it, and refuses to overwrite one where nothing was said.
func (r *run) pickUp() error {
	path := r.c.CheckpointPath()
	_, err := os.Stat(path)
	switch {
	case r.c.Resume && errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("nothing to resume: there is no checkpoint %q", path)
	case r.c.Resume:
		saved, err := readCheckpoint(path)
		if err != nil {
			return err
		}
		defer saved.file.Close()
		if err := r.restore(saved); err != nil {
			return fmt.Errorf("checkpoint %q: %w", path, err)
		}
	case err == nil && !r.c.Restart:
		return fmt.Errorf("%w: checkpoint %q; resume it, or start anew, or name another adapter", ErrUnfinished, path)
	}
	return nil
}

// rows is the most rows of a micro-batch.
func (r *run) rows() int {
	longest := 0
	if r.data.At != nil {
		longest = r.c.Ctx
	}
	for _, seqs := range [][]llama.Sequence{r.data.Train, r.measured} {
		for _, s := range seqs {
			longest = max(longest, len(s.Tokens))
		}
	}
	return max(longest, min(r.c.rowLimit(), r.c.Batch*longest))
}

func (r *run) makeTrainer() {
	compute, _ := quant.ParseCompute(r.c.Compute) // checked by Resolve
	o := llama.TrainOptions{Compute: compute, Dropout: float32(r.c.Dropout), Seed: r.c.Seed, Checkpoint: r.c.Recompute == "on"}
	r.trainer = r.m.NewTrainer(o)
	free := machine.FreeMemory()
	if r.c.Full && free > 0 {
		free = max(1, free-weightCopies*4*r.parameters())
	}
	if r.c.Recompute == "auto" && !r.trainer.Fits(r.rows(), free) {
		o.Checkpoint = true
		r.trainer = r.m.NewTrainer(o)
	}
	r.recompute = o.Checkpoint
}

// weightCopies is how often a run holds what it trains: values, gradients, two moments, the best so far.
const weightCopies = 5

// parameters counts the trained values.
func (r *run) parameters() int64 {
	n := int64(0)
	for _, p := range r.params {
		n += int64(len(p.Value))
	}
	return n
}

func (r *run) info() Info {
	held, _ := count(r.measured)
	const program = 16 << 20 // the program itself, vocabulary and data
	params := r.parameters()
	return Info{
		Config: r.c, Resumed: r.resumed, Tier: llft.ISA(), Compute: r.c.Compute, Threads: r.m.Pool.Threads(),
		LRA: r.c.LR, LRB: r.c.LR * r.c.ratio(), Scale: r.c.Alpha / float64(r.c.Rank), Parameters: params,
		Bytes: r.trainer.Bytes(r.rows()) + 4*weightCopies*params + program, Recompute: r.recompute, Data: r.data,
		Passes: float64(r.c.Steps) * float64(r.c.Batch) / float64(r.data.sequences()), HeldTokens: held,
	}
}
