package tokenizer

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// class is the set of Unicode classes of a character that pre-tokenizers tell apart; 0 is all the rest: symbols, marks, controls.
type class uint8

const (
	letter class = 1 << iota // \p{L}
	number                   // \p{N}
	punct                    // \p{P}
	space                    // \s: the property White_Space
)

var asciiClasses = func() (t [utf8.RuneSelf]class) {
	for r := range t {
		t[r] = lookUpClass(rune(r))
	}
	return t
}()

// wideClasses is a table over all of Unicode (1.1 MB), built when a text first has a character beyond ASCII: a search in the range
// tables of package unicode for each character would be the most costly part of splitting a text.
var wideClasses = sync.OnceValue(func() *[unicode.MaxRune + 1]class {
	t := new([unicode.MaxRune + 1]class)
	mark := func(table *unicode.RangeTable, c class) {
		for _, r := range table.R16 {
			for x := uint32(r.Lo); x <= uint32(r.Hi); x += uint32(r.Stride) {
				t[x] |= c
			}
		}
		for _, r := range table.R32 {
			for x := r.Lo; x <= r.Hi; x += r.Stride {
				t[x] |= c
			}
		}
	}
	mark(unicode.L, letter)
	mark(unicode.N, number)
	mark(unicode.P, punct)
	mark(unicode.White_Space, space)
	return t
})

func lookUpClass(r rune) (c class) {
	if unicode.Is(unicode.L, r) {
		c |= letter
	}
	if unicode.Is(unicode.N, r) {
		c |= number
	}
	if unicode.Is(unicode.P, r) {
		c |= punct
	}
	if unicode.Is(unicode.White_Space, r) {
		c |= space
	}
	return c
}

// at decodes the character at s[i:]: its class and its bytes, which are 0 at the end. An invalid byte is one character, of the
// class of U+FFFD.
func at(s string, i int) (r rune, c class, n int) {
	if i >= len(s) {
		return -1, 0, 0
	}
	if b := s[i]; b < utf8.RuneSelf {
		return rune(b), asciiClasses[b], 1
	}
	r, n = utf8.DecodeRuneInString(s[i:])
	return r, wideClasses()[r], n
}

// run is the end of the run of characters from i on that are in one of the classes.
func run(s string, i int, in class) int {
	for {
		_, c, n := at(s, i)
		if n == 0 || c&in == 0 {
			return i
		}
		i += n
	}
}

// runOutside is the end of the run of characters from i on that are in none of the classes.
func runOutside(s string, i int, out class) int {
	for {
		_, c, n := at(s, i)
		if n == 0 || c&out != 0 {
			return i
		}
		i += n
	}
}
