package jinja

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/nikolalohinski/gonja/v2/tokens"
)

func (p *exprParser) unary(filters bool) (expr, error) {
	var e expr
	var err error
	if sign := p.peek(); sign == "-" || sign == "+" {
		p.at++
		if err := p.nest(); err != nil {
			return nil, err
		}
		e, err = p.unary(false)
		p.depth--
		e = &signed{negative: sign == "-", of: e}
	} else {
		e, err = p.primary()
	}
	if err == nil {
		e, err = p.postfix(e)
	}
	if err == nil && filters {
		e, err = p.filters(e)
	}
	return e, err
}

func (p *exprParser) postfix(e expr) (expr, error) {
	for {
		if err := p.grow(); err != nil {
			return nil, err
		}
		switch {
		case p.take("."):
			t := p.peek()
			if !isName(t) {
				if i, err := strconv.ParseInt(t, 10, 64); err == nil {
					p.at++
					e = &item{of: e, key: &literal{i}}
					continue
				}
				return nil, fmt.Errorf("expected a name after %q, found %s", ".", p.found())
			}
			p.at++
			e = &attribute{of: e, name: t}
		case p.take("["):
			var err error
			if e, err = p.subscript(e); err != nil {
				return nil, err
			}
		case p.take("("):
			call := &callExpr{fn: e}
			if err := p.arguments(&call.argExprs); err != nil {
				return nil, err
			}
			e = call
		default:
			return e, nil
		}
	}
}

// subscript reads what follows "[": an index or start:stop:step.
func (p *exprParser) subscript(of expr) (expr, error) {
	var parts [3]expr
	n, err := 0, error(nil)
	for {
		if t := p.peek(); t != ":" && t != "]" {
			if parts[n], err = p.tuple(true); err != nil {
				return nil, err
			}
		}
		if !p.take(":") {
			break
		}
		if n++; n > 2 {
			return nil, fmt.Errorf("a slice has at most 3 parts")
		}
	}
	if err := p.expect("]"); err != nil {
		return nil, err
	}
	if n == 0 {
		if parts[0] == nil {
			return nil, fmt.Errorf("an index is missing between brackets")
		}
		return &item{of: of, key: parts[0]}, nil
	}
	return &sliceExpr{of: of, start: parts[0], stop: parts[1], stride: parts[2]}, nil
}

// arguments reads what follows "(" of a call.
func (p *exprParser) arguments(a *argExprs) error {
	for first := true; !p.take(")"); first = false {
		if !first {
			if err := p.expect(","); err != nil {
				return err
			}
			if p.take(")") {
				return nil
			}
		}
		if err := p.grow(); err != nil {
			return err
		}
		switch {
		case p.take("*"):
			e, err := p.expression()
			if err != nil {
				return err
			}
			a.pos = append(a.pos, &spread{e})
		case p.take("**"):
			e, err := p.expression()
			if err != nil {
				return err
			}
			a.names, a.named = append(a.names, ""), append(a.named, e)
		case isName(p.peek()) && p.at+1 < len(p.toks) && p.toks[p.at+1].Type == tokens.Assign:
			name := p.peek()
			p.at += 2
			e, err := p.expression()
			if err != nil {
				return err
			}
			a.names, a.named = append(a.names, name), append(a.named, e)
		default:
			e, err := p.expression()
			if err != nil {
				return err
			}
			a.pos = append(a.pos, e)
		}
	}
	return nil
}

// filters reads the | filter, "is" test and call suffixes of an operand.
func (p *exprParser) filters(e expr) (expr, error) {
	for {
		if err := p.grow(); err != nil {
			return nil, err
		}
		switch {
		case p.take("|"):
			f, err := p.filter()
			if err != nil {
				return nil, err
			}
			f.of = e
			e = f
		case p.take("is"):
			negated := p.take("not")
			t := p.peek()
			if t == "" || !isName(t) && t != "==" {
				return nil, fmt.Errorf("expected the name of a test after %q, found %s", "is", p.found())
			}
			p.at++
			test := &testExpr{of: e, name: t}
			if p.take("(") {
				if err := p.arguments(&test.argExprs); err != nil {
					return nil, err
				}
			} else if p.startsOperand() {
				arg, err := p.primary()
				if err == nil {
					arg, err = p.postfix(arg)
				}
				if err != nil {
					return nil, err
				}
				test.pos = []expr{arg}
			}
			e = test
			if negated {
				e = &not{e}
			}
		case p.take("("):
			call := &callExpr{fn: e}
			if err := p.arguments(&call.argExprs); err != nil {
				return nil, err
			}
			e = call
		default:
			return e, nil
		}
	}
}

// filter reads a filter's name and arguments.
func (p *exprParser) filter() (*filterExpr, error) {
	name, err := p.name()
	if err != nil {
		return nil, err
	}
	f := &filterExpr{name: name}
	if p.take("(") {
		err = p.arguments(&f.argExprs)
	}
	return f, err
}

// startsOperand says whether the next token can be the argument of a test that is written without brackets.
func (p *exprParser) startsOperand() bool {
	if p.end() {
		return false
	}
	t := p.toks[p.at]
	switch t.Type {
	case tokens.String, tokens.Integer, tokens.Float, tokens.LeftBracket, tokens.LeftBrace:
		return true
	}
	return isName(t.Val) && !slices.Contains(keywords, t.Val)
}
