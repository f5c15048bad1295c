package jinja

import (
	"fmt"
	"math"
	"strings"
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

// put sets d[k] = v, charged.
func (in *interp) put(d *Dict, k, v value) error {
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

func (in *interp) arithmetic(op string, left, right value) (value, error) {
	if u, ok := left.(undefined); ok {
		return nil, u.use()
	}
	if u, ok := right.(undefined); ok {
		return nil, u.use()
	}
	lf, li, lInt, lok := number(left)
	rf, ri, rInt, rok := number(right)
	if lok && rok {
		if lInt && rInt && op != "/" {
			return intArithmetic(op, li, ri)
		}
		return floatArithmetic(op, lf, rf)
	}
	switch l := left.(type) {
	case Str:
		if r, ok := right.(Str); ok && op == "+" {
			return in.concat(l, r)
		}
		if op == "*" && rInt {
			return in.repeat(l, ri)
		}
		if op == "%" {
			return in.percent(l, right)
		}
	case *List:
		if r, ok := right.(*List); ok && op == "+" && l.tuple == r.tuple {
			out, err := in.list(len(l.items) + len(r.items))
			if err != nil {
				return nil, err
			}
			out.tuple = l.tuple
			out.items = append(append(out.items, l.items...), r.items...)
			return out, nil
		}
		if op == "*" && rInt {
			n := max(0, ri)
			if len(l.items) > 0 && n > maxBytes/int64(len(l.items)) {
				n = maxBytes // refused by list below
			}
			out, err := in.list(int(n) * len(l.items))
			if err != nil {
				return nil, err
			}
			out.tuple = l.tuple
			for ; n > 0 && len(l.items) > 0; n-- {
				out.items = append(out.items, l.items...)
			}
			return out, nil
		}
	}
	if r, ok := right.(Str); ok && lInt && op == "*" {
		return in.repeat(r, li)
	}
	return nil, fmt.Errorf("%s does not work on a %s and a %s", op, typeName(left), typeName(right))
}

// repeat is s * n, whose size is checked before a byte is made.
func (in *interp) repeat(s Str, n int64) (value, error) {
	if n <= 0 || s.s == "" {
		return Str{}, nil
	}
	if n > int64(in.byteLimit)/int64(len(s.s)) {
		return nil, in.alloc(in.byteLimit + 1)
	}
	if err := in.alloc(int(n) * len(s.s)); err != nil {
		return nil, err
	}
	return s.with(strings.Repeat(s.s, int(n))), nil
}

func intArithmetic(op string, a, b int64) (value, error) {
	overflow := fmt.Errorf("%d %s %d does not fit 64 bits", a, op, b)
	switch op {
	case "+":
		if c := a + b; (c > a) == (b > 0) {
			return c, nil
		}
		return nil, overflow
	case "-":
		if c := a - b; (c < a) == (b > 0) {
			return c, nil
		}
		return nil, overflow
	case "*":
		return mulInt(a, b, overflow)
	case "//", "%":
		if b == 0 {
			return nil, fmt.Errorf("division by zero")
		}
		q, r := a/b, a%b
		if r != 0 && (r < 0) != (b < 0) { // Python rounds down
			q, r = q-1, r+b
		}
		if op == "//" {
			return q, nil
		}
		return r, nil
	}
	if b < 0 {
		return math.Pow(float64(a), float64(b)), nil
	}
	c := int64(1)
	if a == 0 || a == 1 || a == -1 {
		if b == 0 {
			return c, nil
		}
		if a == -1 && b%2 == 0 {
			return c, nil
		}
		return a, nil
	}
	for ; b > 0; b-- { // |a| >= 2: at most 63 turns before it overflows
		v, err := mulInt(c, a, overflow)
		if err != nil {
			return nil, err
		}
		c = v.(int64)
	}
	return c, nil
}

func mulInt(a, b int64, overflow error) (value, error) {
	if a == 0 || b == 0 {
		return int64(0), nil
	}
	if c := a * b; c/b == a && !(a == -1 && b == math.MinInt64) && !(b == -1 && a == math.MinInt64) {
		return c, nil
	}
	return nil, overflow
}

func floatArithmetic(op string, a, b float64) (value, error) {
	switch op {
	case "+":
		return a + b, nil
	case "-":
		return a - b, nil
	case "*":
		return a * b, nil
	case "**":
		return math.Pow(a, b), nil
	}
	if b == 0 {
		return nil, fmt.Errorf("division by zero")
	}
	switch op {
	case "/":
		return a / b, nil
	case "//":
		return math.Floor(a / b), nil
	}
	r := math.Mod(a, b)
	if r != 0 && (r < 0) != (b < 0) {
		r += b
	}
	return r, nil
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

func (in *interp) compare(op string, left, right value) (bool, error) {
	switch op {
	case "==", "!=":
		eq, err := in.equal(left, right, 0)
		return eq == (op == "=="), err
	case "in", "not in":
		found, err := in.contains(right, left)
		return found == (op == "in"), err
	}
	c, err := in.order(left, right, 0)
	if err != nil {
		return false, err
	}
	switch op {
	case "<":
		return c < 0, nil
	case "<=":
		return c <= 0, nil
	case ">":
		return c > 0, nil
	}
	return c >= 0, nil
}

// equal is Python's ==.
func (in *interp) equal(a, b value, depth int) (bool, error) {
	if depth > maxValueDepth {
		return false, errValueDepth
	}
	if err := in.step(1); err != nil {
		return false, err
	}
	if x, _, _, ok := number(a); ok {
		_, i, aInt, _ := number(a)
		y, j, bInt, ok := number(b)
		if aInt && bInt {
			return i == j, nil
		}
		return ok && x == y, nil
	}
	switch a := a.(type) {
	case nil:
		return b == nil, nil
	case undefined:
		_, ok := b.(undefined)
		return ok, nil
	case Str:
		b, ok := b.(Str)
		return ok && a.s == b.s, in.scan(len(a.s))
	case *List:
		b, ok := b.(*List)
		if !ok || a.tuple != b.tuple || len(a.items) != len(b.items) {
			return false, nil
		}
		for i := range a.items {
			if eq, err := in.equal(a.items[i], b.items[i], depth+1); err != nil || !eq {
				return false, err
			}
		}
		return true, nil
	case *Dict:
		b, ok := b.(*Dict)
		if !ok || len(a.keys) != len(b.keys) {
			return false, nil
		}
		for i, k := range a.keys {
			v, ok := b.get(k)
			if !ok {
				return false, nil
			}
			if eq, err := in.equal(a.values[i], v, depth+1); err != nil || !eq {
				return false, err
			}
		}
		return true, nil
	}
	return a == b, nil // pointers
}

// order is negative, zero or positive as a is before, with or after b; only numbers, strings and lists have an order.
func (in *interp) order(a, b value, depth int) (int, error) {
	if depth > maxValueDepth {
		return 0, errValueDepth
	}
	x, i, aInt, ok1 := number(a)
	y, j, bInt, ok2 := number(b)
	if ok1 && ok2 {
		if aInt && bInt {
			x, y = 0, 0
			if i < j {
				y = 1
			} else if i > j {
				x = 1
			}
		}
		switch {
		case x < y:
			return -1, nil
		case x > y:
			return 1, nil
		}
		return 0, nil
	}
	if s, ok := a.(Str); ok {
		if t, ok := b.(Str); ok {
			return strings.Compare(s.s, t.s), in.scan(min(len(s.s), len(t.s)))
		}
	}
	if l, ok := a.(*List); ok {
		if m, ok := b.(*List); ok && l.tuple == m.tuple {
			for i := range min(len(l.items), len(m.items)) {
				if err := in.step(1); err != nil {
					return 0, err
				}
				if eq, err := in.equal(l.items[i], m.items[i], depth+1); err != nil {
					return 0, err
				} else if !eq {
					return in.order(l.items[i], m.items[i], depth+1)
				}
			}
			return len(l.items) - len(m.items), nil
		}
	}
	if u, ok := a.(undefined); ok {
		return 0, u.use()
	}
	if u, ok := b.(undefined); ok {
		return 0, u.use()
	}
	return 0, fmt.Errorf("a %s and a %s have no order", typeName(a), typeName(b))
}

// contains is "what in of".
func (in *interp) contains(of, what value) (bool, error) {
	switch of := of.(type) {
	case Str:
		w, ok := what.(Str)
		if !ok {
			return false, fmt.Errorf("a %s cannot be looked for in a string", typeName(what))
		}
		return strings.Contains(of.s, w.s), in.scan(len(of.s))
	case *Dict:
		_, ok := of.get(what)
		return ok, nil
	case *List:
		for _, v := range of.items {
			if eq, err := in.equal(v, what, 0); err != nil || eq {
				return eq, err
			}
		}
		return false, nil
	case undefined:
		return false, nil
	}
	return false, fmt.Errorf("nothing can be looked for in a %s", typeName(of))
}
