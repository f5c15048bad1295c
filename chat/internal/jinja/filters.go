package jinja

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
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
