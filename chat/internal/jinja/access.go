package jinja

import (
	"errors"
	"fmt"
)

// args are the evaluated arguments of a call.
type args struct {
	pos   []value
	named *Dict // nil: none
}

// bind sorts arguments under parameter names; a missing one is left as absent.
func (a args) bind(names ...string) ([]value, error) {
	if len(a.pos) > len(names) {
		return nil, fmt.Errorf("takes at most %d arguments, not %d", len(names), len(a.pos))
	}
	out := make([]value, len(names))
	for i := range out {
		out[i] = absent{}
	}
	copy(out, a.pos)
	if a.named == nil {
		return out, nil
	}
	for i, k := range a.named.keys {
		found := false
		for j, name := range names {
			if k.(Str).s == name {
				out[j], found = a.named.values[i], true
			}
		}
		if !found {
			return nil, fmt.Errorf("takes no argument %q", k.(Str).s)
		}
	}
	return out, nil
}

// absent stands for an argument that was not given.
type absent struct{}

func given(v value) bool { _, missing := v.(absent); return !missing }

// wantString takes an argument as a string.
func wantString(v value, otherwise string) (Str, error) {
	switch v := v.(type) {
	case Str:
		return v, nil
	case absent:
		return String(otherwise), nil
	}
	return Str{}, fmt.Errorf("wants a string, not a %s", typeName(v))
}

// wantInt takes an argument as an integer.
func wantInt(v value, otherwise int64) (int64, error) {
	if !given(v) {
		return otherwise, nil
	}
	if _, i, isInt, ok := number(v); ok && isInt {
		return i, nil
	}
	return 0, fmt.Errorf("wants an integer, not a %s", typeName(v))
}

func (e *argExprs) evalArgs(in *interp, sc *scope) (args, error) {
	var a args
	for _, x := range e.pos {
		v, err := in.eval(x, sc)
		if err != nil {
			return a, err
		}
		if _, ok := x.(*spread); ok {
			items, err := in.iterate(v)
			if err != nil {
				return a, err
			}
			a.pos = append(a.pos, items...)
			continue
		}
		a.pos = append(a.pos, v)
	}
	if len(e.named) > 0 {
		a.named = NewDict()
	}
	for i, x := range e.named {
		v, err := in.eval(x, sc)
		if err != nil {
			return a, err
		}
		if e.names[i] != "" {
			if err := in.put(a.named, String(e.names[i]), v); err != nil {
				return a, err
			}
			continue
		}
		d, ok := v.(*Dict)
		if !ok {
			return a, fmt.Errorf("** wants a mapping, not a %s", typeName(v))
		}
		for j, k := range d.keys {
			if _, ok := k.(Str); !ok {
				return a, fmt.Errorf("** wants names as keys, not a %s", typeName(k))
			}
			if err := in.put(a.named, k, d.values[j]); err != nil {
				return a, err
			}
		}
	}
	return a, in.alloc(sizeOfValue * len(a.pos))
}

func (e *callExpr) eval(in *interp, sc *scope) (value, error) {
	fn, err := in.eval(e.fn, sc)
	if err != nil {
		return nil, err
	}
	a, err := e.evalArgs(in, sc)
	if err != nil {
		return nil, err
	}
	switch fn := fn.(type) {
	case *function:
		v, err := fn.call(in, a)
		return v, named(fn.name+"()", err)
	case *loop:
		return fn.recurse(in, a)
	case undefined:
		return nil, fn.use()
	}
	return nil, fmt.Errorf("a %s cannot be called", typeName(fn))
}

func (e *filterExpr) eval(in *interp, sc *scope) (value, error) {
	v, err := in.eval(e.of, sc)
	if err != nil {
		return nil, err
	}
	return e.apply(in, sc, v)
}

// apply runs the filter on v.
func (e *filterExpr) apply(in *interp, sc *scope, v value) (value, error) {
	a, err := e.evalArgs(in, sc)
	if err != nil {
		return nil, err
	}
	return in.filter(e.name, v, a)
}

func (in *interp) filter(name string, v value, a args) (value, error) {
	f, ok := filters[name]
	if !ok {
		return nil, fmt.Errorf("there is no filter %q", name)
	}
	out, err := f(in, v, a)
	return out, named(fmt.Sprintf("filter %q", name), err)
}

// named says which function failed, unless the error already has its place or speaks of the template as a whole.
func named(function string, err error) error {
	var placed *Error
	var raised *Raised
	if err == nil || errors.As(err, &placed) || errors.As(err, &raised) || errors.Is(err, ErrLimit) {
		return err
	}
	return fmt.Errorf("%s: %w", function, err)
}

func (e *testExpr) eval(in *interp, sc *scope) (value, error) {
	v, err := in.eval(e.of, sc)
	if err != nil {
		return nil, err
	}
	a, err := e.evalArgs(in, sc)
	if err != nil {
		return nil, err
	}
	return in.test(e.name, v, a.pos)
}

func (in *interp) test(name string, v value, pos []value) (bool, error) {
	t, ok := tests[name]
	if !ok {
		return false, fmt.Errorf("there is no test %q", name)
	}
	if len(pos) != t.args {
		return false, fmt.Errorf("test %q takes %d arguments, not %d", name, t.args, len(pos))
	}
	return t.run(in, v, pos)
}

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
		if out, ok := v.get(key); ok {
			return out, nil
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
