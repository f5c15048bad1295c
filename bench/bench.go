// Package bench measures the speed and memory of inference, training and loading, what the machine would allow, and the share of that which
// is reached. Selftest compares every tier of the machine with the reference.
package bench

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"llft"
	"llft/internal/parallel"
	"llft/llama"
	"llft/quant"
)

// Works lists what can be measured, in the order in which it is.
func Works() []string { return []string{"load", "prefill", "decode", "train"} }

// Config says what to measure. Without Model and Synthetic it is the machine alone.
type Config struct {
	Model     string   // path of a GGUF
	Synthetic string   // or a shape: see ParseShape
	Types     []string // of a synthetic model's weights: see synthetic.ParseType; several are measured one after the other
	Save      string   // where a synthetic model is kept; "": in a temporary file, removed afterwards

	Works      []string
	Tokens     []int // of a prompt, of an answer, of a training sequence; empty: 512, 64, 512
	Rank       int   // of the adapter in training and in a second round of decoding; 0: no such round
	Reps       int
	ISA        llft.Tier // "": the one in use
	Threads    int       // 0: the physical cores
	Compute    quant.Compute
	Checkpoint string // auto, on, off: whether training computes layers again

	PeakRSS  func() int64      // the most physical memory of the process, where this package cannot tell
	Progress func(text string) // what is done next
	Warn     func(text string) // something to know about a figure
}

// Most of what Config takes.
const (
	mostTokens = 1 << 17
	mostRank   = 1024
	mostReps   = 1000
)

// Check refuses what cannot be measured; Config{} with Works, Reps and Checkpoint is fine.
func (c *Config) Check() error {
	for _, w := range c.Works {
		if !slices.Contains(Works(), w) {
			return fmt.Errorf("no work is called %q (%s)", w, strings.Join(Works(), ", "))
		}
	}
	for _, n := range c.Tokens {
		if n < 1 || n > mostTokens {
			return fmt.Errorf("tokens are %d, they must be 1 to %d", n, mostTokens)
		}
	}
	switch {
	case c.Rank < 0 || c.Rank > mostRank:
		return fmt.Errorf("rank is %d, it must be 0 to %d", c.Rank, mostRank)
	case c.Rank == 0 && slices.Contains(c.Works, "train") && c.hasModel():
		return fmt.Errorf("training needs a rank of 1 or more")
	case c.Reps < 1 || c.Reps > mostReps:
		return fmt.Errorf("repetitions are %d, they must be 1 to %d", c.Reps, mostReps)
	case c.Threads < 0:
		return fmt.Errorf("threads are %d, they must be 1 or more", c.Threads)
	case !slices.Contains([]string{"auto", "on", "off"}, c.Checkpoint):
		return fmt.Errorf("checkpoint is %q, it must be auto, on or off", c.Checkpoint)
	case c.Model != "" && c.Synthetic != "":
		return fmt.Errorf("both a model and a synthetic one are asked for, want one")
	case c.Save != "" && c.Synthetic == "":
		return fmt.Errorf("only a synthetic model can be saved")
	case c.Save != "" && len(c.Types) > 1:
		return fmt.Errorf("a model of one type can be saved, not of %d", len(c.Types))
	}
	if c.Synthetic != "" {
		for _, t := range c.Types {
			if _, err := shapeOf(c.Synthetic, t); err != nil {
				return err
			}
		}
	}
	if c.ISA != "" {
		restore, err := llft.SetISA(c.ISA)
		if err != nil {
			return err
		}
		restore()
	}
	return nil
}

func (c *Config) hasModel() bool { return c.Model != "" || c.Synthetic != "" }

// Save writes the synthetic model of c to c.Save and measures nothing.
func Save(c Config) error {
	if err := c.Check(); err != nil {
		return err
	}
	_, _, err := syntheticSource(c.Synthetic, c.Types[0], c.Save, c.Progress)
	return err
}

// runner is a measurement in progress.
type runner struct {
	Config
	limits *limits
	report *Report
}

// Run measures. When ctx ends it stops after the repetition in progress with ctx's error; the report then holds what is done. c passes Check.
func Run(ctx context.Context, c Config) (*Report, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	if c.ISA != "" {
		restore, err := llft.SetISA(c.ISA)
		if err != nil {
			return nil, err
		}
		defer restore()
	}
	if c.Threads == 0 {
		c.Threads = parallel.DefaultThreads()
	}
	for _, f := range []*func(string){&c.Progress, &c.Warn} {
		if *f == nil {
			*f = func(string) {}
		}
	}
	r := &runner{Config: c, report: &Report{Machine: thisMachine(c.Threads), Limits: []Limit{}, Results: []Result{}}}
	err := r.models(ctx)
	if r.limits != nil {
		r.report.Limits = r.limits.all
	}
	return r.report, err
}

// models measures every model that c asks for.
func (r *runner) models(ctx context.Context) error {
	switch {
	case !r.hasModel():
		return r.machine()
	case r.Model != "":
		src, err := fileSource(r.Model)
		if err != nil {
			return err
		}
		return r.model(ctx, src)
	case r.Synthetic != "":
		for _, t := range r.Types {
			if err := r.synthetic(ctx, t); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *runner) synthetic(ctx context.Context, kind string) error {
	src, remove, err := syntheticSource(r.Synthetic, kind, r.Save, r.Progress)
	if err != nil {
		return err
	}
	defer remove()
	return r.model(ctx, src)
}

// machine measures the limits, once; the models come first, so that what is wrong with them shows at once.
func (r *runner) machine() (err error) {
	if r.limits == nil {
		r.Progress("measuring the machine")
		r.limits, err = measureLimits(min(r.Threads, runtime.GOMAXPROCS(0)), r.Warn) // threads that share a core do not move its limits
	}
	return err
}

// model measures all works on one model.
func (r *runner) model(ctx context.Context, src source) error {
	if err := r.machine(); err != nil {
		return err
	}
	for _, w := range Works() {
		if !slices.Contains(r.Works, w) {
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var err error
		switch w {
		case "load":
			err = r.load(ctx, src)
		case "prefill":
			err = r.prefill(ctx, src)
		case "decode":
			err = r.decode(ctx, src)
		case "train":
			err = r.train(ctx, src)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tokens is the list of lengths to measure a work with.
func (r *runner) tokens(usual int) []int {
	if len(r.Tokens) > 0 {
		return r.Tokens
	}
	return []int{usual}
}

// result is what all works say alike.
func (r *runner) result(work string, src source, tokens, rank int, compute string) Result {
	return Result{Work: work, Model: src.name, Type: src.kind, Tokens: tokens, Rank: rank, ISA: string(llft.ISA()), Compute: compute, Threads: r.Threads}
}

// open loads the model, for inference with packed weights as chat and run do; every work has its own, so that one's memory is not counted
// with another's.
func (r *runner) open(src source, inference bool) (*llama.Model, func(), error) {
	return open(src.path, llama.Options{Threads: r.Threads, Compute: r.Compute, Pack: inference})
}
