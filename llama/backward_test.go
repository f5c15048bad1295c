package llama_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"llft/internal/fixtures"
	"llft/internal/synthetic"
	"llft/llama"
	"llft/quant"
)

// adapt attaches a trained random term, B not zero, to every matrix of m.
func adapt(m *llama.Model, rank int, seed uint64) []*llama.LowRank {
	rng := rand.New(rand.NewPCG(seed, 1))
	fill := func(n int, sigma float64) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(rng.NormFloat64() * sigma)
		}
		return x
	}
	var terms []*llama.LowRank
	for _, l := range m.Linears() {
		in, out := l.W.Cols, l.W.Rows
		t := &llama.LowRank{
			Rank: rank, Scale: 0.5, A: fill(rank*in, 1/math.Sqrt(float64(in))), B: fill(out*rank, 0.3),
			GradA: make([]float32, rank*in), GradB: make([]float32, out*rank),
		}
		l.Terms = append(l.Terms, t)
		terms = append(terms, t)
	}
	return terms
}

// rows makes sequences of the given lengths with some targets left out.
func rows(vocab int, lengths ...int) []llama.Sequence {
	var seqs []llama.Sequence
	for i, n := range lengths {
		all := ids(n+1+i, vocab)[i:]
		s := llama.Sequence{Tokens: all[:n], Targets: append([]int32(nil), all[1:]...)}
		for j := 0; j < n; j += 5 {
			s.Targets[j] = -1
		}
		seqs = append(seqs, s)
	}
	return seqs
}

func gradients(t *testing.T, m *llama.Model, terms []*llama.LowRank, o llama.TrainOptions, calls ...[]llama.Sequence) (float64, []float32) {
	t.Helper()
	for _, x := range terms {
		clear(x.GradA)
		clear(x.GradB)
	}
	tr := m.NewTrainer(o)
	sum, first := 0.0, 0
	for _, seqs := range calls {
		loss, err := tr.LossGrad(seqs, 3, first, 50)
		if err != nil {
			t.Fatal(err)
		}
		sum += loss
		first += len(seqs)
	}
	var all []float32
	for _, x := range terms {
		all = append(append(all, x.GradA...), x.GradB...)
	}
	return sum, all
}

// TestDirectionalDerivative moves A and B of each matrix along a random direction and compares the slope of the loss with the gradient.
func TestDirectionalDerivative(t *testing.T) {
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			m := open(t, synth(t, shape), llama.Options{Threads: 2})
			terms := adapt(m, 3, 7)
			seqs := rows(m.Vocab, 37, 5, 70)
			tr := m.NewTrainer(llama.TrainOptions{Compute: quant.F32, Checkpoint: true})
			gradients(t, m, terms, llama.TrainOptions{Compute: quant.F32, Checkpoint: true}, seqs)
			rng := rand.New(rand.NewPCG(5, 5))
			for i, l := range m.Linears() {
				for _, side := range []struct {
					name        string
					param, grad []float32
				}{{"A", terms[i].A, terms[i].GradA}, {"B", terms[i].B, terms[i].GradB}} {
					// Along the gradient itself, with noise, so that the slope stands out of float32's rounding.
					dir := make([]float32, len(side.param))
					var norm, slope float64
					for j := range dir {
						norm += float64(side.grad[j]) * float64(side.grad[j])
					}
					norm = math.Sqrt(norm / float64(len(dir)))
					for j := range dir {
						dir[j] = float32(float64(side.grad[j])/norm + 0.5*rng.NormFloat64())
						slope += float64(dir[j]) * float64(side.grad[j])
					}
					before := append([]float32(nil), side.param...)
					const eps = 1.5e-3
					at := func(s float32) float64 {
						for j := range dir {
							side.param[j] = before[j] + s*dir[j]
						}
						sum, _, err := tr.Loss(seqs)
						if err != nil {
							t.Fatal(err)
						}
						return sum / 50
					}
					measured := (8*(at(eps)-at(-eps)) - (at(2*eps) - at(-2*eps))) / (12 * eps) // fifth-order: curvature is strong
					copy(side.param, before)
					if d := math.Abs(measured-slope) / math.Abs(slope); !(d < 2e-3) {
						t.Errorf("%s %s: slope %.6g measured, %.6g from the gradient (%.2g off)", l.Name, side.name, measured, slope, d)
					}
				}
			}
		})
	}
}

// TestGradientBits: checkpointing, the number of threads and the recomputed dropout do not change a bit of the gradients.
func TestGradientBits(t *testing.T) {
	for _, c := range []quant.Compute{quant.F32, quant.BF16} {
		t.Run(c.String(), func(t *testing.T) { testGradientBits(t, c) })
	}
}

func testGradientBits(t *testing.T, c quant.Compute) {
	path := synth(t, synthetic.Shape{Dim: 64, Layers: 3, Heads: 4, KVHeads: 2, FFN: 96, Vocab: 300})
	for _, p := range []float32{0, 0.3} {
		var want []float32
		var wantLoss float64
		for _, threads := range []int{1, 2, 3, 4} {
			for _, checkpoint := range []bool{true, false} {
				m := open(t, path, llama.Options{Threads: threads})
				terms := adapt(m, 4, 7)
				loss, got := gradients(t, m, terms, llama.TrainOptions{Compute: c, Checkpoint: checkpoint, Dropout: p, Seed: 11}, rows(m.Vocab, 33, 90, 8))
				if want == nil {
					want, wantLoss = got, loss
				}
				if e := fixtures.RelRMS(got, want); e != 0 || loss != wantLoss {
					t.Errorf("dropout %g, %d threads, checkpoint %v: gradients differ by %.3g, loss %v and %v", p, threads, checkpoint, e, loss, wantLoss)
				}
			}
		}
	}
}

