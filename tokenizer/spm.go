package tokenizer

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"llft/gguf"
)

// mark is how SPM vocabularies write a space.
const mark = "▁"

// spm merges characters in the order of the scores of what they become (SentencePiece's BPE mode). A character without a token
// becomes byte tokens.
type spm struct {
	ids       map[string]int32 // tokens that merging may give
	ranks     []int32          // by id: the order of merging, equal for equal scores
	bytes     [256]int32
	unknown   int32
	addPrefix bool          // a space goes before a text and before text behind a special token
	inside    map[rune]bool // characters that stand before a mark within some token: a word may not be cut there
}

func newSPM(kv *gguf.KV, v *vocabulary) (*spm, error) {
	scores, err := kv.Floats(keyScores)
	if errors.Is(err, gguf.ErrNotFound) {
		return nil, fmt.Errorf("%w: the tokenizer model llama needs it", err)
	}
	if err != nil {
		return nil, err
	}
	if len(scores) != len(v.tokens) {
		return nil, fmt.Errorf("key %q has %d scores for %d tokens", keyScores, len(scores), len(v.tokens))
	}
	if i := slices.IndexFunc(scores, func(x float32) bool { return math.IsNaN(float64(x)) }); i >= 0 {
		return nil, fmt.Errorf("key %q: the score of token %d is not a number", keyScores, i)
	}
	s := &spm{ids: make(map[string]int32, len(v.tokens)), ranks: rankScores(scores), bytes: v.byteTokens(), unknown: -1, inside: map[rune]bool{}}
	if s.addPrefix, err = kv.BoolOr("tokenizer.ggml.add_space_prefix", true); err != nil {
		return nil, err
	}
	if id, ok := v.ids[mark]; !ok || !v.plain(id) {
		s.addPrefix = false // nothing could write the added space
	}
	for id, token := range v.tokens {
		if v.types[id] == typeUnknown && s.unknown < 0 {
			s.unknown = int32(id)
		}
		if token == "" || !v.plain(int32(id)) {
			continue
		}
		s.ids[token] = int32(id)
		for i := strings.Index(token, mark); i >= 0; {
			if i > 0 {
				r, _ := utf8.DecodeLastRuneInString(token[:i])
				s.inside[r] = true
			}
			next := strings.Index(token[i+len(mark):], mark)
			if next < 0 {
				break
			}
			i += len(mark) + next
		}
	}
	return s, nil
}

// rankScores numbers the scores from the highest down.
func rankScores(scores []float32) []int32 {
	order := make([]int32, len(scores))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(scores[b], scores[a]) })
	ranks := make([]int32, len(scores))
	for i := 1; i < len(order); i++ {
		a, b := order[i-1], order[i]
		ranks[b] = ranks[a]
		if scores[a] != scores[b] {
			ranks[b] = int32(i)
		}
	}
	return ranks
}

// encode cuts the text before its spaces wherever no token could span the cut: merging gives the same there, and words repeat.
func (s *spm) encode(e *encoder, text string, offset int, begins bool) {
	prefix := begins && s.addPrefix
	from := 0
	before := rune(-1)
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		if r == ' ' {
			r = '▁'
		}
		if r == '▁' && before >= 0 && !s.inside[before] {
			s.word(e, text[from:i], offset+from, prefix && from == 0)
			from = i
		}
		before = r
		i += n
	}
	s.word(e, text[from:], offset+from, prefix && from == 0)
}

func (s *spm) word(e *encoder, w string, offset int, prefix bool) {
	if prefix {
		e.pieces = e.pieces[:0]
		s.merge(e, w, true)
		e.emit(e.pieces, offset)
		return
	}
	e.word(w, offset, func(w string) { s.merge(e, w, false) })
}

// merge finds the pieces of a word, which is given as the text has it.
func (s *spm) merge(e *encoder, w string, prefix bool) {
	e.text = e.text[:0]
	e.merger.reset()
	add := func(char string) {
		id, ok := s.ids[char]
		if !ok {
			id = -1
		}
		e.text = append(e.text, char...)
		e.merger.add(len(char), id)
	}
	if prefix {
		add(mark)
	}
	for i := 0; i < len(w); {
		_, n := utf8.DecodeRuneInString(w[i:])
		if w[i] == ' ' {
			add(mark)
		} else {
			add(w[i : i+n])
		}
		i += n
	}
	e.merger.run(func(a, b *symbol) (rank, id int32, ok bool) {
		id, ok = s.ids[string(e.text[a.start:b.start+b.size])]
		if ok {
			rank = s.ranks[id]
		}
		return rank, id, ok
	})
	at := 0 // in w
	for i := int32(0); i >= 0 && int(i) < len(e.merger.symbols); i = e.merger.symbols[i].next {
		x := e.merger.symbols[i]
		text := e.text[x.start : x.start+x.size]
		size := 0
		for j := 0; j < len(text); {
			switch {
			case prefix && x.start == 0 && j == 0:
				j += len(mark) // not in w
			case w[at+size] == ' ':
				j += len(mark)
				size++
			default:
				j++
				size++
			}
		}
		if x.id >= 0 {
			e.pieces = append(e.pieces, piece{x.id, int32(size)})
		} else {
			s.fallBack(e, w[at:at+size])
		}
		at += size
	}
}

// fallBack writes a character that has no token as bytes; where the vocabulary lacks one of them, as the unknown token.
func (s *spm) fallBack(e *encoder, char string) {
	for i := range len(char) {
		if s.bytes[char[i]] < 0 {
			if s.unknown >= 0 {
				e.pieces = append(e.pieces, piece{s.unknown, int32(len(char))})
			}
			return
		}
	}
	for i := range len(char) {
		e.pieces = append(e.pieces, piece{s.bytes[char[i]], 1})
	}
}
