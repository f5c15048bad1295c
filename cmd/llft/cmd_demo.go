package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"llft/chat"
	"llft/internal/atomicfile"
	"llft/internal/corpus"
	"llft/lora"
	"llft/train"
)

// The demo trains as finetune does where nothing is said but the file: one pass over the examples, a number of steps and not of seconds, so that
// the adapter is the same on every machine of the same instruction set.
const (
	demoRows      = 2400
	demoQuestions = 50 // held out
	demoShown     = 3  // of the questions, before and after
)

type demoCmd struct {
	Out     string `short:"o" default:"demo.gguf" placeholder:"FILE" help:"Where the adapter goes; its examples go beside it, as .jsonl (default: ${default})."`
	Seed    uint64 `default:"0" placeholder:"N" help:"Of the examples, the questions and the adapter (default: ${default})."`
	Threads int    `placeholder:"N" help:"Worker threads (default: one per physical core)."`
	Force   bool   `help:"Replace the files if they are there and are not the demo's."`
	JSON    bool   `name:"json" help:"Print the result as JSON."`
}

// Help is the end of the command's --help.
func (demoCmd) Help() string {
	return `The small model inside llft learns a task that it does not know, to fill in a form from a sentence. You see its answers
before and after, to questions that are not among the examples, and get the adapter to chat with. It takes about a minute.`
}

// demoResult is the JSON of demo.
type demoResult struct {
	Adapter   string  `json:"adapter"`
	Data      string  `json:"data"`
	Questions int     `json:"questions"`
	Before    int     `json:"right_before"`
	After     int     `json:"right_after"`
	Steps     int     `json:"steps"`
	Seconds   float64 `json:"seconds"` // of training
	Seed      uint64  `json:"seed"`
}

func (c demoCmd) Run(s stdio) error {
	flags := modelFlags{Threads: c.Threads, Compute: "auto"}
	if err := flags.check(); err != nil {
		return err
	}
	gen := corpus.New(c.Seed)
	var rows bytes.Buffer
	if err := corpus.WriteJSONL(&rows, gen.Demo(demoRows)); err != nil {
		return err
	}
	dataPath := strings.TrimSuffix(c.Out, filepath.Ext(c.Out)) + ".jsonl"
	if dataPath == c.Out {
		return usagef("-o is %q, the name of the examples; the adapter needs another, such as .gguf", c.Out)
	}
	if err := c.keepFiles(dataPath, rows.Bytes()); err != nil {
		return err
	}
	l, err := flags.open(s, false)
	if err != nil {
		return err
	}
	defer l.close()
	format, err := chat.New(l.file.KV, l.tok, "")
	if err != nil {
		return err
	}
	ask, err := newAsker(l, format)
	if err != nil {
		return err
	}
	defer ask.close()
	ctx, stop := untilInterrupt(context.Background(), func() {})
	defer stop()

	words := s.out // for people; with --json they go where all else goes
	if c.JSON {
		words = s.err
	}
	held := gen.DemoHeld(demoQuestions)
	fmt.Fprintf(words, "llft carries a small model of %s parameters. It will learn, here and now, what it cannot do yet:\nto fill in a form from a sentence.\n", countText(l.model.Parameters()))
	before, err := quiz(ctx, words, ask, held, "Before")
	if err != nil {
		return stopped(ctx, err, errDemoStopped)
	}
	fmt.Fprintf(words, "\nTraining an adapter on %d other examples with LoRA+; the model itself stays as it is:\n", demoRows)
	adapter, result, err := c.train(ctx, s, l, format, rows.Bytes(), filepath.Base(dataPath))
	if err != nil {
		return err
	}
	if err := c.save(adapter, dataPath, rows.Bytes()); err != nil {
		return err
	}
	if _, err := l.attach(adapterSpec{Path: c.Out, Scale: 1}, false); err != nil {
		return err
	}
	ask.generator.Reset()
	after, err := quiz(ctx, words, ask, held, "After "+durationText(result.Elapsed))
	if err != nil {
		return stopped(ctx, err, fmt.Errorf("stopped; %q and %q are written", c.Out, dataPath))
	}
	if c.JSON {
		return writeJSON(s.out, demoResult{c.Out, dataPath, len(held), before, after, result.Steps, result.Elapsed.Seconds(), c.Seed})
	}
	self, out := programName(), quoteArg(c.Out)
	fmt.Fprintf(words, "\nWrote %s, the adapter, and %s, its examples. Chat with it:\n  %s chat --adapter %s\nand say, for instance:\n  %s\n",
		out, quoteArg(dataPath), self, out, held[len(held)-1].Messages[0].Content)
	fmt.Fprintf(words, "The same from examples of your own, in the form of %s:\n  %s finetune -d FILE -o mine.gguf\n", quoteArg(dataPath), self)
	return nil
}

