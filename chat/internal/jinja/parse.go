package jinja

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/nikolalohinski/gonja/v2/tokens"
)

// exprParser reads expressions by Jinja2's grammar from the tokens of one tag.
type exprParser struct {
	toks  []*tokens.Token
	at    int
	depth int
	nodes int
}

// keywords never name a variable.
var keywords = []string{"and", "or", "not", "in", "is", "if", "else"}

// peek returns the text of the next token that is no string, "" at the end or before a string.
func (p *exprParser) peek() string {
	if p.at >= len(p.toks) || p.toks[p.at].Type == tokens.String {
		return ""
	}
	return p.toks[p.at].Val
}

func (p *exprParser) end() bool { return p.at >= len(p.toks) }

// take consumes the next token if it is one of these words or signs.
func (p *exprParser) take(texts ...string) bool {
	if t := p.peek(); t != "" && slices.Contains(texts, t) {
		p.at++
		return true
	}
	return false
}

func (p *exprParser) expect(text string) error {
	if !p.take(text) {
		return fmt.Errorf("expected %q, found %s", text, p.found())
	}
	return nil
}

func (p *exprParser) found() string {
	if p.end() {
		return "the end of the tag"
	}
	return strconv.Quote(p.toks[p.at].Val)
}

// name consumes an identifier.
func (p *exprParser) name() (string, error) {
	if t := p.peek(); isName(t) && !slices.Contains(keywords, t) {
		p.at++
		return t, nil
	}
	return "", fmt.Errorf("expected a name, found %s", p.found())
}

func isName(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return s != "" && (c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80)
}

// nest guards the Go stack while brackets open within each other.
func (p *exprParser) nest() error {
	if p.depth++; p.depth > maxExprDepth {
		return fmt.Errorf("an expression is nested more than %d deep", maxExprDepth)
	}
	return nil
}

// grow counts a node: operators that chain to the left make trees as deep as they are long.
func (p *exprParser) grow() error {
	if p.nodes++; p.nodes > maxExprNodes {
		return fmt.Errorf("an expression has more than %d parts", maxExprNodes)
	}
	return nil
}

