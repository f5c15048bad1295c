package train

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"llft/chat"
)

func TestParseRow(t *testing.T) {
	talk := []chat.Message{{Role: "system", Content: "s"}, {Role: "user", Content: "u"}, {Role: "assistant", Content: "a"}}
	text := "words"
	for _, c := range []struct {
		name, raw string
		want      row
	}{
		{"messages", `{"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},{"role":"assistant","content":"a"}]}`, row{messages: talk}},
		{"ShareGPT", `{"id":1,"conversations":[{"from":"system","value":"s"},{"from":"human","value":"u"},{"from":"gpt","value":"a"}]}`, row{messages: talk}},
		{"prompt", `{"prompt":"p","completion":"c"}`, row{pair: &pair{"p", "c"}}},
		{"question", `{"question":"p","answer":"c"}`, row{pair: &pair{"p", "c"}}},
		{"Alpaca", `{"instruction":"p","input":"x","output":"c"}`, row{pair: &pair{"p\n\nx", "c"}}},
		{"Alpaca without input", `{"instruction":"p","input":"","output":"c"}`, row{pair: &pair{"p", "c"}}},
		{"Alpaca with null", `{"instruction":"p","input":null,"output":"c"}`, row{pair: &pair{"p", "c"}}},
		{"text", `{"text":"words","meta":{"a":[1]}}`, row{text: &text}},
		{"text beside a lone prompt", `{"text":"words","prompt":"p"}`, row{text: &text}},
		{"messages before text", `{"text":"words","messages":[{"role":"assistant","content":"a"}]}`, row{messages: talk[2:]}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := parseRow([]byte(c.raw))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, got, cmp.AllowUnexported(row{}, pair{})); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func TestParseRowRefuses(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		want      []string // that the error mentions
	}{
		{"no JSON", `hello`, []string{"not JSON", `"messages"`}},
		{"broken", `{"text": "a" "b"}`, []string{"not JSON at byte 14"}},
		{"cut off", `{"text": "a`, []string{"ends too early", "whole object"}},
		{"a number", `3`, []string{"JSON number", "want an object"}},
		{"a list", `["a"]`, []string{"JSON array"}},
		{"null", `null`, []string{"known fields", "nothing"}},
		{"no known field", `{"body":"a","title":"b"}`, []string{`"body", "title"`, `"text"`}},
		{"text of another type", `{"text":3}`, []string{`"text"`, "a number", "string"}},
		{"completion missing", `{"prompt":"p"}`, []string{`"completion"`, "missing"}},
		{"prompt null", `{"prompt":null,"completion":"c"}`, []string{`"prompt"`, "null"}},
		{"messages no list", `{"messages":"a"}`, []string{`"messages"`, "a string", "list"}},
		{"messages of strings", `{"messages":["a"]}`, []string{`"messages"`, `"role"`}},
		{"no messages", `{"messages":[]}`, []string{"empty"}},
		{"no role", `{"messages":[{"content":"a"}]}`, []string{"message 1", `"role"`, "missing"}},
		{"unknown role", `{"messages":[{"role":"user","content":"a"},{"role":"tool","content":"b"}]}`, []string{"message 2", `"tool"`, "assistant"}},
		{"content a list", `{"messages":[{"role":"user","content":["a"]}]}`, []string{"message 1", `"content"`, "a list"}},
		{"no assistant", `{"messages":[{"role":"user","content":"a"}]}`, []string{"assistant", "nothing to learn"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parseRow([]byte(c.raw))
			if err == nil {
				t.Fatal("was accepted")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not mention %q", err, want)
				}
			}
		})
	}
}
