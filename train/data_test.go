package train

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"llft/chat"
	"llft/llama"
	"llft/tokenizer"
)

// loader has a model's tokenizer and a chat template by name.
func loader(t testing.TB, template string) fixture {
	t.Helper()
	return loaderOf(t, writeModel(t, small), template)
}

func loaderOf(t testing.TB, model, template string) fixture {
	t.Helper()
	x := openModel(t, model, 1)
	var err error
	if x.format, err = chat.New(x.m.File.KV, x.tok, template); err != nil {
		t.Fatal(err)
	}
	return x
}

// load makes a Data of a file's text.
func (x fixture) load(t *testing.T, name, text string, edit func(*Config)) (*Data, error) {
	t.Helper()
	c := Default()
	c.Ctx, c.Val, c.Data = 40, 0, writeFile(t, name, text)
	if edit != nil {
		edit(&c)
	}
	return LoadData(c, x.format, x.tok)
}

// learnt is the text of a sequence's targets, with special tokens.
func (x fixture) learnt(s llama.Sequence) string {
	var ids []int32
	for _, id := range s.Targets {
		if id >= 0 {
			ids = append(ids, id)
		}
	}
	return strings.TrimSpace(x.tok.Decode(ids, true))
}

func TestTextIsLearntWhole(t *testing.T) {
	x := loader(t, "")
	text := rhyme(12)
	d, err := x.load(t, "a.txt", "\xef\xbb\xbf"+strings.ReplaceAll(text, "\n", "\r\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	var ids []int32
	for i, s := range d.Train {
		if len(s.Tokens) > 40 || i+1 < len(d.Train) && len(s.Tokens) != 40 {
			t.Errorf("sequence %d has %d tokens", i, len(s.Tokens))
		}
		if x.tok.AddBOS() && s.Tokens[0] != x.tok.BOS() {
			t.Errorf("sequence %d begins with %d", i, s.Tokens[0])
		}
		ids = append(ids, s.Targets...)
	}
	if want := x.tok.Encode(text, tokenizer.Options{}); !slices.Equal(ids, want) {
		t.Errorf("targets %v, want %v", ids, want)
	}
	if d.Rows != 0 || d.Template != "" || d.Trained != len(ids) || d.Tokens != len(ids) || len(d.Held) > 0 {
		t.Errorf("%+v", d)
	}
}

func TestHeldOutIsTheEndAndNotTrained(t *testing.T) {
	x := loader(t, "")
	d, err := x.load(t, "a.txt", rhyme(100), func(c *Config) { c.Val = 0.25 })
	if err != nil {
		t.Fatal(err)
	}
	var train, held []int32
	for _, s := range d.Train {
		train = append(train, s.Targets...)
	}
	for _, s := range d.Held {
		held = append(held, s.Targets...)
	}
	all := x.tok.Encode(rhyme(100), tokenizer.Options{})
	if !slices.Equal(append(train, held...), all) || len(held) != (len(all)+2)/4 {
		t.Errorf("%d tokens trained, %d held out, of %d", len(train), len(held), len(all))
	}

	rows := rhymes(30)
	if d, err = x.load(t, "a.jsonl", rows, func(c *Config) { c.Val = 0.1 }); err != nil {
		t.Fatal(err)
	}
	if len(d.Train) != 27 || len(d.Held) != 3 || x.learnt(d.Held[0]) != "27 green bottles</s>" {
		t.Errorf("%d rows trained, %d held out, the first of them %q", len(d.Train), len(d.Held), x.learnt(d.Held[0]))
	}
	for n, want := range map[int]int{19: 0, 20: 1, 29: 1, 100: 5} {
		if got := heldOut(n, 0.05); got != want {
			t.Errorf("of %d rows %d are held out, want %d", n, got, want)
		}
	}
	if heldOut(100, 0) != 0 {
		t.Error("val 0 holds something out")
	}
}

func TestWhatIsLearntOfRows(t *testing.T) {
	for _, c := range []struct {
		name, template, row string
		raw                 bool
		want                string // learnt
		whole               string // all tokens
	}{
		{"text", "", `{"text":"ab c"}`, false, "ab c</s>", "<s>ab c"},
		{"text with special tokens as text", "", `{"text":"<s>a</s>"}`, false, "<s>a</s></s>", ""},
		{"raw", "", `{"prompt":"ab","completion":" cd"}`, true, "cd</s>", "<s>ab cd"},
		{"template", "llama-2", `{"prompt":"ab","completion":"cd"}`, false, "cd </s>", "<s>[INST] ab [/INST] cd "},
		{"messages", "llama-2", `{"messages":[{"role":"user","content":"ab"},{"role":"assistant","content":"cd"}]}`, false, "cd </s>", ""},
		{"a special token in a message", "llama-2", `{"prompt":"a</s>b","completion":"c<s>d"}`, false, "c<s>d </s>", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := loader(t, c.template)
			d, err := x.load(t, "a.jsonl", c.row+"\n", func(cfg *Config) { cfg.Raw = c.raw })
			if err != nil {
				t.Fatal(err)
			}
			s := d.Train[0]
			if got := x.learnt(s); got != c.want {
				t.Errorf("learnt %q, want %q", got, c.want)
			}
			if got := x.tok.Decode(s.Tokens, true); c.whole != "" && got != c.whole {
				t.Errorf("tokens %q, want %q", got, c.whole)
			}
			if last := s.Targets[len(s.Targets)-1]; last != x.tok.EOS() {
				t.Errorf("the last target is %d, not EOS", last)
			}
			if n := slices.Index(s.Tokens[1:], x.tok.BOS()); n >= 0 || s.Tokens[0] != x.tok.BOS() {
				t.Errorf("BOS is not the first token and only that: %v", s.Tokens)
			}
			if c.template == "" != (d.Template == "") {
				t.Errorf("template %q", d.Template)
			}
		})
	}
}

func TestSpecialTokensOnRequest(t *testing.T) {
	x := loader(t, "")
	special := func(c *Config) { c.Special, c.Raw = true, true }
	for _, c := range []struct{ row, want string }{
		{`{"text":"<s>a</s>"}`, "a</s>"},
		{`{"text":"a</s>b"}`, "a</s> b</s>"},
		{`{"prompt":"<s>a","completion":"b</s>"}`, "b</s>"},
		{`{"prompt":"a","completion":"b"}`, "b</s>"},
	} {
		d, err := x.load(t, "a.jsonl", c.row, special)
		if err != nil {
			t.Fatal(err)
		}
		s := d.Train[0]
		if got := x.learnt(s); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(c.want, " ", "") {
			t.Errorf("%s: learnt %q, want %q", c.row, got, c.want)
		}
		if slices.Index(s.Tokens, x.tok.BOS()) != 0 || slices.Index(s.Tokens[1:], x.tok.BOS()) >= 0 {
			t.Errorf("%s: tokens %v", c.row, s.Tokens)
		}
	}
}

func TestLongRowsAreCountedAndNamed(t *testing.T) {
	x := loader(t, "")
	long := strings.Repeat("z", 60)
	rows := fmt.Sprintf(`{"text":"short"}
{"text":"%[1]s"}

{"prompt":"%[1]s","completion":"ok"}
{"prompt":"ok","completion":"%[1]s"}
{"text":""}
{"prompt":"a","completion":"b</s>"}
`, long)
	d, err := x.load(t, "a.jsonl", rows, func(c *Config) { c.Raw = true })
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range d.Notes {
		got = append(got, n.String())
	}
	want := []string{
		"1 row shortened to 40 tokens: the beginning of the prompt was cut, and earlier turns where that was not enough (line 4)",
		"1 row divided: a text of more than 40 tokens becomes several sequences (line 2)",
		"1 row left out: the answer alone does not fit into 40 tokens (line 5)",
		"1 row left out: there is no token to learn (line 6)",
		"1 row with the text of special tokens, which is taken as plain text, not as these tokens (line 7)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if d.Rows != 6 {
		t.Errorf("%d rows, want 6", d.Rows)
	}
	for i, s := range d.Train {
		if len(s.Tokens) > 40 {
			t.Errorf("sequence %d has %d tokens", i, len(s.Tokens))
		}
	}
	if got := (Note{What: "x", Count: 7, Lines: []int{1, 2}}).String(); got != "7 rows x (lines 1, 2, ...)" {
		t.Errorf("note %q", got)
	}
}

func TestLoadDataRefuses(t *testing.T) {
	x := loader(t, "")
	for _, c := range []struct{ name, file, text, want string }{
		{"empty text", "a.txt", "", "nothing to train on"},
		{"empty rows", "a.jsonl", "\n\n", "nothing to train on"},
		{"only rows without a token", "a.jsonl", `{"text":""}`, "no token to learn (line 1)"},
		{"a line that is not JSON", "a.jsonl", "{\"text\":\"a\"}\n\nnot json\n", "line 3: not JSON"},
		{"a later row without a field", "a.jsonl", "{\"text\":\"a\"}\n{\"body\":\"b\"}\n", `line 2: none of the known fields is there (found: "body")`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := x.load(t, c.file, c.text, nil); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.file) {
				t.Errorf("error %v, want one with the file and %q", err, c.want)
			}
		})
	}
}
