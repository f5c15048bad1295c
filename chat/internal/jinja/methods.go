package jinja

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	stringMethods map[string]func(in *interp, s Str, a args) (value, error)
	dictMethods   map[string]func(in *interp, d *Dict, a args) (value, error)
	listMethods   map[string]func(in *interp, l *List, a args) (value, error)
)

func init() {
	stringMethods = map[string]func(in *interp, s Str, a args) (value, error){
		"strip":        stripper(true, true),
		"lstrip":       stripper(true, false),
		"rstrip":       stripper(false, true),
		"split":        func(in *interp, s Str, a args) (value, error) { return splitMethod(in, s, a, false) },
		"rsplit":       func(in *interp, s Str, a args) (value, error) { return splitMethod(in, s, a, true) },
		"splitlines":   splitLines,
		"partition":    func(in *interp, s Str, a args) (value, error) { return partition(in, s, a, strings.Index) },
		"rpartition":   func(in *interp, s Str, a args) (value, error) { return partition(in, s, a, strings.LastIndex) },
		"startswith":   affix(strings.HasPrefix),
		"endswith":     affix(strings.HasSuffix),
		"removeprefix": cutAffix(strings.HasPrefix, func(s Str, n int) Str { return s.slice(n, len(s.s)) }),
		"removesuffix": cutAffix(strings.HasSuffix, func(s Str, n int) Str { return s.slice(0, len(s.s)-n) }),
		"upper":        mapped(upper),
		"lower":        mapped(strings.ToLower),
		"title":        mapped(title),
		"capitalize":   mapped(capitalize),
		"isdigit":      all(unicode.IsDigit),
		"isnumeric":    all(unicode.IsNumber),
		"isalpha":      all(unicode.IsLetter),
		"isalnum":      all(func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }),
		"isspace":      all(unicode.IsSpace),
		"isupper":      cased(strings.ToUpper, strings.ToLower),
		"islower":      cased(strings.ToLower, strings.ToUpper),
		"find":         finder(strings.Index, false),
		"rfind":        finder(strings.LastIndex, false),
		"index":        finder(strings.Index, true),
		"count": func(in *interp, s Str, a args) (value, error) {
			sub, err := one(a, "sub")
			if err != nil {
				return nil, err
			}
			return int64(strings.Count(s.s, sub.s)), in.scan(len(s.s))
		},
		"replace": func(in *interp, s Str, a args) (value, error) { return filterReplace(in, s, a) },
		"join": func(in *interp, s Str, a args) (value, error) {
			vals, err := a.bind("iterable")
			if err != nil {
				return nil, err
			}
			return in.join(vals[0], s)
		},
		"format": func(in *interp, s Str, a args) (value, error) { return in.format(s, a) },
	}
	dictMethods = map[string]func(in *interp, d *Dict, a args) (value, error){
		"items": func(in *interp, d *Dict, _ args) (value, error) { return in.pairs(d) },
		"keys": func(in *interp, d *Dict, _ args) (value, error) {
			return &List{items: d.keys}, in.alloc(sizeOfValue)
		},
		"values": func(in *interp, d *Dict, _ args) (value, error) {
			return &List{items: d.values}, in.alloc(sizeOfValue)
		},
		"copy": func(_ *interp, d *Dict, _ args) (value, error) { return d, nil }, // nothing changes a mapping
		"get": func(_ *interp, d *Dict, a args) (value, error) {
			vals, err := a.bind("key", "default")
			if err != nil {
				return nil, err
			}
			if v, ok := d.get(vals[0]); ok {
				return v, nil
			}
			if given(vals[1]) {
				return vals[1], nil
			}
			return nil, nil
		},
	}
	listMethods = map[string]func(in *interp, l *List, a args) (value, error){
		"copy": func(_ *interp, l *List, _ args) (value, error) { return l, nil },
		"index": func(in *interp, l *List, a args) (value, error) {
			i, _, err := in.find(l, a)
			if err == nil && i < 0 {
				err = fmt.Errorf("the value is not in the list")
			}
			return int64(i), err
		},
		"count": func(in *interp, l *List, a args) (value, error) {
			_, n, err := in.find(l, a)
			return int64(n), err
		},
	}
}

// find gives the first index of a's argument in l, or -1, and how often it is there.
func (in *interp) find(l *List, a args) (first, n int, err error) {
	vals, err := a.bind("value")
	if err != nil {
		return 0, 0, err
	}
	first = -1
	for i, v := range l.items {
		eq, err := in.equal(v, vals[0], 0)
		if err != nil {
			return 0, 0, err
		}
		if eq {
			if n++; first < 0 {
				first = i
			}
		}
	}
	return first, n, nil
}

