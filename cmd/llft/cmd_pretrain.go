package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"llft/chat"
	"llft/gguf"
	"llft/internal/corpus"
	"llft/llama"
	"llft/tokenizer"
	"llft/train"
)

type pretrainCmd struct {
	Out  string   `short:"o" default:"model.gguf" placeholder:"FILE" help:"Where the model goes (default: ${default})."`
	Name string   `placeholder:"TEXT" help:"Its name (default: that of the file)."`
	Data []string `short:"d" sep:"none" placeholder:"FILE" help:"Text files, or JSON lines as finetune takes them; several times for several files."`

	Corpus  bool           `help:"The built-in corpus instead of files: stories, questions, sums, tasks and chats, as many as it takes."`
	Weights map[string]int `mapsep:"," placeholder:"KIND=N,..." help:"How often each kind of the corpus comes (default: ${weights})."`
	HeldOut int            `default:"64" placeholder:"N" help:"Held-out documents of each kind of the corpus that measure the result (default: ${default})."`

	Dim     int  `default:"256" placeholder:"N" help:"Width of the model; a multiple of 256 suits every quantized type (default: ${default})."`
	Layers  int  `default:"6" placeholder:"N" help:"Blocks (default: ${default})."`
	Heads   int  `default:"4" placeholder:"N" help:"Heads of attention (default: ${default})."`
	KV      int  `name:"kv" default:"2" placeholder:"N" help:"Heads of keys and values, a divisor of --heads (default: ${default})."`
	FFN     int  `name:"ffn" default:"768" placeholder:"N" help:"Inner width of the feed-forward; a multiple of 256 likewise (default: ${default})."`
	Ctx     int  `short:"c" aliases:"ctx-size" default:"512" placeholder:"N" help:"The longest sequence in tokens (default: ${default})."`
	Untied  bool `help:"Give the output a matrix of its own instead of the embedding."`
	Vocab   int  `default:"2048" placeholder:"N" help:"Tokens of the vocabulary that is learnt from the data where --tokenizer names none (default: ${default})."`
	Threads int  `placeholder:"N" help:"Worker threads (default: one per physical core)."`

	Tokenizer string `placeholder:"FILE" help:"A vocabulary: of llft tokenizer train, or any model's file."`
	Template  string `placeholder:"NAME" help:"Chat template instead of the vocabulary's own: ${templates}, or none."`
	Learn     string `enum:"all,answers" default:"all" placeholder:"WHAT" help:"Of questions with answers, learn all of it or the answers alone (default: ${default})."`

	Steps  int   `placeholder:"N" help:"Training steps."`
	Tokens int64 `placeholder:"N" help:"Tokens to train on, instead of --steps (default: 20 for each parameter)."`
	Batch  int   `default:"32" placeholder:"N" help:"Documents of a step (default: ${default})."`

	LR          float64 `name:"lr" default:"1e-3" placeholder:"X" help:"Learning rate (default: ${default})."`
	Schedule    string  `enum:"constant,linear,cosine" default:"cosine" placeholder:"NAME" help:"How the learning rate goes after the warmup: constant, linear (to zero) or cosine (to a tenth) (default: ${default})."`
	Warmup      int     `default:"-1" placeholder:"N" help:"Steps in which the learning rate grows from nothing (default: a fiftieth of the run)."`
	WeightDecay float64 `default:"0.1" placeholder:"X" help:"Pull the matrices towards zero (default: ${default})."`
	Beta2       float64 `name:"beta2" default:"0.95" placeholder:"X" help:"AdamW's memory of squared gradients (default: ${default})."`
	Clip        float64 `default:"1" placeholder:"X" help:"Largest norm of a step's gradients; 0: any (default: ${default})."`
	Seed        uint64  `placeholder:"N" help:"Of the weights, the corpus and the order; same seed, same model, to the last bit (default: 0)."`

	Val       float64       `default:"0.05" placeholder:"P" help:"Part of each file, from its end, that is never trained but measures the result (default: ${default})."`
	EvalEvery int           `placeholder:"N" help:"Steps between two measurements (default: a tenth of the run)."`
	Compute   string        `enum:"auto,f32,bf16" default:"auto" placeholder:"TYPE" help:"Arithmetic: f32, bf16 (factors of large products rounded to bfloat16) or auto (default: ${default})."`
	Recompute string        `enum:"auto,on,off" placeholder:"WHEN" default:"auto" help:"Compute layers twice to save memory: auto, on or off (default: ${default})."`
	SaveEvery time.Duration `placeholder:"TIME" default:"5m" help:"Time between two checkpoints (default: ${default})."`

	Resume bool `help:"Go on with a run that was stopped: the same command and --resume."`
	Force  bool `help:"Replace the model and the checkpoint that an earlier run left."`
	JSON   bool `name:"json" help:"Print the result as JSON."`
}

