package tokenizer

import (
	"fmt"
	"math"
	"strings"

	"llft/gguf"
)

// bpe merges the bytes of a word in the order of the list of merges (GPT-2). Bytes are written as characters (byteChars).
type bpe struct {
	pre    *pretokenizer
	bytes  [256]int32        // the symbol of each byte
	merges map[uint64]merged // left<<32 | right
	words  map[string]int32  // tokens that merging may give
	size   int32             // symbols from here on are no tokens: merges may name what the vocabulary lacks
}

// merged is what two symbols become, and when.
type merged struct{ rank, id int32 }

// byteChars are the characters that stand for bytes: themselves where they can be seen, and the others from U+0100 on.
var byteChars = func() (chars [256]string) {
	next := rune(256)
	for b := range chars {
		r := rune(b)
		if b <= ' ' || b >= 0x7F && b <= 0xA0 || b == 0xAD {
			r = next
			next++
		}
		chars[b] = string(r)
	}
	return chars
}()

// charBytes is the inverse of byteChars.
var charBytes = func() map[rune]byte {
	m := make(map[rune]byte, 256)
	for b, c := range byteChars {
		for _, r := range c {
			m[r] = byte(b)
		}
	}
	return m
}()

func (p *bpe) load(kv *gguf.KV, v *vocabulary) error {
	list, err := kv.Strings(keyMerges)
	if err != nil {
		return fmt.Errorf("%w: the tokenizer model gpt2 needs it", err)
	}
	if len(list) > math.MaxInt32/4 {
		return fmt.Errorf("key %q: %d merges are too many", keyMerges, len(list))
	}
	p.size = int32(len(v.tokens))
	p.words = make(map[string]int32, len(v.tokens))
	for id, token := range v.tokens {
		if token != "" && v.plain(int32(id)) {
			p.words[token] = int32(id)
		}
	}
	others := map[string]int32{} // symbols that are no tokens
	symbolOf := func(text string) int32 {
		id, ok := p.words[text]
		if !ok {
			if id, ok = others[text]; !ok {
				id = p.size + int32(len(others))
				others[text] = id
			}
		}
		return id
	}
	for b, char := range byteChars {
		p.bytes[b] = symbolOf(char)
	}
	p.merges = make(map[uint64]merged, len(list))
	var both []byte
	for rank, line := range list {
		at := -1
		if line != "" {
			at = strings.IndexByte(line[1:], ' ') + 1 // the left side has at least one character
		}
		if at <= 0 || at+1 == len(line) {
			return fmt.Errorf("key %q: merge %d is %.64q, want two symbols with a space between", keyMerges, rank, line)
		}
		left, right := line[:at], line[at+1:]
		key := uint64(symbolOf(left))<<32 | uint64(symbolOf(right))
		if _, ok := p.merges[key]; ok {
			continue
		}
		both = append(append(both[:0], left...), right...)
		id, ok := p.words[string(both)]
		if !ok {
			id = symbolOf(string(both))
		}
		p.merges[key] = merged{int32(rank), id}
	}
	return nil
}

func (p *bpe) encode(e *encoder, text string, offset int) {
	p.pre.split(text, func(w string) {
		e.word(w, offset, func(w string) { p.merge(e, w) })
		offset += len(w)
	})
}

// merge finds the pieces of a word.
func (p *bpe) merge(e *encoder, w string) {
	if p.pre.ignoreMerges {
		e.text = e.text[:0]
		for i := range len(w) {
			e.text = append(e.text, byteChars[w[i]]...)
		}
		if id, ok := p.words[string(e.text)]; ok {
			e.pieces = append(e.pieces, piece{id, int32(len(w))})
			return
		}
	}
	e.merger.reset()
	for i := range len(w) {
		e.merger.add(1, p.bytes[w[i]])
	}
	e.merger.run(func(a, b *symbol) (rank, id int32, ok bool) {
		m, ok := p.merges[uint64(a.id)<<32|uint64(b.id)]
		return m.rank, m.id, ok
	})
	for i := int32(0); i >= 0 && int(i) < len(e.merger.symbols); i = e.merger.symbols[i].next {
		x := e.merger.symbols[i]
		if x.id < p.size {
			e.pieces = append(e.pieces, piece{x.id, x.size})
			continue
		}
		// What the vocabulary lacks is written byte by byte; a byte that it lacks is lost.
		for j := x.start; j < x.start+x.size; j++ {
			if id := p.bytes[w[j]]; id < p.size {
				e.pieces = append(e.pieces, piece{id, 1})
			}
		}
	}
}