// TestGradientsInBF16: rounding the factors of the products with the base moves loss and gradients a little, and only a little.
func TestGradientsInBF16(t *testing.T) {
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			m := open(t, synth(t, shape), llama.Options{Threads: 2})
			terms := adapt(m, 4, 7)
			seqs := rows(m.Vocab, 60, 17)
			exact, want := gradients(t, m, terms, llama.TrainOptions{Compute: quant.F32}, seqs)
			loss, got := gradients(t, m, terms, llama.TrainOptions{Compute: quant.BF16}, seqs)
			e := fixtures.RelRMS(got, want)
			t.Logf("gradients are off by %.2g relative RMS, the loss by %.2g", e, math.Abs(loss-exact)/exact)
			if e == 0 || e > 2e-2 || math.Abs(loss-exact) > 2e-3*exact {
				t.Errorf("gradients are off by %.3g relative RMS, losses are %g and %g", e, loss, exact)
			}
		})
	}
}

// TestMicroBatches: sequences one call at a time give the gradients of all in one call, with the same dropout masks.
func TestMicroBatches(t *testing.T) {
	m := open(t, synth(t, shapes["grouped heads"]), llama.Options{Threads: 2})
	terms := adapt(m, 4, 7)
	o := llama.TrainOptions{Compute: quant.F32, Checkpoint: true, Dropout: 0.2, Seed: 3}
	seqs := rows(m.Vocab, 20, 41, 9)
	whole, want := gradients(t, m, terms, o, seqs)
	parts, got := gradients(t, m, terms, o, seqs[:1], seqs[1:])
	if e := fixtures.RelRMS(got, want); e > 1e-5 || math.Abs(whole-parts) > 1e-4 {
		t.Errorf("gradients differ by %.3g, losses are %g and %g", e, whole, parts)
	}
}

// TestDropoutKeepsTheMean: over many seeds the gradient of B with dropout averages to that without.
func TestDropoutKeepsTheMean(t *testing.T) {
	m := open(t, synth(t, synthetic.Shape{Dim: 32, Layers: 1, Heads: 2, FFN: 32, Vocab: 300}), llama.Options{Threads: 1})
	terms := adapt(m, 2, 7)
	for _, x := range terms {
		clear(x.B) // with B zero the forward pass does not depend on the mask
	}
	seqs := rows(m.Vocab, 12)
	_, want := gradients(t, m, terms, llama.TrainOptions{Compute: quant.F32}, seqs)
	mean := make([]float32, len(want))
	const n = 400
	for seed := range n {
		_, got := gradients(t, m, terms, llama.TrainOptions{Compute: quant.F32, Dropout: 0.25, Seed: uint64(seed)}, seqs)
		for i, g := range got {
			mean[i] += g / n
		}
	}
	if e := fixtures.RelRMS(mean, want); e > 0.1 {
		t.Errorf("mean of %d dropped gradients is %.3g off", n, e)
	}
}

// TestLossMatchesLogits: the loss is that of the session's logits.
func TestLossMatchesLogits(t *testing.T) {
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			m := open(t, synth(t, shape), llama.Options{Threads: 2, Compute: quant.F32})
			adapt(m, 3, 9)
			seq := rows(m.Vocab, 150)[0]
			logits := evaluate(t, m, llama.CacheF32, seq.Tokens, len(seq.Tokens))
			var want float64
			n := 0
			for i, target := range seq.Targets {
				if target < 0 {
					continue
				}
				n++
				row := logits[i*m.Vocab : (i+1)*m.Vocab]
				var sum float64
				for _, z := range row {
					sum += math.Exp(float64(z))
				}
				want += math.Log(sum) - float64(row[target])
			}
			got, targets, err := m.NewTrainer(llama.TrainOptions{Compute: quant.F32}).Loss([]llama.Sequence{seq})
			if err != nil || targets != n || math.Abs(got-want) > 1e-4*want {
				t.Errorf("loss %v over %d targets (%v), want %v over %d", got, targets, err, want, n)
			}
		})
	}
}

func TestTrainerRefuses(t *testing.T) {
	m := open(t, synth(t, shapes["grouped heads"]), llama.Options{Threads: 1})
	func() {
		defer func() {
			if recover() == nil {
				t.Error("a trainer in int8 was made")
			}
		}()
		m.NewTrainer(llama.TrainOptions{Compute: quant.Int8})
	}()
	tr := m.NewTrainer(llama.TrainOptions{})
	v := int32(m.Vocab)
	for _, seqs := range [][]llama.Sequence{
		nil,
		{{}},
		{{Tokens: []int32{1, 2}, Targets: []int32{1}}},
		{{Tokens: []int32{v}, Targets: []int32{1}}},
		{{Tokens: []int32{1}, Targets: []int32{v}}},
	} {
		if _, err := tr.LossGrad(seqs, 0, 0, 1); err == nil {
			t.Errorf("LossGrad(%s) was accepted", fmt.Sprint(seqs))
		}
	}
}
