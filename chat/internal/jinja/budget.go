package jinja

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Limits of one rendering. The templates of real models take some thousand steps; these leave them three orders of magnitude
// and still end a hostile one within about a second and some tens of megabytes.
const (
	maxSource     = 1 << 18 // bytes of a template
	maxSteps      = 4 << 20 // evaluations, iterations, and 64-byte pieces of string work
	maxBytes      = 64 << 20
	maxCalls      = 64     // macros and recursive loops within each other
	maxBlocks     = 64     // statements within each other
	maxExprDepth  = 128    // brackets within each other, each of which counts twice
	maxExprNodes  = 4096   // nodes of one expression, which bounds its depth where operators chain
	maxRange      = 100000 // numbers of a range(), as in Jinja2's sandbox
	maxValueDepth = 64     // lists and mappings within each other, where they are printed or compared
	maxError      = 2000   // bytes of an error, into which a template can write
	bytesPerInput = 64     // bytes that a template may make for each byte of the messages
)

var errValueDepth = fmt.Errorf("a value is nested more than %d deep, or holds itself", maxValueDepth)

// ErrLimit is wrapped by the error of a template that was stopped because it used up its budget.
var ErrLimit = errors.New("the template was stopped")

// interp is one rendering.
type interp struct {
	steps, stepLimit int // work done and allowed
	bytes, byteLimit int // bytes made and allowed, whether still in use or not
	calls            int // depth of macro calls
	out              *builder
	now              time.Time
}

// step charges n units of work.
func (in *interp) step(n int) error {
	if in.steps += n; in.steps > in.stepLimit || n < 0 {
		return fmt.Errorf("%w after %d steps: it loops without end, or nearly so", ErrLimit, in.stepLimit)
	}
	return nil
}

// alloc charges n bytes that are about to be made.
func (in *interp) alloc(n int) error {
	if in.bytes += n; n < 0 || in.bytes > in.byteLimit || in.bytes < 0 {
		return fmt.Errorf("%w when it had made %d MB of text and values: it grows without end, or nearly so", ErrLimit, in.byteLimit>>20)
	}
	return in.step(n / 64)
}

// scan charges for looking through n bytes.
func (in *interp) scan(n int) error { return in.step(1 + n/64) }

// sizeOfValue is what one slot of a list, with its share of bookkeeping, costs in bytes.
const sizeOfValue = 48

// list charges for n items and makes the list.
func (in *interp) list(n int) (*List, error) {
	if err := in.alloc(n*sizeOfValue + 32); err != nil {
		return nil, err
	}
	return &List{items: make([]value, 0, n)}, nil
}

// enter guards the Go stack: a macro calls itself at most maxCalls deep.
func (in *interp) enter() error {
	if in.calls++; in.calls > maxCalls {
		return fmt.Errorf("%w: macros call each other more than %d deep", ErrLimit, maxCalls)
	}
	return nil
}

func (in *interp) leave() { in.calls-- }

// builder puts strings together, with their marks.
type builder struct {
	text  strings.Builder
	marks []Span
}

// write appends s to b, charged.
func (in *interp) write(b *builder, s Str) error {
	if err := in.alloc(2*len(s.s) + 24*len(s.marks)); err != nil { // twice: a builder doubles as it grows
		return err
	}
	at := b.text.Len()
	b.text.WriteString(s.s)
	for _, m := range s.marks {
		start, end := max(m.Start-s.base, 0), min(m.End-s.base, len(s.s))
		b.marks = append(b.marks, Span{at + start, at + end, m.Source})
	}
	return nil
}

func (b *builder) str() Str { return Str{s: b.text.String(), marks: b.marks} }

// concat joins strings.
func (in *interp) concat(parts ...Str) (Str, error) {
	var b builder
	n := 0
	for _, p := range parts {
		n += len(p.s)
	}
	if err := in.alloc(n); err != nil {
		return Str{}, err
	}
	b.text.Grow(n)
	for _, p := range parts {
		if err := in.write(&b, p); err != nil {
			return Str{}, err
		}
	}
	return b.str(), nil
}
