package lora_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"llft/internal/fixtures"
	"llft/llama"
	"llft/lora"
	"llft/quant"
)

// oracleRun is run.json of a training run of the independent float64 engine.
type oracleRun struct {
	Model       string           `json:"model"`
	Steps       int              `json:"steps"`
	Batch       int              `json:"batch"`
	Seq         int              `json:"seq"`
	Rank        int              `json:"rank"`
	Alpha       float64          `json:"alpha"`
	LR          float64          `json:"lr_a"`
	Ratio       float64          `json:"loraplus_ratio"`
	WeightDecay float64          `json:"weight_decay"`
	Clip        float64          `json:"clip"`
	Betas       [2]float64       `json:"betas"`
	Eps         float64          `json:"eps"`
	Targets     []string         `json:"targets"`
	Order       []string         `json:"order"`
	Shapes      map[string][]int `json:"shapes"`
	Loss        []float64        `json:"loss"`
	GradNorm    []float64        `json:"grad_norm"`
}

// TestOracle repeats each run of oracle/ from its initial A: gradients of step 0 and, after the AdamW step on the stored gradients, of step
// 1; then all steps on our own gradients.
func TestOracle(t *testing.T) {
	for _, path := range fixtures.Glob(t, "oracle", "*", "run.json") {
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
			r := newReplay(t, dir, run)
			r.gradients(t)
			r.losses(t)
		})
	}
}

// replay is an oracle run on our engine.
type replay struct {
	dir     string
	run     oracleRun
	model   *llama.Model
	adapter *lora.Adapter
	initA   [][]float32 // by pair
	index   map[string]int
	tokens  []int32
}

func newReplay(t *testing.T, dir string, run oracleRun) *replay {
	r := &replay{dir: dir, run: run, index: map[string]int{}}
	r.model = openModel(t, filepath.Join(fixtures.Dir(t), "models", run.Model))
	var err error
	r.adapter, err = lora.New(r.model, lora.Config{Rank: run.Rank, Alpha: run.Alpha, Targets: run.Targets})
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range r.adapter.Pairs {
		r.index[p.Target+".lora_a"], r.index[p.Target+".lora_b"] = 2*i, 2*i+1
	}
	if len(run.Order) != 2*len(r.adapter.Pairs) {
		t.Fatalf("the run trains %d matrices, ours %d", len(run.Order), 2*len(r.adapter.Pairs))
	}
	r.initA = make([][]float32, len(r.adapter.Pairs))
	flat := fixtures.Float32s(t, filepath.Join(dir, "init_lora_a.f32"))
	for _, name := range run.Order {
		if i := r.at(t, name); i%2 == 0 {
			n := len(r.adapter.Pairs[i/2].A)
			r.initA[i/2], flat = flat[:n], flat[n:]
		}
	}
	if len(flat) != 0 {
		t.Fatalf("init_lora_a.f32 holds %d values too many", len(flat))
	}
	r.tokens = fixtures.Int32s(t, filepath.Join(dir, "tokens.i32"))
	if want := run.Steps * run.Batch * (run.Seq + 1); len(r.tokens) != want {
		t.Fatalf("tokens.i32 holds %d ids, want %d", len(r.tokens), want)
	}
	return r
}

// at is a parameter's place in Attachment.Params.
func (r *replay) at(t *testing.T, name string) int {
	t.Helper()
	i, ok := r.index[name]
	if !ok {
		t.Fatalf("the run trains %q, which our adapter does not have", name)
	}
	return i
}

// start resets the adapter and attaches it with a fresh optimizer.
func (r *replay) start(t *testing.T) (*lora.Attachment, *lora.AdamW, *llama.Trainer) {
	for i, p := range r.adapter.Pairs {
		copy(p.A, r.initA[i])
		clear(p.B)
	}
	x, err := r.adapter.Attach(r.model, 1, true)
	if err != nil {
		t.Fatal(err)
	}
	o := lora.NewAdamW(x, lora.AdamWConfig{
		Ratio: r.run.Ratio, Beta1: r.run.Betas[0], Beta2: r.run.Betas[1], Eps: r.run.Eps, Decay: r.run.WeightDecay, Clip: r.run.Clip,
	})
	return x, o, r.model.NewTrainer(llama.TrainOptions{Compute: quant.F32, Checkpoint: true})
}

