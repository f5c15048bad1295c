package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"

	"llft/generate"
	"llft/tokenizer"
)

type perplexityCmd struct {
	modelFlags
	adapterFlags
	cacheFlags
	File   string `arg:"" help:"The text file."`
	Ctx    int    `short:"c" aliases:"ctx-size" placeholder:"N" help:"Tokens of a window (default: 512, or what the model was made for if that is less)."`
	Chunks int    `placeholder:"N" help:"Measure only the first N windows."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Help is the end of the command's --help.
func (perplexityCmd) Help() string {
	return `Example:

    llft perplexity -m model.gguf --adapter mine.gguf wiki.test.raw

Lower is better; compare figures of the same text, window and vocabulary only. Windows and counting are those of llama.cpp's
llama-perplexity: the text is cut into windows, and the second half of each is predicted.`
}

// perplexityWindow is the default of llama.cpp's tool.
const perplexityWindow = 512

func (c perplexityCmd) Run(io stdio) error {
	if c.Chunks < 0 {
		return usagef("--chunks is %d, it must be 1 or more", c.Chunks)
	}
	data, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	l, err := c.open(io, true)
	if err != nil {
		return err
	}
	defer l.close()
	if err := l.attachAll(c.adapterFlags, io); err != nil {
		return err
	}
	size, err := l.context(c.Ctx, perplexityWindow, io)
	if err != nil {
		return err
	}
	// llama.cpp drops one newline at the end of the file and counts the BOS of the text as a token of it.
	tokens := l.tok.Encode(strings.TrimSuffix(string(data), "\n"), tokenizer.Options{AddSpecial: true})
	w := generate.Windows{Size: size, Max: c.Chunks, BOS: -1}
	if l.tok.AddBOS() {
		w.BOS = l.tok.BOS()
	}
	session, err := c.session(l.model, size)
	if err != nil {
		return err
	}
	defer session.Close()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	count, start := w.Count(len(tokens)), time.Now()
	e, err := generate.Perplexity(ctx, session, tokens, w, func(n int, e generate.Estimate) {
		if n == 1 {
			fmt.Fprintf(io.err, "%d tokens, %s of %d, about %s\n", len(tokens), plural(count, "window"), size, durationText(time.Duration(count)*time.Since(start)))
		}
		fmt.Fprintf(io.err, "[%d]%.4f,", n, e.PPL)
		if n == count {
			fmt.Fprintln(io.err)
		}
	})
	if ctx.Err() != nil {
		fmt.Fprintln(io.err)
		return fmt.Errorf("interrupted after %d predictions, perplexity so far %.4f", e.Count, e.PPL)
	}
	if err != nil {
		return fmt.Errorf("%q: %w", c.File, err)
	}
	if c.JSON {
		return writeJSON(io.out, struct {
			Perplexity float64 `json:"perplexity"`
			Error      float64 `json:"error"`
			Predicted  int     `json:"predicted"`
			Windows    int     `json:"windows"`
			Ctx        int     `json:"ctx"`
			Seconds    float64 `json:"seconds"`
		}{e.PPL, e.Error, e.Count, count, size, time.Since(start).Seconds()})
	}
	fmt.Fprintf(io.out, "Final estimate: PPL = %.4f +/- %.5f\n", e.PPL, e.Error)
	return nil
}