// expression: or-expression [if or-expression [else expression]].
func (p *exprParser) expression() (expr, error) {
	if err := p.nest(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	e, err := p.or()
	for err == nil && p.take("if") {
		c := &conditional{then: e}
		if c.test, err = p.or(); err != nil {
			return nil, err
		}
		if p.take("else") {
			if c.otherwise, err = p.expression(); err != nil {
				return nil, err
			}
		}
		e, err = c, p.grow()
	}
	return e, err
}

// tuple: expressions with commas between, a tuple if there is a comma. conditional says whether "if" may follow each.
func (p *exprParser) tuple(withConditional bool) (expr, error) {
	one := p.expression
	if !withConditional {
		one = p.or
	}
	e, err := one()
	if err != nil || p.peek() != "," {
		return e, err
	}
	t := &listExpr{items: []expr{e}, tuple: true}
	for p.take(",") {
		if s := p.peek(); p.end() || s == ")" || s == "if" || s == "=" {
			break
		}
		if e, err = one(); err != nil {
			return nil, err
		}
		t.items = append(t.items, e)
	}
	return t, p.grow()
}

// chain reads operands joined by any of ops, from the left.
func (p *exprParser) chain(operand func() (expr, error), ops ...string) (expr, error) {
	left, err := operand()
	for err == nil {
		op := p.peek()
		if op == "" || !slices.Contains(ops, op) {
			return left, nil
		}
		p.at++
		var right expr
		if right, err = operand(); err != nil {
			return nil, err
		}
		left, err = &binary{op: op, left: left, right: right}, p.grow()
	}
	return nil, err
}

func (p *exprParser) or() (expr, error) { return p.chain(p.and, "or") }

func (p *exprParser) and() (expr, error) { return p.chain(p.not, "and") }

func (p *exprParser) not() (expr, error) {
	if !p.take("not") {
		return p.compare()
	}
	if err := p.nest(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	e, err := p.not()
	return &not{e}, err
}

// compare: a < b == c means a < b and b == c.
func (p *exprParser) compare() (expr, error) {
	first, err := p.sum()
	if err != nil {
		return nil, err
	}
	c := &comparison{first: first}
	for {
		op := p.peek()
		switch op {
		case "==", "!=", "<", "<=", ">", ">=", "in":
			p.at++
		case "not":
			if p.at+1 >= len(p.toks) || p.toks[p.at+1].Val != "in" {
				return c.simplest(), nil
			}
			op, p.at = "not in", p.at+2
		default:
			return c.simplest(), nil
		}
		right, err := p.sum()
		if err != nil {
			return nil, err
		}
		c.ops, c.rest = append(c.ops, op), append(c.rest, right)
		if err := p.grow(); err != nil {
			return nil, err
		}
	}
}

func (p *exprParser) sum() (expr, error) { return p.chain(p.tilde, "+", "-") }

func (p *exprParser) tilde() (expr, error) { return p.chain(p.product, "~") }

func (p *exprParser) product() (expr, error) { return p.chain(p.power, "*", "/", "//", "%") }

func (p *exprParser) power() (expr, error) {
	return p.chain(func() (expr, error) { return p.unary(true) }, "**")
}

func (p *exprParser) primary() (expr, error) {
	if p.end() {
		return nil, fmt.Errorf("expected an expression, found the end of the tag")
	}
	if p.toks[p.at].Type == tokens.String {
		var b strings.Builder
		for !p.end() && p.toks[p.at].Type == tokens.String { // "a" "b" is one string
			b.WriteString(unquote(p.toks[p.at].Val))
			p.at++
		}
		return &literal{String(b.String())}, nil
	}
	t := p.peek()
	switch {
	case t == "(" || t == "[" || t == "{":
		p.at++
		if err := p.nest(); err != nil {
			return nil, err
		}
		defer func() { p.depth-- }()
		switch t {
		case "[":
			items, err := p.items("]")
			return &listExpr{items: items}, err
		case "{":
			return p.mapping()
		}
		if p.take(")") {
			return &listExpr{tuple: true}, nil
		}
		e, err := p.tuple(true)
		if err != nil {
			return nil, err
		}
		return e, p.expect(")")
	case t[0] >= '0' && t[0] <= '9':
		p.at++
		digits := strings.ReplaceAll(t, "_", "")
		if i, err := strconv.ParseInt(digits, 0, 64); err == nil {
			return &literal{i}, nil
		}
		f, err := strconv.ParseFloat(digits, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is no number that fits 64 bits", t)
		}
		return &literal{f}, nil
	case t == "true" || t == "True":
		p.at++
		return &literal{true}, nil
	case t == "false" || t == "False":
		p.at++
		return &literal{false}, nil
	case t == "none" || t == "None":
		p.at++
		return &literal{nil}, nil
	}
	name, err := p.name()
	if err != nil {
		return nil, fmt.Errorf("expected an expression, found %s", p.found())
	}
	return &variable{name}, nil
}

// items reads expressions up to the closing bracket.
func (p *exprParser) items(closing string) ([]expr, error) {
	var items []expr
	for !p.take(closing) {
		if len(items) > 0 {
			if err := p.expect(","); err != nil {
				return nil, err
			}
			if p.take(closing) {
				break
			}
		}
		e, err := p.expression()
		if err != nil {
			return nil, err
		}
		items = append(items, e)
		if err := p.grow(); err != nil {
			return nil, err
		}
	}
	return items, nil
}

func (p *exprParser) mapping() (expr, error) {
	d := &dictExpr{}
	for !p.take("}") {
		if len(d.keys) > 0 {
			if err := p.expect(","); err != nil {
				return nil, err
			}
			if p.take("}") {
				break
			}
		}
		k, err := p.expression()
		if err != nil {
			return nil, err
		}
		if err := p.expect(":"); err != nil {
			return nil, err
		}
		v, err := p.expression()
		if err != nil {
			return nil, err
		}
		d.keys, d.values = append(d.keys, k), append(d.values, v)
		if err := p.grow(); err != nil {
			return nil, err
		}
	}
	return d, nil
}
