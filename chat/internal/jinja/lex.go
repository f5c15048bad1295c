package jinja

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/nikolalohinski/gonja/v2/config"
	"github.com/nikolalohinski/gonja/v2/loaders"
	"github.com/nikolalohinski/gonja/v2/tokens"
)

// printTag is the statement into which {{ ... }} is turned, so that gonja leaves its expression to us. No template can
// name it: gonja's names hold letters, digits and underscores only.
const printTag = "{{"

// lex cuts source into gonja's tokens and mends what gonja 2.9.1 gets wrong:
//   - lstrip_blocks strips only white space that begins a line;
//   - inside a tag a line break is white space, not part of the next token;
//   - a string's escapes are undone by unquote, from the source, and an escaped backslash does not escape the closing quote;
//   - trim_blocks does not reach into {% raw %}.
func lex(source string) (*tokens.Stream, error) {
	cfg := config.New()
	cfg.TrimBlocks = true
	source = strings.ReplaceAll(strings.ReplaceAll(source, "\r\n", "\n"), "\r", "\n")
	source = hideBackslashes(strings.TrimSuffix(source, "\n"))
	cfg.KeepTrailingNewline = true
	stream := tokens.LexAll(source, cfg)
	var toks []*tokens.Token
	for !stream.End() {
		toks = append(toks, stream.Next())
	}
	if last := stream.Current(); last.Type == tokens.Error {
		return nil, fmt.Errorf("line %d: %s", 1+strings.Count(source[:min(last.Pos, len(source))], "\n"), last.Val)
	}
	out := make([]*tokens.Token, 0, len(toks)+len(toks)/4)
	for i, t := range toks {
		switch t.Type {
		case tokens.Data:
			if i > 2 && toks[i-2].Val == "raw" && toks[i-1].Pos+len("%}") < t.Pos && toks[i-1].Val == "%}" {
				t.Val = "\n" + t.Val
			}
			if i+1 < len(toks) && stripsLeft(toks[i+1]) {
				t.Val = lstrip(t.Val, t.Pos == 0 || source[t.Pos-1] == '\n')
			}
			if t.Val != "" || i > 0 && toks[i-1].Type == tokens.CommentBegin {
				out = append(out, t)
			}
		case tokens.VariableBegin:
			t.Type = tokens.BlockBegin
			out = append(out, t, &tokens.Token{Type: tokens.Name, Val: printTag, Pos: t.Pos, Line: t.Line, Col: t.Col})
		case tokens.VariableEnd:
			t.Type = tokens.BlockEnd
			out = append(out, t)
		case tokens.String:
			start := t.Pos + strings.IndexAny(source[t.Pos:], `"'`)
			end := closingQuote(source, start)
			t.Val = source[start+1 : end]
			out = append(out, t)
		case tokens.BlockBegin, tokens.BlockEnd, tokens.CommentBegin, tokens.CommentEnd:
			out = append(out, t)
		default:
			t.Val = strings.TrimLeft(t.Val, "\n")
			out = append(out, t)
		}
	}
	return tokens.NewStream(out), nil
}

// stripsLeft says that white space between the line's start and this tag goes: statements and comments, unless {%+.
func stripsLeft(next *tokens.Token) bool {
	return (next.Type == tokens.BlockBegin || next.Type == tokens.CommentBegin) && !strings.HasSuffix(next.Val, "+")
}

func lstrip(data string, lineStart bool) string {
	line := strings.LastIndexByte(data, '\n') + 1
	if (line == 0 && !lineStart) || strings.Trim(data[line:], " \t") != "" {
		return data
	}
	return data[:line]
}

var rawEnd = regexp.MustCompile(`\{%[-+]?\s*endraw`)

// hideBackslashes writes each escaped backslash of a string literal as \x5c.
func hideBackslashes(source string) string {
	if !strings.Contains(source, `\\`) {
		return source
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(source, '{')
		if i < 0 || i+1 == len(source) {
			b.WriteString(source)
			return b.String()
		}
		b.WriteString(source[:i])
		source = source[i:]
		n := 1 // bytes to copy as they are
		switch source[1] {
		case '#':
			if n = strings.Index(source, "#}"); n < 0 {
				n = len(source)
			}
		case '{', '%':
			tag, rest := splitTag(source)
			b.WriteString(tag)
			source, n = rest, 0
			if strings.Trim(tag, "{%-+ \t\n}") == "raw" {
				if n = len(source); rawEnd.MatchString(source) {
					n = rawEnd.FindStringIndex(source)[0]
				}
			}
		}
		b.WriteString(source[:n])
		source = source[n:]
	}
}

// splitTag cuts off the tag with which source begins, its escaped backslashes hidden.
func splitTag(source string) (tag, rest string) {
	var b strings.Builder
	closing := map[byte]string{'{': "}}", '%': "%}"}[source[1]]
	var quote byte
	for i := 0; i < len(source); i++ {
		c := source[i]
		switch {
		case quote == 0 && strings.HasPrefix(source[i:], closing):
			return b.String() + closing, source[i+len(closing):]
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote != 0 && c == '\\' && i+1 < len(source):
			i++
			if source[i] == '\\' {
				b.WriteString(`\x5c`)
				continue
			}
			b.WriteByte(c)
			c = source[i]
		case c == quote:
			quote = 0
		}
		b.WriteByte(c)
	}
	return b.String(), ""
}

// closingQuote finds the quote that ends the string which starts at source[start].
func closingQuote(source string, start int) int {
	for i := start + 1; i < len(source); i++ {
		switch source[i] {
		case '\\':
			i++
		case source[start]:
			return i
		}
	}
	return len(source)
}

// unquote undoes the escapes of a string literal as Python does; an unknown escape stays as it is.
func unquote(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'b':
			b.WriteByte('\b')
		case 'f':
			b.WriteByte('\f')
		case 'v':
			b.WriteByte('\v')
		case 'a':
			b.WriteByte('\a')
		case '0':
			b.WriteByte(0)
		case '\n':
		case '\\', '\'', '"':
			b.WriteByte(c)
		case 'x', 'u', 'U':
			n := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
			var r rune
			if i+n < len(s) {
				if _, err := fmt.Sscanf(s[i+1:i+1+n], "%x", &r); err == nil {
					b.WriteRune(r)
					i += n
					continue
				}
			}
			b.WriteByte('\\')
			b.WriteByte(c)
		default:
			b.WriteByte('\\')
			b.WriteByte(c)
		}
	}
	return b.String()
}

// noFiles is the loader of templates that cannot load.
type noFiles struct{}

func (noFiles) Read(path string) (io.Reader, error) {
	return nil, fmt.Errorf("a chat template cannot read %q", path)
}
func (noFiles) Resolve(path string) (string, error) {
	return "", fmt.Errorf("a chat template cannot read %q", path)
}
func (n noFiles) Inherit(string) (loaders.Loader, error) { return n, nil }
