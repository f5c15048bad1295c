package lora

import (
	"errors"
	"fmt"
	"math"
)

// AdamWConfig sets AdamW (Loshchilov, Hutter, arXiv 1711.05101) with the two groups of LoRA+ (Hayou, Ghosh, Yu, arXiv 2402.12354): A learns
// at lr, B at lr·Ratio. Decay is decoupled and follows each group's own rate, as in the authors' optimizer.
type AdamWConfig struct {
	Ratio        float64 // 1 is plain LoRA
	Beta1, Beta2 float64 // 0.9, 0.999
	Eps          float64 // 1e-8
	Decay        float64 // weight decay, on A and B; 0
	Clip         float64 // the largest global L2 norm of all gradients; 0 is off
}

// ErrNotFinite is what Step wraps when a gradient is NaN or infinite.
var ErrNotFinite = errors.New("a gradient is not finite")

// AdamW is the optimizer of one attached, trained adapter. Moments are float32, scalars float64.
type AdamW struct {
	c     AdamWConfig
	x     *Attachment
	m, v  [][]float32 // in the order of Attachment.Params
	steps int
}

// NewAdamW makes the optimizer of x, with zero moments.
func NewAdamW(x *Attachment, c AdamWConfig) *AdamW {
	o := &AdamW{c: c, x: x}
	for _, p := range x.Params() {
		o.m = append(o.m, make([]float32, len(p)))
		o.v = append(o.v, make([]float32, len(p)))
	}
	return o
}

// Step clips, updates A and B from their gradients with A's learning rate lr, and returns the gradients' global L2 norm before clipping.
// A gradient that is not finite is an error (ErrNotFinite), and nothing is changed.
func (o *AdamW) Step(lr float64) (norm float64, err error) {
	grads := o.x.Grads()
	sum := 0.0
	for i, g := range grads {
		part := 0.0 // per matrix, so that the order of the sum is fixed
		for _, v := range g {
			part += float64(v) * float64(v)
		}
		if math.IsNaN(part) || math.IsInf(part, 0) {
			return part, fmt.Errorf("%w: that of %s", ErrNotFinite, o.paramName(i))
		}
		sum += part
	}
	norm = math.Sqrt(sum)
	scale := 1.0
	if o.c.Clip > 0 && norm > o.c.Clip {
		scale = o.c.Clip / norm
	}
	o.steps++
	params := o.x.Params()
	o.x.model.Pool.Run(len(params), func(_, i int) {
		rate := lr
		if i%2 == 1 {
			rate *= o.c.Ratio
		}
		o.update(params[i], grads[i], o.m[i], o.v[i], rate, scale)
	})
	return norm, nil
}

// update is one AdamW step of one matrix:
//
//	p -= rate·decay·p    m = β1·m + (1-β1)·g    v = β2·v + (1-β2)·g²    p -= rate/(1-β1^t) · m / (√v/√(1-β2^t) + ε)
func (o *AdamW) update(p, g, m, v []float32, rate, scale float64) {
	b1, b2 := o.c.Beta1, o.c.Beta2
	step := rate / (1 - math.Pow(b1, float64(o.steps)))
	root := math.Sqrt(1 - math.Pow(b2, float64(o.steps)))
	keep := 1 - rate*o.c.Decay
	for i := range p {
		gi := float64(g[i]) * scale
		mi := float64(b1*float64(m[i])) + float64((1-b1)*gi)
		vi := float64(b2*float64(v[i])) + float64((1-b2)*float64(gi*gi))
		m[i], v[i] = float32(mi), float32(vi)
		x := float64(p[i]) * keep
		if mi != 0 { // with ε = 0 a gradient that was always zero would give 0/0
			x -= float64(step * mi / (math.Sqrt(vi)/root + o.c.Eps))
		}
		p[i] = float32(x)
	}
}

func (o *AdamW) paramName(i int) string {
	side := [2]string{"lora_a", "lora_b"}
	return o.x.adapter.Pairs[i/2].Target + "." + side[i%2]
}

// State gives the moments (aliases, in the order of Attachment.Params) and the number of steps, for a checkpoint.
func (o *AdamW) State() (m, v [][]float32, steps int) { return o.m, o.v, o.steps }

// SetSteps restores the number of steps after the moments have been filled.
func (o *AdamW) SetSteps(n int) { o.steps = n }
