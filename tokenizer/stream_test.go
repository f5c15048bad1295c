package tokenizer_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"llft/tokenizer"
)

// byteIDs are the byte tokens of a text, in spmWords.
func byteIDs(text string) []int32 {
	var ids []int32
	for i := range len(text) {
		ids = append(ids, 3+int32(text[i]))
	}
	return ids
}

// stream gives what Add returns for each id and Flush at the end, and wants valid UTF-8 of each.
func stream(t *testing.T, s *tokenizer.Stream, ids []int32) []string {
	t.Helper()
	var out []string
	add := func(text string) {
		if !utf8.ValidString(text) {
			t.Errorf("%d: gives out %q, which is no UTF-8", ids, text)
		}
		out = append(out, text)
	}
	for _, id := range ids {
		add(s.Add(id))
	}
	add(s.Flush())
	return out
}

// TestStreamUTF8 cuts random texts into bytes and whole tokens: no character comes out in parts, and together it is the text.
func TestStreamUTF8(t *testing.T) {
	spm := newTokenizer(t, with(spmWords().spm(), "tokenizer.ggml.add_space_prefix", false))
	bpe := newTokenizer(t, bpeWords("default"))
	rng := rand.New(rand.NewPCG(4, 2))
	alphabet := []rune("hello wé\x00\u07ff\u0800€\ufffd\uffff\U00010000🙂\U0010ffff")
	for range 500 {
		var text strings.Builder
		for range rng.IntN(20) {
			text.WriteRune(alphabet[rng.IntN(len(alphabet))])
		}
		want := text.String()
		for name, c := range map[string]struct {
			tok *tokenizer.Tokenizer
			ids []int32
		}{
			"bytes": {spm, byteIDs(want)},
			"SPM":   {spm, spm.Encode(want, tokenizer.Options{})},
			"BPE":   {bpe, bpe.Encode(want, tokenizer.Options{})},
		} {
			pieces := stream(t, c.tok.NewStream(false), c.ids)
			if got := strings.Join(pieces, ""); got != want || pieces[len(pieces)-1] != "" {
				t.Fatalf("%s: %q comes out as %q", name, want, pieces)
			}
		}
	}
}

// TestStreamBroken: a byte is U+FFFD as soon as it can no longer become part of a character, and not before.
func TestStreamBroken(t *testing.T) {
	tok := newTokenizer(t, spmWords().spm())
	for _, c := range []struct {
		bytes string
		want  string // with | between what each Add and Flush give out
	}{
		{"a", "a|"},
		{"é", "|é|"},
		{"🙂", "|||🙂|"},
		{"\xff", "\ufffd|"},
		{"\x80a", "\ufffd|a|"},
		{"\xc3a", "|\ufffda|"},
		{"\xc3", "|\ufffd"},
		{"\xe2\x82", "||\ufffd\ufffd"},
		{"\xe2\x82a", "||\ufffd\ufffda|"},
		{"\xe2\x82é", "||\ufffd\ufffd|é|"},
		{"\xed\xa0\x80", "|\ufffd\ufffd|\ufffd|"}, // a surrogate
		{"\xc0\xaf", "\ufffd|\ufffd|"},            // overlong
	} {
		if got := strings.Join(stream(t, tok.NewStream(false), byteIDs(c.bytes)), "|"); got != c.want {
			t.Errorf("%q comes out as %q, want %q", c.bytes, got, c.want)
		}
	}
}

// TestStreamTokens: a stream goes on from a prompt, so it keeps the first space; control tokens show only when asked for.
func TestStreamTokens(t *testing.T) {
	tok := newTokenizer(t, spmWords().spm())
	hello, _ := tok.ID("▁hello")
	ids := []int32{hello, tok.EOS(), -1, hello}
	for special, want := range map[bool]string{false: " hello|||" + " hello|", true: " hello|</s>||" + " hello|"} {
		if got := strings.Join(stream(t, tok.NewStream(special), ids), "|"); got != want {
			t.Errorf("special %v: %q, want %q", special, got, want)
		}
	}
	s := tok.NewStream(false)
	s.Add(byteIDs("\xc3")[0])
	if first, second := s.Flush(), s.Flush(); first != "\ufffd" || second != "" || s.Add(hello) != " hello" {
		t.Errorf("Flush gives %q, then %q", first, second)
	}
}
