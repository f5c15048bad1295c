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
