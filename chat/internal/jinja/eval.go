package jinja

import (
	"fmt"
)

// expr is a node of an expression.
type expr interface {
	eval(in *interp, sc *scope) (value, error)
}

type (
	literal  struct{ val value }
	variable struct{ name string }
	spread   struct{ of expr } // *args of a call
	not      struct{ of expr }
	listExpr struct {
		items []expr
		tuple bool
	}
	dictExpr    struct{ keys, values []expr }
	conditional struct{ then, test, otherwise expr }
	binary      struct {
		op          string
		left, right expr
	}
	comparison struct {
		first expr
		ops   []string
		rest  []expr
	}
	signed struct {
		negative bool
		of       expr
	}
	attribute struct {
		of   expr
		name string
	}
	item      struct{ of, key expr }
	sliceExpr struct{ of, start, stop, stride expr }
	argExprs  struct {
		pos   []expr
		names []string // "" before a **mapping
		named []expr
	}
	callExpr struct {
		fn expr
		argExprs
	}
	filterExpr struct {
		of   expr // nil: the body of a filter or set statement
		name string
		argExprs
	}
	testExpr struct {
		of   expr
		name string
		argExprs
	}
)

// eval charges one step and evaluates e.
func (in *interp) eval(e expr, sc *scope) (value, error) {
	if err := in.step(1); err != nil {
		return nil, err
	}
	return e.eval(in, sc)
}

func (e *literal) eval(*interp, *scope) (value, error) { return e.val, nil }

func (e *variable) eval(_ *interp, sc *scope) (value, error) {
	if v, ok := sc.get(e.name); ok {
		return v, nil
	}
	if f, ok := globals[e.name]; ok {
		return f, nil
	}
	return undefined{fmt.Sprintf("%q", e.name)}, nil
}

func (e *spread) eval(in *interp, sc *scope) (value, error) { return in.eval(e.of, sc) }

func (e *not) eval(in *interp, sc *scope) (value, error) {
	v, err := in.eval(e.of, sc)
	return !truth(v), err
}

func (e *listExpr) eval(in *interp, sc *scope) (value, error) {
	l, err := in.list(len(e.items))
	if err != nil {
		return nil, err
	}
	l.tuple = e.tuple
	for _, x := range e.items {
		v, err := in.eval(x, sc)
		if err != nil {
			return nil, err
		}
		l.items = append(l.items, v)
	}
	return l, nil
}

func (e *dictExpr) eval(in *interp, sc *scope) (value, error) {
	d := NewDict()
	for i := range e.keys {
		k, err := in.eval(e.keys[i], sc)
		if err != nil {
			return nil, err
		}
		v, err := in.eval(e.values[i], sc)
		if err != nil {
			return nil, err
		}
		if err := in.put(d, k, v); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// lookup finds d[k], charged for a key of any length.
func (in *interp) lookup(d *Dict, k value) (value, bool, error) {
	if s, ok := k.(Str); ok {
		if err := in.scan(len(s.s)); err != nil {
			return nil, false, err
		}
	}
	v, ok := d.get(k)
	return v, ok, nil
}

// put sets d[k] = v, charged.
func (in *interp) put(d *Dict, k, v value) error {
	if s, ok := k.(Str); ok {
		if err := in.scan(len(s.s)); err != nil {
			return err
		}
	}
	if err := in.alloc(3 * sizeOfValue); err != nil {
		return err
	}
	return d.set(k, v)
}

func (e *conditional) eval(in *interp, sc *scope) (value, error) {
	test, err := in.eval(e.test, sc)
	switch {
	case err != nil:
		return nil, err
	case truth(test):
		return in.eval(e.then, sc)
	case e.otherwise == nil:
		return undefined{"the inline if-expression without else"}, nil
	}
	return in.eval(e.otherwise, sc)
}

func (e *signed) eval(in *interp, sc *scope) (value, error) {
	v, err := in.eval(e.of, sc)
	if err != nil {
		return nil, err
	}
	f, i, isInt, ok := number(v)
	switch {
	case !ok:
		return nil, fmt.Errorf("a %s has no sign", typeName(v))
	case !e.negative && isInt:
		return i, nil
	case !e.negative:
		return f, nil
	case isInt:
		return -i, nil
	}
	return -f, nil
}

func (e *binary) eval(in *interp, sc *scope) (value, error) {
	left, err := in.eval(e.left, sc)
	if err != nil {
		return nil, err
	}
	switch e.op {
	case "and":
		if !truth(left) {
			return left, nil
		}
		return in.eval(e.right, sc)
	case "or":
		if truth(left) {
			return left, nil
		}
		return in.eval(e.right, sc)
	}
	right, err := in.eval(e.right, sc)
	if err != nil {
		return nil, err
	}
	if e.op == "~" {
		a, err := in.text(left)
		if err != nil {
			return nil, err
		}
		b, err := in.text(right)
		if err != nil {
			return nil, err
		}
		return in.concat(a, b)
	}
	return in.arithmetic(e.op, left, right)
}

// simplest returns the operand alone where nothing is compared.
func (e *comparison) simplest() expr {
	if len(e.ops) == 0 {
		return e.first
	}
	return e
}

func (e *comparison) eval(in *interp, sc *scope) (value, error) {
	left, err := in.eval(e.first, sc)
	if err != nil {
		return nil, err
	}
	for i, op := range e.ops {
		right, err := in.eval(e.rest[i], sc)
		if err != nil {
			return nil, err
		}
		ok, err := in.compare(op, left, right)
		if err != nil || !ok {
			return false, err
		}
		left = right
	}
	return true, nil
}
