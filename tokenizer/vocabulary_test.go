package tokenizer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"llft/gguf"
	"llft/tokenizer"
)

// Token types, as the format numbers them.
const (
	normal      = 1
	unknown     = 2
	control     = 3
	userDefined = 4
	byteType    = 6
)

// list is a vocabulary in the making.
type list struct {
	tokens []string
	types  []int32
}

// add appends tokens of one type, given with spaces between.
func (l *list) add(kind int32, tokens string) *list {
	for _, token := range strings.Fields(tokens) {
		l.tokens, l.types = append(l.tokens, token), append(l.types, kind)
	}
	return l
}

func (l *list) addBytes() *list {
	for b := range 256 {
		l.add(byteType, fmt.Sprintf("<0x%02X>", b))
	}
	return l
}

// specials are the first three tokens of SPM vocabularies.
func (l *list) specials() *list { return l.add(unknown, "<unk>").add(control, "<s> </s>") }

// words are pieces of "hello world" and all that they merge from.
func (l *list) words() *list {
	return l.add(normal, "▁ h e l o w r d he ll or ld llo hello ▁w ▁wor ▁hello ▁▁")
}

// spm is the metadata of an SPM vocabulary in which later tokens merge later.
func (l *list) spm() *gguf.KV {
	scores := make([]float32, len(l.tokens))
	for i := range scores {
		scores[i] = -float32(i)
	}
	kv := l.kv("llama")
	kv.Set("tokenizer.ggml.scores", scores)
	return kv
}

// bpe is the metadata of a BPE vocabulary; merges are given as "h+e", with spaces between.
func (l *list) bpe(pre, merges string) *gguf.KV {
	kv := l.kv("gpt2")
	kv.Set("tokenizer.ggml.pre", pre)
	kv.Set("tokenizer.ggml.merges", strings.Fields(merges))
	lines, _ := kv.Strings("tokenizer.ggml.merges")
	for i, m := range lines {
		lines[i] = strings.Replace(m, "+", " ", 1)
	}
	return kv
}

// addByteChars appends the characters in which BPE vocabularies write bytes: those of Latin-1 that can be seen for themselves, and the rest
// from U+0100 on (GPT-2's bytes_to_unicode).
func (l *list) addByteChars() *list {
	next := rune(0x100)
	for b := range rune(256) {
		switch {
		case b >= '!' && b <= '~', b >= 0xA1 && b <= 0xAC, b >= 0xAE:
			l.add(normal, string(b))
		default:
			l.add(normal, string(next))
			next++
		}
	}
	return l
}

func (l *list) kv(model string) *gguf.KV {
	kv := &gguf.KV{}
	kv.Set("tokenizer.ggml.model", model)
	kv.Set("tokenizer.ggml.tokens", slices.Clone(l.tokens))
	kv.Set("tokenizer.ggml.token_type", slices.Clone(l.types))
	return kv
}

// with sets further keys.
func with(kv *gguf.KV, pairs ...any) *gguf.KV {
	for i := 0; i < len(pairs); i += 2 {
		kv.Set(pairs[i].(string), pairs[i+1])
	}
	return kv
}

func newTokenizer(t testing.TB, kv *gguf.KV) *tokenizer.Tokenizer {
	t.Helper()
	tok, err := tokenizer.New(kv)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// texts are the stored texts of ids, with spaces between.
func texts(tok *tokenizer.Tokenizer, ids []int32) string {
	var all []string
	for _, id := range ids {
		all = append(all, tok.Text(id))
	}
	return strings.Join(all, " ")
}
