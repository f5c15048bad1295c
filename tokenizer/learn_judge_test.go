package tokenizer_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"llft/gguf"
	"llft/internal/corpus"
	"llft/tokenizer"
)

// TestLlamaCppEncodesLearnt writes a vocabulary learnt from the corpus and asks llama.cpp for the ids of held-out text of it, of
// strings that pre-tokenizers stumble over, and of random ones. LLFT_JUDGE: see lora/judge_test.go.
func TestLlamaCppEncodesLearnt(t *testing.T) {
	judge := os.Getenv("LLFT_JUDGE")
	if judge == "" {
		t.Skip("no llama.cpp to compare with: set LLFT_JUDGE")
	}
	var w tokenizer.Words
	c := corpus.New(5)
	for i := range 4000 {
		d := c.At(corpus.DefaultWeights, i)
		w.Add(d.Text)
		for _, m := range d.Messages {
			w.Add(m.Content)
		}
	}
	kv, err := w.Learn(tokenizer.Learning{Size: 2048, BOS: "<s>", EOS: "</s>", EOT: "<|end|>", Control: []string{"<|user|>"}})
	if err != nil {
		t.Fatal(err)
	}
	tok := newTokenizer(t, kv)
	vocab := filepath.Join(t.TempDir(), "vocab.gguf")
	file, err := gguf.Create(vocab, kv)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Commit(); err != nil {
		t.Fatal(err)
	}

	texts := []string{
		"Hello, world!", " leading", "trailing ", "  two  spaces   three", "12 + 345 = 357", "a1b22c333", "I'll, you've, it's, IT'S", "\n\n\n", "\t\tx\t",
		"é ü 我们 🙂🙂", "½ Ⅳ ٣٤", "e\u0301\u0301", "a\u00a0b\u3000c", "<|user|> said </s> <|end|>", "\"Quote,\" she said.", "....!!??", "x\r\ny\r\n",
	}
	for _, k := range corpus.Kinds() {
		for _, d := range c.Held(k, 20) {
			if d.Text != "" {
				texts = append(texts, d.Text)
			}
			for _, m := range d.Messages {
				texts = append(texts, m.Content)
			}
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("abcdeEST  \n'.,0123é我🙂-\"<|>")
	for range 200 {
		var b strings.Builder
		for range 1 + rng.IntN(40) {
			b.WriteRune(alphabet[rng.IntN(len(alphabet))])
		}
		texts = append(texts, b.String())
	}

	const separator = "\n__ggml_vocab_test__\n"
	input := filepath.Join(t.TempDir(), "texts.inp")
	if err := os.WriteFile(input, []byte(strings.Join(texts, separator)+separator), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "node", filepath.Join(judge, "llamacpp.mjs"), "tokenize", vocab, input).Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, out)
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != len(texts) {
		t.Fatalf("llama.cpp gives %d lines for %d texts", len(lines), len(texts))
	}
	tokens := 0
	for i, text := range texts {
		ids := tok.Encode(text, tokenizer.Options{})
		tokens += len(ids)
		if got := strings.Trim(fmt.Sprint(ids), "[]"); got != lines[i] {
			t.Errorf("%q:\nours      %s\nllama.cpp %s", text, got, lines[i])
		}
	}
	t.Logf("%d texts, %d tokens of a vocabulary of %d", len(texts), tokens, tok.Size())
}