// pretrainVars are the choices in the flags' help.
func pretrainVars() kong.Vars {
	var weights []string
	for _, k := range corpus.Kinds() {
		weights = append(weights, fmt.Sprintf("%v=%d", k, corpus.DefaultWeights[k]))
	}
	return kong.Vars{"weights": strings.Join(weights, ",")}
}

// Help is the end of the command's --help.
func (pretrainCmd) Help() string {
	return `Example:

    llft pretrain --corpus --dim 256 --layers 6 -o small.gguf
    llft pretrain -d books.txt -d chats.jsonl --vocab 4096 --tokens 20000000 -o mine.gguf

A model from nothing: random weights, a vocabulary learnt from the data unless --tokenizer names one, and every weight trained. Each text or
conversation is a sequence of its own. The file is in float32, for llft and llama.cpp; ` + "`llft finetune`" + ` goes on from it. Ctrl-C saves the
state; --resume goes on from there, and the model is the same as if the run had never been stopped.`
}

func (c pretrainCmd) Run(io stdio, line commandLine) error {
	if err := c.check(); err != nil {
		return err
	}
	cfg := c.config()
	if err := keepFiles(cfg, c.Force); err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(20)) // as in finetune
	weights, err := c.corpusWeights()
	if err != nil {
		return err
	}
	vocabulary, err := c.vocabulary(io)
	if err != nil {
		return err
	}
	name := c.Name
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(c.Out), filepath.Ext(c.Out))
	}
	shape := llama.Shape{Dim: c.Dim, Layers: c.Layers, Heads: c.Heads, KVHeads: c.KV, FFN: c.FFN, Context: c.Ctx, Untied: c.Untied}
	file, err := llama.New(shape, vocabulary, name, c.Seed)
	if err != nil {
		return usageError{err}
	}
	l, err := loadFile(file, modelFlags{Threads: c.Threads, Compute: c.Compute}, false)
	if err != nil {
		return err
	}
	defer l.close()
	format, err := chat.New(file.KV, l.tok, c.Template)
	if err != nil {
		return err
	}
	if cfg, err = cfg.Resolve(l.model); err != nil {
		return usageError{err}
	}
	var data *train.Data
	if c.Corpus {
		data, err = train.LoadCorpus(cfg, format, l.tok, train.CorpusSpec{Seed: c.Seed, Weights: weights, Held: c.HeldOut})
	} else {
		data, err = train.LoadFiles(cfg, c.Data, format, l.tok)
	}
	if err != nil {
		return err
	}
	cfg = c.length(cfg, data, l.model.Parameters())
	ctx, stop := untilInterrupt(context.Background(), func() {
		fmt.Fprintln(io.err, "\nStopping and saving; Ctrl-C again stops at once and loses what was done since the last checkpoint.")
	})
	defer stop()
	reporter := newFinetuneReport(io, l, format.Describe())
	result, err := train.Run(ctx, l.model, data, cfg, reporter)
	reporter.finish()
	if errors.Is(err, train.ErrUnfinished) {
		return withHint(err, "--resume goes on with it, --force starts anew, -o names another file")
	}
	if err != nil {
		return err
	}
	return finetuneCmd{Full: true, JSON: c.JSON, Template: c.Template}.conclude(io, line, cfg, data, result)
}

