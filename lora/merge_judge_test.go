package lora_test

import (
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"llft/gguf"
	"llft/internal/fixtures"
	"llft/llama"
	"llft/lora"
	"llft/tokenizer"
)

// TestLlamaCppReadsMerged asks llama.cpp for the likelihoods of merged models, in the types that Merge writes.
func TestLlamaCppReadsMerged(t *testing.T) {
	judge := os.Getenv("LLFT_JUDGE")
	if judge == "" {
		t.Skip("no llama.cpp to compare with: set LLFT_JUDGE")
	}
	for _, path := range fixtures.Glob(t, "models", "*-f32.gguf") {
		t.Run(fixtures.Name(path), func(t *testing.T) {
			m := openModel(t, path)
			tok, err := tokenizer.New(m.File.KV)
			if err != nil {
				t.Fatal(err)
			}
			ids := tok.Encode(strings.Repeat("The king said to the little bird, come with me and see the sea. ", 12), tokenizer.Options{AddSpecial: true})
			a, err := lora.Read(trainAdapter(t, m, ids, lora.Config{Rank: 8, Alpha: 16, Seed: 1}))
			if err != nil {
				t.Fatal(err)
			}
			// llama.cpp computes with 8-bit activations on quantized weights, and with f16 on F16. Its ln p of the models of the fixtures that it
			// quantized itself are 2e-2 to 5e-2 (rms) from those of a float64 engine.
			for kind, bound := range map[gguf.Type]float64{
				gguf.F16: 1e-2, gguf.Q8_0: 8e-2, gguf.Q6_K: 8e-2, gguf.Q5_K: 8e-2, gguf.Q5_1: 8e-2, gguf.Q4_K: 8e-2, gguf.Q4_0: 8e-2, gguf.Q3_K: 8e-2,
				gguf.Q2_K: 8e-2, gguf.IQ4_XS: 8e-2,
			} {
				if m.Dim%kind.BlockSize() != 0 {
					continue // its matrices would stay float32
				}
				out := filepath.Join(t.TempDir(), "merged.gguf")
				if _, err := lora.Merge(out, m, []lora.Scaled{{Adapter: a, Scale: 1}}, lora.MergeOptions{Type: &kind}); err != nil {
					t.Fatal(err)
				}
				rms := likelihoodRMS(t, judge, out, ids[:min(12, len(ids))])
				t.Logf("%v: ln p rms %.2g", kind, rms)
				if !(rms <= bound) {
					t.Errorf("%v: ln p rms %.3g, at most %g", kind, rms, bound)
				}
			}
		})
	}
}

// likelihoodRMS compares ln p of the 10 likeliest tokens after each token of the prompt.
func likelihoodRMS(t *testing.T, judge, path string, prompt []int32) float64 {
	t.Helper()
	s, err := openModel(t, path).NewSession(len(prompt), llama.CacheF16)
	if err != nil {
		t.Fatal(err)
	}
	lines := ask(t, judge, "top", path, prompt, 10, nil)
	if len(lines) < len(prompt) {
		t.Fatalf("%d lines of likelihoods for %d tokens", len(lines), len(prompt))
	}
	var sum float64
	n := 0
	err = s.EvalEach(prompt, 0, func(i int, logits []float32) {
		ours := logProbabilities(logits)
		for _, field := range strings.Fields(lines[i]) {
			id, lnp, _ := strings.Cut(field, ":")
			k, err1 := strconv.Atoi(id)
			want, err2 := strconv.ParseFloat(lnp, 64)
			if err1 != nil || err2 != nil || k >= len(ours) {
				t.Fatalf("unexpected likelihood %q", field)
			}
			d := float64(ours[k]) - want
			sum += d * d
			n++
		}
	})
	if err != nil || n < 5*len(prompt) {
		t.Fatalf("%d likelihoods, error %v", n, err)
	}
	return math.Sqrt(sum / float64(n))
}
