package jinja

import (
	"fmt"
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
		"get": func(in *interp, d *Dict, a args) (value, error) {
			vals, err := a.bind("key", "default")
			if err != nil {
				return nil, err
			}
			if v, ok, err := in.lookup(d, vals[0]); ok || err != nil {
				return v, err
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
