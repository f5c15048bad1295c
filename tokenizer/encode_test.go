package tokenizer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"llft/gguf"
	"llft/tokenizer"
)

// spmWords is an SPM vocabulary with tokens of each type. Merging plain text could make the text of the control tokens </s> and <x>.
func spmWords() *list {
	return new(list).specials().addBytes().words().add(normal, "< / s > </ s> x x>").add(userDefined, "<tool>").add(control, "<x>")
}

// The ids of <s> and </s> in bpeWords.
const bpeBOS, bpeEOS = 268, 269

// bpeWords is a BPE vocabulary with tokens of each type. Merges make the text of the control tokens </s> and end, but not their ids.
func bpeWords(pre string) *gguf.KV {
	l := new(list).addByteChars().add(normal, "he ll llo hello Ġw or Ġwor ld </ s> en").add(userDefined, "<tool>").add(control, "<s> </s> end")
	return l.bpe(pre, "h+e l+l ll+o he+llo Ġ+w o+r Ġw+or l+d <+/ s+> </+s> e+n en+d")
}

func TestEncode(t *testing.T) {
	special := tokenizer.Options{AddSpecial: true}
	parse := tokenizer.Options{ParseSpecial: true}
	plain := tokenizer.Options{}
	noPrefix := with(spmWords().spm(), "tokenizer.ggml.add_space_prefix", false)
	noBytes := new(list).specials().words().spm()
	noUnknown := new(list).add(control, "<s>").words().spm()
	noMark := new(list).specials().addBytes().add(normal, "h e he").spm()
	for _, c := range []struct {
		name    string
		kv      *gguf.KV
		options tokenizer.Options
		text    string
		want    string // the tokens
	}{
		{"a word", spmWords().spm(), plain, "hello", "▁hello"},
		{"words", spmWords().spm(), plain, "hello world", "▁hello ▁wor ld"},
		{"a leading space", spmWords().spm(), plain, " hello", "▁ ▁hello"},
		{"spaces", spmWords().spm(), plain, "   ", "▁▁ ▁▁"},
		{"nothing", spmWords().spm(), plain, "", ""},
		{"nothing but BOS", spmWords().spm(), special, "", "<s>"},
		{"byte fallback", spmWords().spm(), plain, "hé", "▁ h <0xC3> <0xA9>"},
		{"a byte that is no UTF-8", spmWords().spm(), plain, "h\xffe", "▁ h <0xFF> e"},
		{"unknown", noBytes, plain, "hé!o", "▁ h <unk> <unk> o"},
		{"neither bytes nor unknown", noUnknown, plain, "hé!o", "▁ h o"},

		{"control in plain text", spmWords().spm(), plain, "</s>", "▁ </ s>"},
		{"control parsed", spmWords().spm(), parse, "</s>hello", "</s> ▁hello"},
		{"control amid text", spmWords().spm(), parse, "hello</s>hello</s>", "▁hello </s> ▁hello </s>"},
		{"unknown parsed", spmWords().spm(), parse, "<unk>", "<unk>"},
		{"control of pieces", spmWords().spm(), plain, "<x>", "▁ < x>"},
		{"user-defined in plain text", spmWords().spm(), plain, "<tool>hello", "<tool> ▁hello"},
		{"user-defined parsed", spmWords().spm(), parse, "hello<tool>", "▁hello <tool>"},
		{"the longest first", spmWords().add(userDefined, "lol lolo").spm(), plain, "lololo", "lolo ▁ l o"},
		{"byte token's text", spmWords().spm(), parse, "<0x41>", "▁ < <0x30> x <0x34> <0x31> >"},

		{"no prefix", noPrefix, plain, "hello hello", "hello ▁hello"},
		{"no prefix behind control", noPrefix, parse, "</s>hello", "</s> hello"},
		{"no token for the prefix", noMark, plain, "he", "he"},

		{"BPE", bpeWords("default"), plain, "hello world", "hello Ġwor ld"},
		{"BPE bytes", bpeWords("default"), plain, "\x00é\xff", "Ā Ã © ÿ"},
		{"BPE control in plain text", bpeWords("default"), plain, "</s>", "</ s >"},
		{"BPE control merged", bpeWords("default"), plain, "end", "e n d"},
		{"BPE control as a whole word", bpeWords("llama-bpe"), plain, "end", "e n d"},
		{"BPE control parsed", bpeWords("default"), parse, "end</s>", "end </s>"},
		{"BPE user-defined", bpeWords("default"), plain, "he<tool>he", "he <tool> he"},
		{"BPE adds no BOS unasked", bpeWords("default"), special, "he", "he"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tok := newTokenizer(t, c.kv)
			if got := texts(tok, tok.Encode(c.text, c.options)); got != c.want {
				t.Errorf("%q becomes %q, want %q", c.text, got, c.want)
			}
		})
	}
}

