package jinja

import (
	"fmt"
	"math"
	"strings"
)

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
