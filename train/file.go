package train

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

const (
	maxFile = 1 << 30  // bytes of a data file
	maxLine = 64 << 20 // bytes of one row
)

// source is a data file as read: valid UTF-8 without byte order mark.
type source struct {
	path string
	hash string // SHA-256 of the file, hexadecimal
	text []byte
}

// readSource reads a whole file and refuses, with the reason, what is not text.
func readSource(path string) (*source, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("no data file %q", path)
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%q is a directory, want one file of text or of JSON lines", path)
	case info.Size() > maxFile:
		return nil, fmt.Errorf("%q has %d bytes, at most %d are read; cut it into parts", path, info.Size(), maxFile)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	s := &source{path: path, hash: hex.EncodeToString(sum[:])}
	s.text = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if err := notText(s.text); err != nil {
		return nil, fmt.Errorf("%q: %w", path, err)
	}
	return s, nil
}

// notText says why data is not UTF-8 text, or nil.
func notText(data []byte) error {
	if bytes.HasPrefix(data, []byte("GGUF")) {
		return fmt.Errorf("this is a GGUF file; as data, want text or JSON lines")
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return fmt.Errorf("this is UTF-16 text, save it as UTF-8")
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return fmt.Errorf("line %d: a byte 0 at offset %d: this is a binary file, want text or JSON lines", lineAt(data, i), i)
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return fmt.Errorf("line %d: byte 0x%02x at offset %d is not UTF-8; save the file as UTF-8", lineAt(data, i), data[i], i)
		}
		i += n
	}
	return nil
}

// lineAt is the number, from 1, of the line that holds offset.
func lineAt(data []byte, offset int) int { return 1 + bytes.Count(data[:offset], []byte("\n")) }

// isRows decides between rows of JSON and plain text: by the file's ending where that says it, else by the first character.
func (s *source) isRows() bool {
	switch strings.ToLower(filepath.Ext(s.path)) {
	case ".txt", ".text", ".md", ".markdown":
		return false
	case ".jsonl", ".ndjson", ".json":
		return true
	}
	return bytes.HasPrefix(bytes.TrimSpace(s.text), []byte("{"))
}

// plain is the text with the line ends of Unix.
func (s *source) plain() string {
	return strings.ReplaceAll(string(s.text), "\r\n", "\n")
}

// rows calls each for every row, with the number of the line where it begins: the lines that are not blank, or, where the file is
// one JSON list, its elements. An error names file and line.
func (s *source) rows(each func(line int, raw []byte) error) error {
	named := func(line int, err error) error { return fmt.Errorf("%q: line %d: %w", s.path, line, err) }
	if bytes.HasPrefix(bytes.TrimSpace(s.text), []byte("[")) {
		return s.elements(named, each)
	}
	rest := s.text
	for line := 1; len(rest) > 0; line++ {
		var raw []byte
		raw, rest, _ = bytes.Cut(rest, []byte("\n"))
		raw = bytes.TrimSpace(raw)
		if len(raw) == 0 {
			continue
		}
		if len(raw) > maxLine {
			return named(line, fmt.Errorf("the row has %d bytes, at most %d are read", len(raw), maxLine))
		}
		if err := each(line, raw); err != nil {
			return named(line, err)
		}
	}
	return nil
}

// elements is rows for a file that is one JSON list.
func (s *source) elements(named func(int, error) error, each func(line int, raw []byte) error) error {
	d := json.NewDecoder(bytes.NewReader(s.text))
	line, counted := 1, 0
	at := func(offset int) int { // counts on from the last call
		for ; counted < min(offset, len(s.text)); counted++ {
			if s.text[counted] == '\n' {
				line++
			}
		}
		return line
	}
	if _, err := d.Token(); err != nil { // the opening bracket
		return named(1, err)
	}
	for d.More() {
		begin := int(d.InputOffset())
		begin += len(s.text[begin:]) - len(bytes.TrimLeft(s.text[begin:], " \t\r\n,"))
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return named(at(begin), fmt.Errorf("not JSON: %w", err))
		}
		if len(raw) > maxLine {
			return named(at(begin), fmt.Errorf("the row has %d bytes, at most %d are read", len(raw), maxLine))
		}
		if err := each(at(begin), raw); err != nil {
			return named(at(begin), err)
		}
	}
	if _, err := d.Token(); err != nil { // the closing bracket
		return named(at(len(s.text)), fmt.Errorf("not JSON: %w", err))
	}
	if rest := bytes.TrimSpace(s.text[d.InputOffset():]); len(rest) > 0 {
		return named(at(int(d.InputOffset())), fmt.Errorf("something follows the JSON list"))
	}
	return nil
}
