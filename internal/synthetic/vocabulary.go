package synthetic

import (
	"fmt"

	"llft/gguf"
)

// Token types of tokenizer.ggml.token_type.
const (
	normalToken  = 1
	unknownToken = 2
	controlToken = 3
	byteToken    = 6
)

// firstPiece is the id of the first token that is neither special nor a byte.
const firstPiece = 3 + 256

// pieces are letters, marks and frequent parts of English words; U+2581 stands for a space.
var pieces = []string{
	"▁", "e", "t", "a", "o", "n", "i", "s", "r", "h", "l", "d", "u", "c", "m", "f", "w", "g", "y", "p", "b", "v", "k", "j", "x", "q", "z",
	".", ",", "!", "?", "'", "\"", "-", ":", ";", "(", ")", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9",
	"th", "he", "in", "er", "an", "re", "on", "at", "en", "nd", "▁t", "▁a", "▁s", "▁w", "▁th", "▁the", "▁an", "▁and", "▁to", "▁of", "▁in",
	"ing", "ed", "▁b", "▁c", "▁h", "▁i", "▁m", "▁is", "▁he", "▁it", "ou", "▁you", "or", "es", "ar", "is", "it", "le", "al", "st", "▁re", "ll",
}

// vocabulary sets an SPM vocabulary of s.Vocab tokens: unknown, begin, end, the 256 bytes, pieces, and numbered fillers.
func (s Shape) vocabulary(kv *gguf.KV) {
	tokens := []string{"<unk>", "<s>", "</s>"}
	kinds := []int32{unknownToken, controlToken, controlToken}
	for b := range 256 {
		tokens = append(tokens, fmt.Sprintf("<0x%02X>", b))
		kinds = append(kinds, byteToken)
	}
	for i := 0; len(tokens) < s.Vocab; i++ {
		piece := fmt.Sprintf("▁w%d", i)
		if i < len(pieces) {
			piece = pieces[i]
		}
		tokens = append(tokens, piece)
		kinds = append(kinds, normalToken)
	}
	scores := make([]float32, len(tokens))
	for i := range scores {
		scores[i] = -float32(i) // longer pieces merge after the shorter ones that they are made of
	}
	kv.Set("tokenizer.ggml.model", "llama")
	kv.Set("tokenizer.ggml.pre", "default")
	kv.Set("tokenizer.ggml.tokens", tokens)
	kv.Set("tokenizer.ggml.scores", scores)
	kv.Set("tokenizer.ggml.token_type", kinds)
	kv.Set("tokenizer.ggml.unknown_token_id", uint32(0))
	kv.Set("tokenizer.ggml.bos_token_id", uint32(1))
	kv.Set("tokenizer.ggml.eos_token_id", uint32(2))
	kv.Set("tokenizer.ggml.add_bos_token", true)
	kv.Set("tokenizer.ggml.add_eos_token", false)
	kv.Set("tokenizer.ggml.add_space_prefix", true)
}
