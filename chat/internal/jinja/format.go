package jinja

import (
	"fmt"
	"strconv"
	"strings"
)

// format is str.format with plain fields: {}, {0}, {name}, {{ and }}.
func (in *interp) format(s Str, a args) (value, error) {
	var b builder
	next := 0
	for i := 0; i < len(s.s); {
		j := strings.IndexAny(s.s[i:], "{}")
		if j < 0 {
			return in.finish(&b, s.slice(i, len(s.s)))
		}
		j += i
		if err := in.write(&b, s.slice(i, j)); err != nil {
			return nil, err
		}
		if j+1 < len(s.s) && s.s[j+1] == s.s[j] {
			if err := in.write(&b, s.slice(j, j+1)); err != nil {
				return nil, err
			}
			i = j + 2
			continue
		}
		end := strings.IndexByte(s.s[j:], '}')
		if s.s[j] == '}' || end < 0 {
			return nil, fmt.Errorf("a single %q in the format", s.s[j:j+1])
		}
		field := s.s[j+1 : j+end]
		i = j + end + 1
		var v value
		if n, err := strconv.Atoi(field); err == nil || field == "" {
			if field == "" {
				n = next
				next++
			}
			if n < 0 || n >= len(a.pos) {
				return nil, fmt.Errorf("the format has no value for field %d", n)
			}
			v = a.pos[n]
		} else {
			ok := false
			if a.named != nil {
				v, ok = a.named.get(String(field))
			}
			if !ok {
				return nil, fmt.Errorf("the format has no value for field %q", field)
			}
		}
		t, err := in.text(v)
		if err != nil {
			return nil, err
		}
		if err := in.write(&b, t); err != nil {
			return nil, err
		}
	}
	return b.str(), nil
}

func (in *interp) finish(b *builder, last Str) (value, error) {
	if err := in.write(b, last); err != nil {
		return nil, err
	}
	return b.str(), nil
}

// percent is "text %s" % values, with %s, %d, %r and %%.
func (in *interp) percent(s Str, arg value) (value, error) {
	values := []value{arg}
	if l, ok := arg.(*List); ok && l.tuple {
		values = l.items
	}
	var b builder
	for i := 0; i < len(s.s); {
		j := strings.IndexByte(s.s[i:], '%')
		if j < 0 {
			return in.finish(&b, s.slice(i, len(s.s)))
		}
		j += i
		if err := in.write(&b, s.slice(i, j)); err != nil {
			return nil, err
		}
		if j+1 == len(s.s) {
			return nil, fmt.Errorf("the format ends in %q", "%")
		}
		i = j + 2
		verb := s.s[j+1]
		if verb == '%' {
			if err := in.write(&b, String("%")); err != nil {
				return nil, err
			}
			continue
		}
		if len(values) == 0 {
			return nil, fmt.Errorf("the format has too few values")
		}
		v := values[0]
		values = values[1:]
		var t Str
		var err error
		switch verb {
		case 's':
			t, err = in.text(v)
		case 'r':
			var r builder
			err = in.repr(&r, v, 0)
			t = r.str()
		case 'd', 'i':
			var n int64
			n, err = wantInt(v, 0)
			t = String(strconv.FormatInt(n, 10))
		default:
			err = fmt.Errorf("the format's %q is not supported: use %%s, %%d, %%r or %%%%", "%"+string(verb))
		}
		if err != nil {
			return nil, err
		}
		if err := in.write(&b, t); err != nil {
			return nil, err
		}
	}
	return b.str(), nil
}
