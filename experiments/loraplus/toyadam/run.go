package main

import (
	"context"
	"math"

	"llft"
	"llft/experiments/loraplus/toy"
)

// cell is what its runs, one a seed, depend on. Learning rates are 2^(A/2) and 2^(B/2), in half octaves, and fall linearly to zero.
type cell struct {
	Width int    `json:"n"`
	Init  string `json:"i"`           // what is random at the start: "A" or "B"
	Steps int    `json:"s"`           // of Adam, all samples in each
	A     int    `json:"a"`           // half octaves of A's learning rate
	B     int    `json:"b"`           // and of B's
	Scale int    `json:"p,omitempty"` // half octaves that the random matrix is scaled by at the start: the control arm
	Exact bool   `json:"e,omitempty"` // ε = 0 instead of 1e-8
	Seeds int    `json:"d"`           // seeds 1 to Seeds
}

// losses of a cell, one a seed, relative to the loss before training.
type losses struct {
	Train      []toy.Loss `json:"t"`
	Validation []toy.Loss `json:"v"`
	Test       []toy.Loss `json:"e"`
}

// halfOctaves is 2^(k/2), exactly where k is even.
func halfOctaves(k int) float64 {
	v := math.Ldexp(1, k>>1)
	if k&1 != 0 {
		v *= math.Sqrt2
	}
	return v
}

// limit is the loss, relative to the first, above which a run has diverged.
const limit = 1e6

// runCell trains the students of all seeds.
func runCell(ctx context.Context, cache *toy.Problems[*problem], c cell) (losses, error) {
	var l losses
	for seed := 1; seed <= c.Seeds; seed++ {
		p := cache.Get(c.Width, uint64(seed))
		n := p.student(c.Init, float32(halfOctaves(c.Scale)))
		fine := train(ctx, n, p, c, nil)
		if ctx.Err() != nil {
			return l, ctx.Err()
		}
		for i, at := range []struct {
			set *toy.Set
			to  *[]toy.Loss
		}{{p.train, &l.Train}, {p.validation, &l.Validation}, {p.test, &l.Test}} {
			loss := math.Inf(1)
			if fine {
				loss = n.Loss(at.set) / p.start[i]
			}
			*at.to = append(*at.to, toy.NewLoss(loss, limit))
		}
	}
	return l, nil
}

// train does the steps of a cell, and says whether the loss stayed finite. Each step's loss goes to watch, if there is one.
func train(ctx context.Context, n *toy.Net, p *problem, c cell, watch func(float64)) bool {
	const beta1, beta2 = 0.9, 0.999
	eps := 1e-8
	if c.Exact {
		eps = 0
	}
	mA, vA := make([]float32, len(n.A)), make([]float32, len(n.A))
	mB, vB := make([]float32, len(n.B)), make([]float32, len(n.B))
	for t := range c.Steps {
		loss := n.Gradients(p.train)
		if watch != nil {
			watch(loss)
		}
		if !(loss <= limit*p.start[0]) || ctx.Err() != nil {
			return false
		}
		step := llft.AdamWStep{Scale: 1, Beta1: beta1, Beta2: beta2, Eps: eps, Keep: 1}
		step.Root = math.Sqrt(1 - math.Pow(beta2, float64(t+1)))
		rate := (1 - float64(t)/float64(c.Steps)) / (1 - math.Pow(beta1, float64(t+1)))
		step.Step = rate * halfOctaves(c.A)
		llft.AdamW(n.A, n.GradA, mA, vA, &step)
		step.Step = rate * halfOctaves(c.B)
		llft.AdamW(n.B, n.GradB, mB, vB, &step)
	}
	return true
}
