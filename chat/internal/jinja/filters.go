package jinja

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type filterFunc func(in *interp, v value, a args) (value, error)

var filters map[string]filterFunc

func init() {
	text := func(f func(string) string) filterFunc {
		m := mapped(f)
		return func(in *interp, v value, a args) (value, error) {
			s, err := in.text(v)
			if err != nil {
				return nil, err
			}
			return m(in, s, a)
		}
	}
	filters = map[string]filterFunc{
		"trim": filterTrim, "replace": filterReplace, "join": filterJoin, "indent": filterIndent, "center": filterCenter,
		"upper": text(upper), "lower": text(strings.ToLower), "title": text(titleWords), "capitalize": text(capitalize),
		"escape": text(html.EscapeString), "e": text(html.EscapeString),
		"string": asText, "safe": asText,
		"wordcount": func(in *interp, v value, _ args) (value, error) {
			s, err := in.text(v)
			if err != nil {
				return nil, err
			}
			return int64(len(strings.Fields(s.s))), in.alloc(16 * len(s.s))
		},
		"length": filterLength, "count": filterLength, "default": filterDefault, "d": filterDefault, "tojson": filterToJSON,
		"list": filterList, "items": filterItems, "first": filterFirst, "last": filterLast, "reverse": filterReverse,
		"sort": filterSort, "unique": filterUnique, "dictsort": filterDictSort, "sum": filterSum,
		"min": extreme("<"), "max": extreme(">"), "groupby": filterGroupBy, "batch": filterBatch,
		"map": filterMap, "select": selector(true, false), "reject": selector(false, false),
		"selectattr": selector(true, true), "rejectattr": selector(false, true), "attr": filterAttr,
		"int": filterInt, "float": filterFloat, "abs": filterAbs, "round": filterRound,
	}
}

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
		if err := in.step(1 + len(s.marks)); err != nil {
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

func filterLength(in *interp, v value, _ args) (value, error) {
	switch v := v.(type) {
	case Str:
		return int64(utf8.RuneCountInString(v.s)), in.scan(len(v.s))
	case *List:
		return int64(len(v.items)), nil
	case *Dict:
		return int64(len(v.keys)), nil
	case undefined:
		return int64(0), nil
	}
	return nil, fmt.Errorf("a %s has no length", typeName(v))
}

func filterDefault(_ *interp, v value, a args) (value, error) {
	vals, err := a.bind("default_value", "boolean")
	if err != nil {
		return nil, err
	}
	if !given(vals[0]) {
		vals[0] = Str{}
	}
	if _, missing := v.(undefined); missing || given(vals[1]) && truth(vals[1]) && !truth(v) {
		return vals[0], nil
	}
	return v, nil
}

func filterList(in *interp, v value, _ args) (value, error) {
	items, err := in.iterate(v)
	return &List{items: items}, err
}

func filterItems(in *interp, v value, _ args) (value, error) {
	switch v := v.(type) {
	case undefined:
		return &List{}, nil
	case *Dict:
		return in.pairs(v)
	}
	return nil, fmt.Errorf("wants a mapping, not a %s", typeName(v))
}

func filterFirst(in *interp, v value, _ args) (value, error) {
	items, err := in.iterate(v)
	if err != nil || len(items) == 0 {
		return undefined{"the first item of nothing"}, err
	}
	return items[0], nil
}

func filterLast(in *interp, v value, _ args) (value, error) {
	items, err := in.iterate(v)
	if err != nil || len(items) == 0 {
		return undefined{"the last item of nothing"}, err
	}
	return items[len(items)-1], nil
}

func filterReverse(in *interp, v value, _ args) (value, error) {
	items, err := in.iterate(v)
	if err != nil {
		return nil, err
	}
	out, err := in.list(len(items))
	if err != nil {
		return nil, err
	}
	out.items = append(out.items, items...)
	slices.Reverse(out.items)
	if _, ok := v.(Str); ok {
		return in.join(out, Str{})
	}
	return out, nil
}

// each maps the items of v.
func (in *interp) each(v value, f func(value) (value, error)) (*List, error) {
	items, err := in.iterate(v)
	if err != nil {
		return nil, err
	}
	out, err := in.list(len(items))
	if err != nil {
		return nil, err
	}
	for _, x := range items {
		if err := in.step(1); err != nil {
			return nil, err
		}
		y, err := f(x)
		if err != nil {
			return nil, err
		}
		out.items = append(out.items, y)
	}
	return out, nil
}

// path follows an attribute such as "a.b.0", or an integer.
func (in *interp) path(v, attribute value) (value, error) {
	s, ok := attribute.(Str)
	if !ok {
		return in.held(v, attribute)
	}
	for _, part := range strings.Split(s.s, ".") {
		key := value(String(part))
		if i, err := strconv.ParseInt(part, 10, 64); err == nil {
			key = i
		}
		if err := in.step(1); err != nil {
			return nil, err
		}
		var err error
		if v, err = in.held(v, key); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func filterAttr(in *interp, v value, a args) (value, error) {
	name, err := one(a, "name")
	if err != nil {
		return nil, err
	}
	if out, ok := in.own(v, name.s); ok {
		return out, nil
	}
	return undefined{fmt.Sprintf("attribute %q", name.s)}, nil
}

// filterMap is map("filter", arguments) or map(attribute="name", default=value).
func filterMap(in *interp, v value, a args) (value, error) {
	if len(a.pos) > 0 {
		name, err := wantString(a.pos[0], "")
		if err != nil {
			return nil, err
		}
		rest := args{a.pos[1:], a.named}
		return in.each(v, func(x value) (value, error) { return in.filter(name.s, x, rest) })
	}
	vals, err := a.bind("attribute", "default")
	if err != nil {
		return nil, err
	}
	return in.each(v, func(x value) (value, error) {
		y, err := in.path(x, vals[0])
		if _, missing := y.(undefined); missing && given(vals[1]) {
			return vals[1], nil
		}
		return y, err
	})
}

// selector is select, reject, selectattr and rejectattr: the items whose test, or whose attribute's test, is keep.
func selector(keep, byAttribute bool) filterFunc {
	return func(in *interp, v value, a args) (value, error) {
		if a.named != nil {
			return nil, fmt.Errorf("takes no named arguments")
		}
		rest := a.pos
		var attribute value
		if byAttribute {
			if len(rest) == 0 {
				return nil, fmt.Errorf("wants the name of an attribute")
			}
			attribute, rest = rest[0], rest[1:]
		}
		items, err := in.iterate(v)
		if err != nil {
			return nil, err
		}
		out, err := in.list(len(items))
		if err != nil {
			return nil, err
		}
		for _, x := range items {
			if err := in.step(1); err != nil {
				return nil, err
			}
			y := x
			if byAttribute {
				if y, err = in.path(x, attribute); err != nil {
					return nil, err
				}
			}
			ok := truth(y)
			if len(rest) > 0 {
				name, err := wantString(rest[0], "")
				if err != nil {
					return nil, err
				}
				if ok, err = in.test(name.s, y, rest[1:]); err != nil {
					return nil, err
				}
			}
			if ok == keep {
				out.items = append(out.items, x)
			}
		}
		return out, nil
	}
}

func filterInt(_ *interp, v value, a args) (value, error) {
	vals, err := a.bind("default", "base")
	if err != nil {
		return nil, err
	}
	base, err := wantInt(vals[1], 10)
	if err != nil {
		return nil, err
	}
	if f, i, isInt, ok := number(v); isInt {
		return i, nil
	} else if ok && math.Abs(f) < 1<<62 {
		return int64(f), nil
	}
	if s, ok := v.(Str); ok {
		if i, err := strconv.ParseInt(strings.TrimSpace(s.s), int(min(max(base, 0), 36)), 64); err == nil {
			return i, nil
		}
		if f, err := strconv.ParseFloat(strings.TrimSpace(s.s), 64); err == nil && math.Abs(f) < 1<<62 {
			return int64(f), nil
		}
	}
	if !given(vals[0]) {
		return int64(0), nil
	}
	return vals[0], nil
}

func filterFloat(_ *interp, v value, a args) (value, error) {
	vals, err := a.bind("default")
	if err != nil {
		return nil, err
	}
	if f, _, _, ok := number(v); ok {
		return f, nil
	}
	if s, ok := v.(Str); ok {
		if f, err := strconv.ParseFloat(strings.TrimSpace(s.s), 64); err == nil {
			return f, nil
		}
	}
	if !given(vals[0]) {
		return 0.0, nil
	}
	return vals[0], nil
}

func filterAbs(_ *interp, v value, _ args) (value, error) {
	f, i, isInt, ok := number(v)
	switch {
	case !ok:
		return nil, fmt.Errorf("wants a number, not a %s", typeName(v))
	case isInt && i < 0:
		return -i, nil
	case isInt:
		return i, nil
	}
	return math.Abs(f), nil
}

func filterRound(_ *interp, v value, a args) (value, error) {
	vals, err := a.bind("precision", "method")
	if err != nil {
		return nil, err
	}
	digits, err := wantInt(vals[0], 0)
	if err != nil {
		return nil, err
	}
	method, err := wantString(vals[1], "common")
	if err != nil {
		return nil, err
	}
	f, _, _, ok := number(v)
	if !ok {
		return nil, fmt.Errorf("wants a number, not a %s", typeName(v))
	}
	scale := math.Pow(10, float64(min(max(digits, -300), 300)))
	switch method.s {
	case "common":
		return math.RoundToEven(f*scale) / scale, nil
	case "ceil":
		return math.Ceil(f*scale) / scale, nil
	case "floor":
		return math.Floor(f*scale) / scale, nil
	}
	return nil, fmt.Errorf("method %q is none of common, ceil, floor", method.s)
}
