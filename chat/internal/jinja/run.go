package jinja

import (
	"errors"
	"fmt"
	"strings"

	"github.com/nikolalohinski/gonja/v2/nodes"
)

// scope holds variables. A for loop opens one for each turn, so that set inside it is not seen outside, as in Jinja2;
// if opens none.
type scope struct {
	vars   map[string]value
	parent *scope
}

func (s *scope) inner() *scope { return &scope{map[string]value{}, s} }

func (s *scope) get(name string) (value, bool) {
	for ; s != nil; s = s.parent {
		if v, ok := s.vars[name]; ok {
			return v, true
		}
	}
	return nil, false
}

var (
	errBreak    = errors.New("break outside of a loop")
	errContinue = errors.New("continue outside of a loop")
)

// dataText is the text between tags, trimmed where a neighbour says so with a minus sign.
func dataText(n *nodes.Data) string {
	s := n.Data.Val
	if n.Trim.Left {
		s = strings.TrimLeft(s, " \t\n\r\v\f")
	}
	if n.Trim.Right {
		s = strings.TrimRight(s, " \t\n\r\v\f")
	}
	return s
}

// body runs the nodes of gonja's tree.
func (in *interp) body(list []nodes.Node, sc *scope) error {
	for _, n := range list {
		if err := in.step(1); err != nil {
			return err
		}
		switch n := n.(type) {
		case *nodes.Data:
			if err := in.write(in.out, String(dataText(n))); err != nil {
				return err
			}
		case *nodes.ControlStructureBlock:
			s := n.ControlStructure.(stmt)
			if err := s.exec(in, sc); err != nil {
				var placed *Error
				if err == errBreak || err == errContinue || errors.As(err, &placed) {
					return err
				}
				return &Error{Line: s.Position().Line, Err: err}
			}
		}
	}
	return nil
}

// capture runs a body and returns what it prints.
func (in *interp) capture(list []nodes.Node, sc *scope) (Str, error) {
	outer := in.out
	in.out = &builder{}
	err := in.body(list, sc)
	s := in.out.str()
	in.out = outer
	return s, err
}

func (s *printStmt) exec(in *interp, sc *scope) error {
	v, err := in.eval(s.of, sc)
	if err != nil {
		return err
	}
	t, err := in.text(v)
	if err != nil {
		return err
	}
	return in.write(in.out, t)
}

func (s *textStmt) exec(in *interp, _ *scope) error { return in.write(in.out, String(s.text)) }

func (s *blockStmt) exec(in *interp, sc *scope) error { return in.body(s.body.Nodes, sc) }

func (s *loopControl) exec(*interp, *scope) error { return s.signal }

func (s *ifStmt) exec(in *interp, sc *scope) error {
	for i, test := range s.tests {
		v, err := in.eval(test, sc)
		if err != nil {
			return err
		}
		if truth(v) {
			return in.body(s.bodies[i].Nodes, sc)
		}
	}
	if len(s.bodies) > len(s.tests) {
		return in.body(s.bodies[len(s.tests)].Nodes, sc)
	}
	return nil
}

// assign gives v to one target, or its items to several.
func (in *interp) assign(sc *scope, targets []target, v value) error {
	if len(targets) > 1 {
		items, err := in.iterate(v)
		if err != nil {
			return err
		}
		if len(items) != len(targets) {
			return fmt.Errorf("%d values do not fit %d names", len(items), len(targets))
		}
		for i := range targets {
			if err := in.assign(sc, targets[i:i+1], items[i]); err != nil {
				return err
			}
		}
		return nil
	}
	t := targets[0]
	if t.attr == "" {
		if _, known := sc.vars[t.name]; !known {
			if err := in.alloc(2 * sizeOfValue); err != nil {
				return err
			}
		}
		sc.vars[t.name] = v
		return nil
	}
	holder, _ := sc.get(t.name)
	ns, ok := holder.(*namespace)
	if !ok {
		return fmt.Errorf("%q is no namespace, so that its attribute %q cannot be set", t.name, t.attr)
	}
	return in.put(ns.attrs, String(t.attr), v)
}

func (s *setStmt) exec(in *interp, sc *scope) error {
	if s.of != nil {
		v, err := in.eval(s.of, sc)
		if err != nil {
			return err
		}
		return in.assign(sc, s.targets, v)
	}
	v, err := in.filtered(s.body, s.filters, sc)
	if err != nil {
		return err
	}
	return in.assign(sc, s.targets, v)
}

// filtered captures a body and passes it through filters.
func (in *interp) filtered(body *nodes.Wrapper, filters []*filterExpr, sc *scope) (value, error) {
	text, err := in.capture(body.Nodes, sc.inner())
	var v value = text
	for _, f := range filters {
		if err != nil {
			return nil, err
		}
		v, err = f.apply(in, sc, v)
	}
	return v, err
}

func (s *filterStmt) exec(in *interp, sc *scope) error {
	v, err := in.filtered(s.body, s.filters, sc)
	if err != nil {
		return err
	}
	t, err := in.text(v)
	if err != nil {
		return err
	}
	return in.write(in.out, t)
}

func (s *withStmt) exec(in *interp, sc *scope) error {
	inner := sc.inner()
	for i, e := range s.values {
		v, err := in.eval(e, inner)
		if err != nil {
			return err
		}
		inner.vars[s.names[i]] = v
	}
	return in.body(s.body.Nodes, inner)
}

// function makes a macro callable; its body sees the scope in which it was defined.
func (s *macroStmt) function(sc *scope) *function {
	f := &function{name: s.name}
	f.call = func(in *interp, a args) (value, error) {
		var by value = absent{}
		if a.named != nil {
			if v, ok := a.named.get(String("caller")); ok {
				by = v
				a.named = a.named.without("caller")
			}
		}
		vals, err := a.bind(s.params...)
		if err != nil {
			return nil, err
		}
		if err := in.enter(); err != nil {
			return nil, err
		}
		defer in.leave()
		inner := sc.inner()
		if given(by) {
			inner.vars["caller"] = by
		}
		for i, name := range s.params {
			if !given(vals[i]) {
				vals[i] = undefined{fmt.Sprintf("parameter %q", name)}
				if s.defaults[i] != nil {
					if vals[i], err = in.eval(s.defaults[i], inner); err != nil {
						return nil, err
					}
				}
			}
			inner.vars[name] = vals[i]
		}
		return in.capture(s.body.Nodes, inner)
	}
	return f
}

// without copies d but for one key.
func (d *Dict) without(key string) *Dict {
	out := NewDict()
	for i, k := range d.keys {
		if s, ok := k.(Str); !ok || s.s != key {
			_ = out.set(k, d.values[i]) // a key of d can be a key
		}
	}
	return out
}

func (s *macroStmt) exec(in *interp, sc *scope) error {
	return in.assign(sc, []target{{name: s.name}}, s.function(sc))
}

func (s *callStmt) exec(in *interp, sc *scope) error {
	call := *s.call.(*callExpr)
	call.names = append(call.names[:len(call.names):len(call.names)], "caller")
	call.named = append(call.named[:len(call.named):len(call.named)], &literal{s.macro.function(sc)})
	v, err := in.eval(&call, sc)
	if err != nil {
		return err
	}
	t, err := in.text(v)
	if err != nil {
		return err
	}
	return in.write(in.out, t)
}