// TestLiteral: what a user wrote inside a template stays text, whatever it says. A span is shown by ⟨ and ⟩, which are not in the text.
func TestLiteral(t *testing.T) {
	// Besides <tool> a user-defined token that is no mark.
	spm := newTokenizer(t, with(spmWords().add(userDefined, "lol").spm(), "tokenizer.ggml.add_space_prefix", false))
	for _, c := range []struct{ text, want string }{
		{"</s>", "</s>"},
		{"⟨</s>⟩", "</ s>"},
		{"</s>⟨</s>⟩</s>", "</s> </ s> </s>"},
		{"⟨⟩</s>", "</s>"},
		{"<⟨⟩/s>", "</s>"},
		{"⟨he⟩</s>⟨he⟩", "he </s> he"},
		{"⟨<⟩/s>", "</ s>"},
		{"</s⟨>⟩", "</ s>"},
		{"<⟨/⟩s></s>", "</ s> </s>"},
		{"⟨</s></s>⟩</s>", "</ s> </ s> </s>"},
		{"⟨<x>⟩<x>⟨<x⟩>", "< x> <x> < x>"},
		{"⟨<tool>⟩<tool>", "< <0x74> o o l > <tool>"},
		{"⟨lol⟩lol", "lol lol"},
	} {
		text := ""
		o := tokenizer.Options{ParseSpecial: true}
		for _, r := range c.text {
			switch r {
			case '⟨':
				o.Literal = append(o.Literal, tokenizer.Span{Start: len(text)})
			case '⟩':
				o.Literal[len(o.Literal)-1].End = len(text)
			default:
				text += string(r)
			}
		}
		if got := texts(spm, spm.Encode(text, o)); got != c.want {
			t.Errorf("%s becomes %q, want %q", c.text, got, c.want)
		}
		checkOffsets(t, spm, text, o)
	}
}

func TestOffsets(t *testing.T) {
	both := []any{"tokenizer.ggml.add_bos_token", true, "tokenizer.ggml.add_eos_token", true}
	o := tokenizer.Options{AddSpecial: true, ParseSpecial: true}
	for _, c := range []struct {
		name   string
		kv     *gguf.KV
		text   string
		tokens string
		want   []int
	}{
		{"SPM", with(spmWords().spm(), both...), " hé</s>hello w", "<s> ▁▁ h <0xC3> <0xA9> </s> ▁hello ▁w </s>", []int{0, 0, 1, 2, 3, 4, 8, 13, 15}},
		{"BPE", with(bpeWords("default"), append(both, "tokenizer.ggml.bos_token_id", uint32(bpeBOS), "tokenizer.ggml.eos_token_id", uint32(bpeEOS))...),
			"hé</s>hello w", "<s> h Ã © </s> hello Ġw </s>", []int{0, 0, 1, 2, 3, 7, 12, 14}},
		{"SPM without bytes", with(new(list).specials().words().spm(), both...), "hé!o", "<s> ▁ h <unk> <unk> o </s>", []int{0, 0, 0, 1, 3, 4, 5}},
		{"nothing", with(spmWords().spm(), both...), "", "<s> </s>", []int{0, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tok := newTokenizer(t, c.kv)
			ids, at := tok.EncodeOffsets(c.text, o)
			if texts(tok, ids) != c.tokens || !slices.Equal(at, c.want) {
				t.Errorf("%q becomes %q at %d, want %q at %d", c.text, texts(tok, ids), at, c.tokens, c.want)
			}
		})
	}
}

