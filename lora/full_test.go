package lora_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"llft/internal/fixtures"
	"llft/llama"
	"llft/optim"
	"llft/quant"
)

// TestFixtureFull repeats each run of full/, which trains every weight: gradients of step 0 and, after the AdamW step on the stored
// gradients, of step 1; then all steps on our own gradients.
func TestFixtureFull(t *testing.T) {
	for _, path := range fixtures.Glob(t, "full", "*", "run.json") {
		dir := filepath.Dir(path)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			var run oracleRun
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, &run); err != nil {
				t.Fatal(err)
			}
			r := &fullReplay{dir: dir, run: run, tokens: fixtures.Int32s(t, filepath.Join(dir, "tokens.i32"))}
			r.model = openModel(t, filepath.Join(fixtures.Dir(t), "full", run.Model))
			if want := run.Steps * run.Batch * (run.Seq + 1); len(r.tokens) != want {
				t.Fatalf("tokens.i32 holds %d ids, want %d", len(r.tokens), want)
			}
			r.gradients(t)
			r.losses(t)
		})
	}
}

// fullReplay is a run of the oracle on our engine.
type fullReplay struct {
	dir    string
	run    oracleRun
	model  *llama.Model
	tokens []int32
	detach func() // the weights in training
}

// start puts the file's weights into training, with a fresh optimizer. The tensors are in the run's order.
func (r *fullReplay) start(t *testing.T, o llama.TrainOptions) ([]optim.Param, *optim.AdamW, *llama.Trainer) {
	w, err := r.model.TrainWeights()
	if err != nil {
		t.Fatal(err)
	}
	r.detach = w.Detach
	tensors := w.Tensors()
	if len(tensors) != len(r.run.Order) {
		t.Fatalf("%d tensors are trained, want %d", len(tensors), len(r.run.Order))
	}
	params := make([]optim.Param, len(tensors))
	for i, name := range r.run.Order {
		at := slices.IndexFunc(tensors, func(have *llama.Tensor) bool { return have.Name == name })
		if at < 0 {
			t.Fatalf("the run trains %q, which ours does not", name)
		}
		have := tensors[at]
		params[i] = optim.Param{Name: name, Dims: have.Dims, Value: have.Value, Grad: have.Grad, Rate: 1, Decay: r.run.WeightDecay}
	}
	opt := optim.New(r.model.Pool, params, optim.Config{Beta1: r.run.Betas[0], Beta2: r.run.Betas[1], Eps: r.run.Eps, Clip: r.run.Clip})
	return params, opt, r.model.NewTrainer(o)
}

func (r *fullReplay) lossGrad(t *testing.T, o *optim.AdamW, tr *llama.Trainer, step int) float64 {
	o.ZeroGrad()
	denom := float64(r.run.Batch * r.run.Seq)
	sum, err := tr.LossGrad((&replay{run: r.run, tokens: r.tokens}).batch(step), step, 0, denom)
	if err != nil {
		t.Fatal(err)
	}
	return sum / denom
}

// stored reads a file of all tensors in the run's order.
func (r *fullReplay) stored(t *testing.T, file string, params []optim.Param) [][]float32 {
	flat := fixtures.Float32s(t, filepath.Join(r.dir, file))
	var out [][]float32
	for _, p := range params {
		n := len(p.Value)
		if n > len(flat) {
			t.Fatalf("%s is too short", file)
		}
		out, flat = append(out, flat[:n]), flat[n:]
	}
	if len(flat) != 0 {
		t.Fatalf("%s holds %d values too many", file, len(flat))
	}
	return out
}

func (r *fullReplay) gradients(t *testing.T) {
	params, o, tr := r.start(t, llama.TrainOptions{Compute: quant.F32, Checkpoint: true})
	defer r.detach()
	r.lossGrad(t, o, tr, 0)
	step0 := r.stored(t, "grads_step0.f32", params)
	worst0 := compareFull(t, "step 0", params, step0)
	for i, p := range params {
		copy(p.Grad, step0[i])
	}
	if _, err := o.Step(r.run.LR); err != nil {
		t.Fatal(err)
	}
	r.lossGrad(t, o, tr, 1)
	worst1 := compareFull(t, "step 1", params, r.stored(t, "grads_step1.f32", params))
	t.Logf("worst relative RMS of a gradient: step 0 %.2g, step 1 %.2g", worst0, worst1)
}

// compareFull wants every gradient within 1e-4 relative RMS.
func compareFull(t *testing.T, when string, got []optim.Param, want [][]float32) float64 {
	worst := 0.0
	for i, p := range got {
		e := fixtures.RelRMS(p.Grad, want[i])
		if !(e <= 1e-4) {
			t.Errorf("%s: gradient of %s is off by %.3g relative RMS, want at most 1e-4", when, p.Name, e)
		}
		worst = max(worst, e)
	}
	return worst
}

func (r *fullReplay) losses(t *testing.T) {
	for _, w := range []*llama.TrainOptions{{Compute: quant.F32}, {Compute: quant.BF16}} {
		params, o, tr := r.start(t, *w)
		worst := 0.0
		for step := range r.run.Steps {
			loss := r.lossGrad(t, o, tr, step)
			if _, err := o.Step(r.run.LR); err != nil {
				t.Fatal(err)
			}
			d := math.Abs(loss - r.run.Loss[step])
			limit := 2e-3
			if w.Compute == quant.BF16 {
				limit = 2e-2
			}
			if !(d <= limit) {
				t.Errorf("%v: loss of step %d is %.6f, want %.6f within %g", w.Compute, step, loss, r.run.Loss[step], limit)
			}
			worst = max(worst, d)
		}
		final := r.stored(t, "final.f32", params)
		off := 0.0
		for i, p := range params {
			off = max(off, fixtures.RelRMS(p.Value, final[i]))
		}
		r.detach()
		t.Logf("%v: %d steps: worst loss off by %.2g; final weights within %.2g relative RMS", w.Compute, r.run.Steps, worst, off)
	}
}
