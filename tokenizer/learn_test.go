package tokenizer_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"llft/gguf"
	"llft/tokenizer"
)

var learning = tokenizer.Learning{Size: 400, BOS: "<s>", EOS: "</s>", EOT: "<|end|>", Control: []string{"<|user|>"}}

func learn(t testing.TB, o tokenizer.Learning, texts ...string) (*gguf.KV, *tokenizer.Tokenizer) {
	t.Helper()
	var w tokenizer.Words
	for _, text := range texts {
		w.Add(text)
	}
	kv, err := w.Learn(o)
	if err != nil {
		t.Fatal(err)
	}
	return kv, newTokenizer(t, kv)
}

// TestLearnAgainstReference compares the merges with those of the plain way: count all pairs anew for each merge. And every word must
// encode to what learning made of it.
func TestLearnAgainstReference(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		alphabet := "abcdefgh"[:1+rng.IntN(8)]
		counts := map[string]int{}
		var text strings.Builder
		for range 1 + rng.IntN(60) {
			word := make([]byte, 1+rng.IntN(12))
			for i := range word {
				word[i] = alphabet[rng.IntN(len(alphabet))]
			}
			for range 1 + rng.IntN(3) {
				counts[string(word)]++
				fmt.Fprintf(&text, "%s\n", word)
			}
		}
		counts["\n"] = strings.Count(text.String(), "\n")
		o := learning
		o.Size = 260 + rng.IntN(60)
		kv, tok := learn(t, o, text.String())
		want, pieces := slowMerges(counts, o.Size-260)
		got, err := kv.Strings("tokenizer.ggml.merges")
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], "Ċ", "\n")
		}
		if !slices.Equal(got, want) {
			t.Fatalf("round %d, %q:\ngot  %q\nwant %q", round, text.String(), got, want)
		}
		for word, parts := range pieces {
			var got []string
			for _, id := range tok.Encode(word, tokenizer.Options{}) {
				got = append(got, string(tok.Piece(id, false)))
			}
			if !slices.Equal(got, parts) {
				t.Fatalf("round %d: %q is encoded as %q, learnt as %q", round, word, got, parts)
			}
		}
	}
}

// slowMerges is byte pair encoding as it is told: n merges, and the pieces of each word after them.
func slowMerges(counts map[string]int, n int) (merges []string, pieces map[string][]string) {
	pieces = map[string][]string{}
	age := map[string]int{} // of a symbol; bytes come first
	for word := range counts {
		pieces[word] = strings.Split(word, "")
		for _, s := range pieces[word] {
			age[s] = int(s[0])
		}
	}
	for len(merges) < n {
		pairs := map[[2]string]int{}
		for word, parts := range pieces {
			for i := 1; i < len(parts); i++ {
				pairs[[2]string{parts[i-1], parts[i]}] += counts[word]
			}
		}
		var best [2]string
		most := 1
		for p, c := range pairs {
			older := age[p[0]] < age[best[0]] || p[0] == best[0] && age[p[1]] < age[best[1]]
			if c > most || c == most && most > 1 && older {
				best, most = p, c
			}
		}
		if most < 2 {
			break
		}
		merges = append(merges, best[0]+" "+best[1])
		if _, ok := age[best[0]+best[1]]; ok {
			panic("two merges make " + best[0] + best[1])
		}
		age[best[0]+best[1]] = 256 + len(merges)
		for word, parts := range pieces {
			var out []string
			for i := 0; i < len(parts); i++ {
				if i+1 < len(parts) && parts[i] == best[0] && parts[i+1] == best[1] {
					out = append(out, best[0]+best[1])
					i++
				} else {
					out = append(out, parts[i])
				}
			}
			pieces[word] = out
		}
	}
	return merges, pieces
}

// TestLearnDigits: each digit is a token of its own, also in a text of nothing but numbers.
func TestLearnDigits(t *testing.T) {
	var b strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&b, "What is %d + %d? %d000 and -%d.\n", i, i%7, i, i)
	}
	_, tok := learn(t, learning, b.String())
	for id := range int32(tok.Size()) {
		piece := string(tok.Piece(id, false))
		if strings.ContainsAny(piece, "0123456789") && len(piece) > 1 {
			t.Errorf("token %d is %q", id, piece)
		}
	}
	if ids := tok.Encode("What is", tokenizer.Options{}); len(ids) != 2 {
		t.Errorf("frequent words are %d tokens", len(ids))
	}
}

