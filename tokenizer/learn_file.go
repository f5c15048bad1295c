package tokenizer

import (
	"fmt"

	"llft/gguf"
)

// Learning says what a learnt vocabulary holds beside the pieces of text.
type Learning struct {
	Size int // of the whole vocabulary; fewer tokens come out where the text has no more pairs that repeat
	// BOS begins a text, EOS ends one, EOT ends a turn of a chat.
	BOS, EOS, EOT string
	Control       []string // what else stands for something other than text, as the chat template needs it
}

// smallest is how many tokens a vocabulary has that knows no merge.
func (o Learning) smallest() int { return len(o.control()) + 256 }

func (o Learning) control() []string { return append([]string{o.BOS, o.EOS, o.EOT}, o.Control...) }

// Learn makes a vocabulary of the words: metadata that New reads, and llama.cpp. It is of the BPE kind (tokenizer.ggml.model gpt2), as
// only that one is encoded by the very merges that were learnt: an SPM vocabulary stores the order of tokens alone, so that a token may
// come about by other merges than the learnt ones, and words may melt into what stands before them. Any bytes can be written with it,
// since each of the 256 is a token.
//
// Ids: the control tokens in the order BOS, EOS, EOT, Control; the bytes; what the merges make, the most frequent first.
func (w *Words) Learn(o Learning) (*gguf.KV, error) {
	control := o.control()
	if err := checkControl(control); err != nil {
		return nil, err
	}
	if o.Size < o.smallest() || o.Size > mostLearnt {
		return nil, fmt.Errorf("the vocabulary's size is %d, want %d (bytes and control tokens alone) to %d", o.Size, o.smallest(), mostLearnt)
	}
	kinds := make([]int32, 0, o.Size)
	tokens := append(make([]string, 0, o.Size), control...)
	for range control {
		kinds = append(kinds, int32(typeControl))
	}
	symbols := byteChars[:]
	tokens = append(tokens, symbols...)
	merges := []string{}
	for _, r := range w.learn(o.Size - o.smallest()) {
		left, right := symbols[r.left], symbols[r.right]
		merges = append(merges, left+" "+right)
		symbols = append(symbols, left+right)
		tokens = append(tokens, left+right)
	}
	for len(kinds) < len(tokens) {
		kinds = append(kinds, int32(typeNormal))
	}
	kv := &gguf.KV{}
	kv.Set("general.architecture", "llama")
	kv.Set("general.type", "model")
	kv.Set(keyModel, "gpt2")
	kv.Set(keyPre, learntPre)
	kv.Set(keyTokens, tokens)
	kv.Set(keyTypes, kinds)
	kv.Set(keyMerges, merges)
	for i, name := range []string{"bos", "eos", "eot"} {
		kv.Set("tokenizer.ggml."+name+"_token_id", uint32(i))
	}
	kv.Set("tokenizer.ggml.add_bos_token", true)
	kv.Set("tokenizer.ggml.add_eos_token", false)
	return kv, nil
}

// mostLearnt bounds the size: above any vocabulary in use.
const mostLearnt = 1 << 20