// TestDecode: Decode undoes Encode, and what it cannot know of stays.
func TestDecode(t *testing.T) {
	tok := newTokenizer(t, spmWords().spm())
	free := newTokenizer(t, with(spmWords().spm(), "tokenizer.ggml.add_space_prefix", false))
	for _, c := range []struct {
		name    string
		tok     *tokenizer.Tokenizer
		ids     string // tokens
		special bool
		want    string
	}{
		{"a word", tok, "▁hello ▁hello", false, "hello hello"},
		{"behind BOS", tok, "<s> ▁hello", false, "hello"},
		{"BOS shown", tok, "<s> ▁hello", true, "<s>hello"},
		{"space behind a special token", tok, "▁hello </s> ▁hello", true, "hello</s> hello"},
		{"specials hidden", tok, "▁hello </s> <unk> ▁hello", false, "hello hello"},
		{"a text that begins with a space", tok, "▁▁ h", false, " h"},
		{"user-defined shown, no space before it", tok, "<tool> ▁hello", false, "<tool> hello"},
		{"bytes", tok, "▁ <0xC3> <0xA9> <0xFF>", false, "é\xff"},
		{"no prefix", free, "▁hello", false, " hello"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ids []int32
			for _, token := range strings.Fields(c.ids) {
				id, ok := c.tok.ID(token)
				if !ok {
					t.Fatalf("no token %q", token)
				}
				ids = append(ids, id)
			}
			if got := c.tok.Decode(ids, c.special); got != c.want {
				t.Errorf("%s is %q, want %q", c.ids, got, c.want)
			}
		})
	}
	// A user-defined token keeps its own space: none is added before it.
	spaces := spmWords().add(userDefined, "-")
	spaces.tokens[len(spaces.tokens)-1] = "  "
	two := newTokenizer(t, spaces.spm())
	if got := two.Decode(two.Encode("  ", tokenizer.Options{}), false); got != "  " {
		t.Errorf("a token of two spaces comes back as %q", got)
	}
	// Where the mark is no token that text becomes, no space is added and none may be removed.
	odd := newTokenizer(t, new(list).specials().addBytes().add(control, "▁").add(normal, "h").spm())
	if got := odd.Decode(odd.Encode(" h", tokenizer.Options{}), false); got != " h" {
		t.Errorf("with a mark that is a control token, %q comes back as %q", " h", got)
	}
	for _, id := range []int32{-1, int32(tok.Size())} {
		if got := tok.Decode([]int32{id}, true); got != "" || tok.Piece(id, true) != nil || tok.Text(id) != "" || tok.IsControl(id) || tok.IsEOG(id) {
			t.Errorf("id %d, outside the vocabulary, is %q", id, got)
		}
	}
}

