package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"llft/internal/machine"
	"llft/train"
)

// finetuneReport tells a person how a run goes: a table of what will be done, then a bar on a terminal, lines elsewhere.
type finetuneReport struct {
	io       stdio
	loaded   *loaded
	template string // in words

	terminal bool
	bar      *progressbar.ProgressBar
	held     string    // the last held-out loss, in words
	printed  time.Time // of the last line
	every    int       // steps between two lines where there is no terminal
}

// lineEvery is the longest time without a line where there is no bar.
const lineEvery = 30 * time.Second

func newFinetuneReport(io stdio, l *loaded, template string) *finetuneReport {
	f, ok := io.err.(*os.File)
	return &finetuneReport{io: io, loaded: l, template: template, terminal: ok && term.IsTerminal(int(f.Fd()))}
}

// Start prints what will be done.
func (r *finetuneReport) Start(i train.Info) {
	c, d, m := i.Config, i.Data, r.loaded.model
	row := func(name, format string, args ...any) {
		fmt.Fprintf(r.io.err, "%-9s %s\n", name, oneLine(fmt.Sprintf(format, args...)))
	}
	row("cpu", "%s, %s kernels, %s, arithmetic %s", cpuName(), i.Tier, plural(i.Threads, "thread"), i.Compute)
	if c.Model == "" {
		row("model", "new: dim %d, %s, %d heads, %d of keys and values, FFN %d, vocabulary %d: %s parameters",
			m.Dim, plural(m.Layers, "layer"), m.Heads, m.KVHeads, m.FFN, m.Vocab, countText(m.Parameters()))
	} else {
		row("model", "%s, %s parameters, mostly %s", filepath.Base(c.Model), countText(m.Parameters()), typeTotals(r.loaded.file.Tensors)[0].Type)
	}
	row("template", "%s", r.templateWords(d))
	row("data", "%s", dataWords(d))
	targets := "all seven matrices of a block"
	if len(c.Targets) > 0 {
		targets = strings.Join(c.Targets, " ")
	}
	if c.Full {
		row("training", "every weight: %s parameters", countText(i.Parameters))
		row("learning", "rate %g%s", i.LRA, scheduleWords(c))
	} else {
		row("adapter", "rank %d, alpha/rank %g/%d = %g, %s: %s parameters", c.Rank, c.Alpha, c.Rank, i.Scale, targets, countText(i.Parameters))
		row("learning", "rate of A %g, of B %g (LoRA+ ratio %g)%s", i.LRA, i.LRB, c.Ratio, scheduleWords(c))
	}
	row("steps", "%s", stepWords(i))
	twice := ""
	if i.Recompute {
		twice = ", layers computed twice to save memory"
	}
	if c.Full {
		row("memory", "%s: weights in float32, gradients, moments and activations%s", bytesText(i.Bytes), twice)
	} else {
		row("memory", "%s for the model, which stays on disk, and %s beside it%s", bytesText(r.loaded.file.Size), bytesText(i.Bytes), twice)
	}
	if free := machine.FreeMemory(); free > 0 && i.Bytes > free {
		r.io.note("only %s of memory are free; a smaller --ctx or --batch, or --recompute on, needs less", bytesText(free))
	}
	for _, w := range riskySettings(i, m.Parameters()) {
		r.io.note("%s", w)
	}
	if i.Resumed > 0 {
		row("resumed", "after step %d of %d", i.Resumed, c.Steps)
	}
	r.every = max(1, c.Steps/20)
	r.printed = time.Now()
	if r.terminal {
		r.bar = progressbar.NewOptions(c.Steps,
			progressbar.OptionSetWriter(r.io.err),
			progressbar.OptionSetWidth(24),
			progressbar.OptionSetPredictTime(false),
			progressbar.OptionSetElapsedTime(false),
			progressbar.OptionShowDescriptionAtLineEnd(),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(),
		)
		_ = r.bar.Set(i.Resumed) // an error of the bar is one of the terminal: nothing to do about it
	}
}

func (r *finetuneReport) templateWords(d *train.Data) string {
	if d.Template == "" {
		return "not used: the data is text"
	}
	return r.template
}

func dataWords(d *train.Data) string {
	if d.At != nil {
		return fmt.Sprintf("%s: %.0f tokens a document, %.0f%% of them learnt; held out %s of %s", d.Name, float64(d.Tokens)/float64(len(d.Train)),
			100*float64(d.Trained)/float64(d.Tokens), plural(len(d.Held), "sequence"), plural(d.HeldTokens, "token"))
	}
	words := d.Name + ": "
	if d.Rows > 0 {
		words += plural(d.Rows, "row") + ", "
	}
	words += fmt.Sprintf("%s of %s, %s of them learnt", plural(len(d.Train), "sequence"), plural(d.Tokens, "token"), countText(int64(d.Trained)))
	if d.HeldTokens > 0 {
		return fmt.Sprintf("%s; held out %s of %s", words, plural(len(d.Held), "sequence"), plural(d.HeldTokens, "token"))
	}
	return words + "; nothing is held out"
}

