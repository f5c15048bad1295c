package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"llft/tokenizer"
)

type tokenizeCmd struct {
	Model   string  `short:"m" placeholder:"FILE" help:"The model, or a GGUF file with only a vocabulary (default: the built-in base)."`
	Text    *string `arg:"" optional:"" help:"The text (default: read from --file or standard input)."`
	File    string  `short:"f" placeholder:"FILE" help:"Read the text from a file."`
	Special bool    `help:"Take the text of special tokens (<|eot_id|>) as the tokens."`
	BOS     bool    `name:"bos" negatable:"" default:"true" help:"Add the begin and end tokens that the model asks for (default: yes)."`
	Pieces  bool    `help:"Print each token on a line with its text."`
	JSON    bool    `name:"json" help:"Print JSON: ids and pieces."`
}

// Help is the end of the command's --help.
func (tokenizeCmd) Help() string {
	return `Example:

    llft tokenize -m model.gguf --pieces "Hello, world"

Prints the ids on one line. Nothing is taken from the text or added to it: a last newline counts.`
}

func (c tokenizeCmd) Run(io stdio) error {
	if c.Text != nil && c.File != "" {
		return usagef("both a text and --file are given, want one")
	}
	file, err := openModel(c.Model, io)
	if err != nil {
		return err
	}
	defer file.Close()
	tok, err := tokenizer.New(file.KV)
	if err != nil {
		return fmt.Errorf("%q: %w", file.Path, err)
	}
	text, err := c.text(io)
	if err != nil {
		return err
	}
	ids := tok.Encode(text, tokenizer.Options{AddSpecial: c.BOS, ParseSpecial: c.Special})
	pieces := make([]string, len(ids))
	for i, id := range ids {
		pieces[i] = string(tok.Piece(id, true))
	}
	switch {
	case c.JSON:
		return writeJSON(io.out, struct {
			IDs    []int32  `json:"ids"`
			Pieces []string `json:"pieces"`
		}{append([]int32{}, ids...), pieces})
	case c.Pieces:
		for i, id := range ids {
			fmt.Fprintf(io.out, "%d\t%s\n", id, strconv.Quote(pieces[i]))
		}
	default:
		words := make([]string, len(ids))
		for i, id := range ids {
			words[i] = strconv.Itoa(int(id))
		}
		fmt.Fprintln(io.out, strings.Join(words, " "))
	}
	return nil
}

func (c tokenizeCmd) text(s stdio) (string, error) {
	if c.Text != nil {
		return *c.Text, nil
	}
	var data []byte
	var err error
	if c.File != "" {
		data, err = os.ReadFile(c.File)
	} else {
		data, err = io.ReadAll(s.in)
	}
	return string(data), err
}
