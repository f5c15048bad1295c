package jinja

import (
	"fmt"
	"math"
	"sort"
	"unicode/utf8"
)

// A value of the template language is one of: undefined, nil (none), bool, int64, float64, Str, *List, *Dict,
// *namespace, *function and *loop. Apart from namespaces and loops they are immutable.
type value = any

// Span is a byte range [Start, End) of a string that came from the message numbered Source.
type Span struct{ Start, End, Source int }

// Str is a string that knows which of its bytes came from a message. marks is sorted, disjoint, free of empty spans, and never
// changed: a part of a string shares the marks of the whole, which count from base bytes before the part and may reach beyond it.
type Str struct {
	s     string
	marks []Span
	base  int
}

// String is a string of the program's own.
func String(s string) Str { return Str{s: s} }

// Content is a string from outside, of the message numbered source: all its bytes are marked.
func Content(s string, source int) Str {
	if s == "" {
		return Str{}
	}
	return Str{s: s, marks: []Span{{0, len(s), source}}}
}

// slice returns s[i:j] with its marks. It copies nothing.
func (s Str) slice(i, j int) Str {
	from, to := s.base+i, s.base+j
	first := sort.Search(len(s.marks), func(k int) bool { return s.marks[k].End > from })
	last := first + sort.Search(len(s.marks)-first, func(k int) bool { return s.marks[first+k].Start >= to })
	return Str{s.s[i:j], s.marks[first:last:last], from}
}

// List is a list or a tuple.
type List struct {
	items []value
	tuple bool
}

// NewList makes a list of values.
func NewList(items ...value) *List { return &List{items: items} }

// Dict keeps its pairs in the order of insertion. Keys are strings, numbers, booleans or none.
type Dict struct {
	keys   []value
	values []value
	index  map[any]int
}

// NewDict makes a dictionary from keys and values in turn; keys are Go strings.
func NewDict(pairs ...any) *Dict {
	d := &Dict{index: make(map[any]int, len(pairs)/2)}
	for i := 0; i+1 < len(pairs); i += 2 {
		d.set(String(pairs[i].(string)), pairs[i+1])
	}
	return d
}

// hashable gives the map key under which equal values meet (1, 1.0 and true are one key, as in Python).
func hashable(v value) (any, error) {
	switch v := v.(type) {
	case Str:
		return v.s, nil
	case bool:
		if v {
			return int64(1), nil
		}
		return int64(0), nil
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int64(v), nil
		}
		return v, nil
	case nil, int64:
		return v, nil
	}
	return nil, fmt.Errorf("a %s cannot be a key", typeName(v))
}

func (d *Dict) set(key, val value) error {
	h, err := hashable(key)
	if err != nil {
		return err
	}
	if i, ok := d.index[h]; ok {
		d.values[i] = val
		return nil
	}
	d.index[h] = len(d.keys)
	d.keys = append(d.keys, key)
	d.values = append(d.values, val)
	return nil
}

func (d *Dict) get(key value) (value, bool) {
	h, err := hashable(key)
	if err != nil {
		return nil, false
	}
	i, ok := d.index[h]
	if !ok {
		return nil, false
	}
	return d.values[i], true
}

// undefined is what a missing variable, key or attribute gives: empty, false, and an error in any other use.
type undefined struct{ what string }

func (u undefined) use() error { return fmt.Errorf("%s is undefined", u.what) }

// namespace is the one kind of value that a template can change: {% set ns.x = ... %}.
type namespace struct{ attrs *Dict }

// function is anything that a template can call.
type function struct {
	name string
	call func(in *interp, a args) (value, error)
}

func typeName(v value) string {
	switch v := v.(type) {
	case undefined:
		return "undefined value"
	case nil:
		return "none"
	case bool:
		return "boolean"
	case int64:
		return "integer"
	case float64:
		return "float"
	case Str:
		return "string"
	case *List:
		if v.tuple {
			return "tuple"
		}
		return "list"
	case *Dict:
		return "mapping"
	case *namespace:
		return "namespace"
	case *loop:
		return "loop"
	}
	return "function"
}

func truth(v value) bool {
	switch v := v.(type) {
	case undefined, nil:
		return false
	case bool:
		return v
	case int64:
		return v != 0
	case float64:
		return v != 0
	case Str:
		return v.s != ""
	case *List:
		return len(v.items) > 0
	case *Dict:
		return len(v.keys) > 0
	}
	return true
}

// number gives v as a float64, and as an integer where it is one (booleans count as 0 and 1, as in Python).
func number(v value) (f float64, i int64, isInt, ok bool) {
	switch v := v.(type) {
	case bool:
		if v {
			return 1, 1, true, true
		}
		return 0, 0, true, true
	case int64:
		return float64(v), v, true, true
	case float64:
		return v, 0, false, true
	}
	return 0, 0, false, false
}

// runes returns the number of characters of s and a function from a character's index to its byte offset.
func runes(s string) (n int, offset func(i int) int) {
	n = utf8.RuneCountInString(s)
	if n == len(s) {
		return n, func(i int) int { return i }
	}
	starts := make([]int, 0, n+1)
	for i := range s {
		starts = append(starts, i)
	}
	starts = append(starts, len(s))
	return n, func(i int) int { return starts[i] }
}
