package chat

import (
	"strings"
	"unicode/utf8"
)

// probe learns from small conversations, if need be with a system message, how the template opens and ends an answer. A template
// that refuses them, or fails, says so when it meets a person's messages.
func (f *Format) probe() {
	if !f.learn(nil) {
		f.learn([]Message{{"system", "Be brief"}})
	}
}

// learn probes with a conversation that begins in this way, and reports whether the template rendered it.
func (f *Format) learn(opening []Message) bool {
	msgs := append(opening, Message{"user", "Hello there"}, Message{"assistant", "Good morning"}, Message{"user", "And now"})
	reply := len(opening) + 1
	asked, err := f.render(msgs[:reply], true)
	if err != nil {
		return false
	}
	silent, err := f.render(msgs[:reply], false)
	if err != nil {
		return false
	}
	answered, err := f.render(msgs[:reply+1], false)
	if err != nil {
		return false
	}
	start, end, ok := answered.of(reply)
	if !ok {
		return true // the template leaves answers out: Train will say so
	}
	if asked.text == silent.text && strings.HasPrefix(answered.text, asked.text) && len(asked.text) < start {
		if header := answered.text[len(asked.text):start]; strings.TrimSpace(header) != "" {
			f.header = header
			asked.text += header
		}
	}
	tail := answered.slice(end, len(answered.text))
	if id, _, ok := f.endToken(tail); ok && (f.IsStop(id) || !opensNext(tail, asked)) {
		f.ends[id] = true
		return true
	}
	next, err := f.render(msgs, true)
	if err != nil {
		return true
	}
	_, end, _ = next.of(reply)
	if begin, _, ok := next.of(reply + 1); ok && begin > end {
		line, _, _ := strings.Cut(strings.TrimSpace(next.text[end:begin]), "\n")
		if line = strings.TrimSpace(line); utf8.RuneCountInString(line) > 2 {
			f.stops = []string{line}
		}
	}
	return true
}

// opensNext says that what a template writes after an answer only opens the next one, as it opened this one in the prompt: some do
// so unasked. That ends nothing.
func opensNext(tail, prompt rendered) bool {
	return strings.HasSuffix(strings.TrimSpace(prompt.text), strings.TrimSpace(tail.text))
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
// before and it is not BOS. It returns the byte offset behind the token.
func (f *Format) endToken(tail rendered) (id int32, after int, ok bool) {
	white := len(tail.text) - len(strings.TrimLeft(tail.text, " \t\r\n"))
	if white == len(tail.text) {
		return 0, 0, false
	}
	rest := tail.slice(white, len(tail.text))
	ids, _ := f.encodeBare(rest)
	for _, id := range ids {
		text := f.tokenText(id)
		switch {
		case strings.TrimSpace(text) == "" || text == "▁": // the space that SPM puts before a text
			continue
		case !strings.HasPrefix(rest.text, text) || !f.tok.IsControl(id) && !f.IsStop(id) || id == f.tok.BOS() && !f.IsStop(id):
			return 0, 0, false
		}
		return id, white + len(text), true
	}
	return 0, 0, false
}
