package jinja

import (
	"fmt"
	"strings"
	"time"
)

// globals are the functions that every template finds.
var globals = map[string]*function{}

func init() { // not in the declaration: the functions reach the evaluator, which reads globals
	for name, f := range map[string]func(*interp, args) (value, error){
		"range":           makeRange,
		"namespace":       makeNamespace,
		"dict":            makeDict,
		"raise_exception": raise,
		"strftime_now":    strftimeNow,
		"joiner":          makeJoiner,
	} {
		globals[name] = &function{name, f}
	}
}

// makeRange is range([start,] stop[, step]), of at most maxRange numbers.
func makeRange(in *interp, a args) (value, error) {
	vals, err := a.bind("start", "stop", "step")
	if err != nil {
		return nil, err
	}
	if !given(vals[1]) {
		vals[0], vals[1] = int64(0), vals[0]
	}
	var n [3]int64
	for i, v := range vals {
		if !given(v) && i < 2 {
			return nil, fmt.Errorf("wants an integer")
		}
		if n[i], err = wantInt(v, 1); err != nil {
			return nil, err
		}
	}
	start, stop, step := n[0], n[1], n[2]
	if step == 0 {
		return nil, fmt.Errorf("the step must not be zero")
	}
	if span := float64(stop) - float64(start); span/float64(step) > maxRange {
		return nil, fmt.Errorf("%w: a range of more than %d numbers", ErrLimit, maxRange)
	}
	l, err := in.list(0)
	if err != nil {
		return nil, err
	}
	for i := start; (step > 0 && i < stop) || (step < 0 && i > stop); i += step {
		if err := in.alloc(2 * sizeOfValue); err != nil {
			return nil, err
		}
		l.items = append(l.items, i)
		if (step > 0 && i > stop-step) || (step < 0 && i < stop-step) { // the next would be past the end, or overflow
			break
		}
	}
	return l, nil
}

// makeDict is dict(pairs or mapping, key=value).
func makeDict(in *interp, a args) (value, error) {
	d := NewDict()
	for _, from := range a.pos {
		if m, ok := from.(*Dict); ok {
			for i, k := range m.keys {
				if err := in.put(d, k, m.values[i]); err != nil {
					return nil, err
				}
			}
			continue
		}
		pairs, err := in.iterate(from)
		if err != nil {
			return nil, err
		}
		for _, p := range pairs {
			kv, err := in.iterate(p)
			if err != nil || len(kv) != 2 {
				return nil, fmt.Errorf("wants a mapping or a list of pairs")
			}
			if err := in.put(d, kv[0], kv[1]); err != nil {
				return nil, err
			}
		}
	}
	if a.named != nil {
		for i, k := range a.named.keys {
			if err := in.put(d, k, a.named.values[i]); err != nil {
				return nil, err
			}
		}
	}
	return d, nil
}

func makeNamespace(in *interp, a args) (value, error) {
	d, err := makeDict(in, a)
	if err != nil {
		return nil, err
	}
	return &namespace{d.(*Dict)}, nil
}

func raise(in *interp, a args) (value, error) {
	vals, err := a.bind("message")
	if err != nil {
		return nil, err
	}
	s, err := in.text(vals[0])
	if err != nil {
		return nil, err
	}
	return nil, &Raised{fmt.Sprintf("%.*s", maxError/2, s.s)}
}

// makeJoiner is joiner(sep): a function that gives nothing at its first call, and sep after that.
func makeJoiner(_ *interp, a args) (value, error) {
	vals, err := a.bind("sep")
	if err != nil {
		return nil, err
	}
	sep, err := wantString(vals[0], ", ")
	used := false
	return &function{"joiner", func(*interp, args) (value, error) {
		if !used {
			used = true
			return Str{}, nil
		}
		return sep, nil
	}}, err
}

func strftimeNow(in *interp, a args) (value, error) {
	vals, err := a.bind("format")
	if err != nil {
		return nil, err
	}
	s, err := wantString(vals[0], "")
	if err != nil {
		return nil, err
	}
	if err := in.alloc(16 * len(s.s)); err != nil {
		return nil, err
	}
	return s.with(strftime(in.now, s.s)), nil
}

// layouts gives Go's layout for the directives of C's strftime.
var layouts = map[byte]string{
	'd': "02", 'e': "_2", 'm': "01", 'b': "Jan", 'h': "Jan", 'B': "January", 'y': "06", 'Y': "2006", 'H': "15", 'I': "03",
	'M': "04", 'S': "05", 'p': "PM", 'a': "Mon", 'A': "Monday", 'Z': "MST", 'z': "-0700", 'j': "002",
	'F': "2006-01-02", 'T': "15:04:05", 'D': "01/02/06", 'R': "15:04", 'c': "Mon Jan _2 15:04:05 2006", 'x': "01/02/06", 'X': "15:04:05",
}

func strftime(t time.Time, format string) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		c := format[i]
		unpadded := c == '-' && i+1 < len(format) // %-d: no leading zero
		if unpadded {
			i++
			c = format[i]
		}
		switch layout, ok := layouts[c]; {
		case c == 'f':
			fmt.Fprintf(&b, "%06d", t.Nanosecond()/1000)
		case ok && unpadded:
			s := strings.TrimLeft(t.Format(layout), "0 ")
			if s == "" {
				s = "0"
			}
			b.WriteString(s)
		case ok:
			b.WriteString(t.Format(layout))
		case c == 'w':
			fmt.Fprintf(&b, "%d", t.Weekday())
		case c == 's':
			fmt.Fprintf(&b, "%d", t.Unix())
		case c == '%':
			b.WriteByte('%')
		default:
			b.WriteByte('%')
			b.WriteByte(c)
		}
	}
	return b.String()
}
