package jinja

import (
	"fmt"

	"github.com/nikolalohinski/gonja/v2/nodes"
	"github.com/nikolalohinski/gonja/v2/parser"
)

// tag parses the arguments of one statement; closers are what may follow the body it reads from p.
type tag struct {
	p    *parser.Parser
	args *exprParser
	at   place
	deep *int
}

// body reads statements up to one of the closing names, and what follows that name.
func (t *tag) body(names ...string) (*nodes.Wrapper, *exprParser, error) {
	if *t.deep++; *t.deep > maxBlocks {
		return nil, nil, fmt.Errorf("statements are nested more than %d deep", maxBlocks)
	}
	w, rest, err := t.p.WrapUntil(names...)
	*t.deep--
	if err != nil {
		return nil, nil, err
	}
	return w, drain(rest), nil
}

// only reads a body that one name without arguments closes.
func (t *tag) only(name string) (*nodes.Wrapper, error) {
	w, rest, err := t.body(name)
	if err != nil {
		return nil, err
	}
	return w, rest.finish()
}

func parsePrint(t *tag) (stmt, error) {
	e, err := t.args.tuple(true)
	return &printStmt{t.at, e}, err
}

func parseRaw(t *tag) (stmt, error) {
	w, err := t.only("endraw")
	if err != nil {
		return nil, err
	}
	s := &textStmt{place: t.at}
	for _, n := range w.Nodes {
		if d, ok := n.(*nodes.Data); ok {
			s.text += dataText(d)
		}
	}
	return s, nil
}

func parseGeneration(t *tag) (stmt, error) {
	w, err := t.only("endgeneration")
	return &blockStmt{t.at, w}, err
}

func parseIf(t *tag) (stmt, error) {
	s := &ifStmt{place: t.at}
	cond := t.args
	for {
		e, err := cond.tuple(true)
		if err == nil {
			err = cond.finish()
		}
		if err != nil {
			return nil, err
		}
		s.tests = append(s.tests, e)
		w, rest, err := t.body("elif", "else", "endif")
		if err != nil {
			return nil, err
		}
		s.bodies = append(s.bodies, w)
		if w.EndTag == "elif" {
			cond = rest
			continue
		}
		if err := rest.finish(); err != nil {
			return nil, err
		}
		if w.EndTag == "else" {
			if w, err = t.only("endif"); err != nil {
				return nil, err
			}
			s.bodies = append(s.bodies, w)
		}
		return s, nil
	}
}

// targets reads the names on the left of = and in.
func (t *tag) targets() ([]target, error) {
	bracket := t.args.take("(")
	var out []target
	for {
		name, err := t.args.name()
		if err != nil {
			return nil, err
		}
		next := target{name: name}
		if t.args.take(".") {
			if next.attr, err = t.args.name(); err != nil {
				return nil, err
			}
		}
		out = append(out, next)
		if !t.args.take(",") {
			break
		}
	}
	if bracket {
		return out, t.args.expect(")")
	}
	return out, nil
}

func parseSet(t *tag) (stmt, error) {
	s := &setStmt{place: t.at}
	var err error
	if s.targets, err = t.targets(); err != nil {
		return nil, err
	}
	if t.args.take("=") {
		s.of, err = t.args.tuple(true)
		return s, err
	}
	for t.args.take("|") {
		f, err := t.args.filter()
		if err != nil {
			return nil, err
		}
		s.filters = append(s.filters, f)
	}
	if err := t.args.finish(); err != nil {
		return nil, err
	}
	s.body, err = t.only("endset")
	return s, err
}

func parseFor(t *tag) (stmt, error) {
	s := &forStmt{place: t.at}
	var err error
	if s.targets, err = t.targets(); err != nil {
		return nil, err
	}
	if err := t.args.expect("in"); err != nil {
		return nil, err
	}
	if s.of, err = t.args.tuple(false); err != nil {
		return nil, err
	}
	if t.args.take("if") {
		if s.filter, err = t.args.expression(); err != nil {
			return nil, err
		}
	}
	s.recursive = t.args.take("recursive")
	if err := t.args.finish(); err != nil {
		return nil, err
	}
	w, rest, err := t.body("else", "endfor")
	if err == nil {
		err = rest.finish()
	}
	if err != nil {
		return nil, err
	}
	if s.body = w; w.EndTag == "else" {
		s.none, err = t.only("endfor")
	}
	return s, err
}

// signature reads "(name, name=default)".
func (t *tag) signature(m *macroStmt) error {
	for !t.args.take(")") {
		if len(m.params) > 0 {
			if err := t.args.expect(","); err != nil {
				return err
			}
			if t.args.take(")") {
				return nil
			}
		}
		name, err := t.args.name()
		if err != nil {
			return err
		}
		var otherwise expr
		if t.args.take("=") {
			if otherwise, err = t.args.expression(); err != nil {
				return err
			}
		}
		m.params, m.defaults = append(m.params, name), append(m.defaults, otherwise)
	}
	return nil
}

func parseMacro(t *tag) (stmt, error) {
	m := &macroStmt{place: t.at}
	var err error
	if m.name, err = t.args.name(); err != nil {
		return nil, err
	}
	if err := t.args.expect("("); err != nil {
		return nil, err
	}
	if err := t.signature(m); err != nil {
		return nil, err
	}
	if err := t.args.finish(); err != nil {
		return nil, err
	}
	m.body, err = t.only("endmacro")
	return m, err
}

func parseCall(t *tag) (stmt, error) {
	s := &callStmt{place: t.at, macro: &macroStmt{place: t.at, name: "caller"}}
	if t.args.take("(") {
		if err := t.signature(s.macro); err != nil {
			return nil, err
		}
	}
	var err error
	if s.call, err = t.args.expression(); err != nil {
		return nil, err
	}
	if _, ok := s.call.(*callExpr); !ok {
		return nil, fmt.Errorf("expected a call")
	}
	s.macro.body, err = t.only("endcall")
	return s, err
}

func parseFilter(t *tag) (stmt, error) {
	s := &filterStmt{place: t.at}
	for first := true; first || t.args.take("|"); first = false {
		f, err := t.args.filter()
		if err != nil {
			return nil, err
		}
		s.filters = append(s.filters, f)
	}
	var err error
	s.body, err = t.only("endfilter")
	return s, err
}

func parseWith(t *tag) (stmt, error) {
	s := &withStmt{place: t.at}
	for !t.args.end() {
		name, err := t.args.name()
		if err != nil {
			return nil, err
		}
		if err := t.args.expect("="); err != nil {
			return nil, err
		}
		e, err := t.args.expression()
		if err != nil {
			return nil, err
		}
		s.names, s.values = append(s.names, name), append(s.values, e)
		if !t.args.take(",") {
			break
		}
	}
	var err error
	s.body, err = t.only("endwith")
	return s, err
}
