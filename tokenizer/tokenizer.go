// Package tokenizer turns text into token ids and back, SPM and BPE, from GGUF metadata alone. It gives the ids that llama.cpp gives
// (src/llama-vocab.cpp), but for two things: the text of a control token in plain text is never merged into that token, and bytes
// that are not UTF-8 stay what they are instead of becoming U+FFFD.
package tokenizer

import (
	"fmt"

	"llft/gguf"
)

// Tokenizer is immutable after New and safe for concurrent use.
type Tokenizer struct {
	vocabulary
	special specials
	trie    trie // the texts of special and user-defined tokens
	spm     *spm // of spm and bpe one is nil
	bpe     *bpe
	kind    string
	pieces  []string // what each token adds to a text
}

// New reads tokenizer.ggml.* . An unknown model or pre-tokenizer is refused by name.
func New(kv *gguf.KV) (*Tokenizer, error) {
	model, err := kv.String(keyModel)
	if err != nil {
		return nil, fmt.Errorf("no tokenizer: %w", err)
	}
	if model != "llama" && model != "gpt2" {
		return nil, fmt.Errorf("key %q: the tokenizer model %.64q is not known; known are llama (SPM) and gpt2 (BPE)", keyModel, model)
	}
	t := &Tokenizer{}
	if err := t.vocabulary.load(kv); err != nil {
		return nil, err
	}
	flags := defaults{bos: -1, eos: -1}
	if model == "llama" {
		t.kind = "SPM (llama)"
		flags = defaults{bos: 1, eos: 2, addBOS: true}
	} else {
		pre, name, err := readPretokenizer(kv)
		if err != nil {
			return nil, err
		}
		t.kind = fmt.Sprintf("BPE (gpt2, %s)", name)
		flags.addBOS = pre.addBOS
		t.bpe = &bpe{pre: pre}
	}
	// Special tokens come first: some are control tokens by their text alone, and no merge may make those.
	if err := t.special.load(kv, &t.vocabulary, flags); err != nil {
		return nil, err
	}
	if t.bpe != nil {
		err = t.bpe.load(kv, &t.vocabulary)
	} else {
		t.spm, err = newSPM(kv, &t.vocabulary)
	}
	if err != nil {
		return nil, err
	}
	t.trie = newTrie(&t.vocabulary)
	t.pieces = t.makePieces()
	return t, nil
}

// readPretokenizer finds the pre-tokenizer that the file names; old files name none, and the default serves.
func readPretokenizer(kv *gguf.KV) (*pretokenizer, string, error) {
	name, err := kv.StringOr(keyPre, "")
	if err != nil {
		return nil, "", err
	}
	if name == "" {
		return &byDefault, "default, as the file names no pre-tokenizer", nil
	}
	pre, err := findPretokenizer(name)
	return pre, name, err
}

// Size is the number of tokens.
func (t *Tokenizer) Size() int { return len(t.tokens) }

// Kind describes the tokenizer for people: "SPM (llama)", "BPE (gpt2, llama-bpe)".
func (t *Tokenizer) Kind() string { return t.kind }

// ID finds a token by its exact text as stored.
func (t *Tokenizer) ID(token string) (int32, bool) {
	id, ok := t.ids[token]
	return id, ok
}

// Text is the stored text of a token: that of control tokens, "▁" or "Ġ" for a space, "<0x0A>"; "" for an id outside the vocabulary.
func (t *Tokenizer) Text(id int32) string {
	if !t.has(id) {
		return ""
	}
	return t.tokens[id]
}

// BOS is the token that begins a text, or -1.
func (t *Tokenizer) BOS() int32 { return t.special.bos }

// EOS is the token that ends a text, or -1.
func (t *Tokenizer) EOS() int32 { return t.special.eos }

// EOT is the token that ends a turn: eot_token_id, or the vocabulary's own (<|eot_id|>, <|im_end|>, ...), or -1.
func (t *Tokenizer) EOT() int32 { return t.special.eot }

// AddBOS says whether Options.AddSpecial puts BOS first.
func (t *Tokenizer) AddBOS() bool { return t.special.addBOS }

// AddEOS says whether Options.AddSpecial puts EOS last.
func (t *Tokenizer) AddEOS() bool { return t.special.addEOS }

// IsControl reports whether the token stands for something else than text.
func (t *Tokenizer) IsControl(id int32) bool { return t.has(id) && t.types[id] == typeControl }

// IsEOG reports whether a model that gives this token has ended: EOS, EOT, EOM, and those that llama.cpp knows by their text.
func (t *Tokenizer) IsEOG(id int32) bool { return t.special.eog[id] }
