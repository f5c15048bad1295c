package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// Exit codes; the help of llft lists them.
const (
	exitOK      = 0
	exitFailure = 1 // the work could not be done
	exitUsage   = 2 // the command line or an environment variable is wrong
)

// usageError is a mistake in the command line or the environment.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// hinted is an error with advice.
type hinted struct {
	err  error
	hint string
}

func (e hinted) Error() string { return e.err.Error() }
func (e hinted) Unwrap() error { return e.err }

func withHint(err error, format string, args ...any) error {
	return hinted{err, fmt.Sprintf(format, args...)}
}

// report prints an error in the one form that all commands use and returns the exit code.
func report(w io.Writer, err error) int {
	if err == nil {
		return exitOK
	}
	fmt.Fprintln(w, "llft: error:", oneLine(err.Error()))
	code := exitFailure
	if _, ok := errors.AsType[usageError](err); ok {
		code = exitUsage
	}
	if parse, ok := errors.AsType[*kong.ParseError](err); ok {
		code = exitUsage
		fmt.Fprintf(w, "llft: hint: see %s\n", helpCommand(parse))
	} else if h, ok := errors.AsType[hinted](err); ok {
		fmt.Fprintln(w, "llft: hint:", oneLine(h.hint))
	}
	return code
}

// helpCommand names the help of the command that was being parsed.
func helpCommand(e *kong.ParseError) string {
	if e.Context != nil {
		if node := e.Context.Selected(); node != nil {
			return "llft " + node.Name + " --help"
		}
	}
	return "llft --help"
}

// note tells people something that is not an error.
func (s stdio) note(format string, args ...any) {
	fmt.Fprintln(s.err, "llft: note:", oneLine(fmt.Sprintf(format, args...)))
}

// oneLine keeps a message with text from a file in it on one line.
func oneLine(s string) string {
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\x1b", "?").Replace(strings.TrimSpace(s))
}

func firstLine(v any) string {
	line, _, _ := strings.Cut(fmt.Sprint(v), "\n")
	return line
}
