package train

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzLoadData reads any bytes as a file of examples, by each template and as bare strings: no panic, one line for an error, and what is accepted fits the
// context and the vocabulary and has something to learn.
func FuzzLoadData(f *testing.F) {
	for _, text := range []string{
		`{"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "a?"}, {"role": "assistant", "content": "b"}]}`,
		`[{"conversations": [{"from": "human", "value": "a?"}, {"from": "gpt", "value": "b\u0000"}]}]`,
		`{"instruction": "add", "input": "1 2", "output": "3"}` + "\n\n" + `{"question": "q", "answer": ""}`,
		`{"prompt": "p", "completion": "<s>c</s>", "text": null}`,
		`{"text": "one\ntwo"}` + "\r\n" + `{"text": 3}`,
		"plain <s> text\n\xc3\xa9 of several words, longer than a context\n",
		"\xef\xbb\xbf[", "\xff\xfe", "GGUF",
	} {
		for mode := range uint8(8) {
			f.Add([]byte(text), mode)
		}
	}
	model := writeModel(f, small)
	var forms []fixture
	for _, template := range []string{"", "chatml"} {
		forms = append(forms, loaderOf(f, model, template))
	}
	path := filepath.Join(f.TempDir(), "data") // of this process
	f.Fuzz(func(t *testing.T, data []byte, mode uint8) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		c := Default()
		c.Data, c.Ctx, c.Val = path, 12, 0.2
		c.Raw, c.Special = mode&2 != 0, mode&4 != 0
		x := forms[mode&1]
		d, err := LoadData(c, x.format, x.tok)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Fatalf("an error of more than one line: %q", err)
			}
			return
		}
		if d.Trained == 0 {
			t.Fatal("accepted, with nothing to learn")
		}
		for _, s := range append(d.Train, d.Held...) {
			if len(s.Tokens) > c.Ctx || len(s.Targets) != len(s.Tokens) {
				t.Fatalf("%d tokens and %d targets in a context of %d", len(s.Tokens), len(s.Targets), c.Ctx)
			}
			for i, id := range s.Tokens {
				if id < 0 || int(id) >= x.m.Vocab || int(s.Targets[i]) >= x.m.Vocab {
					t.Fatalf("token %d, target %d of %d", id, s.Targets[i], x.m.Vocab)
				}
			}
		}
	})
}
