package lora

import (
	"fmt"
	"math"
	"slices"

	"llft/llama"
)

// Attachment is an adapter in use on a model.
type Attachment struct {
	adapter *Adapter
	model   *llama.Model
	terms   []*llama.LowRank // one per pair
}

// Attach adds the adapter's terms to the model's matrices, all or none. Trained terms get gradient buffers.
func (a *Adapter) Attach(m *llama.Model, scale float64, trained bool) (*Attachment, error) {
	if !(math.Abs(scale) <= maxScale) {
		return nil, fmt.Errorf("an adapter's scale is %g, want a number up to %g", scale, float64(maxScale))
	}
	for _, p := range a.Pairs {
		if err := p.fits(m); err != nil {
			return nil, err
		}
	}
	x := &Attachment{adapter: a, model: m}
	for _, p := range a.Pairs {
		t := &llama.LowRank{Rank: p.Rank, A: p.A, B: p.B}
		if trained {
			t.GradA, t.GradB = make([]float32, len(p.A)), make([]float32, len(p.B))
		}
		l := m.Linear(p.Target)
		l.Terms = append(l.Terms, t)
		x.terms = append(x.terms, t)
	}
	x.SetScale(scale)
	return x, nil
}

// SetScale changes the user's scale.
func (x *Attachment) SetScale(scale float64) {
	for i, t := range x.terms {
		t.Scale = float32(scale * x.adapter.factor(x.adapter.Pairs[i]))
	}
}

// Detach takes the terms off the model again; a second call does nothing.
func (x *Attachment) Detach() {
	for i, t := range x.terms {
		l := x.model.Linear(x.adapter.Pairs[i].Target)
		l.Terms = slices.DeleteFunc(l.Terms, func(have *llama.LowRank) bool { return have == t })
	}
	x.terms = nil
}

// Adapter is what is attached.
func (x *Attachment) Adapter() *Adapter { return x.adapter }

// Params lists A, B, A, B ... in the order of Pairs; Grads lists their gradients, to which training adds.
func (x *Attachment) Params() [][]float32 {
	return x.both(func(t *llama.LowRank) ([]float32, []float32) { return t.A, t.B })
}

// Grads lists the gradients in the order of Params; nil slices where the adapter is not trained.
func (x *Attachment) Grads() [][]float32 {
	return x.both(func(t *llama.LowRank) ([]float32, []float32) { return t.GradA, t.GradB })
}

func (x *Attachment) both(f func(*llama.LowRank) ([]float32, []float32)) [][]float32 {
	var all [][]float32
	for _, t := range x.terms {
		a, b := f(t)
		all = append(all, a, b)
	}
	return all
}

// ZeroGrad clears the gradients.
func (x *Attachment) ZeroGrad() {
	for _, g := range x.Grads() {
		clear(g)
	}
}
