package chat

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"llft/internal/fixtures"
)

// noon is the time at which the fixtures were rendered.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

type fixtureCase struct {
	Name                string
	Messages            []Message
	AddGenerationPrompt bool   `json:"add_generation_prompt"`
	BOS                 string `json:"bos_token"`
	EOS                 string `json:"eos_token"`
	Expect              *string
	Error               string
}

// forEachFixture calls f for every case of every template of the fixtures.
func forEachFixture(t *testing.T, f func(t *testing.T, format *Format, c fixtureCase)) {
	for _, path := range fixtures.Glob(t, "templates", "*.jinja") {
		name := strings.TrimSuffix(filepath.Base(path), ".jinja")
		t.Run(name, func(t *testing.T) {
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(strings.TrimSuffix(path, ".jinja") + ".json")
			if err != nil {
				t.Fatal(err)
			}
			var cases []fixtureCase
			if err := json.Unmarshal(data, &cases); err != nil {
				t.Fatal(err)
			}
			for _, c := range cases {
				t.Run(c.Name, func(t *testing.T) {
					format, err := newFormat(string(source), newWords(c.BOS, c.EOS, "", true), "")
					if err != nil {
						t.Fatal(err)
					}
					format.SetTime(noon)
					f(t, format, c)
				})
			}
		})
	}
}

// TestFixtureTemplates renders every case of the templates of real models, byte for byte.
func TestFixtureTemplates(t *testing.T) {
	forEachFixture(t, func(t *testing.T, f *Format, c fixtureCase) {
		got, err := f.render(c.Messages, c.AddGenerationPrompt)
		switch {
		case c.Expect == nil && (err == nil || !strings.Contains(err.Error(), c.Error)):
			t.Fatalf("got %q, error %v; want the error %q", got.text, err, c.Error)
		case c.Expect != nil && err != nil:
			t.Fatal(err)
		case c.Expect != nil && got.text != *c.Expect:
			t.Fatalf("got  %q\nwant %q", got.text, *c.Expect)
		}
	})
}

// TestFixtureSpans checks, in the same cases, that the spans hold words of the message that they name and that nothing of a
// message lies outside of them.
func TestFixtureSpans(t *testing.T) {
	forEachFixture(t, func(t *testing.T, f *Format, c fixtureCase) {
		for i := range c.Messages { // a text that no template holds, within every message
			c.Messages[i].Content = strings.TrimSpace(c.Messages[i].Content) + " ŋ☃ŋ"
		}
		got, err := f.render(c.Messages, c.AddGenerationPrompt)
		if err != nil {
			if c.Expect != nil {
				t.Fatal(err)
			}
			return
		}
		end := 0
		for _, s := range got.spans {
			if part := got.text[s.Start:s.End]; s.Start < end || !strings.Contains(strings.ToLower(c.Messages[s.Source].Content), strings.ToLower(part)) {
				t.Errorf("span %v holds %q, which is not of message %d %q", s, part, s.Source, c.Messages[s.Source].Content)
			}
			if outside := got.text[end:s.Start]; strings.Contains(outside, "☃") {
				t.Errorf("%q lies outside of the spans", outside)
			}
			end = s.End
		}
		if outside := got.text[end:]; strings.Contains(outside, "☃") {
			t.Errorf("%q lies outside of the spans", outside)
		}
	})
}

func TestBuiltinTemplates(t *testing.T) {
	conversation := []Message{{"system", "Be kind."}, {"user", " Hi "}, {"assistant", "Hello. "}, {"user", "Bye"}}
	for name, want := range map[string]string{
		"llama-2": "<s>[INST] <<SYS>>\nBe kind.\n<</SYS>>\n\n Hi [/INST] Hello. </s><s>[INST] Bye [/INST]",
		"llama-3": "<s><|start_header_id|>system<|end_header_id|>\n\nBe kind.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>" +
			"<|start_header_id|>assistant<|end_header_id|>\n\nHello.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nBye<|eot_id|>" +
			"<|start_header_id|>assistant<|end_header_id|>\n\n",
		"chatml": "<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\nHello. <|im_end|>\n" +
			"<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n",
		"mistral": "<s>[INST] Be kind.\n\n Hi  [/INST] Hello. </s>[INST] Bye [/INST]",
		"alpaca":  "Be kind.\n\n### Instruction:\n Hi \n\n### Response:\nHello. \n\n### Instruction:\nBye\n\n### Response:\n",
		None:      "Be kind.\n Hi Hello. \nBye",
	} {
		t.Run(name, func(t *testing.T) {
			f, err := newFormat("ignored", newWords("<s>", "</s>", "", true), name)
			if err != nil {
				t.Fatal(err)
			}
			got, err := f.ask(conversation)
			if err != nil {
				t.Fatal(err)
			}
			if got.text != want {
				t.Errorf("got  %q\nwant %q", got.text, want)
			}
		})
	}
	for _, name := range []string{"llama-2", "mistral"} {
		f, err := newFormat("", newWords("<s>", "</s>", "", true), name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Prompt([]Message{{"user", "a"}, {"user", "b"}}); err == nil || !strings.Contains(err.Error(), "take turns") {
			t.Errorf("%s: got the error %v, want one about turns", name, err)
		}
	}
}

// TestFailure: a template that fails says where, and what else there is.
func TestFailure(t *testing.T) {
	for source, want := range map[string]string{
		"\n{{ nope() }}": `the model's own chat template fails: line 2: "nope" is undefined (choose another with --template: alpaca, chatml, llama-2, llama-3, mistral, none)`,
		"{% for i in range(10**12) %}{% endfor %}": `the model's own chat template fails: line 1: the template was stopped: a range of more than 100000 numbers (choose`,
		"{{ raise_exception('only ' ~ 1) }}":       "the chat template refuses these messages: only 1",
	} {
		f, err := newFormat(source, newWords("<s>", "</s>", "", true), "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Prompt([]Message{{"user", "Hi"}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngot the error %v\nwant %q", source, err, want)
		}
	}
}

func TestChoice(t *testing.T) {
	w := newWords("<s>", "</s>", "", true)
	for _, c := range []struct{ own, name, describe, source, err string }{
		{"{{ messages[0].content }}", "", "the model's own chat template", "{{ messages[0].content }}", ""},
		{"{{ messages[0].content }}", "chatml", "built-in template chatml", builtins["chatml"], ""},
		{"{{ messages[0].content }}", "none", "none: plain completion, messages are joined as they stand", "", ""},
		{"", "", "none: plain completion, messages are joined as they stand", "", ""},
		{"{{ nope", "llama-3", "built-in template llama-3", builtins["llama-3"], ""},
		{"{{ nope", "", "", "", "--template: alpaca, chatml, llama-2, llama-3, mistral, none"},
		{"", "vicuna", "", "", `unknown chat template "vicuna": choose one of alpaca, chatml, llama-2, llama-3, mistral, none`},
	} {
		f, err := newFormat(c.own, w, c.name)
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("own %q, name %q: got the error %v, want %q", c.own, c.name, err, c.err)
			}
			continue
		}
		if err != nil {
			t.Errorf("own %q, name %q: %v", c.own, c.name, err)
		} else if f.Describe() != c.describe || f.Source() != c.source {
			t.Errorf("own %q, name %q: got %q, %q; want %q, %q", c.own, c.name, f.Describe(), f.Source(), c.describe, c.source)
		}
	}
}
