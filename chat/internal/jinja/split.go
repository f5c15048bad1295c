package jinja

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

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
