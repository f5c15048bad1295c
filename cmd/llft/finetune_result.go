package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"llft/train"
)

// commandLine is what a person typed after llft.
type commandLine []string

// resume is the command that goes on with a stopped run.
func (c commandLine) resume() string {
	words := []string{programName()}
	for _, arg := range c {
		if arg != "--resume" && arg != "--force" {
			words = append(words, quoteArg(arg))
		}
	}
	return strings.Join(append(words, "--resume"), " ")
}

// conclude prints what came out of a run.
func (c finetuneCmd) conclude(s stdio, line commandLine, cfg train.Config, data *train.Data, r train.Result) error {
	if c.JSON {
		if err := writeJSON(s.out, newFinetuneJSON(cfg, data, r)); err != nil {
			return err
		}
	}
	if r.Interrupted {
		return withHint(fmt.Errorf("stopped after step %d; the state is in %q", r.Steps, cfg.CheckpointPath()), "go on with: %s", line.resume())
	}
	if !c.JSON {
		c.printResult(s.out, data, r)
	}
	return nil
}

func (c finetuneCmd) printResult(w io.Writer, data *train.Data, r train.Result) {
	if len(data.Held) > 0 {
		fmt.Fprintf(w, "Held-out loss %.4f -> %.4f (perplexity %.1f -> %.1f)\n", r.FirstLoss, r.LastLoss, math.Exp(r.FirstLoss), math.Exp(r.LastLoss))
	} else {
		fmt.Fprintf(w, "Training loss %.4f at the end; nothing was held out\n", r.TrainLoss)
	}
	fmt.Fprintf(w, "%s in %s", plural(r.Steps, "step"), durationText(r.Elapsed))
	if rss := peakRSS(); rss > 0 {
		fmt.Fprintf(w, ", peak memory %s", bytesText(rss))
	}
	fmt.Fprintf(w, "\nWrote %s\n", r.Adapter)
	if r.Best != "" {
		fmt.Fprintf(w, "Wrote %s: lowest held-out loss, %.4f at step %d; it may answer better\n", r.Best, r.BestLoss, r.BestStep)
	}
	self, model, adapter := programName(), modelArg(c.Model), quoteArg(r.Adapter)
	fmt.Fprintf(w, "\nUse it:\n")
	if c.Full {
		c.printFullUse(w, data, adapter)
		return
	}
	if data.Template == "" {
		fmt.Fprintf(w, "  %s run%s --adapter %s -p \"...\"\n", self, model, adapter)
	}
	template := ""
	if c.Template != "" {
		template = " --template " + quoteArg(c.Template)
	}
	fmt.Fprintf(w, "  %s chat%s --adapter %s%s\n", self, model, adapter, template)
	if model == "" {
		model = " -m base.gguf"
		fmt.Fprintf(w, "  %s base --save base.gguf\n", self)
	}
	fmt.Fprintf(w, "  llama-cli%s --lora %s\n", model, adapter)
}

// printFullUse tells how a fully trained model is used.
func (c finetuneCmd) printFullUse(w io.Writer, data *train.Data, model string) {
	if data.Template == "" {
		fmt.Fprintf(w, "  %s run -m %s -p \"...\"\n", programName(), model)
	} else {
		fmt.Fprintf(w, "  %s chat -m %s\n", programName(), model)
	}
	fmt.Fprintf(w, "  llama-cli -m %s\n", model)
}

// finetuneJSON is the JSON of finetune; losses that were not measured are null.
type finetuneJSON struct {
	Adapter     string   `json:"adapter,omitempty"`
	Model       string   `json:"model,omitempty"` // of a full run
	Best        string   `json:"best,omitempty"`
	Checkpoint  string   `json:"checkpoint,omitempty"` // of an interrupted run
	Interrupted bool     `json:"interrupted"`
	Steps       int      `json:"steps"`
	LossBefore  *float64 `json:"held_out_loss_before"`
	LossAfter   *float64 `json:"held_out_loss_after"`
	BestLoss    *float64 `json:"held_out_loss_best"`
	BestStep    int      `json:"best_step"`
	TrainLoss   *float64 `json:"train_loss"`
	Tokens      int64    `json:"tokens"`
	Seconds     float64  `json:"seconds"`
	PeakRSS     int64    `json:"peak_rss_bytes,omitempty"`
}

func newFinetuneJSON(cfg train.Config, data *train.Data, r train.Result) finetuneJSON {
	j := finetuneJSON{
		Adapter: r.Adapter, Best: r.Best, Interrupted: r.Interrupted, Steps: r.Steps, BestStep: r.BestStep,
		TrainLoss: measured(r.TrainLoss), Tokens: r.Tokens, Seconds: r.Elapsed.Seconds(), PeakRSS: peakRSS(),
	}
	if len(data.Held) > 0 {
		j.LossBefore, j.LossAfter, j.BestLoss = measured(r.FirstLoss), measured(r.LastLoss), measured(r.BestLoss)
	}
	if cfg.Full {
		j.Adapter, j.Model = "", r.Adapter
	}
	if r.Interrupted {
		j.Checkpoint = cfg.CheckpointPath()
	}
	return j
}

func measured(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}