func TestLearnRefuses(t *testing.T) {
	for _, c := range []struct {
		change func(*tokenizer.Learning)
		want   string
	}{
		{func(o *tokenizer.Learning) { o.Size = 259 }, "want 260"},
		{func(o *tokenizer.Learning) { o.Size = 1 << 30 }, "want 260"},
		{func(o *tokenizer.Learning) { o.EOS = "<s>" }, "twice"},
		{func(o *tokenizer.Learning) { o.BOS = "" }, "could be a word"},
		{func(o *tokenizer.Learning) { o.Control = []string{"user"} }, "could be a word"},
	} {
		o := learning
		c.change(&o)
		var w tokenizer.Words
		w.Add("some text")
		if _, err := w.Learn(o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v, want ...%s", o, err, c.want)
		}
	}
	kv, tok := learn(t, learning) // of nothing: bytes alone
	if tok.Size() != 260 || !kv.Has("tokenizer.ggml.merges") {
		t.Errorf("a vocabulary of no text has %d tokens, want 260", tok.Size())
	}
	if got := tok.Decode(tok.Encode("é 1\xff", tokenizer.Options{}), false); got != "é 1\xff" {
		t.Errorf("got %q", got)
	}
}

// TestLearnSpecial: the text of control tokens in a text is text, and the three named ones are found.
func TestLearnSpecial(t *testing.T) {
	_, tok := learn(t, learning, strings.Repeat("a <|user|> said </s> and <|end|>\n", 50))
	if tok.BOS() != 0 || tok.EOS() != 1 || tok.EOT() != 2 || !tok.AddBOS() || tok.AddEOS() || !tok.IsEOG(1) || !tok.IsEOG(2) {
		t.Errorf("BOS %d, EOS %d, EOT %d", tok.BOS(), tok.EOS(), tok.EOT())
	}
	for _, id := range tok.Encode("a <|user|> said </s>", tokenizer.Options{}) {
		if tok.IsControl(id) {
			t.Errorf("plain text becomes %q", tok.Text(id))
		}
	}
	if ids := tok.Encode("<|user|>", tokenizer.Options{ParseSpecial: true}); !slices.Equal(ids, []int32{3}) {
		t.Errorf("<|user|> is %d", ids)
	}
}

// TestLearnWorstCases: time is n log n in the different words, also where all of a text is one word or nothing but repetition.
func TestLearnWorstCases(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	letters := make([]byte, 1<<20)
	for i := range letters {
		letters[i] = 'a' + byte(rng.IntN(26))
	}
	o := learning
	o.Size = 2000
	for name, text := range map[string]string{"repetition": strings.Repeat("a", 1<<20), "letters": string(letters)} {
		start := time.Now()
		_, tok := learn(t, o, text)
		took := time.Since(start)
		t.Logf("%s: %d tokens in %v", name, tok.Size(), took.Round(time.Millisecond))
		if took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// FuzzLearn learns from any text; the vocabulary holds to what it promises, on that text and on another.
func FuzzLearn(f *testing.F) {
	f.Add("the cat and the cart", "the carp", uint16(40))
	f.Add("aaaa aaaaa\xff\xff\xff\xff", "aaa é", uint16(300))
	f.Fuzz(func(t *testing.T, text, other string, merges uint16) {
		o := learning
		o.Size = 260 + int(merges)
		kv, tok := learn(t, o, text, text)
		again, _ := learn(t, o, text, text)
		a, _ := kv.Strings("tokenizer.ggml.merges")
		if b, _ := again.Strings("tokenizer.ggml.merges"); !slices.Equal(a, b) {
			t.Fatalf("merges differ: %q, %q", a, b)
		}
		for _, s := range []string{text, other, text + other} {
			roundTrip(t, tok, s, tokenizer.Options{})
		}
		for id := range int32(tok.Size()) { // a piece that is a word for the pre-tokenizer too is reached: its text is that token
			piece := string(tok.Piece(id, false))
			if tok.IsControl(id) || strings.Trim(piece, "abcdefghijklmnopqrstuvwxyz") != "" {
				continue
			}
			if ids := tok.Encode(piece, tokenizer.Options{}); !slices.Equal(ids, []int32{id}) {
				t.Fatalf("token %d %q is encoded as %d", id, piece, ids)
			}
		}
	})
}
