package tokenizer

import (
	"cmp"
	"slices"
	"strings"
)

// fragment is a piece of the text: a special token, or plain text (id -1).
type fragment struct {
	Span
	id int32
}

// partition cuts the tokens that are found by their text out of it, as llama.cpp does: the longest tokens first, each wherever it
// stands in what is still plain text, from left to right.
func (t *Tokenizer) partition(text string, o Options) []fragment {
	fragments := []fragment{{Span{0, len(text)}, -1}}
	if text == "" {
		return nil
	}
	present := t.trie.present(text)
	slices.SortFunc(present, func(a, b int32) int {
		return cmp.Or(cmp.Compare(len(t.tokens[b]), len(t.tokens[a])), cmp.Compare(a, b))
	})
	for _, id := range present {
		if !o.ParseSpecial && t.types[id] != typeUserDefined {
			continue
		}
		var literal []Span
		if t.isMark(id) {
			literal = o.Literal
		}
		var out []fragment
		for _, f := range fragments {
			if f.id >= 0 {
				out = append(out, f)
				continue
			}
			out = t.cut(out, text, f.Span, id, literal)
		}
		fragments = out
	}
	return fragments
}

// isMark reports whether a token's text means more than itself: control tokens, and user-defined ones that look it ("<|im_start|>" is
// user-defined in some files). Runs of spaces, letters and the like are ordinary text with a fixed token.
func (t *Tokenizer) isMark(id int32) bool {
	text := t.tokens[id]
	if t.types[id] != typeUserDefined {
		return true
	}
	return len(text) > 2 && (text[0] == '<' && text[len(text)-1] == '>' || text[0] == '[' && text[len(text)-1] == ']')
}

// cut appends the parts of s to out: token id wherever its text stands and touches no literal span, and the text between.
func (t *Tokenizer) cut(out []fragment, text string, s Span, id int32, literal []Span) []fragment {
	token := t.tokens[id]
	from := s.Start
	for from < s.End {
		match := s.End
		if i := strings.Index(text[from:s.End], token); i >= 0 {
			match = from + i
		}
		for match < s.End {
			hit, overlaps := overlapping(literal, match, match+len(token))
			if !overlaps {
				break
			}
			next := min(hit.End, s.End) // one that begins before the span's end overlaps it too
			i := strings.Index(text[next:s.End], token)
			if i < 0 {
				match = s.End
			} else {
				match = next + i
			}
		}
		if match > from {
			out = append(out, fragment{Span{from, match}, -1})
		}
		if match == s.End {
			return out
		}
		out = append(out, fragment{Span{match, match + len(token)}, id})
		from = match + len(token)
		for t.special.rstrip[id] && from < s.End && strings.IndexByte(" \t\n\v\f\r", text[from]) >= 0 {
			from++
		}
	}
	return out
}

// overlapping finds a span, of sorted and disjoint ones, that shares bytes with [start, end).
func overlapping(spans []Span, start, end int) (Span, bool) {
	i, _ := slices.BinarySearchFunc(spans, start, func(s Span, at int) int { return cmp.Compare(s.End, at+1) })
	for ; i < len(spans) && spans[i].Start < end; i++ {
		if spans[i].Start < spans[i].End {
			return spans[i], true
		}
	}
	return Span{}, false
}

// trie finds which of many texts stand in a text, in one pass.
type trie struct {
	next  map[uint64]int32 // node<<8 | byte -> node
	ends  []int32          // the token that ends at a node, or -1
	first [256]bool
}

func newTrie(v *vocabulary) trie {
	x := trie{next: map[uint64]int32{}, ends: []int32{-1}}
	for id, kind := range v.types {
		text := v.tokens[id]
		if text == "" || kind != typeControl && kind != typeUserDefined && kind != typeUnknown {
			continue
		}
		x.first[text[0]] = true
		node := int32(0)
		for i := range len(text) {
			key := uint64(node)<<8 | uint64(text[i])
			to, ok := x.next[key]
			if !ok {
				to = int32(len(x.ends))
				x.next[key] = to
				x.ends = append(x.ends, -1)
			}
			node = to
		}
		x.ends[node] = int32(id)
	}
	return x
}

// present lists the tokens whose text stands anywhere in the text.
func (x *trie) present(text string) []int32 {
	found := map[int32]bool{}
	for i := range len(text) {
		if !x.first[text[i]] {
			continue
		}
		node := int32(0)
		for j := i; j < len(text); j++ {
			to, ok := x.next[uint64(node)<<8|uint64(text[j])]
			if !ok {
				break
			}
			node = to
			if id := x.ends[node]; id >= 0 {
				found[id] = true
			}
		}
	}
	out := make([]int32, 0, len(found))
	for id := range found {
		out = append(out, id)
	}
	return out
}
