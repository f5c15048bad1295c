package train

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"llft/llama"
	"llft/quant"
)

// Config is everything that a run depends on beside the model and the data. Default gives the usual values; a zero means "choose for me"
// where the field says so. Fields marked resume:"free" may change when a run is resumed; all others decide the adapter's bytes.
type Config struct {
	Model string `json:"model" resume:"free"` // path of the base, for people and for Resume
	Data  string `json:"data" resume:"free"`  // path of the examples
	Out   string `json:"out" resume:"free"`   // path of the adapter (with Full of the model); checkpoint and the best one are written beside it

	Template string `json:"template"` // name of the chat template, "" for the model's own (see chat.New)
	Raw      bool   `json:"raw"`      // prompt/completion rows are bare strings, without the chat template
	Special  bool   `json:"special"`  // in text and bare strings, the text of special tokens is taken as the tokens

	LearnAll bool `json:"learn_all"` // of rows with answers, the questions are learnt too

	Steps  int     `json:"steps"`  // optimizer steps; 0: as Epochs says
	Epochs float64 `json:"epochs"` // passes over the data; 0: one pass, but 200 steps or more (at most 10 passes for it) and at most 1000
	Batch  int     `json:"batch"`  // sequences per step; never more than there are
	Ctx    int     `json:"ctx"`    // most tokens of a sequence; 0: the model's context, at most 512

	LR          float64  `json:"lr"`           // learning rate of A, or with Full of all weights; 0: 5e-4 below 500 M parameters, else 1e-4; with Full 1e-4 and 2e-5
	Ratio       float64  `json:"ratio"`        // LoRA+: learning rate of B / that of A; 1 is plain LoRA
	Schedule    string   `json:"schedule"`     // of the learning rate after the warmup: constant, linear (to zero) or cosine (to a tenth)
	Warmup      int      `json:"warmup"`       // steps in which the learning rate grows from nothing
	Full        bool     `json:"full"`         // train every weight of the model instead of an adapter; Ratio, Rank, Alpha, Targets and Dropout then mean nothing
	Type        string   `json:"type"`         // with Full: of the matrices of the file that is written: f32, f16, bf16, or "" for those of the model's file
	Rank        int      `json:"rank"`         // of the adapter
	Alpha       float64  `json:"alpha"`        // the adapter's effect is Alpha/Rank · B·A
	Targets     []string `json:"targets"`      // short names of the matrices (lora.Targets); none: the seven of a block
	Dropout     float64  `json:"dropout"`      // probability, 0 to below 1, on the input of A
	WeightDecay float64  `json:"weight_decay"` // decoupled, multiplied by the learning rate of A or of B; with Full of matrices only
	Beta2       float64  `json:"beta2"`        // AdamW's decay of the mean squares of the gradients
	Clip        float64  `json:"clip"`         // largest L2 norm of all gradients together; 0: no limit
	Seed        uint64   `json:"seed"`         // of A, of the order of the data and of dropout

	Val       float64 `json:"val"`        // part of the data, from its end, that is held out and never trained: 0 to 0.5
	EvalEvery int     `json:"eval_every"` // steps between two held-out measurements; 0: a tenth of the run

	CheckpointEvery time.Duration `json:"checkpoint_every" resume:"free"` // time between two checkpoints; 0: only when stopped
	Compute         string        `json:"compute"`                        // how products with the base round: auto, f32, bf16; auto is bf16 where that is faster

	Recompute string `json:"recompute" resume:"free"` // compute layers again in backward instead of keeping them: auto, on, off
	Version   string `json:"version" resume:"free"`   // of the program, for the adapter's metadata

	Resume  bool `json:"-"` // continue from the checkpoint beside Out
	Restart bool `json:"-"` // start anew although an unfinished run's checkpoint is beside Out
}

// The choices behind the zeros of a Config.
const (
	smallModel  = 500_000_000 // parameters below which smallLR is used
	smallLR     = 5e-4
	largeLR     = 1e-4
	smallFullLR = 1e-4 // the same with Full
	largeFullLR = 2e-5
	usualCtx    = 512  // tokens; also the fewest rows of a micro-batch's limit
	fewestSteps = 200  // of a run without Steps and Epochs ...
	mostPasses  = 10   // ... which are reached by repeating the data this often at most
	mostSteps   = 1000 // of a run without Steps and Epochs
	evals       = 10   // held-out measurements of a run without EvalEvery
)

// Default is the configuration of a run about which nothing is said. It lacks the paths.
func Default() Config {
	return Config{
		Batch: 8, Ratio: 4, Rank: 8, Alpha: 16, Clip: 1, Val: 0.05, Schedule: constant, Beta2: 0.999,
		CheckpointEvery: 5 * time.Minute, Recompute: "auto", Compute: quant.Auto.String(),
	}
}

// Resolve checks the numbers and fills what follows from the model: Ctx and LR. The error names the flag-like key, the value and what is allowed.
func (c Config) Resolve(m *llama.Model) (Config, error) {
	if err := c.check(); err != nil {
		return c, err
	}
	if c.Ctx == 0 {
		c.Ctx = min(m.Context, usualCtx)
	}
	if c.LR == 0 {
		small, large := smallLR, largeLR
		if c.Full {
			small, large = smallFullLR, largeFullLR
		}
		c.LR = large
		if m.Parameters() < smallModel {
			c.LR = small
		}
	}
	return c, nil
}

