package generate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"llft/gguf"
	"llft/tokenizer"
)

const (
	eos       = 2
	firstByte = 3
)

// byteTokenizer has <unk>, <s>, </s> and the 256 byte tokens: token firstByte+c is the byte c.
func byteTokenizer(t *testing.T) *tokenizer.Tokenizer {
	t.Helper()
	tokens, types := []string{"<unk>", "<s>", "</s>"}, []int32{2, 3, 3}
	for b := range 256 {
		tokens, types = append(tokens, fmt.Sprintf("<0x%02X>", b)), append(types, 6)
	}
	var kv gguf.KV
	kv.Set("tokenizer.ggml.model", "llama")
	kv.Set("tokenizer.ggml.tokens", tokens)
	kv.Set("tokenizer.ggml.token_type", types)
	kv.Set("tokenizer.ggml.scores", make([]float32, len(tokens)))
	kv.Set("tokenizer.ggml.bos_token_id", uint32(1))
	kv.Set("tokenizer.ggml.eos_token_id", uint32(eos))
	tok, err := tokenizer.New(&kv)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

func bytesOf(s string) (ids []int32) {
	for _, b := range []byte(s) {
		ids = append(ids, firstByte+int32(b))
	}
	return ids
}

// script is a session whose model always continues a sequence with the next token of its script.
type script struct {
	t      *testing.T
	cap    int
	tokens []int32   // what the cache holds
	evals  [][]int32 // what was evaluated
	next   func(tokens []int32) int32
	fail   int // evaluate this many times, then fail
}

func (s *script) Cap() int       { return s.cap }
func (s *script) Truncate(n int) { s.tokens = s.tokens[:n] }
func (s *script) Eval(tokens []int32) ([]float32, error) {
	if len(tokens) == 0 || len(s.tokens)+len(tokens) > s.cap {
		s.t.Fatalf("Eval of %d tokens with %d of %d in use", len(tokens), len(s.tokens), s.cap)
	}
	s.tokens = append(s.tokens, tokens...)
	s.evals = append(s.evals, slices.Clone(tokens))
	if len(s.evals) == s.fail {
		return nil, errors.New("no power")
	}
	logits := make([]float32, firstByte+256)
	logits[s.next(s.tokens)] = 5
	return logits, nil
}

// says makes a script that continues any prompt of n tokens with text, then ends. Within the prompt it has nothing to say.
func says(t *testing.T, n int, text string) *script {
	answer := append(bytesOf(text), eos)
	return &script{t: t, cap: 1000, next: func(tokens []int32) int32 { return answer[max(0, len(tokens)-n)] }}
}

func greedy(t *testing.T) *Sampler { return mustSampler(t, Sampling{RepeatPenalty: 1, TopP: 1}) }

func isEOS(id int32) bool { return id == eos }

func TestGenerate(t *testing.T) {
	tok := byteTokenizer(t)
	prompt := bytesOf("abc")
	for _, c := range []struct {
		name   string
		says   string
		cap    int
		o      Options
		text   string
		tokens int
		reason Reason
	}{
		{"stop token", "hello", 99, Options{IsStop: isEOS}, "hello", 5, StopToken},
		{"token limit", "hello", 99, Options{IsStop: isEOS, MaxTokens: 3}, "hel", 3, MaxTokens},
		{"stop string across tokens", "one END two", 99, Options{IsStop: isEOS, Stops: []string{"END"}}, "one ", 7, StopString},
		{"false alarm", "one ENough", 99, Options{IsStop: isEOS, Stops: []string{"END"}}, "one ENough", 10, StopToken},
		{"stop string half done at the end", "one EN", 99, Options{IsStop: isEOS, Stops: []string{"END"}}, "one EN", 6, StopToken},
		{"context full", "hello", 5, Options{IsStop: isEOS}, "hel", 3, ContextFull},
		{"prompt fills the context", "hello", 3, Options{IsStop: isEOS}, "h", 1, ContextFull},
		{"characters stay whole", "né", 99, Options{IsStop: isEOS}, "né", 3, StopToken},
		{"half a character at the limit", "né", 99, Options{IsStop: isEOS, MaxTokens: 2}, "n\uFFFD", 2, MaxTokens},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := says(t, len(prompt), c.says)
			s.cap = c.cap
			c.o.Sampler = greedy(t)
			var streamed strings.Builder
			var ids []int32
			res, err := New(s, tok).Generate(context.Background(), prompt, c.o, func(id int32, text string) bool {
				if !strings.Contains(c.text, "\uFFFD") && strings.Contains(text, "\uFFFD") {
					t.Errorf("piece %q splits a character", text)
				}
				if id >= 0 {
					ids = append(ids, id)
				}
				streamed.WriteString(text)
				return true
			})
			if err != nil {
				t.Fatal(err)
			}
			if res.Reason != c.reason || res.Text != c.text || len(res.Tokens) != c.tokens {
				t.Errorf("got %q, %d tokens, end %q, want %q, %d, %q", res.Text, len(res.Tokens), res.Reason, c.text, c.tokens, c.reason)
			}
			if streamed.String() != res.Text || !slices.Equal(ids, res.Tokens) {
				t.Errorf("streamed %q and %v, the result has %q and %v", streamed.String(), ids, res.Text, res.Tokens)
			}
		})
	}
}

