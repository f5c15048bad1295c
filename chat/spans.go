package chat

import "llft/chat/internal/jinja"

// content marks a whole text as a person's words.
func content(text string) []jinja.Span {
	if text == "" {
		return nil
	}
	return []jinja.Span{{Start: 0, End: len(text)}}
}

// join puts rendered texts one after the other.
func join(a, b rendered) rendered {
	out := rendered{text: a.text + b.text, spans: append([]jinja.Span(nil), a.spans...)}
	for _, s := range b.spans {
		out.spans = append(out.spans, jinja.Span{Start: len(a.text) + s.Start, End: len(a.text) + s.End, Source: s.Source})
	}
	return out
}

// commonPrefix is the number of bytes with which both begin.
func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
