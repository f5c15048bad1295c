package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/reeflective/readline"
	"golang.org/x/term"
)

// errInterrupt is Ctrl-C at the prompt.
var errInterrupt = errors.New("interrupted")

// lineReader gives the messages of a person; io.EOF is the end, errInterrupt Ctrl-C.
type lineReader interface{ readLine() (string, error) }

// newLineReader edits lines on a terminal and reads them plainly elsewhere.
func newLineReader(s stdio) lineReader {
	out, isFile := s.out.(*os.File)
	if isFile && term.IsTerminal(int(s.in.Fd())) && term.IsTerminal(int(out.Fd())) {
		shell := readline.NewShell()
		shell.Prompt.Primary(func() string { return "> " })
		return &editedLines{shell}
	}
	return &plainLines{bufio.NewReader(s.in)}
}

type editedLines struct{ shell *readline.Shell }

func (e *editedLines) readLine() (string, error) {
	line, err := e.shell.Readline()
	if errors.Is(err, readline.ErrInterrupt) {
		err = errInterrupt
	}
	return line, err
}

type plainLines struct{ r *bufio.Reader }

func (p *plainLines) readLine() (string, error) {
	line, err := p.r.ReadString('\n')
	if err == io.EOF && line != "" {
		err = nil // a last line without its end
	}
	return strings.TrimRight(line, "\r\n"), err
}
