// Package chat turns messages into prompts: the model's own Jinja template, or a built-in one. One renderer serves finetuning
// and chat, so that what is trained is what is asked.
package chat

import (
	"errors"
	"fmt"
	"time"

	"llft/chat/internal/jinja"
	"llft/gguf"
	"llft/tokenizer"
)

// Message is one turn. Role is "system", "user" or "assistant".
type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// vocabulary is what a Format needs of a tokenizer.
type vocabulary interface {
	EncodeOffsets(text string, o tokenizer.Options) (ids []int32, offsets []int)
	Text(id int32) string
	BOS() int32
	EOS() int32
	EOT() int32
	AddBOS() bool
	IsControl(id int32) bool
	IsEOG(id int32) bool
}

// Format is a template bound to a tokenizer. It is immutable but for SetTime, and safe for concurrent use.
type Format struct {
	tok      vocabulary
	name     string // "" for the model's own template, else a built-in's name or None
	source   string
	template *jinja.Template
	now      time.Time
	header   string         // opens an answer where the template does not do so itself when it is asked for a generation prompt
	ends     map[int32]bool // tokens that the template puts after an answer
	stops    []string
}

// New picks the format: name == "" takes the model's tokenizer.chat_template, or plain completion where it has none;
// otherwise a built-in by name, or "none" for plain completion.
func New(kv *gguf.KV, tok *tokenizer.Tokenizer, name string) (*Format, error) {
	const key = "tokenizer.chat_template"
	own := ""
	if name == "" {
		var err error
		if own, err = kv.StringOr(key, ""); err != nil {
			return nil, err
		}
	}
	return newFormat(own, tok, name)
}

// newFormat is New, given the model's own template.
func newFormat(own string, tok vocabulary, name string) (*Format, error) {
	f := &Format{tok: tok, name: name, now: time.Now(), ends: map[int32]bool{}}
	text := plain
	switch {
	case name == "" && own != "":
		f.source, text = own, own
	case name == "" || name == None:
		f.name = None
	default:
		source, ok := builtins[name]
		if !ok {
			return nil, fmt.Errorf("unknown chat template %q: choose one of %s", name, choices())
		}
		f.source, text = source, source
	}
	var err error
	if f.template, err = jinja.Parse(text); err != nil {
		return nil, fmt.Errorf("the model's own chat template does not parse: %w (choose another with --template: %s)", err, choices())
	}
	f.probe()
	return f, nil
}

// Describe says which template is in use, for people: "the model's own chat template", "built-in template llama-3", "none: ...".
func (f *Format) Describe() string {
	switch f.name {
	case "":
		return "the model's own chat template"
	case None:
		return "none: plain completion, messages are joined as they stand"
	}
	return "built-in template " + f.name
}

// Source is the template's text ("" for plain completion), for fingerprints.
func (f *Format) Source() string { return f.source }

// Time is what the template's strftime_now tells: the time of New, until SetTime.
func (f *Format) Time() time.Time { return f.now }

// SetTime fixes what strftime_now tells, so that a resumed training run renders its data as it did before. It must not be
// called while the Format is in use.
func (f *Format) SetTime(t time.Time) { f.now = t }

// rendered is a text with the spans that came from messages; Source is the message's index.
type rendered struct {
	text  string
	spans []jinja.Span
}

// literal lists the spans in which the text of a control token is only text.
func (r rendered) literal() []tokenizer.Span {
	var out []tokenizer.Span
	for _, s := range r.spans {
		if n := len(out); n > 0 && out[n-1].End == s.Start {
			out[n-1].End = s.End
		} else {
			out = append(out, tokenizer.Span{Start: s.Start, End: s.End})
		}
	}
	return out
}

// slice is the part [i, j) of a rendered text.
func (r rendered) slice(i, j int) rendered {
	out := rendered{text: r.text[i:j]}
	for _, s := range r.spans {
		if start, end := max(s.Start, i), min(s.End, j); start < end {
			out.spans = append(out.spans, jinja.Span{Start: start - i, End: end - i, Source: s.Source})
		}
	}
	return out
}

// render runs the template with the variables that transformers' apply_chat_template gives it.
func (f *Format) render(msgs []Message, generation bool) (rendered, error) {
	list := make([]any, len(msgs))
	size := 0
	for i, m := range msgs {
		role := jinja.String(m.Role)
		if !isWord(m.Role) {
			role = jinja.Content(m.Role, i)
		}
		list[i] = jinja.NewDict("role", role, "content", jinja.Content(m.Content, i))
		size += len(m.Role) + len(m.Content)
	}
	text, err := f.template.Render(map[string]any{
		"messages":              jinja.NewList(list...),
		"add_generation_prompt": generation,
		"tools":                 nil,
		"documents":             nil,
		"bos_token":             jinja.String(f.tokenText(f.tok.BOS())),
		"eos_token":             jinja.String(f.tokenText(f.tok.EOS())),
	}, f.now, size)
	if err != nil {
		var raised *jinja.Raised
		if errors.As(err, &raised) {
			return rendered{}, fmt.Errorf("the chat template refuses these messages: %w", raised)
		}
		return rendered{}, fmt.Errorf("%s fails: %w (choose another with --template: %s)", f.Describe(), err, choices())
	}
	return rendered{text.String, text.Content}, nil
}

// isWord says that a role can hold no control token: its letters are those of names.
func isWord(s string) bool {
	for _, c := range s {
		if c != '_' && c != '-' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

func (f *Format) tokenText(id int32) string {
	if id < 0 {
		return ""
	}
	return f.tok.Text(id)
}

// ask renders msgs up to where the answer begins.
func (f *Format) ask(msgs []Message) (rendered, error) {
	r, err := f.render(msgs, true)
	r.text += f.header
	return r, err
}

// Prompt renders msgs with the generation prompt and tokenizes: exactly the BOS that file and template imply.
func (f *Format) Prompt(msgs []Message) ([]int32, error) {
	r, err := f.ask(msgs)
	if err != nil {
		return nil, err
	}
	ids, _ := f.encode(r)
	return ids, nil
}

// encode tokenizes a rendered text with the byte offset of each token. BOS goes first where the file asks for it
// (add_bos_token) and the template has not written it already. EOS is never added: that is the template's to do.
func (f *Format) encode(r rendered) (ids []int32, offsets []int) {
	ids, offsets = f.tok.EncodeOffsets(r.text, tokenizer.Options{ParseSpecial: true, Literal: r.literal()})
	if bos := f.tok.BOS(); f.tok.AddBOS() && bos >= 0 && (len(ids) == 0 || ids[0] != bos) {
		ids, offsets = append([]int32{bos}, ids...), append([]int{0}, offsets...)
	}
	return ids, offsets
}

// IsStop reports whether id ends an answer: EOS, end-of-turn, the template's own.
func (f *Format) IsStop(id int32) bool {
	return id >= 0 && (id == f.tok.EOS() || id == f.tok.EOT() || f.tok.IsEOG(id) || f.ends[id])
}

// StopStrings lists texts that end an answer of a model which has not learnt an end token: the beginning of the next turn, in
// templates that open it by plain text ("### Instruction:").
func (f *Format) StopStrings() []string { return f.stops }
