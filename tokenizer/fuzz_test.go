package tokenizer_test

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"llft/gguf"
	"llft/tokenizer"
)

// FuzzEncode encodes any text with SPM and with BPE behind each kind of pre-tokenizer: it comes back, offsets ascend and cut it where its
// pieces do, and no token stands for a control token's text in the literal span or where none is parsed.
func FuzzEncode(f *testing.F) {
	for _, text := range []string{"", "hello world", "  <s>hello</s> \n", "é\xff\xc3</s", "<tool>", "I'll 123456 我们。", "end\r\n\r\n ▁"} {
		f.Add(text, true, uint8(2), uint8(5))
		f.Add(text, false, uint8(0), uint8(0))
	}
	spm := newTokenizer(f, new(list).specials().addBytes().words().add(normal, "< / s > </ s> l▁w").add(control, "<x>").spm())
	free := newTokenizer(f, with(spmWords().add(userDefined, "lol").spm(), "tokenizer.ggml.add_space_prefix", false))
	var bpe []*tokenizer.Tokenizer
	for _, pre := range []string{"default", "gpt-2", "llama-bpe", "qwen2", "tekken", "falcon", "starcoder", "deepseek-llm", "deepseek-coder"} {
		bpe = append(bpe, newTokenizer(f, bpeWords(pre)))
	}
	f.Fuzz(func(t *testing.T, text string, parse bool, start, size uint8) {
		o := tokenizer.Options{ParseSpecial: parse}
		if lo := int(start); lo < len(text) {
			o.Literal = []tokenizer.Span{{Start: lo, End: min(lo+int(size), len(text))}}
		}
		for _, tok := range bpe {
			roundTrip(t, tok, text, o)
		}
		if strings.Contains(text, "▁") {
			return // SPM reads it as a space
		}
		roundTrip(t, free, text, o)
		roundTrip(t, spm, text, tokenizer.Options{Literal: o.Literal})
	})
}

func roundTrip(t *testing.T, tok *tokenizer.Tokenizer, text string, o tokenizer.Options) {
	t.Helper()
	checkOffsets(t, tok, text, o)
	ids, at := tok.EncodeOffsets(text, o)
	if back := tok.Decode(ids, true); back != text {
		t.Fatalf("%s: %q comes back as %q", tok.Kind(), text, back)
	}
	for i, id := range ids {
		if !tok.IsControl(id) {
			continue
		}
		end := at[i] + len(tok.Text(id))
		if !o.ParseSpecial || len(o.Literal) > 0 && at[i] < o.Literal[0].End && end > o.Literal[0].Start && o.Literal[0].Start < o.Literal[0].End {
			t.Fatalf("%s: %q with %+v has the control token %q at %d", tok.Kind(), text, o, tok.Text(id), at[i])
		}
	}
	var b strings.Builder
	s := tok.NewStream(true)
	for _, id := range ids {
		b.WriteString(s.Add(id))
	}
	b.WriteString(s.Flush())
	if got := b.String(); !utf8.ValidString(got) || utf8.ValidString(text) && got != text && got != " "+text {
		t.Fatalf("%s: %q is streamed as %q", tok.Kind(), text, got)
	}
}

// FuzzVocabulary makes a tokenizer of any arrays: New refuses them or gives one that encodes and decodes.
func FuzzVocabulary(f *testing.F) {
	const text = "hello <s>world</s>\xff é 12"
	f.Add(true, "llama-bpe", "h\ne\nhe\n<s>\n▁\n<0x41>", []byte{1, 1, 1, 3, 1, 6}, []byte("\x00\x00\x80\x3f"), "h e\nhe l", int64(3), int64(-1), "Phi-3", text)
	f.Add(false, "", "<unk>\n<s>\n</s>\n▁\n▁h\n</s>", []byte{2, 3, 3, 1, 4, 1}, []byte{}, "", int64(1), int64(2), "", text)
	f.Fuzz(func(t *testing.T, bpe bool, pre, tokens string, types, scores []byte, merges string, bos, eos int64, name, text string) {
		kv := &gguf.KV{}
		all := strings.Split(tokens, "\n")
		kv.Set("tokenizer.ggml.model", map[bool]string{true: "gpt2", false: "llama"}[bpe])
		kv.Set("tokenizer.ggml.pre", pre)
		kv.Set("tokenizer.ggml.tokens", all)
		kv.Set("tokenizer.ggml.token_type", types)
		kv.Set("tokenizer.ggml.merges", strings.Split(merges, "\n"))
		kv.Set("tokenizer.ggml.bos_token_id", bos)
		kv.Set("tokenizer.ggml.eos_token_id", eos)
		kv.Set("tokenizer.ggml.add_eos_token", eos >= 0)
		kv.Set("general.name", name)
		values := make([]float32, len(all)) // most fuzzed lengths would not fit
		for i := range values {
			if len(scores) >= 4*(i+1) {
				values[i] = math.Float32frombits(binary.LittleEndian.Uint32(scores[4*i:]))
			}
		}
		kv.Set("tokenizer.ggml.scores", values)
		tok, err := tokenizer.New(kv)
		if err != nil {
			return
		}
		for _, o := range []tokenizer.Options{{}, {AddSpecial: true, ParseSpecial: true}} {
			ids, at := tok.EncodeOffsets(text, o)
			tok.Decode(ids, true)
			before := 0
			for i, id := range ids {
				if at[i] < before || at[i] > len(text) || id < 0 || int(id) >= tok.Size() {
					t.Fatalf("%q becomes %d of %d tokens at %d", text, ids, tok.Size(), at)
				}
				before = at[i]
				if tok.IsControl(id) && !o.ParseSpecial {
					t.Fatalf("%q becomes the control token %q", text, tok.Text(id))
				}
			}
		}
	})
}
