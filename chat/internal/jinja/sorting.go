package jinja

import (
	"fmt"
	"slices"
	"strings"
)

// sortKey is what a value is sorted and compared by: letters without case unless asked.
func (in *interp) sortKey(v value, caseSensitive bool) (value, error) {
	if s, ok := v.(Str); ok && !caseSensitive {
		return String(strings.ToLower(s.s)), in.alloc(2 * len(s.s))
	}
	return v, nil
}

// sortBy sorts items by keys of the same length, stably.
func (in *interp) sortBy(items, keys []value, reverse bool) (*List, error) {
	out, err := in.list(2 * len(items))
	if err != nil {
		return nil, err
	}
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	var failed error
	slices.SortStableFunc(order, func(i, j int) int {
		if failed != nil {
			return 0
		}
		c := 0
		if failed = in.step(1); failed == nil {
			c, failed = in.order(keys[i], keys[j], 0)
		}
		if reverse {
			return -c
		}
		return c
	})
	for _, i := range order {
		out.items = append(out.items, items[i])
	}
	return out, failed
}

// keysOf lists the sort keys of items, or of one attribute of each.
func (in *interp) keysOf(items []value, attribute value, caseSensitive bool) ([]value, error) {
	keys, err := in.each(&List{items: items}, func(x value) (value, error) {
		if given(attribute) && attribute != nil {
			var err error
			if x, err = in.path(x, attribute); err != nil {
				return nil, err
			}
		}
		return in.sortKey(x, caseSensitive)
	})
	if err != nil {
		return nil, err
	}
	return keys.items, nil
}

func isOn(v value) bool { return given(v) && truth(v) }

func filterSort(in *interp, v value, a args) (value, error) {
	vals, err := a.bind("reverse", "case_sensitive", "attribute")
	if err != nil {
		return nil, err
	}
	items, err := in.iterate(v)
	if err != nil {
		return nil, err
	}
	keys, err := in.keysOf(items, vals[2], isOn(vals[1]))
	if err != nil {
		return nil, err
	}
	return in.sortBy(items, keys, isOn(vals[0]))
}

