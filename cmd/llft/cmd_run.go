package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"llft/generate"
	"llft/tokenizer"
)

type runCmd struct {
	modelFlags
	adapterFlags
	cacheFlags
	Prompt      *string `short:"p" placeholder:"TEXT" help:"The text to continue (default: read from --file or standard input)."`
	File        string  `short:"f" placeholder:"FILE" help:"Read the prompt from a file."`
	Ctx         int     `short:"c" aliases:"ctx-size" placeholder:"N" help:"Room for prompt and answer, in tokens (default: what the model was made for, at most 4096)."`
	Special     bool    `help:"Take the text of special tokens in the prompt (<|eot_id|>) as the tokens."`
	Echo        bool    `help:"Print the prompt before its continuation."`
	JSON        bool    `name:"json" help:"Print one JSON object when done, instead of streaming."`
	sampleFlags `set:"max_tokens=512"`
}

// Help is the end of the command's --help.
func (runCmd) Help() string {
	return `Example:

    llft run -m model.gguf -p "Once upon a time" -n 100 --temp 0

The continuation goes to standard output as it is made, the speed to standard error. No chat template is used; for questions and answers
there is llft chat. One newline at the end of a prompt from a file or from standard input is dropped.`
}

// longestContext bounds the room that is made when nobody asks for a size: the KV cache of a 128 K context would fill the memory.
const longestContext = 4096

func (c runCmd) Run(io stdio) error {
	sampler, seed, err := c.sampler()
	if err != nil {
		return err
	}
	if c.Prompt != nil && c.File != "" {
		return usagef("both --prompt and --file are given, want one")
	}
	l, err := c.open(io, true)
	if err != nil {
		return err
	}
	defer l.close()
	if err := l.attachAll(c.adapterFlags, io); err != nil {
		return err
	}
	n, err := l.context(c.Ctx, longestContext, io)
	if err != nil {
		return err
	}
	prompt, err := c.prompt(io)
	if err != nil {
		return err
	}
	session, err := c.session(l.model, n)
	if err != nil {
		return err
	}
	defer session.Close()
	ids := l.tok.Encode(prompt, tokenizer.Options{AddSpecial: true, ParseSpecial: c.Special})
	ids = withoutEOS(ids, l.tok)
	show := func(string) {}
	if !c.JSON {
		show = func(text string) { fmt.Fprint(io.out, text) }
	}
	if c.Echo {
		show(prompt)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	res, err := generate.New(session, l.tok).Generate(ctx, ids, generate.Options{
		Sampler: sampler, MaxTokens: c.MaxTokens, IsStop: l.tok.IsEOG, Stops: c.Stop, Continue: true,
	}, func(_ int32, text string) bool { show(text); return true })
	if res.Text != "" && !c.JSON {
		fmt.Fprintln(io.out)
	}
	if err != nil {
		return tooLong(err)
	}
	if c.JSON {
		return writeJSON(io.out, newAnswer(prompt, seed, res))
	}
	fmt.Fprintf(io.err, "%s; ended by: %s; seed %d\n", speed(res), res.Reason, seed)
	return nil
}

func (c runCmd) prompt(s stdio) (string, error) {
	if c.Prompt != nil {
		return *c.Prompt, nil
	}
	var data []byte
	var err error
	if c.File != "" {
		data, err = os.ReadFile(c.File)
	} else {
		data, err = io.ReadAll(s.in)
	}
	return strings.TrimSuffix(string(data), "\n"), err
}

// withoutEOS drops the end token that some vocabularies ask to add: the prompt is to be continued.
func withoutEOS(ids []int32, tok *tokenizer.Tokenizer) []int32 {
	if n := len(ids); n > 1 && tok.AddEOS() && ids[n-1] == tok.EOS() {
		return ids[:n-1]
	}
	return ids
}

// tooLong tells what to do about a prompt that does not fit.
func tooLong(err error) error {
	if _, ok := errors.AsType[*generate.PromptTooLong](err); ok {
		return withHint(err, "shorten it or make room with --ctx")
	}
	return err
}

// speed describes how fast a result came.
func speed(r generate.Result) string {
	return fmt.Sprintf("prompt %s at %s, answer %s at %s", plural(r.Evaluated, "token"), rate(r.Evaluated, r.PromptTime),
		plural(len(r.Tokens), "token"), rate(len(r.Tokens), r.Time))
}

// answer is the JSON of run.
type answer struct {
	Prompt        string  `json:"prompt"`
	Text          string  `json:"text"`
	Tokens        []int32 `json:"tokens"`
	End           string  `json:"end"`
	Seed          uint64  `json:"seed"`
	PromptTokens  int     `json:"prompt_tokens"`
	PromptSeconds float64 `json:"prompt_seconds"`
	Seconds       float64 `json:"seconds"`
}

func newAnswer(prompt string, seed uint64, r generate.Result) answer {
	return answer{prompt, r.Text, append([]int32{}, r.Tokens...), r.Reason.String(), seed, r.Prompt, r.PromptTime.Seconds(), r.Time.Seconds()}
}