// batch is the sequences of a step.
func (r *replay) batch(step int) []llama.Sequence {
	var seqs []llama.Sequence
	for b := range r.run.Batch {
		at := (step*r.run.Batch + b) * (r.run.Seq + 1)
		ids := r.tokens[at : at+r.run.Seq+1]
		seqs = append(seqs, llama.Sequence{Tokens: ids[:r.run.Seq], Targets: ids[1:]})
	}
	return seqs
}

// stored reads gradients in the run's order and returns them in ours.
func (r *replay) stored(t *testing.T, file string, x *lora.Attachment) [][]float32 {
	flat := fixtures.Float32s(t, filepath.Join(r.dir, file))
	out := make([][]float32, len(r.index))
	for _, name := range r.run.Order {
		i := r.at(t, name)
		n := len(x.Params()[i])
		if n > len(flat) {
			t.Fatalf("%s is too short", file)
		}
		out[i], flat = flat[:n], flat[n:]
	}
	return out
}

func (r *replay) lossGrad(t *testing.T, x *lora.Attachment, tr *llama.Trainer, step int) float64 {
	x.ZeroGrad()
	denom := float64(r.run.Batch * r.run.Seq)
	sum, err := tr.LossGrad(r.batch(step), step, 0, denom)
	if err != nil {
		t.Fatal(err)
	}
	return sum / denom
}

func (r *replay) gradients(t *testing.T) {
	x, o, tr := r.start(t)
	defer x.Detach()
	r.lossGrad(t, x, tr, 0)
	step0 := r.stored(t, "grads_step0.f32", x)
	worst0 := r.compare(t, "step 0", x.Grads(), step0)
	for i, g := range x.Grads() {
		copy(g, step0[i])
	}
	if _, err := o.Step(r.run.LR); err != nil {
		t.Fatal(err)
	}
	r.lossGrad(t, x, tr, 1)
	worst1 := r.compare(t, "step 1", x.Grads(), r.stored(t, "grads_step1.f32", x))
	t.Logf("worst relative RMS of a gradient: step 0 %.2g, step 1 %.2g", worst0, worst1)
}

// compare wants every gradient within 1e-4 relative RMS, and zeros where the oracle has zeros.
func (r *replay) compare(t *testing.T, when string, got, want [][]float32) float64 {
	worst := 0.0
	for _, name := range r.run.Order {
		i := r.at(t, name)
		zero := true
		for _, v := range want[i] {
			zero = zero && v == 0
		}
		if zero != (when == "step 0" && strings.HasSuffix(name, ".lora_a")) {
			t.Errorf("%s: stored gradient of %s is zero: %v", when, name, zero)
		}
		e := fixtures.RelRMS(got[i], want[i]) // infinite where zeros are missed
		if !(e <= 1e-4) {
			t.Errorf("%s: gradient of %s is off by %.3g relative RMS, want at most 1e-4", when, name, e)
		}
		worst = max(worst, e)
	}
	return worst
}

func (r *replay) losses(t *testing.T) {
	x, o, tr := r.start(t)
	defer x.Detach()
	worst, worstNorm := 0.0, 0.0
	for step := range r.run.Steps {
		loss := r.lossGrad(t, x, tr, step)
		norm, err := o.Step(r.run.LR)
		if err != nil {
			t.Fatal(err)
		}
		d := math.Abs(loss - r.run.Loss[step])
		if !(d <= 2e-3) {
			t.Errorf("loss of step %d is %.6f, want %.6f within 2e-3", step, loss, r.run.Loss[step])
		}
		worst = max(worst, d)
		worstNorm = max(worstNorm, math.Abs(norm/r.run.GradNorm[step]-1))
	}
	final := r.stored(t, "final_lora.f32", x)
	off := 0.0
	for i, p := range x.Params() {
		off = max(off, fixtures.RelRMS(p, final[i]))
	}
	t.Logf("%d steps: worst loss off by %.2g, gradient norm by %.2g relative; final A and B within %.2g relative RMS", r.run.Steps, worst, worstNorm, off)
}
