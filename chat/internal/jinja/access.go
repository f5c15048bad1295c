package jinja

import (
	"fmt"
)

// attribute is v.name: what the value offers itself comes before what it holds.
func (e *attribute) eval(in *interp, sc *scope) (value, error) {
	v, err := in.eval(e.of, sc)
	if err != nil {
		return nil, err
	}
	return in.attr(v, e.name)
}

func (in *interp) attr(v value, name string) (value, error) {
	if out, ok := in.own(v, name); ok {
		return out, nil
	}
	return in.held(v, String(name))
}

// item is v[key]: what the value holds comes before what it offers itself.
func (e *item) eval(in *interp, sc *scope) (value, error) {
	v, err := in.eval(e.of, sc)
	if err != nil {
		return nil, err
	}
	key, err := in.eval(e.key, sc)
	if err != nil {
		return nil, err
	}
	out, err := in.held(v, key)
	if name, ok := key.(Str); ok && err == nil {
		if _, missing := out.(undefined); missing {
			if m, ok := in.own(v, name.s); ok {
				return m, nil
			}
		}
	}
	return out, err
}

// own finds a method, or a field of a loop or namespace.
func (in *interp) own(v value, name string) (value, bool) {
	switch v := v.(type) {
	case *loop:
		return v.field(name)
	case *namespace:
		return v.attrs.get(String(name))
	case Str:
		if m, ok := stringMethods[name]; ok {
			return &function{name, func(in *interp, a args) (value, error) { return m(in, v, a) }}, true
		}
	case *Dict:
		if m, ok := dictMethods[name]; ok {
			return &function{name, func(in *interp, a args) (value, error) { return m(in, v, a) }}, true
		}
	case *List:
		if m, ok := listMethods[name]; ok {
			return &function{name, func(in *interp, a args) (value, error) { return m(in, v, a) }}, true
		}
	}
	return nil, false
}

// held finds an item of a mapping, list or string; a missing one is undefined.
func (in *interp) held(v, key value) (value, error) {
	switch v := v.(type) {
	case undefined:
		return nil, v.use()
	case *Dict:
		if out, ok, err := in.lookup(v, key); ok || err != nil {
			return out, err
		}
	case *List:
		if _, i, isInt, _ := number(key); isInt {
			if i < 0 {
				i += int64(len(v.items))
			}
			if i >= 0 && i < int64(len(v.items)) {
				return v.items[i], nil
			}
		}
	case Str:
		if _, i, isInt, _ := number(key); isInt {
			n, offset := runes(v.s)
			if err := in.alloc(len(v.s)); err != nil {
				return nil, err
			}
			if i < 0 {
				i += int64(n)
			}
			if i >= 0 && i < int64(n) {
				return v.slice(offset(int(i)), offset(int(i)+1)), nil
			}
		}
	}
	if k, ok := key.(Str); ok {
		return undefined{fmt.Sprintf("%q of a %s", k.s[:min(len(k.s), 40)], typeName(v))}, nil
	}
	return undefined{"an item of a " + typeName(v)}, nil
}

// sliceExpr is v[start:stop:stride] with Python's rules.
func (e *sliceExpr) eval(in *interp, sc *scope) (value, error) {
	v, err := in.eval(e.of, sc)
	if err != nil {
		return nil, err
	}
	var bounds [3]value
	for i, x := range []expr{e.start, e.stop, e.stride} {
		bounds[i] = absent{}
		if x == nil {
			continue
		}
		b, err := in.eval(x, sc)
		if err != nil {
			return nil, err
		}
		if b != nil {
			bounds[i] = b
		}
	}
	stride, err := wantInt(bounds[2], 1)
	if err != nil || stride == 0 {
		return nil, fmt.Errorf("a slice wants a step that is not zero")
	}
	pick := func(n int) ([]int, error) {
		low, high, first, last := int64(0), int64(n), int64(0), int64(n)
		if stride < 0 {
			low, high, first, last = -1, int64(n)-1, int64(n)-1, -1
		}
		clamp := func(b value, otherwise int64) (int64, error) {
			i, err := wantInt(b, otherwise)
			if given(b) && i < 0 {
				i += int64(n)
			}
			if !given(b) {
				return otherwise, nil
			}
			return min(max(i, low), high), err
		}
		start, err := clamp(bounds[0], first)
		if err != nil {
			return nil, err
		}
		stop, err := clamp(bounds[1], last)
		if err != nil {
			return nil, err
		}
		if err := in.alloc(8 * n); err != nil {
			return nil, err
		}
		var at []int
		for i := start; (stride > 0 && i < stop) || (stride < 0 && i > stop); i += stride {
			at = append(at, int(i))
			if stride > int64(n) || stride < -int64(n) {
				break
			}
		}
		return at, nil
	}
	switch v := v.(type) {
	case *List:
		at, err := pick(len(v.items))
		if err != nil {
			return nil, err
		}
		out, err := in.list(len(at))
		if err != nil {
			return nil, err
		}
		out.tuple = v.tuple
		for _, i := range at {
			out.items = append(out.items, v.items[i])
		}
		return out, nil
	case Str:
		n, offset := runes(v.s)
		at, err := pick(n)
		if err != nil || len(at) == 0 {
			return Str{}, err
		}
		if stride == 1 {
			return v.slice(offset(at[0]), offset(at[len(at)-1]+1)), nil
		}
		var b builder
		for _, i := range at {
			if err := in.write(&b, v.slice(offset(i), offset(i+1))); err != nil {
				return nil, err
			}
		}
		return b.str(), nil
	case undefined:
		return nil, v.use()
	}
	return nil, fmt.Errorf("a %s cannot be sliced", typeName(v))
}

// iterate lists what a for loop over v sees.
func (in *interp) iterate(v value) ([]value, error) {
	switch v := v.(type) {
	case *List:
		return v.items, nil
	case *Dict:
		return v.keys, nil
	case undefined:
		return nil, nil
	case Str:
		n, offset := runes(v.s)
		l, err := in.list(n)
		if err != nil {
			return nil, err
		}
		for i := range n {
			l.items = append(l.items, v.slice(offset(i), offset(i+1)))
		}
		return l.items, nil
	}
	return nil, fmt.Errorf("a %s cannot be iterated over", typeName(v))
}
