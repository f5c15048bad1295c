package llama_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"llft/internal/synthetic"
	"llft/llama"
	"llft/quant"
)

// BenchmarkSession times prefill of 512 tokens and decode of 64 after them on the shape of TinyLlama, in the types that the environment
// variable LLFT_BENCH_TYPES lists (q4_0,q8_0…); the models are kept in the folder of temporary files.
func BenchmarkSession(b *testing.B) {
	types := os.Getenv("LLFT_BENCH_TYPES")
	if types == "" {
		b.Skip("set LLFT_BENCH_TYPES, e.g. to q4_0,q8_0")
	}
	for _, name := range strings.Split(types, ",") {
		path := benchModel(b, name)
		for _, pack := range []bool{true, false} {
			b.Run(fmt.Sprintf("%s/packed=%v", name, pack), func(b *testing.B) {
				start := time.Now()
				m := open(b, path, llama.Options{Threads: 2, Pack: pack})
				b.Logf("loaded in %v", time.Since(start))
				prompt := ids(512, m.Vocab)
				for b.Loop() {
					s, err := m.NewSession(1024, llama.CacheF16)
					if err != nil {
						b.Fatal(err)
					}
					start := time.Now()
					if _, err := s.Eval(prompt); err != nil {
						b.Fatal(err)
					}
					prefill := time.Since(start)
					best := time.Hour
					start = time.Now()
					for _, id := range ids(64, m.Vocab) {
						one := time.Now()
						if _, err := s.Eval([]int32{id}); err != nil {
							b.Fatal(err)
						}
						best = min(best, time.Since(one))
					}
					b.Logf("prefill %.0f tok/s, decode %.1f tok/s (best token %.1f)", 512/prefill.Seconds(), 64/time.Since(start).Seconds(), 1/best.Seconds())
				}
			})
		}
	}
}

// benchModel writes the model of a type unless an earlier run did.
func benchModel(b *testing.B, name string) string {
	path := filepath.Join(os.TempDir(), "llft-bench-"+name+".gguf")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	for _, kind := range quant.Supported() {
		if strings.EqualFold(kind.String(), name) {
			s := synthetic.Shape{Dim: 2048, Layers: 22, Heads: 32, KVHeads: 4, FFN: 5632, Vocab: 32000, Context: 2048, Type: kind}
			if err := synthetic.Write(path, s); err != nil {
				b.Fatal(err)
			}
			return path
		}
	}
	b.Fatalf("no type %q", name)
	return ""
}
