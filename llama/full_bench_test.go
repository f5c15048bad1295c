package llama_test

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"llft/gguf"
	"llft/internal/synthetic"
	"llft/llama"
	"llft/optim"
	"llft/quant"
)

// BenchmarkFullStep is whole steps of training every weight of a small model: 16 sequences of 256 tokens, forward, backward and AdamW. FLOPs are
// 6 per weight and token, and attention's.
func BenchmarkFullStep(b *testing.B) {
	shape := synthetic.Shape{Dim: 384, Layers: 6, Heads: 6, KVHeads: 2, FFN: 1024, Vocab: 4096, Context: 256, Tied: true, Type: gguf.F32, Seed: 1}
	path := filepath.Join(b.TempDir(), "m.gguf")
	if err := synthetic.Write(path, shape); err != nil {
		b.Fatal(err)
	}
	const count, length = 16, 256
	for _, c := range []quant.Compute{quant.BF16, quant.F32} {
		for _, together := range []int{2, 4, 8, 16} {
			b.Run(c.String()+"/"+string(rune('0'+together/10))+string(rune('0'+together%10)), func(b *testing.B) {
				m := open(b, path, llama.Options{})
				w, err := m.TrainWeights()
				if err != nil {
					b.Fatal(err)
				}
				defer w.Detach()
				var params []optim.Param
				weights := 0
				for _, t := range w.Tensors() {
					params = append(params, optim.Param{Name: t.Name, Value: t.Value, Grad: t.Grad, Rate: 1})
					weights += len(t.Value)
				}
				o := optim.New(m.Pool, params, optim.Config{Beta1: 0.9, Beta2: 0.99, Eps: 1e-8, Clip: 1})
				tr := m.NewTrainer(llama.TrainOptions{Compute: c})
				defer tr.Close()
				rng := rand.New(rand.NewPCG(1, 2))
				var seqs []llama.Sequence
				for range count {
					ids := make([]int32, length+1)
					for i := range ids {
						ids[i] = int32(rng.IntN(4096))
					}
					seqs = append(seqs, llama.Sequence{Tokens: ids[:length], Targets: ids[1:]})
				}
				step := func() {
					o.ZeroGrad()
					for i := 0; i < count; i += together {
						if _, err := tr.LossGrad(seqs[i:i+together], 0, i, count*length); err != nil {
							b.Fatal(err)
						}
					}
					if _, err := o.Step(1e-4); err != nil {
						b.Fatal(err)
					}
				}
				step()
				for b.Loop() {
					step()
				}
				tokens := float64(b.N * count * length)
				perToken := 6*float64(weights) + 6*2*float64(shape.Layers*shape.Dim*length)/2
				b.ReportMetric(tokens/b.Elapsed().Seconds(), "tok/s")
				b.ReportMetric(tokens*perToken/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
		}
	}
}
