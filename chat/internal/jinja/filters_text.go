package jinja

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// titleWords is the title filter: the first letter after white space, a hyphen or an opening bracket is large.
func titleWords(s string) string {
	start := true
	return strings.Map(func(r rune) rune {
		was := start
		start = isSpace(r) || strings.ContainsRune("-({[<", r)
		if was {
			return unicode.ToUpper(r)
		}
		return unicode.ToLower(r)
	}, s)
}

// asText leaves a string as it is, marks and all.
func asText(in *interp, v value, _ args) (value, error) { return in.text(v) }

func filterTrim(in *interp, v value, a args) (value, error) {
	vals, err := a.bind("chars")
	if err != nil {
		return nil, err
	}
	s, err := in.text(v)
	if err != nil {
		return nil, err
	}
	if !given(vals[0]) || vals[0] == nil {
		return in.strip(s, nil, true, true)
	}
	chars, err := wantString(vals[0], "")
	if err != nil {
		return nil, err
	}
	return in.strip(s, &chars, true, true)
}

func filterReplace(in *interp, v value, a args) (value, error) {
	vals, err := a.bind("old", "new", "count")
	if err != nil {
		return nil, err
	}
	s, err := in.text(v)
	if err != nil {
		return nil, err
	}
	if !given(vals[0]) || !given(vals[1]) {
		return nil, fmt.Errorf("wants what to replace, and with what")
	}
	old, err := wantString(vals[0], "")
	if err != nil {
		return nil, err
	}
	with, err := wantString(vals[1], "")
	if err != nil {
		return nil, err
	}
	count, err := wantInt(vals[2], -1)
	if err != nil {
		return nil, err
	}
	if err := in.scan(len(s.s)); err != nil {
		return nil, err
	}
	var b builder
	start := 0
	for from := 0; count != 0; count-- {
		i := strings.Index(s.s[from:], old.s)
		if i < 0 {
			break
		}
		i += from
		if err := in.step(1); err != nil {
			return nil, err
		}
		if err := in.write(&b, s.slice(start, i)); err != nil {
			return nil, err
		}
		if err := in.write(&b, with); err != nil {
			return nil, err
		}
		start, from = i+len(old.s), i+len(old.s)
		if old.s == "" { // an empty string is found before each character, and at the end
			if from == len(s.s) {
				break
			}
			_, n := utf8.DecodeRuneInString(s.s[from:])
			from += n
		}
	}
	return in.finish(&b, s.slice(start, len(s.s)))
}

// join puts sep between the items of v.
func (in *interp) join(v value, sep Str) (Str, error) {
	items, err := in.iterate(v)
	if err != nil {
		return Str{}, err
	}
	var b builder
	for i, x := range items {
		t, err := in.text(x)
		if err != nil {
			return Str{}, err
		}
		if i > 0 {
			if err := in.write(&b, sep); err != nil {
				return Str{}, err
			}
		}
		if err := in.write(&b, t); err != nil {
			return Str{}, err
		}
		if err := in.step(1); err != nil {
			return Str{}, err
		}
	}
	return b.str(), nil
}

func filterJoin(in *interp, v value, a args) (value, error) {
	vals, err := a.bind("d", "attribute")
	if err != nil {
		return nil, err
	}
	sep, err := wantString(vals[0], "")
	if err != nil {
		return nil, err
	}
	if given(vals[1]) {
		if v, err = in.each(v, func(x value) (value, error) { return in.path(x, vals[1]) }); err != nil {
			return nil, err
		}
	}
	return in.join(v, sep)
}

func filterIndent(in *interp, v value, a args) (value, error) {
	vals, err := a.bind("width", "first", "blank")
	if err != nil {
		return nil, err
	}
	s, err := in.text(v)
	if err != nil {
		return nil, err
	}
	pad, ok := vals[0].(Str)
	if !ok {
		n, err := wantInt(vals[0], 4)
		if err != nil {
			return nil, err
		}
		p, err := in.repeat(String(" "), n)
		if err != nil {
			return nil, err
		}
		pad = p.(Str)
	}
	first, blank := given(vals[1]) && truth(vals[1]), given(vals[2]) && truth(vals[2])
	var b builder
	for start := 0; ; {
		end := strings.IndexByte(s.s[start:], '\n')
		line := s.slice(start, len(s.s))
		if end >= 0 {
			line = s.slice(start, start+end+1)
		}
		if (start > 0 || first) && (blank || strings.Trim(line.s, "\n") != "") {
			if err := in.write(&b, pad); err != nil {
				return nil, err
			}
		}
		if err := in.write(&b, line); err != nil {
			return nil, err
		}
		if end < 0 {
			return b.str(), nil
		}
		start += end + 1
	}
}

func filterCenter(in *interp, v value, a args) (value, error) {
	vals, err := a.bind("width")
	if err != nil {
		return nil, err
	}
	s, err := in.text(v)
	if err != nil {
		return nil, err
	}
	width, err := wantInt(vals[0], 80)
	if err != nil {
		return nil, err
	}
	room := width - int64(utf8.RuneCountInString(s.s))
	if room <= 0 {
		return s, nil
	}
	left := room/2 + (room & width & 1) // Python's rounding
	before, err := in.repeat(String(" "), left)
	if err != nil {
		return nil, err
	}
	after, err := in.repeat(String(" "), room-left)
	if err != nil {
		return nil, err
	}
	return in.concat(before.(Str), s, after.(Str))
}
