package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"llft/chat"
	"llft/generate"
)

// conversation is a chat in progress.
type conversation struct {
	io      stdio
	loaded  *loaded
	force   bool // --force, for adapters loaded on the way
	verbose bool

	format *chat.Format
	gen    *generate.Generator
	opts   generate.Options

	system string
	turns  []chat.Message // user and assistant in turn
}

// loop reads messages and commands until the input ends.
func (c *conversation) loop(lines lineReader) error {
	for {
		line, err := lines.readLine()
		switch {
		case errors.Is(err, errInterrupt):
			fmt.Fprintln(c.io.err, "Ctrl-D or /exit leaves.")
			continue
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if said, ok := strings.CutPrefix(line, "//"); ok {
			line = "/" + said
		} else if strings.HasPrefix(line, "/") {
			leave, err := c.command(line)
			if leave {
				return nil
			}
			if err != nil {
				report(c.io.err, err)
			}
			continue
		}
		if err := c.say(line); err != nil {
			report(c.io.err, err) // the conversation goes on without the message
		}
	}
}

// say sends a message and streams the answer. On an error the message is taken back.
func (c *conversation) say(text string) error {
	c.turns = append(c.turns, chat.Message{Role: "user", Content: text})
	res, err := c.answer()
	if res.Text != "" || err == nil {
		fmt.Fprintln(c.io.out)
	}
	if err != nil {
		c.turns = c.turns[:len(c.turns)-1]
		return err
	}
	c.turns = append(c.turns, chat.Message{Role: "assistant", Content: res.Text})
	switch res.Reason {
	case generate.ContextFull:
		c.io.note("the context of %d tokens is full, the answer ends here", c.gen.Cap())
	case generate.MaxTokens:
		c.io.note("the answer was cut after %d tokens (--max-tokens)", c.opts.MaxTokens)
	}
	if c.verbose {
		fmt.Fprintln(c.io.err, speed(res))
	}
	return nil
}

// answer streams the answer to the turns so far; Ctrl-C ends it early.
func (c *conversation) answer() (generate.Result, error) {
	prompt, err := c.prompt()
	if err != nil {
		return generate.Result{}, err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return c.gen.Generate(ctx, prompt, c.opts, func(_ int32, text string) bool {
		fmt.Fprint(c.io.out, text)
		return true
	})
}

// prompt renders the conversation. Where it leaves too little room for an answer, the oldest question and answer are forgotten, as
// often as it takes; the system message and the last question stay.
func (c *conversation) prompt() ([]int32, error) {
	room := c.gen.Cap()
	reserve := min(256, room/4)
	forgotten := 0
	for {
		ids, err := c.format.Prompt(c.messages())
		if err != nil {
			return nil, err
		}
		if len(ids)+reserve <= room || len(c.turns) <= 2 {
			if forgotten > 0 {
				c.io.note("the conversation no longer fits the context of %d tokens: its oldest %s left out", room, wereForgotten(forgotten))
			}
			if len(ids) > room {
				return nil, withHint(&generate.PromptTooLong{Tokens: len(ids), Cap: room}, "shorten the message or the system message, or make room with --ctx")
			}
			return ids, nil
		}
		c.turns = c.turns[2:]
		forgotten++
	}
}

func wereForgotten(n int) string {
	if n == 1 {
		return "question and answer are"
	}
	return fmt.Sprintf("%d questions and answers are", n)
}

func (c *conversation) messages() []chat.Message {
	var all []chat.Message
	if c.system != "" {
		all = append(all, chat.Message{Role: "system", Content: c.system})
	}
	return append(all, c.turns...)
}