// check refuses what the command line alone shows to be wrong.
func (c pretrainCmd) check() error {
	switch {
	case c.Corpus == (len(c.Data) > 0):
		return usagef("give either -d FILE or --corpus: what is the model to learn?")
	case !c.Corpus && len(c.Weights) > 0:
		return usagef("--weights goes with --corpus")
	case c.Steps != 0 && c.Tokens != 0:
		return usagef("both --steps and --tokens are given, want one")
	case c.Tokens < 0:
		return usagef("--tokens is %d, want 1 or more", c.Tokens)
	case c.Warmup < -1:
		return usagef("--warmup is %d, want 0 or more", c.Warmup)
	case c.HeldOut < 0 || c.HeldOut > 1000:
		return usagef("--held-out is %d, want 0 to 1000", c.HeldOut)
	case c.Resume && c.Force:
		return usagef("both --resume and --force are given: go on with the old run, or replace it?")
	case c.Threads < 0:
		return usagef("--threads is %d, it must be 1 or more", c.Threads)
	}
	return checkTemplate(c.Template)
}

// config is the run that the flags ask for, but for its length.
func (c pretrainCmd) config() train.Config {
	cfg := train.Default()
	cfg.Full, cfg.Out, cfg.Template = true, c.Out, c.Template
	cfg.LearnAll = c.Learn == "all"
	cfg.Steps, cfg.Batch, cfg.Ctx = c.Steps, c.Batch, c.Ctx
	cfg.LR, cfg.Schedule, cfg.Warmup, cfg.WeightDecay, cfg.Beta2 = c.LR, c.Schedule, max(0, c.Warmup), c.WeightDecay, c.Beta2
	cfg.Clip, cfg.Seed, cfg.Val, cfg.EvalEvery = c.Clip, c.Seed, c.Val, c.EvalEvery
	cfg.Compute, cfg.Recompute, cfg.CheckpointEvery = c.Compute, c.Recompute, c.SaveEvery
	cfg.Version = buildVersion()
	cfg.Resume, cfg.Restart = c.Resume, c.Force
	return cfg
}

// tokensPerParameter is the length of a run about which nothing is said (Hoffmann et al. 2022: where compute is best spent).
const tokensPerParameter = 20

// length turns tokens into steps, by the mean length of the data's documents.
func (c pretrainCmd) length(cfg train.Config, data *train.Data, parameters int64) train.Config {
	if cfg.Steps == 0 {
		tokens := c.Tokens
		if tokens == 0 {
			tokens = tokensPerParameter * parameters
		}
		batch := float64(min(cfg.Batch, len(data.Train))) * float64(data.Tokens) / float64(len(data.Train))
		cfg.Steps = max(1, int(math.Round(float64(tokens)/batch)))
	}
	if c.Warmup < 0 {
		cfg.Warmup = cfg.Steps / 50
	}
	return cfg
}

// corpusWeights reads --weights.
func (c pretrainCmd) corpusWeights() (corpus.Weights, error) {
	if len(c.Weights) == 0 {
		return corpus.DefaultWeights, nil
	}
	var w corpus.Weights
	var names []string
	for _, k := range corpus.Kinds() {
		names = append(names, k.String())
	}
	for name, n := range c.Weights {
		k := slices.Index(names, name)
		if k < 0 || n < 0 {
			return w, usagef("--weights has %s, want a kind (%s) and a number of 0 or more", name+"="+strconv.Itoa(n), strings.Join(names, ", "))
		}
		w[k] = n
	}
	return w, nil
}

// vocabularyDocuments is how much of the corpus the vocabulary is learnt from: its word lists come up many times in so much.
const vocabularyDocuments = 20000

// vocabulary reads the one of --tokenizer, or learns one from the data.
func (c pretrainCmd) vocabulary(io stdio) (*gguf.KV, error) {
	if c.Tokenizer != "" {
		f, err := openGGUF(c.Tokenizer)
		if err != nil {
			return nil, err
		}
		defer f.Close() // the metadata is no part of the mapping
		if _, err := tokenizer.New(f.KV); err != nil {
			return nil, fmt.Errorf("%q: %w", c.Tokenizer, err)
		}
		return f.KV, nil
	}
	var w tokenizer.Words
	if c.Corpus {
		addCorpus(&w, c.Seed, vocabularyDocuments)
	}
	for _, path := range c.Data {
		if err := train.Texts(path, w.Add); err != nil {
			return nil, err
		}
	}
	kv, err := learnVocabulary(&w, c.Vocab)
	if err != nil {
		return nil, err
	}
	tokens, err := kv.Strings("tokenizer.ggml.tokens")
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(io.err, "%-9s %d tokens learnt from %s\n", "tokens", len(tokens), bytesText(w.Bytes()))
	return kv, nil
}
