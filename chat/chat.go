// Package chat turns messages into prompts: the model's own Jinja template, or a built-in one. One renderer serves finetuning
// and chat, so that what is trained is what is asked.
package chat

import (
	"llft/gguf"
	"llft/tokenizer"
)

// Message is one turn. Role is "system", "user" or "assistant".
type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// Format is a template bound to a tokenizer.
type Format struct{}

// Builtins lists the names of the built-in templates: llama-2, llama-3, chatml, mistral, alpaca.
func Builtins() []string { return nil }

// New picks the format: name == "" takes the model's tokenizer.chat_template, or plain completion where it has none;
// otherwise a built-in by name, or "none" for plain completion.
func New(kv *gguf.KV, tok *tokenizer.Tokenizer, name string) (*Format, error) { return nil, nil }

// Describe says which template is in use, for people: "the model's own chat template", "built-in template llama-3", "none: ...".
func (f *Format) Describe() string { return "" }

// Source is the template's text ("" for plain completion), for fingerprints.
func (f *Format) Source() string { return "" }

// Prompt renders msgs with the generation prompt and tokenizes: exactly the BOS that file and template imply.
func (f *Format) Prompt(msgs []Message) ([]int32, error) { return nil, nil }

// Train renders a whole conversation and tokenizes it; trained[i] says that ids[i] belongs to an answer of the assistant or is
// its end token, so that predicting it counts in the loss. Answers are found by rendering prefixes.
func (f *Format) Train(msgs []Message) (ids []int32, trained []bool, err error) { return nil, nil, nil }

// IsStop reports whether id ends an answer: EOS, end-of-turn, the template's own.
func (f *Format) IsStop(id int32) bool { return false }