// resolveData fills what follows from the data: Batch, Steps, EvalEvery. Epochs becomes 0, as Steps now says it.
func (c Config) resolveData(sequences int) Config {
	c.Batch = min(c.Batch, sequences)
	pass := (sequences + c.Batch - 1) / c.Batch
	switch {
	case c.Steps > 0:
	case c.Epochs > 0:
		c.Steps = max(1, int(math.Ceil(c.Epochs*float64(sequences)/float64(c.Batch))))
	default:
		c.Steps = min(max(pass, min(fewestSteps, mostPasses*pass)), mostSteps)
	}
	c.Epochs = 0
	if c.EvalEvery == 0 {
		c.EvalEvery = max(1, c.Steps/evals)
	}
	return c
}

// check refuses numbers that no run can use.
func (c Config) check() error {
	for _, n := range []struct {
		key       string
		got, low  int
		high      int
		explained string
	}{
		{"steps", c.Steps, 0, 1e9, ""},
		{"batch", c.Batch, 1, 1 << 20, " sequences"},
		{"ctx", c.Ctx, 0, 1 << 20, " tokens"},
		{"rank", c.Rank, 1, 4096, ""},
		{"warmup", c.Warmup, 0, 1e9, " steps"},
		{"eval-every", c.EvalEvery, 0, 1e9, " steps"},
	} {
		if n.got < n.low || n.got > n.high {
			return fmt.Errorf("%s is %d, want %d to %d%s", n.key, n.got, n.low, n.high, n.explained)
		}
	}
	if c.Ctx == 1 {
		return fmt.Errorf("ctx is 1, want 2 tokens or more")
	}
	for _, x := range []struct {
		key       string
		got, high float64
	}{
		{"epochs", c.Epochs, 1e6},
		{"lr", c.LR, 1},
		{"ratio", c.Ratio, 1e4},
		{"alpha", c.Alpha, 1e6},
		{"dropout", c.Dropout, 0.99},
		{"beta2", c.Beta2, 0.99999},
		{"weight-decay", c.WeightDecay, 10},
		{"clip", c.Clip, 1e9},
		{"val", c.Val, 0.5},
	} {
		if !(x.got >= 0 && x.got <= x.high) { // also refuses NaN
			return fmt.Errorf("%s is %g, want 0 to %g", x.key, x.got, x.high)
		}
	}
	if c.Type != "" {
		if _, err := parseType(c.Type); err != nil {
			return err
		}
	}
	compute, err := quant.ParseCompute(c.Compute)
	if err == nil {
		_, err = compute.ForTraining()
	}
	switch {
	case err != nil:
		return err
	case !slices.Contains(schedules, c.Schedule):
		return fmt.Errorf("schedule is %q, want %s", c.Schedule, strings.Join(schedules, ", "))
	case c.Full && c.Dropout != 0:
		return fmt.Errorf("dropout is %g, but only adapters have it, and every weight is to be trained", c.Dropout)
	case c.Type != "" && !c.Full:
		return fmt.Errorf("type is %q, but an adapter is always f32; only a full run has a choice", c.Type)
	case c.Ratio == 0:
		return fmt.Errorf("ratio is 0, so that B would never learn; 1 is plain LoRA")
	case c.Alpha == 0:
		return fmt.Errorf("alpha is 0, so that the adapter would have no effect")
	case c.Recompute != "auto" && c.Recompute != "on" && c.Recompute != "off":
		return fmt.Errorf("recompute is %q, want auto, on or off", c.Recompute)
	case c.Resume && c.Restart:
		return fmt.Errorf("both resume and restart are asked for, want one")
	case c.CheckpointEvery < 0:
		return fmt.Errorf("the time between checkpoints is %v, want 0 or more", c.CheckpointEvery)
	}
	return nil
}

// resolveCompute replaces auto: by what a resumed run had, else by what is fastest here.
func (c Config) resolveCompute() Config {
	if c.Compute != quant.Auto.String() {
		return c
	}
	if c.Resume {
		if was, err := ReadCheckpoint(c.CheckpointPath()); err == nil {
			c.Compute = was.Config.Compute
			return c
		}
	}
	if best, err := quant.Auto.ForTraining(); err == nil {
		c.Compute = best.String()
	}
	return c
}

// CheckpointPath is where the state of an unfinished run lies.
func (c Config) CheckpointPath() string { return c.Out + ".ckpt" }

// BestPath is where the adapter of the lowest held-out loss is written when it is not the last one.
func (c Config) BestPath() string {
	ext := filepath.Ext(c.Out)
	return strings.TrimSuffix(c.Out, ext) + ".best" + ext
}

// checkOut finds out before the work whether the adapter can be written: a folder that exists and takes files, and not the file of
// the model or the data.
func (c Config) checkOut() error {
	if c.Out == "" {
		return fmt.Errorf("no path for the %s", c.product())
	}
	if out, err := os.Stat(c.Out); err == nil {
		if out.IsDir() {
			return fmt.Errorf("%q is a directory, want the path of the %s's file", c.Out, c.product())
		}
		for _, input := range []string{c.Model, c.Data} {
			if in, err := os.Stat(input); err == nil && os.SameFile(in, out) {
				return fmt.Errorf("the %s would overwrite %q, name another file", c.product(), input)
			}
		}
	}
	probe, err := os.CreateTemp(filepath.Dir(c.Out), ".llft-probe-*")
	if err != nil {
		return fmt.Errorf("no file can be made where the %s %q goes: %w", c.product(), c.Out, err)
	}
	probe.Close()
	return os.Remove(probe.Name())
}
