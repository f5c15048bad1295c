package train

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"llft/chat"
	"llft/gguf"
	"llft/internal/corpus"
	"llft/llama"
	"llft/quant"
	"llft/tokenizer"
)

// newModel makes a small model that knows nothing, with a vocabulary learnt from the corpus.
func newModel(t *testing.T) (*llama.Model, *tokenizer.Tokenizer, *chat.Format) {
	t.Helper()
	var w tokenizer.Words
	for i := range 300 {
		d := corpus.New(1).At(corpus.DefaultWeights, i)
		w.Add(d.Text)
		for _, m := range d.Messages {
			w.Add(m.Content)
		}
	}
	kv, err := w.Learn(tokenizer.Learning{Size: 500, BOS: "<s>", EOS: "</s>", EOT: chat.NativeEnd, Control: chat.NativeRoles()})
	if err != nil {
		t.Fatal(err)
	}
	kv.Set("tokenizer.chat_template", chat.Native)
	f, err := llama.New(llama.Shape{Dim: 64, Layers: 2, Heads: 4, KVHeads: 2, FFN: 128, Context: 256}, kv, "small", 1)
	if err != nil {
		t.Fatal(err)
	}
	return loadNew(t, f)
}

func loadNew(t *testing.T, f *gguf.File) (*llama.Model, *tokenizer.Tokenizer, *chat.Format) {
	t.Helper()
	m, err := llama.Load(f, llama.Options{Threads: 2, Compute: quant.F32})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	tok, err := tokenizer.New(f.KV)
	if err != nil {
		t.Fatal(err)
	}
	format, err := chat.New(f.KV, tok, "")
	if err != nil {
		t.Fatal(err)
	}
	return m, tok, format
}

// TestLoadCorpus: a document depends on its number alone; every token but BOS is learnt or, on demand and in what is held out, only answers
// with the token that ends them.
func TestLoadCorpus(t *testing.T) {
	_, tok, format := newModel(t)
	c := Default()
	c.Ctx = 256
	spec := CorpusSpec{Seed: 3, Weights: corpus.DefaultWeights, Held: 3}
	answers, err := LoadCorpus(c, format, tok, spec)
	if err != nil {
		t.Fatal(err)
	}
	c.LearnAll = true
	all, err := LoadCorpus(c, format, tok, spec)
	if err != nil {
		t.Fatal(err)
	}
	if all.Trained != all.Tokens || answers.Trained >= all.Trained || answers.Tokens != all.Tokens {
		t.Errorf("%d of %d and %d of %d tokens are learnt", all.Trained, all.Tokens, answers.Trained, answers.Tokens)
	}
	if all.digest() == answers.digest() || len(all.Held) != len(answers.Held) || len(all.Held) < 18 {
		t.Errorf("%d and %d are held out", len(all.Held), len(answers.Held))
	}
	for i, s := range all.Held {
		if !slices.Equal(s.Targets, answers.Held[i].Targets) {
			t.Errorf("held-out sequence %d has other targets when all is learnt", i)
		}
	}
	o := newOrder(0, all.sequences(), 4)
	two := all.batch(o, 2)
	want := slices.Concat(all.At(8), all.At(9), all.At(10), all.At(11))
	if len(two) != len(want) || !slices.Equal(two[0].Tokens, want[0].Tokens) {
		t.Error("step 2 of 4 documents does not begin at document 8")
	}
	for i := range 200 {
		for _, s := range all.At(i) {
			end := s.Targets[len(s.Targets)-1]
			if s.Tokens[0] != tok.BOS() || len(s.Tokens) > c.Ctx || end != tok.EOS() && end != tok.EOT() && len(s.Tokens) < c.Ctx {
				t.Fatalf("document %d: %d tokens from %d to %d", i, len(s.Tokens), s.Tokens[0], end)
			}
		}
	}
	for _, bad := range []corpus.Weights{{}, {-1, 1}} {
		spec.Weights = bad
		if _, err := LoadCorpus(c, format, tok, spec); err == nil {
			t.Errorf("weights %v are accepted", bad)
		}
	}
}

