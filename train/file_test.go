package train

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// writeFile makes a file of the test's folder.
func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRowsOfAFile(t *testing.T) {
	long := strings.Repeat("x", 300_000)
	for _, c := range []struct {
		name, file, text string
		rows             bool
		want             []string // "line:row"
	}{
		{"lines", "a.jsonl", "{\"a\":1}\n{\"b\":2}\n", true, []string{`1:{"a":1}`, `2:{"b":2}`}},
		{"no last newline", "a.jsonl", "{\"a\":1}\n{\"b\":2}", true, []string{`1:{"a":1}`, `2:{"b":2}`}},
		{"blank lines, CRLF, BOM", "a.jsonl", "\xef\xbb\xbf\r\n{\"a\":1}\r\n \t\r\n{\"b\":2}\r\n", true, []string{`2:{"a":1}`, `4:{"b":2}`}},
		{"long line", "a.jsonl", "\n" + long, true, []string{"2:" + long}},
		{"by its look", "data", " {\"a\":1}", true, []string{`1:{"a":1}`}},
		{"text by its look", "data", "Hello {", false, nil},
		{"text by its ending", "a.TXT", "{\"a\":1}", false, nil},
		{"one list", "a.json", "[\n {\"a\":\n1},\n\n {\"b\":2}\n]\n", true, []string{"2:{\"a\":\n1}", `5:{"b":2}`}},
		{"empty list", "a.json", "[]", true, nil},
		{"empty", "a.jsonl", "", true, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := readSource(writeFile(t, c.file, c.text))
			if err != nil {
				t.Fatal(err)
			}
			if s.isRows() != c.rows {
				t.Fatalf("isRows is %v", s.isRows())
			}
			if !c.rows {
				return
			}
			var got []string
			if err := s.rows(func(line int, raw []byte) error {
				got = append(got, fmt.Sprintf("%d:%s", line, raw))
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func TestSourceRefuses(t *testing.T) {
	for _, c := range []struct{ name, file, text, want string }{
		{"binary", "a.txt", "ab\ncd\x00", "line 2: a byte 0 at offset 5"},
		{"Latin-1", "a.txt", "a\n\ncaf\xe9", "line 3: byte 0xe9 at offset 6 is not UTF-8"},
		{"UTF-16", "a.txt", "\xff\xfea\x00", "UTF-16"},
		{"a model", "a.jsonl", "GGUF\x03\x00", "GGUF"},
		{"list that breaks off", "a.json", "[{\"a\":1},\n{\"b\"", "line 2: not JSON"},
		{"list without an end", "a.json", "[{\"a\":1}\n", "line 2: not JSON"},
		{"something after the list", "a.json", "[{\"a\":1}]\n{", "follows"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := writeFile(t, c.file, c.text)
			s, err := readSource(path)
			if err == nil {
				err = s.rows(func(int, []byte) error { return nil })
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("error %v, want one with the path and %q", err, c.want)
			}
		})
	}
	if _, err := readSource(t.TempDir()); err == nil || !strings.Contains(err.Error(), "directory") {
		t.Errorf("a directory: %v", err)
	}
	if _, err := readSource(filepath.Join(t.TempDir(), "none.txt")); err == nil || !strings.Contains(err.Error(), "no data file") {
		t.Errorf("no file: %v", err)
	}
}

func TestPlainText(t *testing.T) {
	s, err := readSource(writeFile(t, "a.txt", "\xef\xbb\xbfone\r\ntwo\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := s.plain(); got != "one\ntwo\n" {
		t.Errorf("got %q", got)
	}
}
