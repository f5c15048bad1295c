package llama_test

import (
	"math"
	"path/filepath"
	"testing"

	"llft/gguf"
	"llft/internal/fixtures"
	"llft/llama"
	"llft/quant"
)

// open loads a model for a test and closes it with it.
func open(t testing.TB, path string, o llama.Options) *llama.Model {
	t.Helper()
	f, err := gguf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	m, err := llama.Load(f, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	return m
}

// evaluate returns the logits [len(ids), Vocab] of ids, fed in pieces of the given size.
func evaluate(t testing.TB, m *llama.Model, kind llama.CacheType, ids []int32, piece int) []float32 {
	t.Helper()
	s, err := m.NewSession(len(ids), kind)
	if err != nil {
		t.Fatal(err)
	}
	var all []float32
	for lo := 0; lo < len(ids); lo += piece {
		err := s.EvalEach(ids[lo:min(lo+piece, len(ids))], 0, func(_ int, logits []float32) { all = append(all, logits...) })
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestFixtureLogits compares with an independent float64 engine on the dequantized weights.
func TestFixtureLogits(t *testing.T) {
	for _, path := range fixtures.Glob(t, "logits", "*.f32") {
		t.Run(fixtures.Name(path), func(t *testing.T) {
			want := fixtures.Float32s(t, path)
			ids := fixtures.LogitTokens(t)
			model := filepath.Join(fixtures.Dir(t), "models", fixtures.Name(path)+".gguf")
			for _, piece := range []int{len(ids), 7, 1} {
				m := open(t, model, llama.Options{Threads: 2, Compute: quant.F32})
				exact := fixtures.RelRMS(evaluate(t, m, llama.CacheF32, ids, piece), want)
				if exact > 1e-4 {
					t.Errorf("f32, pieces of %d: relative RMS %.3g, want at most 1e-4", piece, exact)
				}
				for _, pack := range []bool{false, true} {
					m = open(t, model, llama.Options{Threads: 2, Pack: pack})
					got := evaluate(t, m, llama.CacheF16, ids, piece)
					auto := fixtures.RelRMS(got, want)
					if auto > 4.5e-2 {
						t.Errorf("auto, packed %v, pieces of %d: relative RMS %.3g, want at most 4.5e-2", pack, piece, auto)
					}
					checkBest(t, got, want, m.Vocab)
					t.Logf("pieces of %d: relative RMS f32 %.2g, auto %.2g, packed %v", piece, exact, auto, pack)
				}
			}
		})
	}
}

// TestCacheQ8Logits: a cache in 8 bits moves the logits of the fixtures by at most 2% (relative RMS) from those of float16.
func TestCacheQ8Logits(t *testing.T) {
	for _, path := range fixtures.Glob(t, "logits", "*.f32") {
		t.Run(fixtures.Name(path), func(t *testing.T) {
			ids := fixtures.LogitTokens(t)
			m := open(t, filepath.Join(fixtures.Dir(t), "models", fixtures.Name(path)+".gguf"), llama.Options{Threads: 2, Compute: quant.F32})
			for _, piece := range []int{len(ids), 1} {
				half, q8 := evaluate(t, m, llama.CacheF16, ids, piece), evaluate(t, m, llama.CacheQ8, ids, piece)
				e := fixtures.RelRMS(q8, half)
				if e > 2e-2 {
					t.Errorf("pieces of %d: relative RMS %.3g, want at most 2e-2", piece, e)
				}
				t.Logf("pieces of %d: relative RMS %.2g", piece, e)
			}
		})
	}
}

// checkBest wants the same best token wherever the oracle's first leads its second by more than 4 times the RMS error.
func checkBest(t *testing.T, got, want []float32, vocab int) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d logits, want %d", len(got), len(want))
	}
	var sum float64
	for i := range want {
		d := float64(got[i] - want[i])
		sum += d * d
	}
	rms := float32(math.Sqrt(sum / float64(len(want))))
	for row := 0; row < len(want); row += vocab {
		first, second := best(want[row : row+vocab])
		if g, _ := best(got[row : row+vocab]); g != first && want[row+first]-want[row+second] > 4*rms {
			t.Errorf("row %d: best token is %d, want %d (it leads by %g, RMS error %g)", row/vocab, g, first, want[row+first]-want[row+second], rms)
		}
	}
}

// best returns the indices of the two largest values.
func best(x []float32) (first, second int) {
	first, second = -1, -1
	for i, v := range x {
		switch {
		case first < 0 || v > x[first]:
			first, second = i, first
		case second < 0 || v > x[second]:
			second = i
		}
	}
	return first, second
}
