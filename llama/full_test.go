package llama_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"llft/gguf"
	"llft/internal/synthetic"
	"llft/llama"
	"llft/quant"
)

// addBiases gives the first layer's matrices biases, which no synthetic model has.
func addBiases(m *llama.Model) {
	rng := rand.New(rand.NewPCG(4, 4))
	b := &m.Blocks[0]
	for _, l := range []*llama.Linear{&b.Q, &b.K, &b.V, &b.O, &b.Gate, &b.Up, &b.Down} {
		l.Bias = make([]float32, l.W.Rows)
		for i := range l.Bias {
			l.Bias[i] = float32(rng.NormFloat64()) * 0.3
		}
	}
}

func trainWeights(t testing.TB, m *llama.Model) *llama.Weights {
	t.Helper()
	w, err := m.TrainWeights()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Detach)
	return w
}

// fullGradients trains nothing but leaves the gradients of the calls in the tensors.
func fullGradients(t testing.TB, m *llama.Model, w *llama.Weights, o llama.TrainOptions, calls ...[]llama.Sequence) float64 {
	t.Helper()
	for _, x := range w.Tensors() {
		clear(x.Grad)
	}
	tr := m.NewTrainer(o)
	defer tr.Close()
	sum := 0.0
	for _, seqs := range calls {
		loss, err := tr.LossGrad(seqs, 0, 0, 50)
		if err != nil {
			t.Fatal(err)
		}
		sum += loss
	}
	return sum
}

// TestFullDirectionalDerivative moves each tensor along a random direction and compares the slope of the loss, whose terms are summed in
// float64, with the gradient.
func TestFullDirectionalDerivative(t *testing.T) {
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			shape.Type = gguf.F32
			m := open(t, synth(t, shape), llama.Options{Threads: 2})
			addBiases(m)
			w := trainWeights(t, m)
			seqs := rows(m.Vocab, 37, 5, 70)
			tr := m.NewTrainer(llama.TrainOptions{Compute: quant.F32, Checkpoint: true})
			fullGradients(t, m, w, llama.TrainOptions{Compute: quant.F32, Checkpoint: true}, seqs)
			rng := rand.New(rand.NewPCG(5, 5))
			worst := 0.0
			for _, x := range w.Tensors() {
				// Along the gradient itself, with noise, so that the slope stands out of float32's rounding.
				dir := make([]float32, len(x.Value))
				var norm, slope float64
				for _, g := range x.Grad {
					norm += float64(g) * float64(g)
				}
				norm = math.Sqrt(norm / float64(len(dir)))
				for j := range dir {
					dir[j] = float32(float64(x.Grad[j])/norm + 0.5*rng.NormFloat64())
					slope += float64(dir[j]) * float64(x.Grad[j])
				}
				before := slices.Clone(x.Value)
				eps := float32(min(2e-2, 2e-2/slope)) // a change of the loss of about 0.02: far above rounding, far below curvature
				at := func(s float32) float64 {
					for j := range dir {
						x.Value[j] = before[j] + s*dir[j]
					}
					sum, _, err := tr.Loss(seqs)
					if err != nil {
						t.Fatal(err)
					}
					return sum / 50
				}
				measured := (8*(at(eps)-at(-eps)) - (at(2*eps) - at(-2*eps))) / (12 * float64(eps))
				copy(x.Value, before)
				d := math.Abs(measured-slope) / math.Abs(slope)
				if !(d < 1e-3) {
					t.Errorf("%s: slope %.6g measured, %.6g from the gradient (%.2g off)", x.Name, measured, slope, d)
				}
				worst = max(worst, d)
			}
			t.Logf("%d tensors, worst %.2g off", len(w.Tensors()), worst)
		})
	}
}

// TestFullGradientBits: checkpointing and the number of threads do not change a bit of the gradients.
func TestFullGradientBits(t *testing.T) {
	for _, tied := range []bool{true, false} {
		path := synth(t, synthetic.Shape{Dim: 64, Layers: 3, Heads: 4, KVHeads: 2, FFN: 96, Vocab: 300, Tied: tied, Type: gguf.F32})
		for _, c := range []quant.Compute{quant.F32, quant.BF16} {
			var want [][]float32
			var wantLoss float64
			for _, threads := range []int{1, 2, 3} {
				for _, checkpoint := range []bool{true, false} {
					m := open(t, path, llama.Options{Threads: threads})
					addBiases(m)
					w := trainWeights(t, m)
					o := llama.TrainOptions{Compute: c, Checkpoint: checkpoint}
					loss := fullGradients(t, m, w, o, rows(m.Vocab, 33, 90, 8), rows(m.Vocab, 12))
					if want == nil {
						wantLoss = loss
						for _, x := range w.Tensors() {
							want = append(want, slices.Clone(x.Grad))
						}
					}
					if loss != wantLoss {
						t.Errorf("%v, %d threads, checkpoint %v: loss %v, want %v", c, threads, checkpoint, loss, wantLoss)
					}
					for i, x := range w.Tensors() {
						if !slices.Equal(x.Grad, want[i]) {
							t.Errorf("%v, %d threads, checkpoint %v: another gradient of %s", c, threads, checkpoint, x.Name)
						}
					}
				}
			}
		}
	}
}

