package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"llft"
	"llft/bench"
	"llft/quant"
)

type benchCmd struct {
	Model     string   `short:"m" placeholder:"FILE" help:"Measure with this model."`
	Synthetic string   `placeholder:"SHAPE" help:"Measure with random weights in a real shape: ${shapes}, or dim=2048,layers=4,heads=32,kv=32,ffn=5632,vocab=8192."`
	Type      []string `placeholder:"TYPE,..." default:"q4_0" help:"Types of the random weights: q4_0, q8_0, q4_k_m, f16, ... any that llft reads (default: ${default})."`
	Save      string   `placeholder:"FILE" help:"Keep the model of random weights in this new file."`

	Work       []string `placeholder:"WORK,..." help:"What to measure: ${works}, or none (default: all)."`
	Tokens     []int    `placeholder:"N,..." help:"Lengths of prompt, answer and training sequence (default: 512, 64 and 512)."`
	Rank       int      `short:"r" placeholder:"N" default:"8" help:"Rank of the adapter on all seven matrices, in training and in a second round of decoding; 0: none (default: ${default})."`
	Reps       int      `placeholder:"N" default:"5" help:"Repetitions, after one to warm up; training makes 5 steps at least (default: ${default})."`
	ISA        string   `name:"isa" placeholder:"TIER" help:"Instruction set of the kernels, as LLFT_ISA (default: the best)."`
	Threads    int      `placeholder:"N" help:"Worker threads (default: one per physical core)."`
	Compute    string   `default:"auto" env:"LLFT_COMPUTE" placeholder:"TYPE" help:"Arithmetic: auto, f32, int8, ... as the other commands take it (default: ${default})."`
	Checkpoint string   `default:"auto" placeholder:"WHEN" help:"Compute layers twice in training to save memory: auto, on or off (default: ${default})."`
	JSON       bool     `name:"json" help:"Print JSON."`
}

// benchVars are the lists in the flags' help.
func benchVars() kong.Vars {
	return kong.Vars{"shapes": strings.Join(bench.Shapes(), ", "), "works": strings.Join(bench.Works(), ", ")}
}

// Help is the end of the command's --help.
func (benchCmd) Help() string {
	return `Example:

    llft bench -m model.gguf
    llft bench --synthetic tinyllama --type q4_0,q8_0 --work prefill,decode
    llft bench --synthetic llama-2-7b --save 7b.gguf --work none

Without a model it measures the machine: the read bandwidth, and the operations per second of each instruction set and precision.
Each figure is a mean, ± the standard deviation of the repetitions, and a share of what the machine allows:
loading and decoding of the read bandwidth, measured beside them, on the bytes of the tensors that every token reads;
prefill of the fastest arithmetic that the instruction set in use has; training of the fastest of its own precision.
Operations are those of the matrices, of the output matrix where logits are computed (the end of a prompt, every token in training) and
of causal attention; training takes twice those of forward, and with recomputation the layers once more.
Training is whole steps: forward, loss over the vocabulary, backward, clipping and AdamW, with the adapter's B not zero.
Loading is opening the file, loading it and the first token, the file being in the page cache.

A model of random weights is written to the folder for temporary files (TMPDIR) and removed afterwards; --save keeps it, with a
vocabulary, so that llama.cpp runs the very same file.`
}

func (c benchCmd) Run(io stdio) error {
	cfg, err := c.config()
	if err != nil {
		return usageError{err}
	}
	cfg.PeakRSS = peakRSS
	cfg.Progress = func(text string) { fmt.Fprintf(io.err, "%s ...\n", oneLine(text)) }
	cfg.Warn = func(text string) { io.note("%s", text) }
	if len(cfg.Works) == 0 && cfg.Save != "" {
		return bench.Save(cfg)
	}
	if cfg.Model == "" && cfg.Synthetic == "" {
		io.note("without -m or --synthetic only the machine is measured")
	}
	ctx, stop := untilInterrupt(context.Background(), func() {
		fmt.Fprintln(io.err, "\nStopping after this repetition; Ctrl-C again stops at once.")
	})
	defer stop()
	report, err := bench.Run(ctx, cfg)
	if err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		err = fmt.Errorf("interrupted after %s", plural(len(report.Results), "result"))
	}
	if err != nil && (report == nil || len(report.Results) == 0) {
		return err
	}
	write := report.WriteTable
	if c.JSON {
		write = report.WriteJSON
	}
	return errors.Join(err, write(io.out))
}

// config is the measurement that the flags ask for, checked.
func (c benchCmd) config() (bench.Config, error) {
	compute, err := quant.ParseCompute(c.Compute)
	if err != nil {
		return bench.Config{}, err
	}
	cfg := bench.Config{
		Model: c.Model, Synthetic: c.Synthetic, Types: c.Type, Save: c.Save,
		Works: c.Work, Tokens: c.Tokens, Rank: c.Rank, Reps: c.Reps, ISA: llft.Tier(c.ISA), Threads: c.Threads,
		Compute: compute, Checkpoint: c.Checkpoint,
	}
	switch {
	case len(c.Work) == 1 && c.Work[0] == "none":
		cfg.Works = nil
	case len(c.Work) == 0:
		cfg.Works = bench.Works()
		if c.Rank == 0 {
			cfg.Works = cfg.Works[:len(cfg.Works)-1] // without an adapter there is nothing to train
		}
	}
	return cfg, cfg.Check()
}
