package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"llft/chat"
	"llft/llama"
	"llft/lora"
	"llft/quant"
	"llft/train"
)

type finetuneCmd struct {
	modelFlags
	Data string `short:"d" required:"" placeholder:"FILE" help:"The examples: a text file, or JSON lines."`
	Out  string `short:"o" placeholder:"FILE" help:"Where the adapter goes (default: the name of the data, NAME.adapter.gguf, or with --full NAME.model.gguf, in this folder)."`

	Steps  int     `placeholder:"N" help:"Training steps (default: one pass over the data, but 200 to 1000 steps)."`
	Epochs float64 `placeholder:"X" help:"Passes over the data, instead of --steps."`
	Batch  int     `placeholder:"N" default:"${batch}" help:"Sequences of a step (default: ${default})."`
	Ctx    int     `short:"c" aliases:"ctx-size" placeholder:"N" help:"Most tokens of a sequence (default: what the model was made for, at most 512)."`

	Full     bool   `help:"Train every weight of an F32, F16 or BF16 model instead of an adapter, and write the model."`
	Type     string `enum:",f32,f16,bf16" default:"" placeholder:"TYPE" help:"With --full, the type of the written model: f32, f16 or bf16 (default: that of the model)."`
	Schedule string `enum:"constant,linear,cosine" placeholder:"NAME" default:"${schedule}" help:"How the learning rate goes: constant, linear (to zero) or cosine (to a tenth) (default: ${default})."`
	Warmup   int    `placeholder:"N" help:"Steps in which the learning rate grows from nothing (default: none)."`

	LR          float64  `name:"lr" placeholder:"X" help:"Learning rate of the adapter's A (default: 5e-4 for models below 500 M parameters, else 1e-4), or with --full of all weights (1e-4, else 2e-5)."`
	Ratio       float64  `placeholder:"X" default:"${ratio}" help:"LoRA+: B learns this many times faster than A; 1 is plain LoRA (default: ${default})."`
	Rank        int      `short:"r" placeholder:"N" default:"${rank}" help:"Rank of the adapter: how much it can learn, and its size (default: ${default})."`
	Alpha       float64  `placeholder:"X" default:"${alpha}" help:"Strength of the adapter is alpha/rank (default: ${default})."`
	Targets     []string `placeholder:"NAME,..." help:"Matrices to adapt: ${targets} (default: all but output)."`
	Dropout     float64  `placeholder:"P" default:"${dropout}" help:"Leave out this part of the adapter's inputs in training (default: ${default})."`
	WeightDecay float64  `placeholder:"X" default:"${weight_decay}" help:"Pull the adapter, or with --full the matrices, towards zero (default: ${default})."`
	Beta2       float64  `name:"beta2" placeholder:"X" default:"${beta2}" help:"AdamW's memory of squared gradients (default: ${default})."`
	Clip        float64  `placeholder:"X" default:"${clip}" help:"Largest norm of a step's gradients; 0: any (default: ${default})."`
	Seed        uint64   `placeholder:"N" default:"${seed}" help:"Same seed, same adapter, to the last bit (default: ${default})."`

	Val       float64 `placeholder:"P" default:"${val}" help:"Part of the data, from its end, that is never trained but measures the result (default: ${default})."`
	EvalEvery int     `placeholder:"N" help:"Steps between two measurements (default: a tenth of the run)."`

	Template  string        `placeholder:"NAME" help:"Chat template instead of the model's own: ${templates}, or none."`
	Raw       bool          `help:"Take prompt and completion as they are, without the chat template."`
	Special   bool          `help:"Take the text of special tokens in texts (<|eot_id|>) as the tokens."`
	Recompute string        `enum:"auto,on,off" placeholder:"WHEN" default:"${recompute}" help:"Compute layers twice to save memory: auto, on or off (default: ${default})."`
	SaveEvery time.Duration `placeholder:"TIME" default:"${save_every}" help:"Time between two checkpoints (default: ${default})."`

	Resume bool `help:"Go on with a run that was stopped: the same command and --resume."`
	Force  bool `help:"Replace the adapter and the checkpoint that an earlier run left."`
	JSON   bool `name:"json" help:"Print the result as JSON."`
}

// finetuneVars are the defaults in the flags' help and values: those of train.Default.
func finetuneVars() kong.Vars {
	d := train.Default()
	float := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	return kong.Vars{
		"batch": strconv.Itoa(d.Batch), "rank": strconv.Itoa(d.Rank), "seed": strconv.FormatUint(d.Seed, 10),
		"ratio": float(d.Ratio), "alpha": float(d.Alpha), "dropout": float(d.Dropout), "weight_decay": float(d.WeightDecay),
		"schedule": d.Schedule, "beta2": float(d.Beta2), "clip": float(d.Clip), "val": float(d.Val),
		"recompute": d.Recompute, "save_every": strings.TrimSuffix(d.CheckpointEvery.String(), "0s"),
		"targets": strings.Join(lora.Targets(), ", "), "templates": strings.Join(chat.Builtins(), ", "),
	}
}