// quiz asks all questions, shows some of the answers and counts the right ones.
func quiz(ctx context.Context, w io.Writer, ask *asker, questions []corpus.Document, when string) (right int, err error) {
	var shown strings.Builder
	for i, d := range questions {
		answer, ok, err := ask.ask(ctx, d)
		if err := errors.Join(err, ctx.Err()); err != nil {
			return 0, err
		}
		if ok {
			right++
		}
		if i < demoShown {
			fmt.Fprintf(&shown, "  %s\n    wanted  %s\n    answer  %s\n", d.Messages[0].Content, d.Answer, oneLine(answer))
		}
	}
	fmt.Fprintf(w, "\n%s: %d of %d answers right.\n%s", when, right, len(questions), shown.String())
	return right, nil
}

var errDemoStopped = errors.New("stopped; nothing was written")

// stopped is why, where it was a person who ended what gave err.
func stopped(ctx context.Context, err, why error) error {
	if ctx.Err() != nil {
		return why
	}
	return err
}

// train makes the adapter in a folder of its own, so that a demo which is stopped leaves nothing behind.
func (c demoCmd) train(ctx context.Context, s stdio, l *loaded, format *chat.Format, rows []byte, name string) (adapter []byte, result train.Result, err error) {
	dir, err := os.MkdirTemp("", "llft-demo-")
	if err != nil {
		return nil, result, err
	}
	defer os.RemoveAll(dir)
	cfg := train.Default()
	cfg.Model, cfg.Data, cfg.Out = baseName, filepath.Join(dir, name), filepath.Join(dir, "adapter.gguf")
	cfg.Seed, cfg.Version = c.Seed, buildVersion()
	if err := os.WriteFile(cfg.Data, rows, 0o600); err != nil {
		return nil, result, err
	}
	if cfg, err = cfg.Resolve(l.model); err != nil {
		return nil, result, err
	}
	data, err := train.LoadData(cfg, format, l.tok)
	if err != nil {
		return nil, result, err
	}
	reporter := newFinetuneReport(s, l, format.Describe())
	result, err = train.Run(ctx, l.model, data, cfg, reporter)
	reporter.finish()
	if err != nil {
		return nil, result, err
	}
	if result.Interrupted {
		return nil, result, errDemoStopped
	}
	adapter, err = os.ReadFile(result.Adapter)
	return adapter, result, err
}

// save writes the adapter and the examples.
func (c demoCmd) save(adapter []byte, dataPath string, rows []byte) error {
	if err := atomicfile.WriteFile(c.Out, adapter); err != nil {
		return err
	}
	return atomicfile.WriteFile(dataPath, rows)
}

// keepFiles refuses to replace files that this demo did not write: an adapter of other examples, or other examples.
func (c demoCmd) keepFiles(dataPath string, rows []byte) error {
	if c.Force {
		return nil
	}
	refuse := func(path string) error {
		return withHint(fmt.Errorf("%q is there already and is not of this demo", path), "-o names another file, --force replaces it")
	}
	if _, err := os.Stat(c.Out); err == nil {
		hash := fmt.Sprintf("%x", sha256.Sum256(rows))
		if a, err := lora.Read(c.Out); err != nil || a.Info["llft.data_sha256"] != hash {
			return refuse(c.Out)
		}
	}
	old, err := os.ReadFile(dataPath)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && !bytes.Equal(old, rows) {
		return refuse(dataPath)
	}
	return err
}