// pairs lists a mapping's (key, value) tuples.
func (in *interp) pairs(d *Dict) (*List, error) {
	l, err := in.list(3 * len(d.keys))
	if err != nil {
		return nil, err
	}
	for i, k := range d.keys {
		l.items = append(l.items, &List{items: []value{k, d.values[i]}, tuple: true})
	}
	return l, nil
}

// one takes the single string that a method wants.
func one(a args, name string) (Str, error) {
	vals, err := a.bind(name)
	if err != nil {
		return Str{}, err
	}
	if !given(vals[0]) {
		return Str{}, fmt.Errorf("wants an argument")
	}
	return wantString(vals[0], "")
}

// isSpace is what Python's str.strip removes.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

// strip trims s by Python's rules: white space where chars is nil.
func (in *interp) strip(s Str, chars *Str, left, right bool) (Str, error) {
	drop := isSpace
	if chars != nil {
		if err := in.scan(len(chars.s)); err != nil {
			return Str{}, err
		}
		set := map[rune]bool{}
		for _, r := range chars.s {
			set[r] = true
		}
		drop = func(r rune) bool { return set[r] }
	}
	i, j := 0, len(s.s)
	if left {
		i = len(s.s) - len(strings.TrimLeftFunc(s.s, drop))
	}
	if right {
		j = max(i, len(strings.TrimRightFunc(s.s, drop)))
	}
	return s.slice(i, j), in.scan(len(s.s))
}

func stripper(left, right bool) func(*interp, Str, args) (value, error) {
	return func(in *interp, s Str, a args) (value, error) {
		vals, err := a.bind("chars")
		if err != nil {
			return nil, err
		}
		if !given(vals[0]) || vals[0] == nil {
			return in.strip(s, nil, left, right)
		}
		chars, err := wantString(vals[0], "")
		if err != nil {
			return nil, err
		}
		return in.strip(s, &chars, left, right)
	}
}

// piece is a byte range [start, end).
type piece struct{ start, end int }

func splitMethod(in *interp, s Str, a args, fromRight bool) (value, error) {
	vals, err := a.bind("sep", "maxsplit")
	if err != nil {
		return nil, err
	}
	limit, err := wantInt(vals[1], -1)
	if err != nil {
		return nil, err
	}
	var at []piece // the separators
	if !given(vals[0]) || vals[0] == nil {
		if s, err = in.strip(s, nil, true, true); err != nil {
			return nil, err
		}
		for i := 0; i < len(s.s); {
			r, n := utf8.DecodeRuneInString(s.s[i:])
			switch last := len(at) - 1; {
			case !isSpace(r):
			case last >= 0 && at[last].end == i:
				at[last].end += n
			default:
				at = append(at, piece{i, i + n})
			}
			i += n
		}
		if s.s == "" {
			return &List{}, nil
		}
	} else {
		sep, err := wantString(vals[0], "")
		if err != nil {
			return nil, err
		}
		if sep.s == "" {
			return nil, fmt.Errorf("wants a separator that is not empty")
		}
		if fromRight {
			for end := len(s.s); ; {
				i := strings.LastIndex(s.s[:end], sep.s)
				if i < 0 || limit >= 0 && int64(len(at)) == limit {
					break
				}
				at = append(at, piece{i, i + len(sep.s)})
				if err := in.step(1); err != nil {
					return nil, err
				}
				end = i
			}
			slices.Reverse(at)
		} else {
			for start := 0; ; {
				i := strings.Index(s.s[start:], sep.s)
				if i < 0 || limit >= 0 && int64(len(at)) == limit {
					break
				}
				at = append(at, piece{start + i, start + i + len(sep.s)})
				start += i + len(sep.s)
				if err := in.step(1); err != nil {
					return nil, err
				}
			}
		}
	}
	if limit >= 0 && int64(len(at)) > limit {
		if fromRight {
			at = at[len(at)-int(limit):]
		} else {
			at = at[:limit]
		}
	}
	if err := in.scan(len(s.s)); err != nil {
		return nil, err
	}
	return in.cut(s, at)
}

// cut returns the pieces of s between separators.
func (in *interp) cut(s Str, at []piece) (*List, error) {
	if err := in.step(len(at) * len(s.marks)); err != nil {
		return nil, err
	}
	l, err := in.list(3 * (len(at) + 1))
	if err != nil {
		return nil, err
	}
	start := 0
	for _, sep := range at {
		l.items = append(l.items, s.slice(start, sep.start))
		start = sep.end
	}
	l.items = append(l.items, s.slice(start, len(s.s)))
	return l, nil
}

