package train

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"llft/chat"
)

// row is one example: a conversation, a prompt and its completion, or a text. Exactly one of messages, pair and text is set.
type row struct {
	messages []chat.Message
	pair     *pair
	text     *string
}

// pair is a question and its answer.
type pair struct{ prompt, completion string }

// forms says what a row may hold, for errors.
const forms = `"messages", "prompt" with "completion", or "text" (also "conversations", "instruction" with "output", "question" with "answer")`

// parseRow reads one JSON object and finds its form by its fields; fields beside those of the form are ignored.
func parseRow(raw []byte) (row, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return row{}, notObject(raw, err)
	}
	has := func(names ...string) bool {
		for _, n := range names {
			if v, ok := fields[n]; !ok || isNull(v) {
				return false
			}
		}
		return true
	}
	switch {
	case has("messages"):
		return conversation(fields["messages"], "messages", "role", "content")
	case has("conversations"):
		return conversation(fields["conversations"], "conversations", "from", "value")
	case has("prompt", "completion"):
		return questionAnswer(fields, "prompt", "completion")
	case has("instruction", "output"):
		return alpaca(fields)
	case has("question", "answer"):
		return questionAnswer(fields, "question", "answer")
	case has("text"):
		text, err := stringField(fields, "text")
		return row{text: &text}, err
	case has("prompt") || has("completion"): // one half: the error names the other
		return questionAnswer(fields, "prompt", "completion")
	}
	var names []string
	for name := range fields {
		names = append(names, fmt.Sprintf("%q", name))
	}
	return row{}, fmt.Errorf("none of the known fields is there (found: %s); want %s", listed(names, "nothing"), forms)
}

// notObject explains why raw is not a JSON object.
func notObject(raw []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax) && int(syntax.Offset) >= len(raw):
		return fmt.Errorf("the JSON object ends too early; each line must hold a whole object")
	case errors.As(err, &syntax):
		return fmt.Errorf("not JSON at byte %d of the line: %v; each line must hold one object with %s", syntax.Offset, syntax, forms)
	case errors.As(err, &kind):
		return fmt.Errorf("a JSON %s, want an object with %s", kind.Value, forms)
	}
	return fmt.Errorf("not JSON: %w", err)
}

// conversation reads a list of turns; roleKey and textKey are the names of a turn's fields.
func conversation(raw json.RawMessage, field, roleKey, textKey string) (row, error) {
	var turns []map[string]json.RawMessage
	if err := json.Unmarshal(raw, &turns); err != nil {
		return row{}, fmt.Errorf("field %q is %s, want a list of objects with %q and %q", field, kindOf(raw), roleKey, textKey)
	}
	if len(turns) == 0 {
		return row{}, fmt.Errorf("field %q is empty, want at least one message of the user and one of the assistant", field)
	}
	r := row{messages: make([]chat.Message, len(turns))}
	answered := false
	for i, turn := range turns {
		name, err := stringField(turn, roleKey)
		if err != nil {
			return row{}, fmt.Errorf("message %d of %q: %w", i+1, field, err)
		}
		role, ok := roles[name]
		if !ok {
			return row{}, fmt.Errorf("message %d of %q: unknown %s %q, want system, user or assistant", i+1, field, roleKey, name)
		}
		text, err := stringField(turn, textKey)
		if err != nil {
			return row{}, fmt.Errorf("message %d of %q: %w", i+1, field, err)
		}
		r.messages[i] = chat.Message{Role: role, Content: text}
		answered = answered || role == "assistant"
	}
	if !answered {
		return row{}, fmt.Errorf("field %q has no message of the assistant, so there is nothing to learn", field)
	}
	return r, nil
}

// roles maps the names in use to the three roles; "human" and "gpt" are ShareGPT's.
var roles = map[string]string{
	"system": "system", "user": "user", "assistant": "assistant",
	"human": "user", "gpt": "assistant",
}

func questionAnswer(fields map[string]json.RawMessage, question, answer string) (row, error) {
	var p pair
	var err error
	if p.prompt, err = stringField(fields, question); err != nil {
		return row{}, err
	}
	if p.completion, err = stringField(fields, answer); err != nil {
		return row{}, err
	}
	return row{pair: &p}, nil
}

// alpaca joins instruction and input, which may be absent or empty, into the prompt.
func alpaca(fields map[string]json.RawMessage) (row, error) {
	r, err := questionAnswer(fields, "instruction", "output")
	if err != nil {
		return row{}, err
	}
	if v, ok := fields["input"]; ok && !isNull(v) {
		input, err := stringField(fields, "input")
		if err != nil {
			return row{}, err
		}
		if input != "" {
			r.pair.prompt += "\n\n" + input
		}
	}
	return r, nil
}

func stringField(fields map[string]json.RawMessage, name string) (string, error) {
	raw, ok := fields[name]
	if !ok {
		return "", fmt.Errorf("field %q is missing", name)
	}
	var s *string
	if err := json.Unmarshal(raw, &s); err != nil || s == nil {
		return "", fmt.Errorf("field %q is %s, want a string", name, kindOf(raw))
	}
	return *s, nil
}

func isNull(raw json.RawMessage) bool { return string(bytes.TrimSpace(raw)) == "null" }

// kindOf names the JSON type of a valid value.
func kindOf(raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0:
		return "missing"
	case raw[0] == '"':
		return "a string"
	case raw[0] == '{':
		return "an object"
	case raw[0] == '[':
		return "a list"
	case raw[0] == 'n':
		return "null"
	case raw[0] == 't' || raw[0] == 'f':
		return "a boolean"
	}
	return "a number"
}

// listed joins up to five names, in sorted order, or gives none.
func listed(names []string, none string) string {
	if len(names) == 0 {
		return none
	}
	slices.Sort(names)
	if len(names) > 5 {
		names = append(names[:5:5], "...")
	}
	return strings.Join(names, ", ")
}
