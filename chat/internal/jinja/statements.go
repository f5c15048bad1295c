package jinja

import (
	"errors"
	"fmt"

	"github.com/nikolalohinski/gonja/v2/exec"
	"github.com/nikolalohinski/gonja/v2/nodes"
	"github.com/nikolalohinski/gonja/v2/parser"
	"github.com/nikolalohinski/gonja/v2/tokens"
)

// A statement of ours sits in gonja's tree as a nodes.ControlStructure.
type stmt interface {
	nodes.ControlStructure
	exec(in *interp, sc *scope) error
}

// place is where a statement begins.
type place struct{ tok *tokens.Token }

func (p place) Position() *tokens.Token { return p.tok }

func (p place) String() string { return fmt.Sprintf("statement on line %d", p.tok.Line) }

type (
	printStmt struct {
		place
		of expr
	}
	textStmt struct {
		place
		text string
	}
	blockStmt struct { // generation: a body that is rendered in place
		place
		body *nodes.Wrapper
	}
	ifStmt struct {
		place
		tests  []expr
		bodies []*nodes.Wrapper // one more than tests where there is an else
	}
	setStmt struct {
		place
		targets []target
		of      expr           // nil: the body is what is set
		body    *nodes.Wrapper // {% set x %}...{% endset %}
		filters []*filterExpr
	}
	forStmt struct {
		place
		targets    []target
		of, filter expr
		recursive  bool
		body, none *nodes.Wrapper
	}
	macroStmt struct {
		place
		name     string
		params   []string
		defaults []expr
		body     *nodes.Wrapper
	}
	callStmt struct {
		place
		call  expr
		macro *macroStmt
	}
	filterStmt struct {
		place
		filters []*filterExpr
		body    *nodes.Wrapper
	}
	withStmt struct {
		place
		names  []string
		values []expr
		body   *nodes.Wrapper
	}
	loopControl struct {
		place
		signal error
	}
)

// target is what set and for assign to: a name, or an attribute of a namespace.
type target struct{ name, attr string }

func (p *exprParser) finish() error {
	if !p.end() {
		return fmt.Errorf("unexpected %s", p.found())
	}
	return nil
}

func drain(p *parser.Parser) *exprParser {
	out := &exprParser{}
	for !p.End() {
		out.toks = append(out.toks, p.Next())
	}
	return out
}

// statements gives gonja the parser of each statement. Those that would load another template say that they cannot.
func statements() *exec.ControlStructureSet {
	deep := 0
	set := map[string]parser.ControlStructureParser{}
	for name, parse := range map[string]func(*tag) (stmt, error){
		printTag: parsePrint, "if": parseIf, "set": parseSet, "for": parseFor, "macro": parseMacro, "call": parseCall,
		"filter": parseFilter, "with": parseWith, "raw": parseRaw, "generation": parseGeneration,
		"break":    func(t *tag) (stmt, error) { return &loopControl{t.at, errBreak}, nil },
		"continue": func(t *tag) (stmt, error) { return &loopControl{t.at, errContinue}, nil },
	} {
		set[name] = func(p, args *parser.Parser) (nodes.ControlStructure, error) {
			t := &tag{p: p, args: drain(args), deep: &deep}
			t.at = place{p.Current()}
			if len(t.args.toks) > 0 {
				t.at = place{t.args.toks[0]}
			}
			s, err := parse(t)
			if err == nil {
				err = t.args.finish()
			}
			if err != nil {
				return nil, placed(err, t.at.tok.Line)
			}
			return s, nil
		}
	}
	for _, name := range []string{"include", "import", "from", "extends", "block"} {
		set[name] = func(_, args *parser.Parser) (nodes.ControlStructure, error) {
			return nil, placed(fmt.Errorf("statement %q is refused: a chat template cannot load other templates", name), args.Current().Line)
		}
	}
	return exec.NewControlStructureSet(set)
}

// placed gives err a line, unless it has one: that of the innermost statement, free of what gonja wrote around it.
func placed(err error, line int) error {
	var at *Error
	if errors.As(err, &at) {
		return at
	}
	return &Error{Line: line, Err: err}
}
