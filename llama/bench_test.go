package llama_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"llft/gguf"
	"llft/internal/synthetic"
	"llft/llama"
)

// cut is four layers of TinyLlama's width: enough for every matrix and kernel to be measured, small enough to write in a second.
func cut(kvHeads int) synthetic.Shape {
	return synthetic.Shape{Dim: 2048, Layers: 4, Heads: 32, KVHeads: kvHeads, FFN: 5632, Vocab: 8192, Context: 2048, Type: gguf.Q4_0, Seed: 1}
}

// BenchmarkTrainStep is forward, loss and backward of 512 tokens with rank 8 on every matrix, activations kept, on one thread.
func BenchmarkTrainStep(b *testing.B) {
	for _, kvHeads := range []int{32, 4} {
		b.Run(fmt.Sprintf("kv=%d", kvHeads), func(b *testing.B) {
			m := open(b, synth(b, cut(kvHeads)), llama.Options{Threads: 1})
			adapt(m, 8, 1)
			tr := m.NewTrainer(llama.TrainOptions{})
			seqs := rows(m.Vocab, 512)
			for i := 0; b.Loop(); i++ {
				if _, err := tr.LossGrad(seqs, i, 0, 512); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(512*float64(b.N)/b.Elapsed().Seconds(), "tok/s")
		})
	}
}

// BenchmarkPrefill is a prompt on one thread.
func BenchmarkPrefill(b *testing.B) {
	m := open(b, synth(b, cut(4)), llama.Options{Threads: 1})
	for _, n := range []int{512, 2048} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s, err := m.NewSession(n, llama.CacheF16)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				s.Truncate(0)
				if _, err := s.Eval(ids(n, m.Vocab)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "tok/s")
		})
	}
}

// BenchmarkDecode is one token after 64, in turn without an adapter and with a frozen one of rank 16 on every matrix, so that a busy
// machine slows both; it reports the fastest tenth of each and what the adapter adds.
func BenchmarkDecode(b *testing.B) {
	m := open(b, synth(b, cut(4)), llama.Options{Threads: 2, Pack: true})
	s, err := m.NewSession(256, llama.CacheF16)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := s.Eval(ids(64, m.Vocab)); err != nil {
		b.Fatal(err)
	}
	for _, t := range adapt(m, 16, 1) {
		t.GradA, t.GradB = nil, nil
	}
	terms := make([][]*llama.LowRank, len(m.Linears()))
	for i, l := range m.Linears() {
		terms[i] = l.Terms
	}
	token := []int32{7}
	var times [2][]time.Duration
	for b.Loop() {
		for with := range times {
			for i, l := range m.Linears() {
				l.Terms = nil
				if with == 1 && l.Name != "output.weight" {
					l.Terms = terms[i]
				}
			}
			s.Truncate(64)
			start := time.Now()
			if _, err := s.Eval(token); err != nil {
				b.Fatal(err)
			}
			times[with] = append(times[with], time.Since(start))
		}
	}
	fast := func(x []time.Duration) float64 {
		slices.Sort(x)
		return float64(x[len(x)/10].Nanoseconds())
	}
	base, with := fast(times[0]), fast(times[1])
	b.ReportMetric(base, "ns-base")
	b.ReportMetric(with, "ns-adapter")
	b.ReportMetric(100*(with-base)/base, "%-added")
}
