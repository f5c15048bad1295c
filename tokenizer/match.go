package tokenizer

import "strings"

// A matcher is one regular expression of a pre-tokenizer, written out: it looks at the beginning of s, which is not empty, and returns
// the bytes of the match there, or, negative, the bytes in which no match begins. Expressions stand in the comments; the first
// alternative that matches counts.
type matcher func(s string) int

const wordy = letter | number | space // what is left are symbols, punctuation, marks

// matchGPT2 is 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
func matchGPT2(s string) int {
	if n := contraction(s, 0); n > 0 {
		return n
	}
	i := 0
	_, c, n := at(s, 0)
	if s[0] == ' ' {
		if _, next, size := at(s, 1); size > 0 && next&space == 0 {
			i, c, n = 1, next, size
		}
	}
	switch {
	case c&letter != 0:
		return run(s, i+n, letter)
	case c&number != 0:
		return run(s, i+n, number)
	case c&space == 0:
		return runOutside(s, i+n, wordy)
	}
	return whitespace(s)
}

// contraction is 's|'t|'re|'ve|'m|'ll|'d; fold 0x20 takes capitals too.
func contraction(s string, fold byte) int {
	if s[0] != '\'' || len(s) < 2 {
		return 0
	}
	a := s[1] | fold
	switch a {
	case 's', 't', 'm', 'd':
		return 2
	}
	if len(s) < 3 {
		return 0
	}
	switch b := s[2] | fold; {
	case a == 'r' && b == 'e', a == 'v' && b == 'e', a == 'l' && b == 'l':
		return 3
	}
	return 0
}

// whitespace is \s+(?!\S)|\s+ where s begins with white space: a run leaves its last character to the word behind it.
func whitespace(s string) int {
	last := 0
	for i := 0; ; {
		_, c, n := at(s, i)
		if n == 0 {
			return i
		}
		if c&space == 0 {
			if last > 0 {
				return last
			}
			return i
		}
		last = i
		i += n
	}
}

// modern is the family of LLaMA 3:
// [^\r\n\p{L}\p{N}]?WORD|\p{N}{1,digits}| ?[^\s\p{L}\p{N}]+[tail]*|\s*[\r\n]+|\s+(?!\S)|\s+
type modern struct {
	contractions bool                      // (?i:'s|'t|'re|'ve|'m|'ll|'d) comes first, in ASCII
	digits       int                       // the most digits of one piece
	tail         string                    // what may follow symbols
	word         func(s string, i int) int // the end of WORD, which begins with the letter at i
}

func (m modern) match(s string) int {
	if m.contractions {
		if n := contraction(s, 0x20); n > 0 {
			return n
		}
	}
	r, c, n := at(s, 0)
	_, next, size := at(s, n)
	switch {
	case c&letter != 0:
		return m.word(s, 0)
	case c&number != 0:
		for d := 1; d < m.digits && next&number != 0; d++ {
			n += size
			_, next, size = at(s, n)
		}
		return n
	case r != '\r' && r != '\n' && next&letter != 0:
		return m.word(s, n)
	}
	if c&space == 0 || r == ' ' && size > 0 && next&wordy == 0 {
		i := runOutside(s, n, wordy)
		for i < len(s) && strings.IndexByte(m.tail, s[i]) >= 0 {
			i++
		}
		return i
	}
	if end := run(s, 0, space); end > 0 {
		if i := strings.LastIndexAny(s[:end], "\r\n"); i >= 0 {
			return i + 1
		}
	}
	return whitespace(s)
}

// letters is \p{L}+
func letters(s string, i int) int { return run(s, i, letter) }

// camel is U*W+|U+W*, where U are the letters but a-z and W the letters but A-Z; those beyond ASCII are both.
func camel(s string, i int) int {
	both := -1 // behind the last letter of the run of U that is also in W
	for {
		r, c, n := at(s, i)
		if c&letter == 0 {
			break
		}
		if r >= 'a' && r <= 'z' {
			for c&letter != 0 && (r < 'A' || r > 'Z') {
				i += n
				r, c, n = at(s, i)
			}
			return i
		}
		i += n
		if r > 'Z' {
			both = i
		}
	}
	if both >= 0 {
		return both
	}
	return i
}

// one is a single character of the class.
func one(in class) matcher {
	return func(s string) int {
		_, c, n := at(s, 0)
		if c&in == 0 {
			return -n
		}
		return n
	}
}

// many is a run of characters of the class, or of extra, which are ASCII.
func many(in class, extra string) matcher {
	return func(s string) int {
		i := 0
		for {
			r, c, n := at(s, i)
			if n == 0 || c&in == 0 && (r >= 0x80 || strings.IndexByte(extra, byte(r)) < 0) {
				if i == 0 {
					return -n
				}
				return i
			}
			i += n
		}
	}
}

// spaced is \s?[set]+; white space is in no set.
func spaced(in func(r rune, c class) bool) matcher {
	return func(s string) int {
		_, c, skip := at(s, 0)
		i := 0
		if c&space != 0 {
			i = skip
		}
		begin := i
		for {
			r, c, n := at(s, i)
			if n == 0 || c&space != 0 || !in(r, c) {
				if i == begin {
					return -skip
				}
				return i
			}
			i += n
		}
	}
}

// matchLineBreak is [\r\n]
func matchLineBreak(s string) int {
	if i := strings.IndexAny(s, "\r\n"); i < 0 {
		return -len(s)
	} else if i > 0 {
		return -i
	}
	return 1
}

// matchTrailing is \s+$
func matchTrailing(s string) int {
	if i := runOutside(s, 0, space); i > 0 {
		return -i
	}
	if i := run(s, 0, space); i < len(s) {
		return -i
	}
	return len(s)
}

// matchThree is [0-9][0-9][0-9]
func matchThree(s string) int {
	digits := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			digits = 0
			continue
		}
		if digits++; digits < 3 {
			continue
		}
		if i > 2 {
			return -(i - 2)
		}
		return 3
	}
	return -len(s)
}

// matchCJK is [一-龥ࠀ-一가-퟿]+, which is nearly all of the scripts of East Asia and more.
func matchCJK(s string) int {
	i := 0
	for {
		r, _, n := at(s, i)
		if n == 0 || !(r >= 0x800 && r <= 0x9FA5 || r >= 0xAC00 && r <= 0xD7FF) {
			if i == 0 {
				return -n
			}
			return i
		}
		i += n
	}
}