func pretrainConfig(steps int, out string) Config {
	c := Default()
	c.Full, c.LearnAll, c.Out = true, true, out
	c.Ctx, c.Batch, c.Steps, c.LR, c.Schedule, c.Warmup, c.WeightDecay = 256, 16, steps, 5e-3, cosine, 3, 0.1
	return c
}

// pretrain runs some steps on the corpus and returns the model's file.
func pretrain(t *testing.T, steps int, edit func(*Config)) string {
	t.Helper()
	m, tok, format := newModel(t)
	c := pretrainConfig(steps, filepath.Join(t.TempDir(), "model.gguf"))
	edit(&c)
	d, err := LoadCorpus(c, format, tok, CorpusSpec{Weights: corpus.DefaultWeights, Held: 4})
	if err != nil {
		t.Fatal(err)
	}
	result, err := Run(context.Background(), m, d, c, &watcher{})
	if err != nil {
		t.Fatal(err)
	}
	if result.LastLoss > result.FirstLoss-0.5 {
		t.Errorf("the held-out loss went from %.3f to %.3f", result.FirstLoss, result.LastLoss)
	}
	return c.Out
}

// TestPretrainResumes: a streamed run that was stopped goes on to the same bytes.
func TestPretrainResumes(t *testing.T) {
	whole := readFile(t, pretrain(t, 12, func(*Config) {}))
	if again := readFile(t, pretrain(t, 12, func(*Config) {})); !slices.Equal(whole, again) {
		t.Fatal("the same run gives other bytes")
	}
	m, tok, format := newModel(t)
	c := pretrainConfig(12, filepath.Join(t.TempDir(), "model.gguf"))
	d, err := LoadCorpus(c, format, tok, CorpusSpec{Weights: corpus.DefaultWeights, Held: 4})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	w := &watcher{}
	w.after = func() {
		if len(w.steps) == 5 {
			cancel()
		}
	}
	r, err := Run(ctx, m, d, c, w)
	if err != nil || !r.Interrupted || r.Steps != 5 {
		t.Fatalf("got %+v, %v", r, err)
	}
	c.Resume = true
	if r, err = Run(t.Context(), m, d, c, &watcher{}); err != nil || r.Interrupted {
		t.Fatalf("got %+v, %v", r, err)
	}
	if !slices.Equal(whole, readFile(t, c.Out)) {
		t.Error("the resumed run gives other bytes")
	}
}

// TestLlamaCppRunsPretrained: a model made here from nothing gives the same greedy tokens in llama.cpp, for prompts of its own chat template.
func TestLlamaCppRunsPretrained(t *testing.T) {
	judge := os.Getenv("LLFT_JUDGE")
	if judge == "" {
		t.Skip("no llama.cpp to compare with: set LLFT_JUDGE")
	}
	path := pretrain(t, 60, func(c *Config) { c.Compute = "f32" })
	f, err := gguf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, _, format := loadNew(t, f)
	for _, d := range corpus.New(1).Held(corpus.Fact, 4) {
		var asked []chat.Message
		for _, x := range d.Prompt() {
			asked = append(asked, chat.Message{Role: x.Role, Content: x.Content})
		}
		prompt, err := format.Prompt(asked)
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, id := range prompt {
			words = append(words, strconv.Itoa(int(id)))
		}
		const n = 24
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		out, err := exec.CommandContext(ctx, "node", filepath.Join(judge, "llamacpp.mjs"), "greedy", path, strings.Join(words, " "), strconv.Itoa(n)).Output()
		cancel()
		if err != nil {
			t.Fatalf("node: %v\n%s", err, out)
		}
		want, _, _ := strings.Cut(string(out), "\n")
		s, err := m.NewSession(len(prompt)+n, llama.CacheF32)
		if err != nil {
			t.Fatal(err)
		}
		next := prompt
		var got []string
		for range strings.Fields(want) {
			logits, err := s.Eval(next)
			if err != nil {
				t.Fatal(err)
			}
			best := int32(0)
			for i, z := range logits {
				if z > logits[best] {
					best = int32(i)
				}
			}
			got, next = append(got, strconv.Itoa(int(best))), []int32{best}
		}
		s.Close()
		if strings.Join(got, " ") != want || len(got) == 0 {
			t.Errorf("after %v:\nours      %v\nllama.cpp %s", prompt, got, want)
		}
	}
}