// TestTrainWeightsAndBack: the copies compute what the file does, changes show at once, and Detach restores all.
func TestTrainWeightsAndBack(t *testing.T) {
	for _, kind := range []gguf.Type{gguf.F32, gguf.F16, gguf.BF16} {
		m := open(t, synth(t, synthetic.Shape{Dim: 32, Layers: 2, Vocab: 300, Tied: true, RopeFreqs: true, Type: kind}), llama.Options{Threads: 2, Compute: quant.F32})
		ids := []int32{1, 260, 270, 280, 265}
		before := evaluate(t, m, llama.CacheF32, ids, len(ids))
		w := trainWeights(t, m)
		for i, v := range evaluate(t, m, llama.CacheF32, ids, len(ids)) {
			if math.Abs(float64(v-before[i])) > 1e-5 {
				t.Fatalf("%v: logit %d is %g in training, %g before", kind, i, v, before[i])
			}
		}
		if n := len(w.Tensors()); n != 1+2*9+1 {
			t.Errorf("%v: %d tensors", kind, n)
		}
		for _, x := range w.Tensors() {
			if x.Name == "rope_freqs.weight" {
				t.Error("rope_freqs is trained")
			}
			was := x.Value[0] // in the embedding that of token 0, one of the vocabulary's outputs
			x.Value[0]++
			if slices.Equal(evaluate(t, m, llama.CacheF32, ids, len(ids)), before) {
				t.Errorf("%v: a change of %s has no effect", kind, x.Name)
			}
			x.Value[0] = was
		}
		w.Tensors()[0].Value[7]++ // for Detach to undo
		if _, err := m.TrainWeights(); err == nil {
			t.Errorf("%v: weights are put into training twice", kind)
		}
		w.Detach()
		w.Detach()
		if !slices.Equal(evaluate(t, m, llama.CacheF32, ids, len(ids)), before) {
			t.Errorf("%v: the model is not what it was", kind)
		}
	}
}

func TestTrainWeightsRefusesQuantizedModels(t *testing.T) {
	m := open(t, synth(t, synthetic.Shape{Dim: 32, Layers: 1, Vocab: 300, Type: gguf.Q8_0}), llama.Options{Threads: 1})
	if _, err := m.TrainWeights(); !errors.Is(err, llama.ErrQuantized) || !strings.Contains(err.Error(), "Q8_0") {
		t.Errorf("error %v", err)
	}
}

// TestWriteWeights: the written model holds the values, in the types asked for, and what no type holds is refused.
func TestWriteWeights(t *testing.T) {
	for _, from := range []gguf.Type{gguf.F32, gguf.F16} {
		for _, to := range []gguf.Type{gguf.F32, gguf.F16, gguf.BF16} {
			m := open(t, synth(t, synthetic.Shape{Dim: 32, Layers: 1, Vocab: 300, RopeFreqs: true, Type: from}), llama.Options{Threads: 2})
			w := trainWeights(t, m)
			for _, x := range w.Tensors() {
				for i := range x.Value {
					x.Value[i] += 0x1p-10 // exact in F32 alone
				}
			}
			out := filepath.Join(t.TempDir(), "out.gguf")
			kind := &to
			if from == to {
				kind = nil
			}
			if err := w.Write(out, kind, map[string]string{"llft.trained": "x"}); err != nil {
				t.Fatal(err)
			}
			got := open(t, out, llama.Options{Threads: 1})
			if s, err := got.File.KV.String("llft.trained"); err != nil || s != "x" {
				t.Errorf("metadata %q, %v", s, err)
			}
			if len(got.File.Tensors) != len(m.File.Tensors) {
				t.Errorf("%d tensors, want %d", len(got.File.Tensors), len(m.File.Tensors))
			}
			for i, x := range trainWeights(t, got).Tensors() {
				want := w.Tensors()[i]
				file := got.File.Tensor(x.Name)
				if len(x.Dims) == 2 && file.Type != to || len(x.Dims) == 1 && file.Type != gguf.F32 {
					t.Errorf("%v to %v: %s has type %v", from, to, x.Name, file.Type)
				}
				for j, v := range x.Value {
					tol := map[gguf.Type]float64{gguf.F32: 0, gguf.F16: 0x1p-11, gguf.BF16: 0x1p-8}[file.Type]
					if d := math.Abs(float64(v - want.Value[j])); d > tol*math.Abs(float64(want.Value[j]))+tol*0x1p-14 {
						t.Fatalf("%v to %v: %s[%d] is %g, want %g", from, to, x.Name, j, v, want.Value[j])
					}
				}
			}
			bad := w.Tensors()[0]
			bad.Value[7] = 7e4
			half := gguf.F16
			if err := w.Write(out, &half, nil); err == nil || !strings.Contains(err.Error(), bad.Name) {
				t.Errorf("70000 in float16: error %v", err)
			}
			bad.Value[7] = float32(math.NaN())
			if err := w.Write(out, nil, nil); err == nil || !strings.Contains(err.Error(), "NaN") {
				t.Errorf("NaN: error %v", err)
			}
		}
	}
}
