package chat

import (
	"strings"
	"unicode/utf8"
)

// probe learns from small conversations how the template opens and ends an answer. A template that refuses them, or fails,
// says so when it meets a person's messages.
func (f *Format) probe() {
	msgs := []Message{{"user", "Hello there"}, {"assistant", "Good morning"}, {"user", "And now"}}
	asked, err := f.render(msgs[:1], true)
	if err != nil {
		return
	}
	silent, err := f.render(msgs[:1], false)
	if err != nil {
		return
	}
	answered, err := f.render(msgs[:2], false)
	if err != nil {
		return
	}
	start, end, ok := answered.of(1)
	if !ok {
		return // the template leaves answers out: Train will say so
	}
	if asked.text == silent.text && strings.HasPrefix(answered.text, asked.text) && len(asked.text) < start {
		if header := answered.text[len(asked.text):start]; strings.TrimSpace(header) != "" {
			f.header = header
		}
	}
	tail := answered.slice(end, len(answered.text))
	if id, _, ok := f.endToken(tail); ok {
		f.ends[id] = true
		return
	}
	next, err := f.render(msgs, true)
	if err != nil {
		return
	}
	_, end, _ = next.of(1)
	if begin, _, ok := next.of(2); ok && begin > end {
		line, _, _ := strings.Cut(strings.TrimSpace(next.text[end:begin]), "\n")
		if line = strings.TrimSpace(line); utf8.RuneCountInString(line) > 2 {
			f.stops = []string{line}
		}
	}
}

// of finds the part [start, end) of a rendered text that came from message i.
func (r rendered) of(i int) (start, end int, ok bool) {
	for _, s := range r.spans {
		if s.Source != i {
			continue
		}
		if !ok {
			start, ok = s.Start, true
		}
		end = s.End
	}
	return start, end, ok
}

// endToken finds the token that ends an answer in the text after it: the first control token, if only white space comes
// before and it does not begin something. It returns the byte offset behind the token.
func (f *Format) endToken(tail rendered) (id int32, after int, ok bool) {
	white := len(tail.text) - len(strings.TrimLeft(tail.text, " \t\r\n"))
	if white == len(tail.text) {
		return 0, 0, false
	}
	rest := tail.slice(white, len(tail.text))
	ids, offsets := f.encodeBare(rest)
	for i, id := range ids {
		if offsets[i] == 0 && f.tokenText(id) != "" && strings.HasPrefix(rest.text, f.tokenText(id)) &&
			(f.tok.IsControl(id) || f.IsStop(id)) {
			return id, white + len(f.tokenText(id)), id != f.tok.BOS() || f.IsStop(id)
		}
		if offsets[i] > 0 {
			break
		}
	}
	return 0, 0, false
}
