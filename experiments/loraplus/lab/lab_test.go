package lab

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"

	"llft/experiments/loraplus/tasks"
	"llft/llama"
	"llft/lora"
)

// recipe of the tests.
var recipe = Recipe{Steps: 6, Batch: 4, Rank: 4, Alpha: 8, Schedule: "constant", Clip: 1, Eps: 1e-8, Compute: "f32"}

func open(t *testing.T) (*Base, *tasks.Encoded) {
	t.Helper()
	path := t.TempDir() + "/m.gguf"
	if err := WriteRandom(path, llama.Shape{Dim: 64, Layers: 2, Heads: 4, KVHeads: 2, FFN: 128, Context: 128}); err != nil {
		t.Fatal(err)
	}
	b, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	task, err := tasks.New(tasks.Hard, tasks.Sizes{Train: 30, Val: 4, Test: 4})
	if err != nil {
		t.Fatal(err)
	}
	d, err := task.Encode(b.Format, b.Config.Context)
	if err != nil {
		t.Fatal(err)
	}
	return b, d
}

func run(ratio float64, eta int) Run {
	return Run{Task: tasks.Hard, Ratio: ratio, Eta: eta, Random: RandomA, ScaleA: 1, Seed: 1, Recipe: recipe}
}

func do(t *testing.T, b *Base, d *tasks.Encoded, threads int, r Run) (Result, *lora.Adapter) {
	t.Helper()
	w, err := NewWorker(b, threads, r.Compute)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	res, a, err := w.Train(context.Background(), r, d)
	if err != nil {
		t.Fatal(err)
	}
	if !(res.Last() < res.First) {
		t.Errorf("%v: losses %v from %v: the test compares nothing", r, res.Val, res.First)
	}
	res.Seconds = 0
	return res, a
}

func TestRates(t *testing.T) {
	for _, ratio := range []float64{1, 2, 4, 8, 16, 32} {
		r := run(ratio, -13)
		if got := r.LRB() / r.LRA(); math.Abs(got/ratio-1) > 1e-12 {
			t.Errorf("ratio %g: lr of B / lr of A is %g", ratio, got)
		}
		if got := math.Sqrt(r.LRA() * r.LRB()); math.Abs(got/math.Pow(2, -6.5)-1) > 1e-12 {
			t.Errorf("ratio %g: √(lr of A · lr of B) is %g", ratio, got)
		}
	}
	for n := -7; n < 8; n++ {
		if got, want := Half(n), math.Pow(2, float64(n)/2); math.Abs(got/want-1) > 1e-15 {
			t.Errorf("half octaves %d: %g, want %g", n, got, want)
		}
	}
	r := run(1, 0)
	r.Schedule, r.Steps = "cosine", 10
	if r.rate(0) != 1 || math.Abs(r.rate(5)-0.55) > 1e-12 || !(r.rate(9) > 0.1 && r.rate(9) < 0.15) {
		t.Errorf("cosine: %g, %g, %g", r.rate(0), r.rate(5), r.rate(9))
	}
}

func TestMarks(t *testing.T) {
	if got, want := Marks(300), []int{10, 20, 30, 50, 75, 100, 150, 200, 250, 300}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for steps := 1; steps < 50; steps++ {
		m := Marks(steps)
		if !slices.IsSorted(m) || m[len(m)-1] != steps || m[0] < 1 || len(slices.Compact(slices.Clone(m))) != len(m) {
			t.Errorf("%d steps: %v", steps, m)
		}
	}
}

func TestStepsTo(t *testing.T) {
	r := Result{First: 8, Val: []float64{4, 2, 1, 1, 1, 1, 1, 1, 1, 1}}
	for target, want := range map[float64]float64{9: 0, 8: 0, 4: 10, 2 * math.Sqrt2: 15, 1: 30, 0.9: math.Inf(1)} {
		if got := r.StepsTo(target, 300); got != want && !(math.Abs(got-want) < 1e-9) {
			t.Errorf("to %g: step %g, want %g", target, got, want)
		}
	}
}

// TestArmsArePaired: the same A, the same data and so the same first loss in every arm; another seed has others.
func TestArmsArePaired(t *testing.T) {
	b, d := open(t)
	w, err := NewWorker(b, 1, "f32")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	begin := func(r Run) []float32 {
		a, err := NewAdapter(w.Model, r)
		if err != nil {
			t.Fatal(err)
		}
		var all []float32
		for _, p := range a.Pairs {
			all = append(append(all, p.A...), p.B...)
		}
		return all
	}
	plain := begin(run(1, -16))
	var firsts []float64
	for _, ratio := range []float64{1, 4, 32} {
		r := run(ratio, -12)
		if !slices.Equal(begin(r), plain) {
			t.Errorf("ratio %g begins with another adapter", ratio)
		}
		res, _ := do(t, b, d, 1, r)
		firsts = append(firsts, res.First)
	}
	if firsts[0] != firsts[1] || firsts[0] != firsts[2] {
		t.Errorf("first losses %v", firsts)
	}
	other := run(1, -16)
	other.Seed = 2
	if slices.Equal(begin(other), plain) || slices.Equal(shuffled(30, 1, 0), shuffled(30, 2, 0)) || slices.Equal(shuffled(30, 1, 0), shuffled(30, 1, 1)) {
		t.Error("another seed or pass begins with the same adapter or order")
	}
	other.Seed, other.Random = 1, RandomB
	a, err := NewAdapter(w.Model, other)
	if err != nil {
		t.Fatal(err)
	}
	if p := a.Pairs[0]; slices.Max(p.A) != 0 || !(slices.Max(p.B) > 0.4 && slices.Max(p.B) < 0.5) {
		t.Errorf("random B of rank 4: A up to %g, B up to %g, want 0 and nearly 0.5", slices.Max(p.A), slices.Max(p.B))
	}
}

