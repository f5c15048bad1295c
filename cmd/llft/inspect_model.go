package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"llft/chat"
	"llft/gguf"
	"llft/llama"
	"llft/lora"
	"llft/tokenizer"
	"llft/train"
)

// modelInfo says whether llft can use a model and what it would need.
type modelInfo struct {
	Name          string `json:"name,omitempty"`
	Architecture  string `json:"architecture,omitempty"`
	Layers        int    `json:"layers,omitempty"`
	Dim           int    `json:"dim,omitempty"`
	FFN           int    `json:"ffn,omitempty"`
	Heads         int    `json:"heads,omitempty"`
	KVHeads       int    `json:"kv_heads,omitempty"`
	Context       int    `json:"context,omitempty"`
	Vocab         int    `json:"vocab,omitempty"`
	Tokenizer     string `json:"tokenizer"`
	Template      string `json:"template"`
	Supported     bool   `json:"supported"`
	Why           string `json:"why,omitempty"` // it is not
	ChatBytes     int64  `json:"chat_bytes,omitempty"`
	ChatContext   int    `json:"chat_context,omitempty"`
	FinetuneBytes int64  `json:"finetune_bytes,omitempty"`
	FinetuneCtx   int    `json:"finetune_ctx,omitempty"`
}

func inspectModel(f *gguf.File) *modelInfo {
	var info modelInfo
	info.Name, _ = f.KV.StringOr("general.name", "")
	info.Architecture, _ = f.KV.StringOr("general.architecture", "")
	tok, err := tokenizer.New(f.KV)
	if err != nil {
		info.Why = err.Error()
		info.Tokenizer, info.Template = "not usable", "unknown"
	} else {
		info.Tokenizer = fmt.Sprintf("%s, %d tokens", tok.Kind(), tok.Size())
		info.Template = describeTemplate(f, tok)
	}
	if len(f.Tensors) == 0 && err == nil {
		info.Why = "it holds a vocabulary and no weights (llft tokenize takes it)"
		return &info
	}
	m, err := llama.Load(f, llama.Options{Threads: 1})
	if err != nil {
		info.Why = strings.TrimPrefix(err.Error(), strconv.Quote(f.Path)+": ")
		return &info
	}
	defer m.Close()
	info.Supported = info.Why == ""
	info.Layers, info.Dim, info.FFN = m.Layers, m.Dim, m.FFN
	info.Heads, info.KVHeads, info.Context, info.Vocab = m.Heads, m.KVHeads, m.Context, m.Vocab
	info.ChatContext = min(m.Context, longestContext)
	info.ChatBytes = f.Size + m.CacheBytes(llama.CacheF16, info.ChatContext)
	cfg := train.Default()
	if cfg, err = cfg.Resolve(m); err == nil {
		info.FinetuneCtx = cfg.Ctx
		info.FinetuneBytes = f.Size + finetuneBytes(m, cfg)
	}
	return &info
}

func describeTemplate(f *gguf.File, tok *tokenizer.Tokenizer) string {
	format, err := chat.New(f.KV, tok, "")
	if err != nil {
		return fmt.Sprintf("not usable: %v", err)
	}
	return format.Describe()
}

// finetuneBytes estimates what training needs beside the mapped model: one pass over the rows that go through the layers together, and
// five copies of the adapter (its values, their gradients, two moments and the best so far).
func finetuneBytes(m *llama.Model, cfg train.Config) int64 {
	trainer := m.NewTrainer(llama.TrainOptions{Checkpoint: true})
	return trainer.Bytes(cfg.Ctx) + 5*4*adapterValues(m, cfg.Rank, cfg.Targets)
}

// adapterValues counts the values of A and B for the targets (none: the seven of a block).
func adapterValues(m *llama.Model, rank int, targets []string) int64 {
	if len(targets) == 0 {
		targets = slices.DeleteFunc(slices.Clone(lora.Targets()), func(t string) bool { return t == "output" })
	}
	var n int64
	for _, l := range m.Linears() {
		if slices.Contains(targets, shortTarget(l.Name)) {
			n += int64(rank) * int64(l.W.Rows+l.W.Cols)
		}
	}
	return n
}

func (m *modelInfo) print(w io.Writer) {
	if m.Name != "" {
		fmt.Fprintf(w, "  name       %s\n", printable(m.Name))
	}
	if m.Layers > 0 {
		fmt.Fprintf(w, "  shape      %s, %d layers, dim %d, FFN %d, %d heads (%d for keys and values), context %d\n",
			m.Architecture, m.Layers, m.Dim, m.FFN, m.Heads, m.KVHeads, m.Context)
	} else if m.Architecture != "" {
		fmt.Fprintf(w, "  shape      %s\n", printable(m.Architecture))
	}
	fmt.Fprintf(w, "  tokenizer  %s\n  template   %s\n", oneLine(m.Tokenizer), oneLine(m.Template))
	if m.Supported {
		fmt.Fprintln(w, "  llft       can chat with it and finetune it")
	} else {
		fmt.Fprintf(w, "  llft       cannot use it: %s\n", oneLine(m.Why))
	}
	if m.ChatBytes > 0 {
		fmt.Fprintf(w, "  memory     chat %s (context %d), finetune %s (sequences of %d tokens)\n",
			bytesText(m.ChatBytes), m.ChatContext, bytesText(m.FinetuneBytes), m.FinetuneCtx)
	}
}
