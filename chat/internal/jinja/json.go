package jinja

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// jsonStyle holds the options of tojson, which are those of Python's json.dumps.
type jsonStyle struct {
	indent    int64 // spaces for each level; -1: one line
	item, key string
	ascii     bool
	sorted    bool
}

func filterToJSON(in *interp, v value, a args) (value, error) {
	vals, err := a.bind("indent", "ensure_ascii", "separators", "sort_keys")
	if err != nil {
		return nil, err
	}
	style := jsonStyle{indent: -1, item: ", ", key: ": ", ascii: given(vals[1]) && truth(vals[1]), sorted: given(vals[3]) && truth(vals[3])}
	if given(vals[0]) && vals[0] != nil {
		if style.indent, err = wantInt(vals[0], 0); err != nil {
			return nil, err
		}
		style.indent, style.item = min(max(style.indent, 0), 16), ","
	}
	if given(vals[2]) && vals[2] != nil {
		parts, err := in.iterate(vals[2])
		if err != nil || len(parts) != 2 {
			return nil, fmt.Errorf("wants a pair as separators")
		}
		item, err := wantString(parts[0], "")
		if err != nil {
			return nil, err
		}
		key, err := wantString(parts[1], "")
		if err != nil {
			return nil, err
		}
		style.item, style.key = item.s, key.s
	}
	var b builder
	if err := in.json(&b, v, style, 0); err != nil {
		return nil, err
	}
	return b.str(), nil
}

// json appends v as JSON. A string that came from a message stays marked.
func (in *interp) json(b *builder, v value, style jsonStyle, depth int) error {
	if depth > maxValueDepth {
		return errValueDepth
	}
	if err := in.step(1); err != nil {
		return err
	}
	switch v := v.(type) {
	case nil:
		return in.write(b, String("null"))
	case bool:
		return in.write(b, String(strconv.FormatBool(v)))
	case int64:
		return in.write(b, String(strconv.FormatInt(v, 10)))
	case float64:
		switch {
		case math.IsNaN(v):
			return in.write(b, String("NaN"))
		case math.IsInf(v, 0):
			return in.write(b, String(strings.TrimPrefix(strings.Replace(fmt.Sprint(v), "Inf", "Infinity", 1), "+")))
		}
		return in.write(b, String(formatFloat(v)))
	case Str:
		if err := in.alloc(6 * len(v.s)); err != nil { // \u0000
			return err
		}
		return in.write(b, v.with(quoteJSON(v.s, style.ascii)))
	case *List:
		return in.jsonItems(b, "[", "]", len(v.items), style, depth, func(i int) error {
			return in.json(b, v.items[i], style, depth+1)
		})
	case *Dict:
		if style.sorted {
			sorted, err := in.sortDict(v, false, 0, false)
			if err != nil {
				return err
			}
			v = sorted
		}
		return in.jsonItems(b, "{", "}", len(v.keys), style, depth, func(i int) error {
			key, ok := v.keys[i].(Str)
			if !ok { // a number, a boolean or none, in quotes
				var k builder
				if err := in.json(&k, v.keys[i], style, depth+1); err != nil {
					return err
				}
				key = k.str()
			}
			if err := in.json(b, key, style, depth+1); err != nil {
				return err
			}
			if err := in.write(b, String(style.key)); err != nil {
				return err
			}
			return in.json(b, v.values[i], style, depth+1)
		})
	case undefined:
		return v.use()
	}
	return fmt.Errorf("a %s has no form in JSON", typeName(v))
}

func (in *interp) jsonItems(b *builder, left, right string, n int, style jsonStyle, depth int, item func(i int) error) error {
	line := func(depth int) error {
		if style.indent < 0 || n == 0 {
			return nil
		}
		return in.write(b, String("\n"+strings.Repeat(" ", int(style.indent)*depth)))
	}
	if err := in.write(b, String(left)); err != nil {
		return err
	}
	for i := range n {
		if i > 0 {
			if err := in.write(b, String(style.item)); err != nil {
				return err
			}
		}
		if err := line(depth + 1); err != nil {
			return err
		}
		if err := item(i); err != nil {
			return err
		}
	}
	if err := line(depth); err != nil {
		return err
	}
	return in.write(b, String(right))
}

// quoteJSON writes a string as json.dumps does; characters beyond ASCII stay as they are unless ascii.
func quoteJSON(s string, ascii bool) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\b':
			b.WriteString(`\b`)
		case r == '\f':
			b.WriteString(`\f`)
		case r < 0x20 || ascii && r >= 0x7f && r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		case ascii && r >= utf8.RuneSelf:
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+(r-0x10000)>>10, 0xdc00+(r-0x10000)&0x3ff)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
