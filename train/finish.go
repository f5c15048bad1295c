package train

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"llft"
	"llft/llama"
)

// keepGood writes the last good adapter of a run that diverged. Its checkpoint goes: resuming would only diverge again.
func (r *run) keepGood(d *DivergedError) error {
	if r.best != nil {
		if err := r.writeBest(r.c.Out, r.c.kind()); err != nil {
			return errors.Join(d, err)
		}
		d.Kept, d.KeptStep = r.c.Out, r.state.BestStep
	}
	if err := removeIfThere(r.c.CheckpointPath()); err != nil {
		return errors.Join(d, err)
	}
	return d
}

// interrupted saves all of a run that ctx stopped. The adapter is written too, so that the steps so far can be tried.
func (r *run) interrupted() (Result, error) {
	if err := r.saveCheckpoint(); err != nil {
		return r.result(), err
	}
	result := r.result()
	result.Interrupted = true
	if r.state.Step > 0 {
		if err := r.writeResult(r.c.Out, r.c.kind(), r.state.Step); err != nil {
			return result, err
		}
		result.Adapter = r.c.Out
	}
	return result, nil
}

// muchBetter is how far, in nats, the best held-out loss must be below the last for its adapter to be written as well.
const muchBetter = 0.005

// finish writes the adapter of the last step, beside it that of the lowest held-out loss if it is another one and clearly better, and
// removes the checkpoint.
func (r *run) finish() (Result, error) {
	result := r.result()
	if err := r.writeResult(r.c.Out, r.c.kind(), r.state.Step); err != nil {
		return result, errors.Join(err, r.saveCheckpoint())
	}
	result.Adapter = r.c.Out
	s := &r.state
	if len(r.measured) > 0 && s.LastLoss-s.BestLoss > muchBetter {
		if s.BestStep == 0 {
			r.report.Warn(fmt.Sprintf("the held-out loss never fell below the base's %.3f; the data may be too little, or the learning rate too high", s.FirstLoss))
		} else {
			if err := r.writeBest(r.c.BestPath(), "best "+r.c.kind()); err != nil {
				return result, err
			}
			result.Best = r.c.BestPath()
		}
	}
	return result, removeIfThere(r.c.CheckpointPath())
}

func (r *run) result() Result {
	s := &r.state
	result := Result{
		Steps: s.Step, BestStep: s.BestStep, FirstLoss: s.FirstLoss, LastLoss: s.LastLoss,
		TrainLoss: s.Watch.smooth(), Tokens: s.Tokens, Elapsed: time.Since(r.began),
	}
	if len(r.measured) > 0 {
		result.BestLoss = s.BestLoss
	}
	return result
}

// writeResult writes the current values, which are those of a step: the adapter, or the model.
func (r *run) writeResult(path string, kind Kind, step int) error {
	if err := r.subject.write(path, r.metadata(step)); err != nil {
		return fmt.Errorf("the %s cannot be written: %w", r.c.product(), err)
	}
	r.report.Saved(Saved{Path: path, Kind: kind, Step: step})
	return nil
}

// writeBest writes the parameters of the best step and puts the current ones back.
func (r *run) writeBest(path string, kind Kind) error {
	swap := func() {
		for i, p := range r.params {
			best := r.best[i]
			for j, v := range p.Value {
				p.Value[j], best[j] = best[j], v
			}
		}
	}
	swap()
	defer swap()
	return r.writeResult(path, kind, r.state.BestStep)
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// metadata is what the adapter's file tells about how it was made: nothing that differs from one such run to the next.
func (r *run) metadata(step int) map[string]string {
	c, d := r.c, r.data
	info := map[string]string{
		"llft.version": c.Version, "llft.base": baseName(r.m), "llft.data": d.Name, "llft.data_sha256": d.Hash,
		"llft.steps": fmt.Sprint(step), "llft.batch": fmt.Sprint(c.Batch), "llft.ctx": fmt.Sprint(c.Ctx),
		"llft.lr":           fmt.Sprint(c.LR),
		"llft.weight_decay": fmt.Sprint(c.WeightDecay), "llft.clip": fmt.Sprint(c.Clip), "llft.seed": fmt.Sprint(c.Seed),
		"llft.template": d.Template, "llft.template_sha256": d.Source,
		"llft.tier": string(llft.ISA()), "llft.compute": r.c.Compute,
	}
	if c.Full {
		info["llft.trained"] = "every weight"
	} else {
		info["llft.ratio"], info["llft.dropout"] = fmt.Sprint(c.Ratio), fmt.Sprint(c.Dropout)
	}
	if c.Schedule != Default().Schedule || c.Warmup != 0 {
		info["llft.schedule"] = fmt.Sprintf("%s, warmup %d of %d steps", c.Schedule, c.Warmup, c.Steps)
	}
	for key, value := range info {
		if value == "" {
			delete(info, key)
		}
	}
	return info
}

// baseName is the model's own name, or its file's without folder.
func baseName(m *llama.Model) string {
	if m.Name != "" {
		return m.Name
	}
	return filepath.Base(m.File.Path)
}