func splitLines(in *interp, s Str, a args) (value, error) {
	if _, err := a.bind(); err != nil {
		return nil, err
	}
	var at []piece
	for i := 0; i < len(s.s); i++ {
		switch {
		case s.s[i] == '\r' && i+1 < len(s.s) && s.s[i+1] == '\n':
			at = append(at, piece{i, i + 2})
			i++
		case s.s[i] == '\n' || s.s[i] == '\r':
			at = append(at, piece{i, i + 1})
		}
	}
	if err := in.scan(len(s.s)); err != nil {
		return nil, err
	}
	l, err := in.cut(s, at)
	if err != nil {
		return nil, err
	}
	if n := len(at); s.s == "" || n > 0 && at[n-1].end == len(s.s) { // no empty line after the last break
		l.items = l.items[:len(l.items)-1]
	}
	return l, nil
}

func partition(in *interp, s Str, a args, index func(s, sub string) int) (value, error) {
	sep, err := one(a, "sep")
	if err != nil {
		return nil, err
	}
	if sep.s == "" {
		return nil, fmt.Errorf("wants a separator that is not empty")
	}
	if err := in.alloc(len(s.s)/8 + 3*sizeOfValue); err != nil {
		return nil, err
	}
	i := index(s.s, sep.s)
	if i < 0 {
		if index("..", ".") == 1 { // from the right
			return &List{items: []value{Str{}, Str{}, s}, tuple: true}, nil
		}
		return &List{items: []value{s, Str{}, Str{}}, tuple: true}, nil
	}
	j := i + len(sep.s)
	return &List{items: []value{s.slice(0, i), s.slice(i, j), s.slice(j, len(s.s))}, tuple: true}, nil
}

// affix is startswith and endswith, of a string or a tuple of them.
func affix(has func(s, affix string) bool) func(*interp, Str, args) (value, error) {
	return func(in *interp, s Str, a args) (value, error) {
		vals, err := a.bind("affix")
		if err != nil {
			return nil, err
		}
		options := []value{vals[0]}
		if l, ok := vals[0].(*List); ok {
			options = l.items
		}
		for _, o := range options {
			x, ok := o.(Str)
			if !ok {
				return nil, fmt.Errorf("wants a string")
			}
			if has(s.s, x.s) {
				return true, nil
			}
			if err := in.scan(len(x.s)); err != nil {
				return nil, err
			}
		}
		return false, nil
	}
}

func cutAffix(has func(s, affix string) bool, cut func(s Str, n int) Str) func(*interp, Str, args) (value, error) {
	return func(in *interp, s Str, a args) (value, error) {
		x, err := one(a, "affix")
		if err != nil {
			return nil, err
		}
		if !has(s.s, x.s) {
			return s, nil
		}
		return cut(s, len(x.s)), in.scan(len(s.s))
	}
}

// mapped is a method or filter that changes letters.
func mapped(f func(string) string) func(*interp, Str, args) (value, error) {
	return func(in *interp, s Str, a args) (value, error) {
		if _, err := a.bind(); err != nil {
			return nil, err
		}
		if err := in.alloc(3 * len(s.s)); err != nil {
			return nil, err
		}
		return s.with(f(s.s)), nil
	}
}

// upper knows the one letter of common use that becomes two.
func upper(s string) string { return strings.ReplaceAll(strings.ToUpper(s), "ß", "SS") }

// title is str.title: a letter after anything but a letter is large.
func title(s string) string {
	start := true
	return strings.Map(func(r rune) rune {
		was := start
		start = !unicode.IsLetter(r)
		if was {
			return unicode.ToTitle(r)
		}
		return unicode.ToLower(r)
	}, s)
}

func capitalize(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:n]) + strings.ToLower(s[n:])
}

func all(is func(rune) bool) func(*interp, Str, args) (value, error) {
	return func(in *interp, s Str, _ args) (value, error) {
		return s.s != "" && strings.IndexFunc(s.s, func(r rune) bool { return !is(r) }) < 0, in.scan(len(s.s))
	}
}

func cased(to, from func(string) string) func(*interp, Str, args) (value, error) {
	return func(in *interp, s Str, _ args) (value, error) {
		return to(s.s) == s.s && from(s.s) != s.s, in.alloc(2 * len(s.s))
	}
}

// finder is find, rfind and index, which count characters.
func finder(index func(s, sub string) int, must bool) func(*interp, Str, args) (value, error) {
	return func(in *interp, s Str, a args) (value, error) {
		sub, err := one(a, "sub")
		if err != nil {
			return nil, err
		}
		i := index(s.s, sub.s)
		if i > 0 {
			i = utf8.RuneCountInString(s.s[:i])
		}
		if i < 0 && must {
			return nil, fmt.Errorf("the substring is not there")
		}
		return int64(i), in.scan(len(s.s))
	}
}