// TestStrip: Phi-3's special tokens take the white space behind them, but not all of them.
func TestStrip(t *testing.T) {
	tok := newTokenizer(t, with(spmWords().spm(), "general.name", "Phi-3 mini"))
	for text, want := range map[string]string{"</s> \n\thello": "</s> ▁hello", "<s> hello": "<s> ▁ ▁hello", "<x> ": "<x>"} {
		if got := texts(tok, tok.Encode(text, tokenizer.Options{ParseSpecial: true})); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// TestFlags: BOS and EOS are added as the file says, where it does not say as the kind of tokenizer does.
func TestFlags(t *testing.T) {
	const bos, eos = "tokenizer.ggml.add_bos_token", "tokenizer.ggml.add_eos_token"
	const bosID, eosID = "tokenizer.ggml.bos_token_id", "tokenizer.ggml.eos_token_id"
	bpe := func(pre string, pairs ...any) *gguf.KV { return with(bpeWords(pre), pairs...) }
	spm := func(pairs ...any) *gguf.KV { return with(spmWords().spm(), pairs...) }
	s, end := uint32(bpeBOS), uint32(bpeEOS)
	for _, c := range []struct {
		name string
		kv   *gguf.KV
		want string // the tokens of "he"
		err  string
	}{
		{"SPM", spm(), "<s> ▁ he", ""},
		{"SPM neither", spm(bos, false), "▁ he", ""},
		{"SPM both", spm(eos, true), "<s> ▁ he </s>", ""},
		{"SPM EOS alone", spm(bos, false, eos, true), "▁ he </s>", ""},
		{"SPM other tokens", spm(bosID, uint32(2), eosID, uint32(1), eos, true), "</s> ▁ he <s>", ""},
		{"SPM id -1 is the usual one", spm(bosID, int32(-1)), "<s> ▁ he", ""},
		{"SPM of one token", new(list).add(normal, "he").spm(), "he", ""},
		{"BPE", bpe("default", bosID, s), "he", ""},
		{"BPE with BOS", bpe("default", bosID, s, bos, true), "<s> he", ""},
		{"BPE of Llama 3", bpe("llama-bpe", bosID, s), "<s> he", ""},
		{"BPE of Llama 3 without BOS", bpe("llama-bpe"), "he", ""},
		{"BPE with EOS", bpe("default", eosID, end, eos, true), "he </s>", ""},
		{"BPE wants a BOS it lacks", bpe("default", bos, true), "", "no bos_token_id"},
		{"BPE wants an EOS it lacks", bpe("default", eos, true), "", "no eos_token_id"},
		{"BPE id 2^32-1 is none", bpe("default", bosID, uint32(1<<32-1), bos, true), "", "no bos_token_id"},
		{"an id outside", bpe("default", bosID, uint32(999)), "", "token 999 is outside the vocabulary of 271 tokens"},
		{"a negative id", bpe("default", bosID, int32(-2)), "", "token -2 is outside"},
		{"a flag that is a number", spm(bos, uint32(1)), "", bos},
	} {
		t.Run(c.name, func(t *testing.T) {
			tok, err := tokenizer.New(c.kv)
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("error %v, want one that says %q", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := texts(tok, tok.Encode("he", tokenizer.Options{AddSpecial: true})); got != c.want {
				t.Errorf("he becomes %q, want %q", got, c.want)
			}
			if bos, eos := strings.HasPrefix(c.want, "<"), strings.HasSuffix(c.want, ">"); tok.AddBOS() != bos || tok.AddEOS() != eos {
				t.Errorf("AddBOS %v, AddEOS %v, want %v, %v", tok.AddBOS(), tok.AddEOS(), bos, eos)
			}
			if got := texts(tok, tok.Encode("he", tokenizer.Options{})); strings.Contains(got, "s>") {
				t.Errorf("without AddSpecial he becomes %q", got)
			}
		})
	}
}

// TestEnds: which tokens end an answer.
func TestEnds(t *testing.T) {
	base := func() *list { return new(list).specials().add(normal, "▁ a") }
	for _, c := range []struct {
		name string
		kv   *gguf.KV
		eot  string
		eog  string
	}{
		{"</s>", base().spm(), "", "</s>"},
		{"a control token that is known", base().add(control, "<|im_end|> <|other|>").spm(), "<|im_end|>", "</s> <|im_end|>"},
		{"known by its text alone", base().add(normal, "<|im_end|>").spm(), "<|im_end|>", "</s> <|im_end|>"},
		{"the first of two that are known", base().add(control, "<|end|> <|eot_id|>").spm(), "<|eot_id|>", "</s> <|end|> <|eot_id|>"},
		{"the file's own", with(base().add(control, "<|end|> <|stop|>").spm(), "tokenizer.ggml.eot_token_id", uint32(6)), "<|stop|>", "</s> <|end|> <|stop|>"},
		{"EOM", with(base().add(control, "<|m|>").spm(), "tokenizer.ggml.eom_token_id", uint32(5)), "", "</s> <|m|>"},
		{"another EOS", with(base().add(control, "<e>").spm(), "tokenizer.ggml.eos_token_id", uint32(5)), "", "</s> <e>"},
		{"around files", base().add(control, "<|fim_pad|> <PAD> <|file_sep|>").spm(), "", "</s> <|fim_pad|> <|file_sep|>"},
		{"none", new(list).add(normal, "▁ a b").bpe("default", ""), "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			tok := newTokenizer(t, c.kv)
			if got := tok.Text(tok.EOT()); got != c.eot {
				t.Errorf("EOT is %q, want %q", got, c.eot)
			}
			var ends []int32
			for id := range int32(tok.Size()) {
				if tok.IsEOG(id) {
					ends = append(ends, id)
					if !tok.IsControl(id) {
						t.Errorf("%q ends an answer, but is no control token", tok.Text(id))
					}
				}
			}
			if got := texts(tok, ends); got != c.eog {
				t.Errorf("%q end an answer, want %q", got, c.eog)
			}
		})
	}
}

func TestNewRefuses(t *testing.T) {
	const tokens, types, scores, merges = "tokenizer.ggml.tokens", "tokenizer.ggml.token_type", "tokenizer.ggml.scores", "tokenizer.ggml.merges"
	spm := func(pairs ...any) *gguf.KV { return with(new(list).specials().words().spm(), pairs...) }
	bpe := func(pairs ...any) *gguf.KV { return with(bpeWords("default"), pairs...) }
	without := func(kv *gguf.KV, key string) *gguf.KV {
		out := &gguf.KV{}
		for _, k := range kv.Keys() {
			if v, _ := kv.Value(k); k != key {
				out.Set(k, v)
			}
		}
		return out
	}
	nan := make([]float32, 21)
	nan[4] /= nan[4]
	for _, c := range []struct {
		name string
		kv   *gguf.KV
		want string
	}{
		{"no model", without(spm(), "tokenizer.ggml.model"), "no tokenizer"},
		{"unknown model", spm("tokenizer.ggml.model", "t5"), `"t5" is not known; known are llama (SPM) and gpt2 (BPE)`},
		{"unknown pre-tokenizer", bpe("tokenizer.ggml.pre", "gpt-9"), `"gpt-9" is not known; known are a.x-4.0, `},
		{"pre-tokenizer is a number", bpe("tokenizer.ggml.pre", uint32(1)), "tokenizer.ggml.pre"},
		{"no tokens", without(spm(), tokens), tokens},
		{"empty vocabulary", spm(tokens, []string{}), "empty"},
		{"token twice", spm(tokens, slices.Repeat([]string{"a"}, 21)), `tokens 0 and 20 are both "a"`},
		{"types too short", spm(types, []int32{1, 2}), types + `" has 2 types for 21 tokens`},
		{"types too long", spm(types, make([]int32, 22)), "22 types for 21 tokens"},
		{"types are strings", spm(types, []string{"normal"}), types},
		{"no scores", without(spm(), scores), scores},
		{"scores too short", spm(scores, make([]float32, 20)), scores + `" has 20 scores for 21 tokens`},
		{"score NaN", spm(scores, nan), "token 4"},
		{"no merges", without(bpe(), merges), merges},
		{"merge of one symbol", bpe(merges, []string{"h e", "he"}), `merge 1 is "he"`},
		{"merge without a left", bpe(merges, []string{" e"}), "merge 0"},
		{"merge without a right", bpe(merges, []string{"e "}), "merge 0"},
		{"empty merge", bpe(merges, []string{""}), "merge 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := tokenizer.New(c.kv)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v, want one line that says %q", err, c.want)
			}
		})
	}
}

// TestEveryPretokenizerKnown: what the error lists as known is known.
func TestEveryPretokenizerKnown(t *testing.T) {
	_, err := tokenizer.New(bpeWords("unknown"))
	_, known, _ := strings.Cut(fmt.Sprint(err), "known are ")
	names := strings.Split(known, ", ")
	for _, name := range names {
		if _, err := tokenizer.New(bpeWords(name)); err != nil {
			t.Error(err)
		}
	}
	if len(names) < 40 || !slices.IsSorted(names) || !slices.Contains(names, "llama-bpe") {
		t.Errorf("known are %q", names)
	}
	if tok := newTokenizer(t, bpeWords("")); !strings.Contains(tok.Kind(), "default") { // as old files have it
		t.Errorf("without a name the tokenizer is %q", tok.Kind())
	}
}