// TestBatch: each pass shows every row once, and batches go on across passes.
func TestBatch(t *testing.T) {
	all := make([]llama.Sequence, 10)
	for i := range all {
		all[i].Tokens = []int32{int32(i)}
	}
	var got []int32
	for step := range 5 {
		for _, s := range Batch(all, 7, step, 4) {
			got = append(got, s.Tokens[0])
		}
	}
	for pass := range 2 {
		part := slices.Clone(got[10*pass : 10*pass+10])
		slices.Sort(part)
		if !slices.Equal(part, []int32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}) {
			t.Errorf("pass %d: %v", pass, got)
		}
	}
}

// TestRatioOneIsPlain: with one rate for both, Adam written anew here gives the same training.
func TestRatioOneIsPlain(t *testing.T) {
	b, d := open(t)
	r := run(1, -14)
	r.Clip = 0
	_, got := do(t, b, d, 1, r)
	w, err := NewWorker(b, 1, "f32")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	want, err := NewAdapter(w.Model, r)
	if err != nil {
		t.Fatal(err)
	}
	x, err := want.Attach(w.Model, 1, true)
	if err != nil {
		t.Fatal(err)
	}
	params, grads := x.Params(), x.Grads()
	m, v := make([][]float64, len(params)), make([][]float64, len(params))
	for step := range r.Steps {
		x.ZeroGrad()
		if err := w.Grad(Batch(d.Train, r.Seed, step, r.Batch)); err != nil {
			t.Fatal(err)
		}
		for i, p := range params {
			if step == 0 {
				m[i], v[i] = make([]float64, len(p)), make([]float64, len(p))
			}
			for j := range p {
				g := float64(grads[i][j])
				m[i][j] = 0.9*m[i][j] + 0.1*g
				v[i][j] = 0.999*v[i][j] + 0.001*g*g
				mHat, vHat := m[i][j]/(1-math.Pow(0.9, float64(step+1))), v[i][j]/(1-math.Pow(0.999, float64(step+1)))
				p[j] -= float32(math.Pow(2, -7) * mHat / (math.Sqrt(vHat) + 1e-8))
			}
		}
	}
	for i, p := range want.Pairs {
		for j := range p.B {
			if diff := math.Abs(float64(p.B[j] - got.Pairs[i].B[j])); diff > 1e-5 {
				t.Fatalf("%s: B[%d] is %g, want %g", p.Target, j, got.Pairs[i].B[j], p.B[j])
			}
		}
	}
}

// TestControl: tied rates from a larger A are LoRA+: to the last bit with eps 0 and no clipping, and closely as the study runs it.
func TestControl(t *testing.T) {
	b, d := open(t)
	for _, ratio := range []float64{4, 16} {
		plus := run(ratio, -17)
		for _, exact := range []bool{true, false} {
			if plus.Eps, plus.Clip = 1e-8, 1; exact {
				plus.Eps, plus.Clip = 0, 0
			}
			want, _ := do(t, b, d, 1, plus)
			got, _ := do(t, b, d, 1, Control(plus))
			if exact && (!slices.Equal(got.Val, want.Val) || got.Test != want.Test) {
				t.Errorf("ratio %g: losses %v, control arm %v", ratio, want.Val, got.Val)
			}
			if math.Abs(got.Test/want.Test-1) > 0.02 {
				t.Errorf("ratio %g: test loss %g, control arm %g", ratio, want.Test, got.Test)
			}
		}
	}
}

// TestWorkers: what else runs, how many threads a worker has and what it ran before change no bit.
func TestWorkers(t *testing.T) {
	b, d := open(t)
	var want []string
	for eta := -16; eta < -12; eta++ {
		res, _ := do(t, b, d, 1, run(4, eta))
		want = append(want, fmt.Sprint(res))
	}
	got := make([]string, 4)
	var wait sync.WaitGroup
	for part := range 2 {
		wait.Go(func() {
			w, err := NewWorker(b, 1+part, "f32")
			if err != nil {
				t.Error(err)
				return
			}
			defer w.Close()
			for i := part; i < 4; i += 2 {
				res, _, err := w.Train(context.Background(), run(4, i-16), d)
				if err != nil {
					t.Error(err)
				}
				res.Seconds = 0
				got[i] = fmt.Sprint(res)
			}
		})
	}
	wait.Wait()
	if !slices.Equal(got, want) {
		t.Errorf("side by side\n%v, want\n%v", got, want)
	}
}

// TestDiverges: a learning rate that is far too high is told, not an error.
func TestDiverges(t *testing.T) {
	b, d := open(t)
	w, err := NewWorker(b, 1, "f32")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	res, a, err := w.Train(context.Background(), run(1, 16), d)
	if err != nil || res.Diverged == 0 || a != nil || !math.IsInf(res.Last(), 1) || !math.IsInf(res.TestLoss(), 1) {
		t.Errorf("%+v, %v", res, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := w.Train(ctx, run(1, -14), d); err == nil {
		t.Error("a run that was stopped is no error")
	}
}
