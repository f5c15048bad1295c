package lora_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"llft/llama"
	"llft/lora"
)

// plainAdamW is AdamW as the paper writes it (arXiv 1711.05101, algorithm 2), with moments in float32 as ours. It works in another order than
// lora.AdamW, but in float64: once rounded to float32, the bits are the same.
type plainAdamW struct {
	c    lora.AdamWConfig
	m, v map[int][]float32
	t    float64
}

// step updates params, the i-th at rate(i).
func (o *plainAdamW) step(params, grads [][]float32, rate func(i int) float64) {
	o.t++
	norm := 0.0
	for _, g := range grads {
		for _, x := range g {
			norm += float64(x) * float64(x)
		}
	}
	norm = math.Sqrt(norm)
	for i, p := range params {
		if o.m[i] == nil {
			o.m[i], o.v[i] = make([]float32, len(p)), make([]float32, len(p))
		}
		for j := range p {
			g := float64(grads[i][j])
			if o.c.Clip > 0 && norm > o.c.Clip {
				g *= o.c.Clip / norm
			}
			m := o.c.Beta1*float64(o.m[i][j]) + (1-o.c.Beta1)*g
			v := o.c.Beta2*float64(o.v[i][j]) + (1-o.c.Beta2)*g*g
			o.m[i][j], o.v[i][j] = float32(m), float32(v)
			mHat, vHat := m/(1-math.Pow(o.c.Beta1, o.t)), v/(1-math.Pow(o.c.Beta2, o.t))
			decayed := float64(p[j]) - rate(i)*o.c.Decay*float64(p[j])
			p[j] = float32(decayed - rate(i)*mHat/(math.Sqrt(vHat)+o.c.Eps))
		}
	}
}

// trained is what some steps of training end with.
type trained struct {
	losses []float64
	params [][]float32 // A, B, A, B ...
}

