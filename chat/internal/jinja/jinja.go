package jinja

import (
	"errors"
	"fmt"
	"time"

	"github.com/nikolalohinski/gonja/v2/config"
	"github.com/nikolalohinski/gonja/v2/nodes"
	"github.com/nikolalohinski/gonja/v2/parser"
)

// Template is a parsed template. It is immutable and safe for concurrent use.
type Template struct{ nodes []nodes.Node }

// Text is what a template printed. Content lists the byte ranges that came from Content values: sorted, disjoint.
type Text struct {
	String  string
	Content []Span
}

// Error is an error with the line of the template on which it arose, counted from 1.
type Error struct {
	Line int
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// Raised is the error of a template that called raise_exception: what it says is meant for people.
type Raised struct{ Message string }

func (e *Raised) Error() string { return e.Message }

// Parse reads a template.
func Parse(source string) (t *Template, err error) {
	if len(source) > maxSource {
		return nil, fmt.Errorf("a template of %d bytes is too long: at most %d", len(source), maxSource)
	}
	defer func() { // gonja's parser is a guest
		if r := recover(); r != nil {
			t, err = nil, fmt.Errorf("malformed template (%v)", r)
		}
	}()
	stream, err := lex(source)
	if err != nil {
		return nil, err
	}
	root, err := parser.NewParser("chat template", stream, config.New(), noFiles{}, statements()).Parse()
	if err != nil {
		var placed *Error
		if errors.As(err, &placed) {
			return nil, placed // without the names of gonja's inner parts
		}
		return nil, err
	}
	if !stream.EOF() {
		return nil, fmt.Errorf("malformed template: %s", stream.Current().Val)
	}
	return &Template{root.Nodes}, nil
}

// Render runs the template with these variables. now is what strftime_now tells; contentBytes, the size of the messages,
// raises what the template may make. The error wraps *Raised where the template refused, and ErrLimit where it was stopped.
func (t *Template) Render(vars map[string]any, now time.Time, contentBytes int) (Text, error) {
	in := &interp{
		stepLimit: maxSteps + contentBytes,
		byteLimit: maxBytes + bytesPerInput*contentBytes,
		out:       &builder{},
		now:       now,
	}
	sc := &scope{vars: make(map[string]value, len(vars))}
	for k, v := range vars {
		sc.vars[k] = v
	}
	if err := in.body(t.nodes, sc); err != nil {
		if len(err.Error()) > maxError && !errors.Is(err, ErrLimit) {
			err = fmt.Errorf("%.*s", maxError, err)
		}
		return Text{}, err
	}
	out := in.out.str()
	return Text{out.s, merge(out.marks)}, nil
}

// merge joins spans of one message that touch.
func merge(marks []Span) []Span {
	var out []Span
	for _, m := range marks {
		if n := len(out); n > 0 && out[n-1].End == m.Start && out[n-1].Source == m.Source {
			out[n-1].End = m.End
		} else {
			out = append(out, m)
		}
	}
	return out
}
