package train

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"llft/llama"
)

func TestCutText(t *testing.T) {
	for _, c := range []struct {
		name string
		n    int // tokens 10, 11, ...
		bos  int32
		want []llama.Sequence
	}{
		{"with BOS", 5, 1, []llama.Sequence{
			{Tokens: []int32{1, 10, 11}, Targets: []int32{10, 11, 12}},
			{Tokens: []int32{1, 13}, Targets: []int32{13, 14}},
		}},
		{"without BOS", 6, -1, []llama.Sequence{
			{Tokens: []int32{10, 11, 12}, Targets: []int32{11, 12, 13}},
			{Tokens: []int32{13, 14}, Targets: []int32{14, 15}},
		}},
		{"one token with BOS", 1, 1, []llama.Sequence{{Tokens: []int32{1}, Targets: []int32{10}}}},
		{"one token without BOS", 1, -1, nil},
		{"no last token alone", 4, -1, []llama.Sequence{{Tokens: []int32{10, 11, 12}, Targets: []int32{11, 12, 13}}}},
		{"nothing", 0, 1, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var body []int32
			for i := range c.n {
				body = append(body, int32(10+i))
			}
			if d := cmp.Diff(c.want, cutText(body, c.bos, 3)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func TestMasked(t *testing.T) {
	got := masked([]int32{1, 5, 6, 7}, []bool{false, false, true, true})
	want := llama.Sequence{Tokens: []int32{1, 5, 6}, Targets: []int32{-1, 6, 7}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	if got := masked([]int32{1}, []bool{true}); len(got.Tokens) != 0 {
		t.Errorf("one token gave %v", got)
	}
}

// TestShorten writes a row as a string: B is the BOS, small letters prompts, capitals answers.
func TestShorten(t *testing.T) {
	for _, c := range []struct {
		row  string
		ctx  int // a row may have ctx+1 tokens
		want string
	}{
		{"Babc_XY", 6, "Babc_XY"},  // fits
		{"Babc_XY", 5, "Bbc_XY"},   // the prompt loses its beginning, the BOS stays
		{"Babc_XY", 3, "B_XY"},     // one token of the prompt is left
		{"Babc_XY", 2, ""},         // the answer would stand alone
		{"abc_XY", 3, "c_XY"},      // no BOS
		{"BaXYbcZ", 5, "BbcZ"},     // not into the first answer: it goes as a whole
		{"BaXYbcZ", 4, "BbcZ"},     //
		{"BaXYbcZdd", 5, "BbcZdd"}, // what follows the last answer stays
		{"BaXYbWWWWW", 4, ""},      // the last answer is too long
		{"Baaaaaaaaaa", 4, ""},     // nothing to learn is left
	} {
		ids, trained := letters(c.row)
		ids, trained, ok := shorten(ids, trained, 'B', c.ctx)
		got := ""
		for i, id := range ids {
			got += string(rune(id))
			if want := id >= 'V' && id <= 'Z'; trained[i] != want {
				t.Errorf("%s: token %d of %q is trained: %v", c.row, i, got, trained[i])
			}
		}
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s in %d tokens: got %q, %v, want %q", c.row, c.ctx, got, ok, c.want)
		}
	}
}

func letters(s string) (ids []int32, trained []bool) {
	for _, r := range s {
		ids = append(ids, r)
		trained = append(trained, r >= 'V' && r <= 'Z')
	}
	return ids, trained
}
