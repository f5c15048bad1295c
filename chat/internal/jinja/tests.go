package jinja

import (
	"fmt"
	"strings"
)

// testFunc is what follows "is"; args is the number of its arguments.
type testFunc struct {
	args int
	run  func(in *interp, v value, pos []value) (bool, error)
}

var tests = map[string]testFunc{}

func init() {
	kind := func(ok func(v value) bool) testFunc {
		return testFunc{0, func(_ *interp, v value, _ []value) (bool, error) { return ok(v), nil }}
	}
	compare := func(op string) testFunc {
		return testFunc{1, func(in *interp, v value, pos []value) (bool, error) { return in.compare(op, v, pos[0]) }}
	}
	remainder := func(by, want int64) testFunc {
		return testFunc{0, func(_ *interp, v value, _ []value) (bool, error) {
			i, err := wantInt(v, 0)
			return (i%by+by)%by == want, err
		}}
	}
	for name, t := range map[string]testFunc{
		"defined":   kind(func(v value) bool { _, missing := v.(undefined); return !missing }),
		"undefined": kind(func(v value) bool { _, missing := v.(undefined); return missing }),
		"none":      kind(func(v value) bool { return v == nil }),
		"boolean":   kind(func(v value) bool { _, ok := v.(bool); return ok }),
		"true":      kind(func(v value) bool { b, ok := v.(bool); return ok && b }),
		"false":     kind(func(v value) bool { b, ok := v.(bool); return ok && !b }),
		"integer":   kind(func(v value) bool { _, ok := v.(int64); return ok }),
		"float":     kind(func(v value) bool { _, ok := v.(float64); return ok }),
		"number":    kind(func(v value) bool { _, _, _, ok := number(v); return ok }),
		"string":    kind(func(v value) bool { _, ok := v.(Str); return ok }),
		"mapping":   kind(func(v value) bool { _, ok := v.(*Dict); return ok }),
		"sequence":  kind(isIterable),
		"iterable":  kind(isIterable),
		"callable":  kind(func(v value) bool { _, ok := v.(*function); return ok }),
		"lower": kind(func(v value) bool {
			s, ok := v.(Str)
			return ok && s.s == strings.ToLower(s.s) && s.s != strings.ToUpper(s.s)
		}),
		"upper": kind(func(v value) bool {
			s, ok := v.(Str)
			return ok && s.s == strings.ToUpper(s.s) && s.s != strings.ToLower(s.s)
		}),
		"filter": kind(func(v value) bool { s, _ := v.(Str); _, ok := filters[s.s]; return ok }),
		"test":   kind(func(v value) bool { s, _ := v.(Str); _, ok := tests[s.s]; return ok }),
		"even":   remainder(2, 0),
		"odd":    remainder(2, 1),
		"divisibleby": {1, func(_ *interp, v value, pos []value) (bool, error) {
			i, err := wantInt(v, 0)
			if err != nil {
				return false, err
			}
			by, err := wantInt(pos[0], 0)
			if err != nil || by == 0 {
				return false, fmt.Errorf("wants a divisor that is not zero")
			}
			return i%by == 0, nil
		}},
		"sameas": {1, func(in *interp, v value, pos []value) (bool, error) {
			if typeName(v) != typeName(pos[0]) {
				return false, nil
			}
			return in.equal(v, pos[0], 0)
		}},
		"in": compare("in"), "eq": compare("=="), "equalto": compare("=="), "==": compare("=="), "ne": compare("!="), "!=": compare("!="),
		"lt": compare("<"), "lessthan": compare("<"), "<": compare("<"), "le": compare("<="), "<=": compare("<="),
		"gt": compare(">"), "greaterthan": compare(">"), ">": compare(">"), "ge": compare(">="), ">=": compare(">="),
	} {
		tests[name] = t
	}
}

// isIterable: undefined counts, as in Jinja2.
func isIterable(v value) bool {
	switch v.(type) {
	case Str, *List, *Dict, undefined:
		return true
	}
	return false
}
