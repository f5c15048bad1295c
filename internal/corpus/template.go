package corpus

import "strings"

// A scene writes text from templates. A template is text with three kinds of holes:
//
//	[one|two|]    one of the alternatives, drawn evenly; they nest, and may be empty
//	{A} {A.his}   a slot, or one of its forms
//	<go>          a verb in the scene's tense, third person: went or goes
//	              <go+> plural; <go-> negated (did not go), <go+-> both; <go/ing>, <go/pp>, <go/past> and <go/s> fixed forms
//
// An "a" before a hole becomes "an" where the hole's text wants it, and sentences begin with capitals.
type scene struct {
	r       rng
	b       []byte
	present bool // tense of the narration: present instead of past
	slots   []slot
	held    bool // held-out content is wanted
	asking  bool // questions are collected
	qs      []question
	key     string // of the split
}

type slot struct {
	name string
	v    filler
}

// filler is what a slot holds: a person, a thing, a place, a word.
type filler interface{ form(f string) string }

// word is a filler that is a word, or its plural.
type word string

func (w word) form(f string) string {
	if f == "pl" {
		return plural(string(w))
	}
	return string(w)
}

// set fills a slot, anew if it is filled already.
func (s *scene) set(name string, v filler) {
	for i := range s.slots {
		if s.slots[i].name == name {
			s.slots[i].v = v
			return
		}
	}
	s.slots = append(s.slots, slot{name, v})
}

func (s *scene) get(name string) filler {
	for i := range s.slots {
		if s.slots[i].name == name {
			return s.slots[i].v
		}
	}
	panic("corpus: no slot " + name)
}

// put appends text, making an "a " before it an "an ".
func (s *scene) put(t string) {
	if t == "" {
		return
	}
	n := len(s.b)
	if t[0] == ' ' && n > 0 && s.b[n-1] == ' ' { // behind an empty alternative
		t = t[1:]
	}
	if n >= 2 && s.b[n-1] == ' ' && s.b[n-2]|0x20 == 'a' && (n == 2 || strings.IndexByte(" \n\"", s.b[n-3]) >= 0) && startsWithVowelSound(t) {
		s.b = append(s.b[:n-1], "n "...)
	}
	s.b = append(s.b, t...)
}

// expand writes a template.
func (s *scene) expand(t string) {
	for len(t) > 0 {
		i := strings.IndexAny(t, "[{<")
		if i < 0 {
			s.put(t)
			return
		}
		s.put(t[:i])
		t = t[i:]
		switch t[0] {
		case '[':
			end := s.alternative(t)
			t = t[end:]
		case '{':
			end := strings.IndexByte(t, '}')
			name, form, _ := strings.Cut(t[1:end], ".")
			s.put(s.get(name).form(form))
			t = t[end+1:]
		case '<':
			end := strings.IndexByte(t, '>')
			s.put(s.verb(t[1:end]))
			t = t[end+1:]
		}
	}
}

// alternative writes one of the alternatives of t, which begins with '[', and says where it ends.
func (s *scene) alternative(t string) int {
	var cuts [48]int // where alternatives begin
	n, depth, end := 1, 0, 0
	cuts[0] = 1
scan:
	for i := 1; ; i++ {
		switch t[i] {
		case '[':
			depth++
		case ']':
			if depth == 0 {
				end = i
				break scan
			}
			depth--
		case '|':
			if depth == 0 {
				cuts[n] = i + 1
				n++
			}
		}
	}
	cuts[n] = end + 1
	k := s.r.n(n)
	s.expand(t[cuts[k] : cuts[k+1]-1])
	return end + 1
}

// verb writes what stands between < and >.
func (s *scene) verb(t string) string {
	base, form, fixed := strings.Cut(t, "/")
	if fixed {
		v := verbOf(base)
		switch form {
		case "ing":
			return v.ing
		case "pp":
			return v.pp
		case "past":
			return v.past
		case "s":
			return v.third
		}
		panic("corpus: no verb form " + t)
	}
	base, negated := strings.CutSuffix(base, "-")
	base, many := strings.CutSuffix(base, "+")
	return finite(base, s.present, many, negated)
}

// finite is a verb's finite form in the third person.
func finite(base string, present, many, negated bool) string {
	not := ""
	if negated {
		not = " not"
	}
	switch base {
	case "be":
		switch {
		case present && many:
			return "are" + not
		case present:
			return "is" + not
		case many:
			return "were" + not
		}
		return "was" + not
	case "can", "will", "may":
		if present {
			if base == "can" && negated {
				return "cannot"
			}
			return base + not
		}
		return map[string]string{"can": "could", "will": "would", "may": "might"}[base] + not
	}
	if negated {
		switch {
		case !present:
			return "did not " + base
		case many:
			return "do not " + base
		}
		return "does not " + base
	}
	v := verbOf(base)
	switch {
	case !present:
		return v.past
	case many:
		return base
	}
	return v.third
}

// say writes a template as one or more sentences, with a space before it where text stands already.
func (s *scene) say(t string) {
	if n := len(s.b); n > 0 && s.b[n-1] != '\n' {
		s.b = append(s.b, ' ')
	}
	start := len(s.b)
	s.expand(t)
	for n := len(s.b); n > 0 && s.b[n-1] == ' '; n-- {
		s.b = s.b[:n-1]
	}
	capitals(s.b[min(start, len(s.b)):])
}

// maybe says one in percent of 100 cases.
func (s *scene) maybe(percent int, t string) {
	if s.r.chance(percent) {
		s.say(t)
	}
}

// paragraph ends a paragraph, now and then with a look around.
func (s *scene) paragraph() {
	if s.r.chance(30) {
		s.interlude()
	}
	if n := len(s.b); n > 0 && s.b[n-1] != '\n' {
		s.b = append(s.b, '\n')
	}
}

// text expands a template beside the scene's text.
func (s *scene) text(t string) string {
	keep := s.b
	s.b = make([]byte, 0, 96)
	s.expand(t)
	capitals(s.b)
	out := string(s.b)
	s.b = keep
	return out
}

// capitals makes the first letter of each sentence a capital: at the start, after ". ", "? ", "! " and `." `. After `?" ` the
// sentence may go on ("Why?" asked Tom).
func capitals(b []byte) {
	want := true
	for i, c := range b {
		switch {
		case c == '.' || c == '?' || c == '!':
			want = i+1 < len(b) && b[i+1] == ' ' || c == '.' && i+2 < len(b) && b[i+1] == '"' && b[i+2] == ' ' || i+1 < len(b) && b[i+1] == '\n'
		case c == ' ' || c == '"' || c == '\n':
		default:
			if want && c >= 'a' && c <= 'z' {
				b[i] = c - 0x20
			}
			want = false
		}
	}
}
