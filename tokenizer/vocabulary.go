package tokenizer

import (
	"errors"
	"fmt"
	"math"

	"llft/gguf"
)

const (
	keyModel  = "tokenizer.ggml.model"
	keyPre    = "tokenizer.ggml.pre"
	keyTokens = "tokenizer.ggml.tokens"
	keyTypes  = "tokenizer.ggml.token_type"
	keyScores = "tokenizer.ggml.scores"
	keyMerges = "tokenizer.ggml.merges"
)

// tokenType is the kind of a token, as the format numbers it.
type tokenType uint8

const (
	typeNormal      tokenType = 1
	typeUnknown     tokenType = 2
	typeControl     tokenType = 3
	typeUserDefined tokenType = 4 // always found in a text before anything is merged
	typeUnused      tokenType = 5
	typeByte        tokenType = 6 // <0x00> to <0xFF>
)

// vocabulary is what both kinds of tokenizer have.
type vocabulary struct {
	tokens []string
	types  []tokenType
	ids    map[string]int32
}

func (v *vocabulary) load(kv *gguf.KV) error {
	var err error
	if v.tokens, err = kv.Strings(keyTokens); err != nil {
		return err
	}
	if len(v.tokens) == 0 {
		return fmt.Errorf("key %q: the vocabulary is empty", keyTokens)
	}
	if len(v.tokens) > math.MaxInt32/2 {
		return fmt.Errorf("key %q: %d tokens are too many", keyTokens, len(v.tokens))
	}
	types, err := kv.Ints(keyTypes)
	if errors.Is(err, gguf.ErrNotFound) {
		types = make([]int, len(v.tokens))
	} else if err != nil {
		return err
	}
	if len(types) != len(v.tokens) {
		return fmt.Errorf("key %q has %d types for %d tokens", keyTypes, len(types), len(v.tokens))
	}
	v.ids = make(map[string]int32, len(v.tokens))
	v.types = make([]tokenType, len(v.tokens))
	for i, token := range v.tokens {
		v.types[i] = typeNormal // an undefined type is one too
		if types[i] > 0 && types[i] <= int(typeByte) {
			v.types[i] = tokenType(types[i])
		}
		if token == "" {
			continue // fills a gap, and is never found
		}
		v.ids[token] = int32(i)
	}
	for i, token := range v.tokens {
		if first := v.ids[token]; token != "" && int(first) != i {
			return fmt.Errorf("key %q: tokens %d and %d are both %.64q", keyTokens, i, first, token)
		}
	}
	return nil
}

func (v *vocabulary) has(id int32) bool { return id >= 0 && int(id) < len(v.tokens) }

// plain reports whether a token may come from merging text. Control tokens may not, else a user could write them.
func (v *vocabulary) plain(id int32) bool {
	t := v.types[id]
	return t == typeNormal || t == typeUserDefined || t == typeUnused
}

// byteTokens are the tokens <0x00> to <0xFF>, or the character itself below 0x80; -1 where the vocabulary has neither.
func (v *vocabulary) byteTokens() (out [256]int32) {
	for b := range out {
		out[b] = -1
		if id, ok := v.ids[fmt.Sprintf("<0x%02X>", b)]; ok {
			out[b] = id
		} else if id, ok := v.ids[string([]byte{byte(b)})]; ok && v.plain(id) {
			out[b] = id
		}
	}
	return out
}

// byteOf is the byte that a token of type byte stands for.
func byteOf(token string) (b byte, ok bool) {
	if len(token) != 6 || token[:3] != "<0x" || token[5] != '>' {
		return 0, false
	}
	for _, c := range []byte(token[3:5]) {
		switch {
		case c >= '0' && c <= '9':
			b = b<<4 | (c - '0')
		case c >= 'A' && c <= 'F':
			b = b<<4 | (c - 'A' + 10)
		case c >= 'a' && c <= 'f':
			b = b<<4 | (c - 'a' + 10)
		default:
			return 0, false
		}
	}
	return b, true
}