func TestPrefixReuse(t *testing.T) {
	tok := byteTokenizer(t)
	s := &script{t: t, cap: 1000}
	s.next = func([]int32) int32 { return firstByte + 'x' }
	g := New(s, tok)
	turn := func(prompt string, want string, evaluated int) {
		t.Helper()
		s.evals = nil
		res, err := g.Generate(context.Background(), bytesOf(prompt), Options{Sampler: greedy(t), MaxTokens: 3}, func(int32, string) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(s.evals[0], bytesOf(want)) || res.Evaluated != evaluated || res.Prompt != len(prompt) {
			t.Errorf("prompt %q: evaluated %v (%d of %d), want %v", prompt, s.evals[0], res.Evaluated, res.Prompt, bytesOf(want))
		}
		if !slices.Equal(s.tokens, g.cached) {
			t.Errorf("the session holds %v, the generator believes %v", s.tokens, g.cached)
		}
	}
	turn("abc", "abc", 3)
	turn("abcxxx!", "x!", 2) // the third x was drawn but never evaluated
	turn("abcxy", "y", 1)    // an edited end
	turn("abcxy", "y", 1)    // the same prompt: its last token must be evaluated again for its logits
	turn("ab", "b", 1)       // a shorter one
	g.Reset()
	turn("ab", "ab", 2)
}

func TestInterrupt(t *testing.T) {
	tok := byteTokenizer(t)
	prompt := bytesOf(strings.Repeat("p", 3*promptChunk))

	ctx, cancel := context.WithCancel(context.Background())
	s := says(t, len(prompt), "hello")
	res, err := New(s, tok).Generate(ctx, prompt, Options{Sampler: greedy(t)}, func(int32, string) bool {
		if len(s.tokens) == len(prompt)+1 {
			cancel()
		}
		return true
	})
	if err != nil || res.Reason != Cancelled || res.Text != "he" {
		t.Errorf("cancelled after two tokens: %q, %q, %v", res.Text, res.Reason, err)
	}

	s = says(t, len(prompt), "hello")
	g := New(s, tok)
	if res, err = g.Generate(ctx, prompt, Options{Sampler: greedy(t)}, nil); err != nil || res.Reason != Cancelled || len(s.evals) != 0 {
		t.Errorf("cancelled before the prompt: %q, %v, %d evaluations", res.Reason, err, len(s.evals))
	}

	res, err = g.Generate(context.Background(), prompt, Options{Sampler: greedy(t)}, func(int32, string) bool { return false })
	if err != nil || res.Reason != Cancelled || res.Text != "h" {
		t.Errorf("emit returned false: %q, %q, %v", res.Text, res.Reason, err)
	}
}

func TestGenerateErrors(t *testing.T) {
	tok := byteTokenizer(t)
	emit := func(int32, string) bool { return true }
	s := says(t, 3, "hello")
	s.cap = 10
	g := New(s, tok)
	if _, err := g.Generate(context.Background(), nil, Options{Sampler: greedy(t)}, emit); err == nil {
		t.Error("an empty prompt is accepted")
	}
	var long *PromptTooLong
	_, err := g.Generate(context.Background(), make([]int32, 11), Options{Sampler: greedy(t)}, emit)
	if !errors.As(err, &long) || long.Tokens != 11 || long.Cap != 10 {
		t.Errorf("a prompt of 11 tokens in a context of 10: %v", err)
	}
	s.fail = 2
	res, err := g.Generate(context.Background(), bytesOf("abc"), Options{Sampler: greedy(t)}, emit)
	if err == nil || res.Text != "h" || !slices.Equal(s.tokens, bytesOf("abc")) {
		t.Errorf("after a failed evaluation: %q, %v, the session holds %v", res.Text, err, s.tokens)
	}
}