// train runs steps on a base, from A's of seed 1 times the factor initA. step updates the parameters.
func train(t *testing.T, m *llama.Model, initA float32, begin func(*lora.Attachment) (step func() error)) trained {
	t.Helper()
	a := newAdapter(t, m, lora.Config{Rank: 4, Alpha: 8, Seed: 1})
	for _, p := range a.Pairs {
		for i := range p.A {
			p.A[i] *= initA
		}
	}
	x := attach(t, a, m, 1, true)
	defer x.Detach()
	step := begin(x)
	tr := m.NewTrainer(llama.TrainOptions{Checkpoint: true})
	seq := llama.Sequence{Tokens: []int32{1, 260, 270, 280, 265, 299, 261, 262}, Targets: []int32{260, 270, 280, 265, 299, 261, 262, 2}}
	var out trained
	for i := range 12 {
		x.ZeroGrad()
		loss, err := tr.LossGrad([]llama.Sequence{seq}, i, 0, float64(len(seq.Tokens)))
		if err != nil {
			t.Fatal(err)
		}
		out.losses = append(out.losses, loss)
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	if !(slices.Min(out.losses) < out.losses[0]) {
		t.Errorf("losses %v do not fall: the test compares nothing", out.losses)
	}
	for _, p := range x.Params() {
		out.params = append(out.params, slices.Clone(p))
	}
	return out
}

// withAdamW trains with ours.
func withAdamW(c lora.AdamWConfig, lr float64) func(*lora.Attachment) func() error {
	return func(x *lora.Attachment) func() error {
		o := lora.NewAdamW(x, c)
		return func() error { _, err := o.Step(lr); return err }
	}
}

// TestAdamWIsPlain trains a small model with ours and with the plain optimizer, at B's rate of the ratio times A's: the bits agree. Ratio 1
// is therefore LoRA as it was before LoRA+.
func TestAdamWIsPlain(t *testing.T) {
	m := syntheticModel(t, tiny)
	const lr = 3e-3
	for _, c := range []lora.AdamWConfig{
		{Ratio: 1, Eps: 1e-8},
		{Ratio: 1, Eps: 1e-8, Decay: 0.1},
		{Ratio: 1, Eps: 1e-8, Clip: 0.05},
		{Ratio: 1, Eps: 1e-3, Decay: 0.3, Clip: 0.02},
		{Ratio: 16, Eps: 1e-8, Decay: 0.1, Clip: 0.05},
	} {
		c.Beta1, c.Beta2 = 0.9, 0.99
		t.Run(fmt.Sprintf("ratio %g decay %g clip %g", c.Ratio, c.Decay, c.Clip), func(t *testing.T) {
			got := train(t, m, 1, withAdamW(c, lr))
			want := train(t, m, 1, func(x *lora.Attachment) func() error {
				o := plainAdamW{c: c, m: map[int][]float32{}, v: map[int][]float32{}}
				return func() error {
					o.step(x.Params(), x.Grads(), func(i int) float64 { return lr * []float64{1, c.Ratio}[i%2] })
					return nil
				}
			})
			if !slices.Equal(got.losses, want.losses) {
				t.Errorf("losses %v, want %v", got.losses, want.losses)
			}
			for i := range want.params {
				if !slices.Equal(got.params[i], want.params[i]) {
					t.Errorf("matrix %d of %d differs after the last step", i, len(want.params))
				}
			}
		})
	}
}

// TestIdentity: Adam's step does not depend on the gradient's size, so (init A, lr A, lr B) is the same training as (p·init A, p·lr A,
// q·lr B) with pq = 1 and the same alpha (Schulman, LoRA Without Regret). With p = 2 LoRA+ at ratio 4 is tied LoRA at twice the rate from
// twice the A. Powers of two round nothing: every bit agrees.
func TestIdentity(t *testing.T) {
	m := syntheticModel(t, tiny)
	const lr = 2e-3
	c := lora.AdamWConfig{Ratio: 4, Beta1: 0.9, Beta2: 0.999}
	plus := train(t, m, 1, withAdamW(c, lr))
	c.Ratio = 1
	tied := train(t, m, 2, withAdamW(c, 2*lr))
	if !slices.Equal(plus.losses, tied.losses) {
		t.Errorf("losses of LoRA+ %v, of tied LoRA %v", plus.losses, tied.losses)
	}
	factor := []float32{2, 0.5} // of A, of B
	for i := range plus.params {
		for j, x := range plus.params[i] {
			if tied.params[i][j] != factor[i%2]*x {
				t.Fatalf("matrix %d, value %d: tied %g, want %g times %g", i, j, tied.params[i][j], factor[i%2], x)
			}
		}
	}
}

// optimizer is that of a fresh adapter with a gradient of g everywhere.
func optimizer(t *testing.T, c lora.AdamWConfig, g float32) (*lora.Attachment, *lora.AdamW) {
	t.Helper()
	m := syntheticModel(t, tiny)
	x := attach(t, newAdapter(t, m, lora.Config{Rank: 2, Alpha: 4, Targets: []string{"attn_q", "ffn_down"}}), m, 1, true)
	for _, grad := range x.Grads() {
		for i := range grad {
			grad[i] = g
		}
	}
	c.Beta1, c.Beta2 = 0.9, 0.999
	return x, lora.NewAdamW(x, c)
}

// TestGroups: Adam's first step is the rate itself, against the gradient's sign.
func TestGroups(t *testing.T) {
	const lr, ratio = 1e-3, 16
	x, o := optimizer(t, lora.AdamWConfig{Ratio: ratio}, 0.25)
	var before [][]float32
	for _, p := range x.Params() {
		before = append(before, slices.Clone(p))
	}
	if _, err := o.Step(lr); err != nil {
		t.Fatal(err)
	}
	for i, p := range x.Params() {
		want := []float64{lr, lr * ratio}[i%2]
		for j := range p {
			if step := float64(before[i][j] - p[j]); math.Abs(step-want) > 1e-7 {
				t.Fatalf("matrix %d, value %d: a step of %g, want %g", i, j, step, want)
			}
		}
	}
}

// TestClip: Step returns the norm before clipping, and clips to the limit, which the first moments show. A norm below it stays as it is.
func TestClip(t *testing.T) {
	const g = 0.5
	for _, c := range []struct{ clip, norm float64 }{{0, -1}, {1e-3, 1e-3}, {1e6, -1}} {
		x, o := optimizer(t, lora.AdamWConfig{Ratio: 1, Eps: 1e-8, Clip: c.clip}, g)
		n := 0
		for _, p := range x.Params() {
			n += len(p)
		}
		whole := g * math.Sqrt(float64(n))
		norm, err := o.Step(1e-3)
		if err != nil || math.Abs(norm/whole-1) > 1e-12 {
			t.Errorf("clip %g: norm %g, %v, want %g", c.clip, norm, err, whole)
		}
		if c.norm < 0 {
			c.norm = whole
		}
		sum := 0.0
		m, _, _ := o.State()
		for _, part := range m {
			for _, v := range part {
				sum += float64(v) * float64(v)
			}
		}
		if got := math.Sqrt(sum) / 0.1; math.Abs(got/c.norm-1) > 1e-6 {
			t.Errorf("clip %g: the moments are of a gradient of norm %g, want %g", c.clip, got, c.norm)
		}
	}
}

// TestNotFinite: such a step is refused by the matrix's name, and the next one goes on as if it had not been.
func TestNotFinite(t *testing.T) {
	c := lora.AdamWConfig{Ratio: 2, Eps: 1e-8, Decay: 0.1, Clip: 1}
	want, o := optimizer(t, c, 0.5)
	if _, err := o.Step(1e-3); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		x, o := optimizer(t, c, 0.5)
		last := x.Grads()[3] // everything before it is finite
		last[1] = float32(bad)
		_, err := o.Step(1e-3)
		if !errors.Is(err, lora.ErrNotFinite) || !strings.Contains(err.Error(), "blk.0.ffn_down.weight.lora_b") {
			t.Errorf("gradient %g: error %v, want ErrNotFinite with the matrix's name", bad, err)
		}
		if _, _, steps := o.State(); steps != 0 {
			t.Errorf("gradient %g: %d steps are counted, want 0", bad, steps)
		}
		last[1] = 0.5
		if _, err := o.Step(1e-3); err != nil {
			t.Fatal(err)
		}
		for i, p := range x.Params() {
			if !slices.Equal(p, want.Params()[i]) {
				t.Errorf("gradient %g: matrix %d was changed by the refused step", bad, i)
			}
		}
	}
}
