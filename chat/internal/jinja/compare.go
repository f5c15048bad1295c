package jinja

import (
	"fmt"
	"strings"
)

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
			v, ok, err := in.lookup(b, k)
			if err != nil || !ok {
				return false, err
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
		_, ok, err := in.lookup(of, what)
		return ok, err
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
