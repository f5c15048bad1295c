package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"llft/base"
	"llft/gguf"
	"llft/internal/atomicfile"
)

// baseName stands for the model inside the binary where a path would.
const baseName = "built-in base"

type baseCmd struct {
	modelFlags
	Save  string `placeholder:"FILE" help:"Write the base to this file, for llama.cpp and other programs."`
	Eval  bool   `help:"Ask a model (the base, or that of -m) the held-out questions of the built-in corpus, and measure how well it predicts held-out text."`
	N     int    `short:"n" default:"100" placeholder:"N" help:"With --eval, questions of each kind (default: ${default})."`
	Show  int    `placeholder:"N" help:"With --eval, show N answers of each kind."`
	Seed  uint64 `placeholder:"N" help:"With --eval, of the questions (default: 0)."`
	Force bool   `help:"Replace the file if it is there."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

// Help is the end of the command's --help.
func (baseCmd) Help() string {
	return `Example:

    llft base --save base.gguf
    llft base --eval
    llft base --eval -m other.gguf

The base is a small model inside llft, which every command uses that is given no -m.`
}

func (c baseCmd) Run(io stdio) error {
	if (c.Save != "") == c.Eval {
		return usagef("give either --save FILE or --eval")
	}
	if c.Eval {
		return c.eval(io)
	}
	if c.Model != "" {
		return usagef("-m goes with --eval: %q is in a file already", c.Model)
	}
	data := base.GGUF()
	if err := mayWrite(c.Save, c.Force); err != nil {
		return err
	}
	if err := atomicfile.WriteFile(c.Save, data); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "Wrote %s, %s\n", c.Save, bytesText(int64(len(data))))
	return nil
}

func (c baseCmd) eval(io stdio) error {
	if c.N < 1 || c.N > maxQuestions {
		return usagef("--n is %d, want 1 to %d", c.N, maxQuestions)
	}
	l, err := c.open(io, true)
	if err != nil {
		return err
	}
	defer l.close()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	e := evaluation{Model: filepath.Base(l.file.Path), Bytes: l.file.Size, Seed: c.Seed}
	if err := e.run(ctx, l, c.N, c.Show, io); err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(io.out, e)
	}
	e.print(io.out)
	return nil
}

// openModel opens the model of -m, or where none is named the one inside the binary, and then says so.
func openModel(path string, io stdio) (*gguf.File, error) {
	if path != "" {
		return openGGUF(path)
	}
	f, err := gguf.Parse(baseName, base.GGUF())
	if err == nil {
		io.note("no -m: using the %s", baseName)
	}
	return f, err
}

// modelArg is how a command line names the model.
func modelArg(path string) string {
	if path == "" || path == baseName {
		return ""
	}
	return " -m " + quoteArg(path)
}