// scheduleWords tells how the learning rate goes, nothing where it stays.
func scheduleWords(c train.Config) string {
	words := ""
	if c.Warmup > 0 {
		words = fmt.Sprintf(", grown over %s", plural(c.Warmup, "step"))
	}
	switch c.Schedule {
	case "linear":
		words += ", then down to zero in a line"
	case "cosine":
		words += ", then down to a tenth in a cosine"
	}
	return words
}

// stepWords tells how long a run is.
func stepWords(i train.Info) string {
	c, d := i.Config, i.Data
	if d.At != nil {
		tokens := float64(c.Steps) * float64(c.Batch) * float64(d.Tokens) / float64(len(d.Train))
		return fmt.Sprintf("%d of %s: about %s tokens", c.Steps, plural(c.Batch, "document"), countText(int64(tokens)))
	}
	return fmt.Sprintf("%d of %s, up to %d tokens each: %s over the data", c.Steps, plural(c.Batch, "sequence"), c.Ctx, passes(i.Passes))
}

func passes(n float64) string {
	if n == 1 {
		return "1 pass"
	}
	return fmt.Sprintf("%.3g passes", n)
}

// riskySettings lists settings that usually end badly (LoRA+, Hayou et al. 2024, and the experience of its users).
func riskySettings(i train.Info, parameters int64) []string {
	var all []string
	if i.Config.Full {
		return nil
	}
	if i.Config.Ratio > 16 {
		all = append(all, fmt.Sprintf("a ratio of %g is above the usual 1 to 16; halve --lr or lower --ratio if the loss jumps", i.Config.Ratio))
	}
	if i.LRB > 4e-3 && parameters >= 1_000_000_000 {
		all = append(all, fmt.Sprintf("the learning rate of B, %g, is above 4e-3, which a model of %s parameters may not bear", i.LRB, countText(parameters)))
	}
	if i.Config.WeightDecay != 0 && i.Config.Ratio != 1 {
		all = append(all, fmt.Sprintf("weight decay is multiplied by each learning rate, so B is pulled to zero %g times as hard as A", i.Config.Ratio))
	}
	return all
}

// Warn passes a warning on.
func (r *finetuneReport) Warn(text string) {
	r.clear()
	r.io.note("%s", text)
}

// Eval keeps the held-out loss for the bar and prints it as a line that stays.
func (r *finetuneReport) Eval(e train.EvalStats) {
	r.held = fmt.Sprintf("held-out %.4f", e.Loss)
	best := ""
	if e.BestStep < e.Step {
		best = fmt.Sprintf(" (best %.4f at step %d)", e.Best, e.BestStep)
	}
	r.line("step %d/%d  held-out loss %.4f, perplexity %.2f%s", e.Step, e.Steps, e.Loss, math.Exp(e.Loss), best)
}

// Step moves the bar, or prints a line now and then.
func (r *finetuneReport) Step(s train.StepStats) {
	if r.terminal {
		r.bar.Describe(fmt.Sprintf("loss %.4f %s %.0f tokens/s, %s left", s.Smooth, r.held, s.Rate, durationText(s.Left)))
		_ = r.bar.Set(s.Step)
		return
	}
	if s.Step%r.every == 0 || s.Step == s.Steps || time.Since(r.printed) > lineEvery {
		r.line("step %d/%d  loss %.4f  %.0f tokens/s  %s left", s.Step, s.Steps, s.Smooth, s.Rate, durationText(s.Left))
	}
}

// Saved says that a checkpoint was written; the adapters are named at the end.
func (r *finetuneReport) Saved(s train.Saved) {
	if s.Kind == train.Checkpoint {
		r.line("step %d: state saved in %s", s.Step, s.Path)
	}
}

// line prints above the bar.
func (r *finetuneReport) line(format string, args ...any) {
	r.clear()
	fmt.Fprintf(r.io.err, format+"\n", args...)
	r.printed = time.Now()
}

func (r *finetuneReport) clear() {
	if r.bar != nil {
		_ = r.bar.Clear()
	}
}

// finish takes the bar away.
func (r *finetuneReport) finish() {
	r.clear()
	r.bar = nil
}
