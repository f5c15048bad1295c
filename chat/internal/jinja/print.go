package jinja

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// with returns text made from s in a way that loses track of single bytes: marked whole if any of s was.
func (s Str) with(text string) Str {
	if len(s.marks) > 0 {
		return Content(text, s.marks[0].Source)
	}
	return Str{s: text}
}

// formatFloat writes a float as Python's repr does.
func formatFloat(f float64) string {
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	if a := math.Abs(f); a != 0 && (a < 1e-4 || a >= 1e16) {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// text is what {{ v }} prints.
func (in *interp) text(v value) (Str, error) {
	switch v := v.(type) {
	case Str:
		return v, nil
	case undefined:
		return Str{}, nil
	}
	var b builder
	if err := in.repr(&b, v, 0); err != nil {
		return Str{}, err
	}
	return b.str(), nil
}

// repr appends Python's repr of v.
func (in *interp) repr(b *builder, v value, depth int) error {
	if depth > maxValueDepth {
		return errValueDepth
	}
	if err := in.step(1); err != nil {
		return err
	}
	switch v := v.(type) {
	case nil:
		return in.write(b, String("None"))
	case bool:
		if v {
			return in.write(b, String("True"))
		}
		return in.write(b, String("False"))
	case int64:
		return in.write(b, String(strconv.FormatInt(v, 10)))
	case float64:
		return in.write(b, String(formatFloat(v)))
	case undefined:
		return in.write(b, String("Undefined"))
	case Str:
		if err := in.alloc(4 * len(v.s)); err != nil { // \x00
			return err
		}
		return in.write(b, v.with(quote(v.s)))
	case *List:
		left, right := "[", "]"
		if v.tuple {
			left, right = "(", ")"
			if len(v.items) == 1 {
				right = ",)"
			}
		}
		return in.sequence(b, left, right, len(v.items), func(i int) error { return in.repr(b, v.items[i], depth+1) })
	case *Dict:
		return in.sequence(b, "{", "}", len(v.keys), func(i int) error {
			if err := in.repr(b, v.keys[i], depth+1); err != nil {
				return err
			}
			if err := in.write(b, String(": ")); err != nil {
				return err
			}
			return in.repr(b, v.values[i], depth+1)
		})
	}
	return in.write(b, String("<"+typeName(v)+">"))
}

func (in *interp) sequence(b *builder, left, right string, n int, item func(i int) error) error {
	if err := in.write(b, String(left)); err != nil {
		return err
	}
	for i := range n {
		if i > 0 {
			if err := in.write(b, String(", ")); err != nil {
				return err
			}
		}
		if err := item(i); err != nil {
			return err
		}
	}
	return in.write(b, String(right))
}

// quote writes a string as Python's repr does.
func quote(s string) string {
	q := byte('\'')
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		q = '"'
	}
	var b strings.Builder
	b.WriteByte(q)
	for _, r := range s {
		switch {
		case r == rune(q) || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r >= 0x80 && r < 0x10000 && !strconv.IsPrint(r):
			if r < 0x100 {
				fmt.Fprintf(&b, `\x%02x`, r)
			} else {
				fmt.Fprintf(&b, `\u%04x`, r)
			}
		case !strconv.IsPrint(r):
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte(q)
	return b.String()
}