// sortDict sorts a mapping by its keys (by = 0) or values (by = 1).
func (in *interp) sortDict(d *Dict, caseSensitive bool, by int, reverse bool) (*Dict, error) {
	pairs, err := in.pairs(d)
	if err != nil {
		return nil, err
	}
	keys, err := in.keysOf(pairs.items, int64(by), caseSensitive)
	if err != nil {
		return nil, err
	}
	sorted, err := in.sortBy(pairs.items, keys, reverse)
	if err != nil {
		return nil, err
	}
	out := NewDict()
	for _, p := range sorted.items {
		kv := p.(*List).items
		if err := in.put(out, kv[0], kv[1]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func filterDictSort(in *interp, v value, a args) (value, error) {
	vals, err := a.bind("case_sensitive", "by", "reverse")
	if err != nil {
		return nil, err
	}
	d, ok := v.(*Dict)
	if !ok {
		return nil, fmt.Errorf("wants a mapping, not a %s", typeName(v))
	}
	by, err := wantString(vals[1], "key")
	if err != nil {
		return nil, err
	}
	column := map[string]int{"key": 0, "value": 1}
	n, ok := column[by.s]
	if !ok {
		return nil, fmt.Errorf("by %q is none of key, value", by.s)
	}
	sorted, err := in.sortDict(d, isOn(vals[0]), n, isOn(vals[2]))
	if err != nil {
		return nil, err
	}
	return in.pairs(sorted)
}

func filterUnique(in *interp, v value, a args) (value, error) {
	vals, err := a.bind("case_sensitive", "attribute")
	if err != nil {
		return nil, err
	}
	items, err := in.iterate(v)
	if err != nil {
		return nil, err
	}
	keys, err := in.keysOf(items, vals[1], isOn(vals[0]))
	if err != nil {
		return nil, err
	}
	seen := NewDict()
	out, err := in.list(len(items))
	if err != nil {
		return nil, err
	}
	for i, k := range keys {
		if _, ok, err := in.lookup(seen, k); err != nil {
			return nil, err
		} else if ok {
			continue
		}
		if err := in.put(seen, k, true); err != nil {
			return nil, err
		}
		out.items = append(out.items, items[i])
	}
	return out, nil
}

// extreme is min ("<") and max (">").
func extreme(op string) filterFunc {
	return func(in *interp, v value, a args) (value, error) {
		vals, err := a.bind("case_sensitive", "attribute")
		if err != nil {
			return nil, err
		}
		items, err := in.iterate(v)
		if err != nil {
			return nil, err
		}
		if len(items) == 0 {
			return undefined{"the extreme of nothing"}, nil
		}
		keys, err := in.keysOf(items, vals[1], isOn(vals[0]))
		if err != nil {
			return nil, err
		}
		best := 0
		for i := range keys {
			if err := in.step(1); err != nil {
				return nil, err
			}
			better, err := in.compare(op, keys[i], keys[best])
			if err != nil {
				return nil, err
			}
			if better {
				best = i
			}
		}
		return items[best], nil
	}
}

func filterSum(in *interp, v value, a args) (value, error) {
	vals, err := a.bind("attribute", "start")
	if err != nil {
		return nil, err
	}
	var total value = int64(0)
	if given(vals[1]) {
		total = vals[1]
	}
	items, err := in.iterate(v)
	if err != nil {
		return nil, err
	}
	for _, x := range items {
		if given(vals[0]) && vals[0] != nil {
			if x, err = in.path(x, vals[0]); err != nil {
				return nil, err
			}
		}
		if err := in.step(1); err != nil {
			return nil, err
		}
		if total, err = in.arithmetic("+", total, x); err != nil {
			return nil, err
		}
	}
	return total, nil
}

// filterGroupBy gives (key, items) for each value of an attribute, in order.
func filterGroupBy(in *interp, v value, a args) (value, error) {
	vals, err := a.bind("attribute", "default", "case_sensitive")
	if err != nil {
		return nil, err
	}
	items, err := in.iterate(v)
	if err != nil {
		return nil, err
	}
	keys, err := in.keysOf(items, vals[0], isOn(vals[2]))
	if err != nil {
		return nil, err
	}
	sorted, err := in.sortBy(items, keys, false)
	if err != nil {
		return nil, err
	}
	groups, err := in.list(len(items))
	if err != nil {
		return nil, err
	}
	at := NewDict()
	for _, x := range sorted.items {
		name, err := in.path(x, vals[0])
		if err != nil {
			return nil, err
		}
		key, err := in.sortKey(name, isOn(vals[2]))
		if err != nil {
			return nil, err
		}
		if g, ok, err := in.lookup(at, key); err != nil {
			return nil, err
		} else if ok {
			g.(*List).items = append(g.(*List).items, x)
			continue
		}
		members := &List{items: []value{x}}
		if err := in.put(at, key, members); err != nil {
			return nil, err
		}
		groups.items = append(groups.items, &List{items: []value{name, members}, tuple: true})
	}
	return groups, nil
}

// filterBatch cuts items into rows of n.
func filterBatch(in *interp, v value, a args) (value, error) {
	vals, err := a.bind("linecount", "fill_with")
	if err != nil {
		return nil, err
	}
	n, err := wantInt(vals[0], 0)
	if err != nil || n < 1 {
		return nil, fmt.Errorf("wants a number of items above zero")
	}
	items, err := in.iterate(v)
	if err != nil {
		return nil, err
	}
	out, err := in.list(2 * len(items))
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(items); i += int(min(n, int64(len(items)))) {
		row := &List{items: items[i:min(int64(len(items)), int64(i)+min(n, int64(len(items))))]}
		if missing := n - int64(len(row.items)); missing > 0 && given(vals[1]) && vals[1] != nil {
			fill, err := in.arithmetic("*", &List{items: []value{vals[1]}}, missing)
			if err != nil {
				return nil, err
			}
			row.items = append(slices.Clip(row.items), fill.(*List).items...)
		}
		out.items = append(out.items, row)
	}
	return out, nil
}
