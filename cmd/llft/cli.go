package main

import (
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	"llft"
	"llft/quant"
)

// cli is the grammar of the command line: one field per command, each in its own file.
type cli struct {
	Demo       demoCmd       `cmd:"" help:"See a small model learn something new, in a minute."`
	Finetune   finetuneCmd   `cmd:"" aliases:"train,fine-tune" help:"Train an adapter on your data (LoRA+)."`
	Pretrain   pretrainCmd   `cmd:"" help:"Train a small model from nothing."`
	Chat       chatCmd       `cmd:"" help:"Chat with a model."`
	Run        runCmd        `cmd:"" help:"Complete a prompt."`
	Base       baseCmd       `cmd:"" help:"Save or examine the model inside llft."`
	Inspect    inspectCmd    `cmd:"" help:"Show what is in a GGUF file, a model or an adapter."`
	Tokenize   tokenizeCmd   `cmd:"" help:"Turn text into token ids."`
	Tokenizer  tokenizerCmd  `cmd:"" help:"Learn a vocabulary from text."`
	Perplexity perplexityCmd `cmd:"" help:"Measure how well a model predicts a text."`
	Bench      benchCmd      `cmd:"" help:"Measure speed and memory, and what the machine would allow."`
	Selftest   selftestCmd   `cmd:"" help:"Check llft on this machine: what to send with a bug report."`

	Version versionFlag `help:"Print the version, the CPU and the instruction sets in use, then exit."`
}

const description = `llft finetunes a quantized LLaMA model (GGUF) on this computer's CPU and chats with it.

Example:

    llft finetune -m model.gguf -d data.jsonl -o mine.gguf
    llft chat -m model.gguf --adapter mine.gguf

Exit codes: 0 done, 1 failed, 2 wrong usage.`

// execute parses args and runs the command they name.
func execute(args []string, io stdio) error {
	if len(args) == 0 {
		args = []string{"--help"}
	}
	if err := checkEnvironment(); err != nil {
		return err
	}
	if warning := llft.ISAWarning(); warning != "" {
		io.note("%s", warning)
	}
	var c cli
	parser, err := kong.New(&c,
		kong.Name("llft"),
		kong.Description(description),
		kong.Writers(io.out, io.err),
		kong.Bind(io, commandLine(args)),
		kong.ConfigureHelp(kong.HelpOptions{NoExpandSubcommands: true, WrapUpperBound: 110}),
		finetuneVars(), pretrainVars(), benchVars(),
	)
	if err != nil {
		return fmt.Errorf("grammar of the command line: %w", err)
	}
	ctx, err := parser.Parse(args)
	if err != nil {
		return err
	}
	return ctx.Run()
}

// checkEnvironment refuses bad values of LLFT_ISA and LLFT_COMPUTE before any work; it blames LLFT_COMPUTE rather than the flag that it stands for.
func checkEnvironment() error {
	if err := llft.ISAError(); err != nil {
		return usageError{err}
	}
	if name := os.Getenv("LLFT_COMPUTE"); name != "" {
		if _, err := quant.ParseCompute(name); err != nil {
			return usageError{fmt.Errorf("LLFT_COMPUTE: %w", err)}
		}
		return nil
	}
	return os.Unsetenv("LLFT_COMPUTE") // empty is as good as unset, but not to kong
}
