package main

import (
	"fmt"
	"time"

	"llft/chat"
	"llft/gguf"
	"llft/internal/corpus"
	"llft/tokenizer"
	"llft/train"
)

type tokenizerCmd struct {
	Train tokenizerTrainCmd `cmd:"" help:"Learn a vocabulary from text."`
}

type tokenizerTrainCmd struct {
	Data   []string `short:"d" sep:"none" placeholder:"FILE" help:"Text files, or JSON lines as finetune takes them; several times for several files."`
	Corpus int      `placeholder:"N" help:"Also N documents of the built-in corpus, on which the base model was trained."`
	Out    string   `short:"o" default:"tok.gguf" placeholder:"FILE" help:"Where the vocabulary goes (default: ${default})."`
	Vocab  int      `default:"2048" placeholder:"N" help:"Tokens: 262 and more (default: ${default})."`
	Seed   uint64   `placeholder:"N" help:"Of the built-in corpus (default: 0)."`
	Force  bool     `help:"Replace the file if it is there."`
}

// Help is the end of the command's --help.
func (tokenizerTrainCmd) Help() string {
	return `Example:

    llft tokenizer train -d stories.txt -d chats.jsonl -o tok.gguf --vocab 4096
    llft tokenize -m tok.gguf --pieces "Hello, world"
    llft pretrain --tokenizer tok.gguf -d stories.txt -d chats.jsonl -o model.gguf

Byte pair encoding: any text can be written, and each digit is a token of its own. The file is a GGUF without tensors; llama.cpp gives
the same tokens with it.`
}

func (c tokenizerTrainCmd) Run(io stdio) error {
	if len(c.Data) == 0 && c.Corpus == 0 {
		return usagef("no text to learn from: give -d FILE or --corpus N")
	}
	if c.Corpus < 0 {
		return usagef("--corpus is %d, it must be 1 or more", c.Corpus)
	}
	if err := mayWrite(c.Out, c.Force); err != nil {
		return err
	}
	start := time.Now()
	var w tokenizer.Words
	for _, path := range c.Data {
		if err := train.Texts(path, w.Add); err != nil {
			return err
		}
	}
	addCorpus(&w, c.Seed, c.Corpus)
	kv, err := learnVocabulary(&w, c.Vocab)
	if err != nil {
		return err
	}
	if err := writeVocabulary(c.Out, kv); err != nil {
		return err
	}
	tok, err := tokenizer.New(kv)
	if err != nil {
		return err
	}
	if tok.Size() < c.Vocab {
		io.note("the text has no more than %d tokens: no other pair of them occurs twice", tok.Size())
	}
	fmt.Fprintf(io.out, "%s: %d tokens learnt from %s (%d different words) in %s\n", c.Out, tok.Size(), bytesText(w.Bytes()), w.Len(), durationText(time.Since(start)))
	return nil
}

// addCorpus counts the words of the first n documents of the built-in corpus.
func addCorpus(w *tokenizer.Words, seed uint64, n int) {
	c := corpus.New(seed)
	for i := range n {
		d := c.At(corpus.DefaultWeights, i)
		w.Add(d.Text)
		for _, m := range d.Messages {
			w.Add(m.Content)
		}
	}
}

// learnVocabulary makes a vocabulary with the tokens of chat.Native, and that template.
func learnVocabulary(w *tokenizer.Words, size int) (*gguf.KV, error) {
	kv, err := w.Learn(tokenizer.Learning{Size: size, BOS: "<s>", EOS: "</s>", EOT: chat.NativeEnd, Control: chat.NativeRoles()})
	if err != nil {
		return nil, usageError{err}
	}
	kv.Set("tokenizer.chat_template", chat.Native)
	return kv, nil
}

// writeVocabulary writes metadata alone.
func writeVocabulary(path string, kv *gguf.KV) error {
	w, err := gguf.Create(path, kv)
	if err != nil {
		return err
	}
	defer w.Abort()
	return w.Commit()
}
