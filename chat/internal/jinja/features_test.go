package jinja

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

// now is the time at which testdata was rendered.
var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// TestFeatures compares with Jinja2 3.1.6, set up as transformers does: testdata/features.json was made by
// testdata/features.py.
func TestFeatures(t *testing.T) {
	data, err := os.ReadFile("testdata/features.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Template string
		Expect   *string
		Error    string
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(strings.ReplaceAll(c.Template, "/", "_"), func(t *testing.T) {
			got, err := renderSample(c.Template)
			switch {
			case c.Expect == nil && err == nil:
				t.Fatalf("%s\ngot  %q\nwant the error %s", c.Template, got.String, c.Error)
			case c.Expect == nil:
				var raised *Raised
				if text, ok := strings.CutPrefix(c.Error, "TemplateError: "); ok && (!errors.As(err, &raised) || raised.Message != text) {
					t.Fatalf("%s\ngot  %v\nwant %s", c.Template, err, c.Error)
				}
			case err != nil:
				t.Fatalf("%s\ngot the error %v\nwant %q", c.Template, err, *c.Expect)
			case got.String != *c.Expect:
				t.Fatalf("%s\ngot  %q\nwant %q", c.Template, got.String, *c.Expect)
			}
		})
	}
}

// renderSample renders with the messages that features.py uses.
func renderSample(source string) (Text, error) {
	t, err := Parse(source)
	if err != nil {
		return Text{}, err
	}
	msg := func(role, content string) value {
		return NewDict("role", String(role), "content", Content(content, 1))
	}
	return t.Render(map[string]any{
		"messages": NewList(
			msg("system", "  Be brief. "), msg("user", "Grüße & <b>\n"), msg("assistant", "<think>hm</think>\nYes, it's 4."), msg("user", "bye"),
		),
		"tools": nil, "add_generation_prompt": true, "bos_token": String("<s>"), "eos_token": String("</s>"),
		"data": NewDict("b", int64(2), "a", NewList(int64(1), 2.5, nil, true, String("x'y")), "c", NewDict("k", String("v\"\n\té"))),
		"n":    int64(7), "text": Content("one two  three", 2),
	}, now, 100)
}
