package main

import (
	"fmt"
	"strings"

	"llft/chat"
	"llft/generate"
)

type chatCmd struct {
	modelFlags
	adapterFlags
	cacheFlags
	Template    string `placeholder:"NAME" help:"Chat template instead of the model's own: ${templates}, or none."`
	System      string `placeholder:"TEXT" help:"System message."`
	Prompt      string `short:"p" placeholder:"TEXT" help:"Send this message first."`
	Ctx         int    `short:"c" aliases:"ctx-size" placeholder:"N" help:"Room for the conversation, in tokens (default: what the model was made for, at most 4096)."`
	Verbose     bool   `short:"v" help:"Print the speed after each answer."`
	sampleFlags `set:"max_tokens=0"`
}

// Help is the end of the command's --help.
func (chatCmd) Help() string {
	return `Example:

    llft chat -m model.gguf --adapter mine.gguf --system "Answer in one sentence."

Ctrl-C stops an answer, Ctrl-D or /exit leaves, /help lists the commands. When the conversation no longer fits the context, its oldest
turns are left out. Standard input that is not a terminal is read line by line, each line a message.`
}

func (c chatCmd) Run(io stdio) error {
	sampler, seed, err := c.sampler()
	if err != nil {
		return err
	}
	if err := checkTemplate(c.Template); err != nil {
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
	format, err := chat.New(l.file.KV, l.tok, c.Template)
	if err != nil {
		return withHint(fmt.Errorf("%q: %w", l.file.Path, err), "--template takes another one: %s, none", strings.Join(chat.Builtins(), ", "))
	}
	n, err := l.context(c.Ctx, longestContext, io)
	if err != nil {
		return err
	}
	session, err := c.session(l.model, n)
	if err != nil {
		return err
	}
	defer session.Close()
	talk := &conversation{
		io: io, loaded: l, force: c.Force, verbose: c.Verbose,
		format: format, system: c.System,
		gen: generate.New(session, l.tok),
		opts: generate.Options{
			Sampler: sampler, MaxTokens: c.MaxTokens, Stops: c.Stop, IsStop: format.IsStop,
		},
	}
	fmt.Fprintf(io.err, "Chat template: %s. /help lists the commands.\n", format.Describe())
	if c.Verbose {
		fmt.Fprintf(io.err, "context %d tokens, seed %d\n", n, seed)
	}
	if c.Prompt != "" {
		if err := talk.say(c.Prompt); err != nil {
			return err
		}
	}
	return talk.loop(newLineReader(io))
}

// checkTemplate refuses a name that chat.New would not know.
func checkTemplate(name string) error {
	if name == "" || name == "none" {
		return nil
	}
	for _, known := range chat.Builtins() {
		if name == known {
			return nil
		}
	}
	return usagef("--template is %q, it must be one of %s, none", name, strings.Join(chat.Builtins(), ", "))
}