// Help is the end of the command's --help.
func (finetuneCmd) Help() string {
	return `Example:

    llft finetune -m model.gguf -d data.jsonl -o mine.gguf --epochs 3

A text file (.txt, .md) is cut into sequences. Of JSON lines, each is one example: {"messages": [{"role": "user", "content": "..."},
{"role": "assistant", "content": "..."}]}, {"prompt": "...", "completion": "..."} or {"text": "..."}; in the first two, only the
answers are learnt.

With --full every weight is trained, which takes 20 bytes of memory for each beside the activations, and a whole model is written.

The adapter is for this model, here and in llama.cpp. Ctrl-C saves the state; --resume goes on from there, and the
adapter is the same as if the run had never been stopped.`
}

func (c finetuneCmd) Run(io stdio, line commandLine) error {
	if err := c.check(); err != nil {
		return err
	}
	cfg := c.config()
	if err := keepFiles(cfg, c.Force); err != nil {
		return err
	}
	// Nearly all of the heap is the adapter and its moments, which stay: a collector that waits until it has doubled would double the peak,
	// and as a step makes no garbage, one that does not wait costs nothing.
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	l, err := c.open(io, false)
	if err != nil {
		return err
	}
	defer l.close()
	if cfg.Model == "" {
		cfg.Model = baseName
	}
	if cfg, err = cfg.Resolve(l.model); err != nil {
		return usageError{err}
	}
	format, err := chat.New(l.file.KV, l.tok, c.Template)
	if err != nil {
		return withHint(fmt.Errorf("%q: %w", l.file.Path, err), "--template takes another one: %s, none", strings.Join(chat.Builtins(), ", "))
	}
	data, err := train.LoadData(cfg, format, l.tok)
	if err != nil {
		return err
	}
	ctx, stop := untilInterrupt(context.Background(), func() {
		fmt.Fprintln(io.err, "\nStopping and saving; Ctrl-C again stops at once and loses what was done since the last checkpoint.")
	})
	defer stop()
	reporter := newFinetuneReport(io, l, format.Describe())
	result, err := train.Run(ctx, l.model, data, cfg, reporter)
	reporter.finish()
	if errors.Is(err, llama.ErrQuantized) {
		return withHint(fmt.Errorf("%q: %w", l.file.Path, err), "without --full an adapter is trained on it; or take the model's F16 file")
	}
	if errors.Is(err, train.ErrUnfinished) {
		return withHint(err, "--resume goes on with it, --force starts anew, -o names another file")
	}
	if err != nil {
		return err
	}
	return c.conclude(io, line, cfg, data, result)
}

// check refuses what the command line alone shows to be wrong.
func (c finetuneCmd) check() error {
	if err := c.modelFlags.check(); err != nil {
		return err
	}
	if compute, err := quant.ParseCompute(c.Compute); err == nil {
		if _, err := compute.ForTraining(); err != nil {
			return usageError{err}
		}
	}
	if c.Steps != 0 && c.Epochs != 0 {
		return usagef("both --steps and --epochs are given, want one")
	}
	if c.Resume && c.Force {
		return usagef("both --resume and --force are given: go on with the old run, or replace it?")
	}
	if err := c.checkFull(); err != nil {
		return err
	}
	for _, t := range c.Targets {
		if !slices.Contains(lora.Targets(), t) {
			return usagef("--targets has %q, it takes %s", t, strings.Join(lora.Targets(), ", "))
		}
	}
	return checkTemplate(c.Template)
}

// checkFull refuses flags that mean nothing beside --full or without it.
func (c finetuneCmd) checkFull() error {
	if !c.Full {
		if c.Type != "" {
			return usagef("--type goes with --full: an adapter is always float32")
		}
		return nil
	}
	d := train.Default()
	for flag, given := range map[string]bool{
		"--rank": c.Rank != d.Rank, "--alpha": c.Alpha != d.Alpha, "--ratio": c.Ratio != d.Ratio,
		"--targets": len(c.Targets) > 0, "--dropout": c.Dropout != d.Dropout,
	} {
		if given {
			return usagef("%s is of adapters and means nothing with --full, which trains every weight", flag)
		}
	}
	return nil
}

// config is the run that the flags ask for.
func (c finetuneCmd) config() train.Config {
	cfg := train.Default()
	cfg.Model, cfg.Data, cfg.Out = c.Model, c.Data, c.Out
	if cfg.Out == "" {
		name := filepath.Base(c.Data)
		kind := ".adapter.gguf"
		if c.Full {
			kind = ".model.gguf"
		}
		cfg.Out = strings.TrimSuffix(name, filepath.Ext(name)) + kind
	}
	cfg.Template, cfg.Raw, cfg.Special = c.Template, c.Raw, c.Special
	cfg.Steps, cfg.Epochs, cfg.Batch, cfg.Ctx = c.Steps, c.Epochs, c.Batch, c.Ctx
	cfg.LR, cfg.Ratio, cfg.Rank, cfg.Alpha, cfg.Targets = c.LR, c.Ratio, c.Rank, c.Alpha, c.Targets
	cfg.Dropout, cfg.WeightDecay, cfg.Clip, cfg.Seed = c.Dropout, c.WeightDecay, c.Clip, c.Seed
	cfg.Full, cfg.Type, cfg.Schedule, cfg.Warmup, cfg.Beta2 = c.Full, c.Type, c.Schedule, c.Warmup, c.Beta2
	cfg.Val, cfg.EvalEvery = c.Val, c.EvalEvery
	cfg.CheckpointEvery, cfg.Recompute, cfg.Compute = c.SaveEvery, c.Recompute, c.Compute
	cfg.Version = buildVersion()
	cfg.Resume, cfg.Restart = c.Resume, c.Force
	return cfg
}
