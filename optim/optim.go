// Package optim changes trained tensors by their gradients: AdamW on plain slices, the same for an adapter and for every weight of a model.
package optim

import (
	"errors"
	"fmt"
	"math"
	"runtime"

	"llft"
	"llft/internal/offheap"
	"llft/internal/parallel"
)

// Param is one trained tensor. Training adds to Grad; a step changes Value.
type Param struct {
	Name        string
	Dims        []int // as in a GGUF, row length first
	Value, Grad []float32
	Rate        float64 // times the learning rate of a step
	Decay       float64 // weight decay, decoupled and multiplied by the tensor's own learning rate
}

// Config of an AdamW (Loshchilov, Hutter, arXiv 1711.05101).
type Config struct {
	Beta1, Beta2 float64 // 0.9, 0.999
	Eps          float64 // 1e-8
	Clip         float64 // the largest global L2 norm of all gradients; 0 is off
}

// ErrNotFinite is what Step wraps when a gradient is NaN or infinite.
var ErrNotFinite = errors.New("a gradient is not finite")

// AdamW is the optimizer of some tensors. Moments are float32 outside the Go heap, scalars float64.
type AdamW struct {
	c      Config
	pool   *parallel.Pool
	params []Param
	m, v   [][]float32 // in the order of params
	memory offheap.Arena
	pieces []piece
	sums   []float64 // Σ gradient² of each piece
	steps  int
}

// piece is a part of a tensor, the same whatever the number of threads: sums over a tensor are cut here.
type piece struct{ param, lo, hi int }

// pieceValues is the length of a piece: its four slices together fill half of a second-level cache.
const pieceValues = 1 << 15

// New makes the optimizer of params, with zero moments.
func New(pool *parallel.Pool, params []Param, c Config) *AdamW {
	o := &AdamW{c: c, pool: pool, params: params}
	for i, p := range params {
		o.m = append(o.m, offheap.Make[float32](&o.memory, len(p.Value), offheap.Huge))
		o.v = append(o.v, offheap.Make[float32](&o.memory, len(p.Value), offheap.Huge))
		for lo := 0; lo < len(p.Value); lo += pieceValues {
			o.pieces = append(o.pieces, piece{i, lo, min(lo+pieceValues, len(p.Value))})
		}
	}
	o.sums = make([]float64, len(o.pieces))
	return o
}

// ZeroGrad clears the gradients.
func (o *AdamW) ZeroGrad() {
	o.pool.Run(len(o.pieces), func(_, i int) {
		p := o.pieces[i]
		clear(o.params[p.param].Grad[p.lo:p.hi])
	})
}

// Step clips, updates every value with learning rate lr times its tensor's Rate, and returns the gradients' global L2 norm before clipping.
// A gradient that is not finite is an error (ErrNotFinite), and nothing is changed.
func (o *AdamW) Step(lr float64) (norm float64, err error) {
	if norm, err = o.norm(); err != nil {
		return norm, err
	}
	scale := 1.0
	if o.c.Clip > 0 && norm > o.c.Clip {
		scale = o.c.Clip / norm
	}
	o.steps++
	bias1 := 1 - math.Pow(o.c.Beta1, float64(o.steps))
	root := math.Sqrt(1 - math.Pow(o.c.Beta2, float64(o.steps)))
	o.pool.Run(len(o.pieces), func(_, i int) {
		q := o.pieces[i]
		p := &o.params[q.param]
		rate := lr * p.Rate
		llft.AdamW(p.Value[q.lo:q.hi], p.Grad[q.lo:q.hi], o.m[q.param][q.lo:q.hi], o.v[q.param][q.lo:q.hi], &llft.AdamWStep{
			Scale: scale, Beta1: o.c.Beta1, Beta2: o.c.Beta2, Step: rate / bias1, Root: root, Eps: o.c.Eps, Keep: 1 - rate*p.Decay,
		})
	})
	runtime.KeepAlive(o) // and with it the memory of the moments
	return norm, nil
}

// norm is the L2 norm of all gradients: sums of pieces, added in their order.
func (o *AdamW) norm() (float64, error) {
	o.pool.Run(len(o.pieces), func(_, i int) {
		p := o.pieces[i]
		o.sums[i] = llft.SumSquares(o.params[p.param].Grad[p.lo:p.hi])
	})
	total, part := 0.0, 0.0
	for i, p := range o.pieces {
		part += o.sums[i]
		if i+1 < len(o.pieces) && o.pieces[i+1].param == p.param {
			continue
		}
		if math.IsNaN(part) || math.IsInf(part, 0) {
			return part, fmt.Errorf("%w: that of %s", ErrNotFinite, o.params[p.param].Name)
		}
		total += part
		part = 0
	}
	return math.Sqrt(total), nil
}

// State gives the moments (aliases, in the order of the params) and the number of steps, for a checkpoint.
func (o *AdamW) State() (m, v [][]float32, steps int) { return o.m, o.v, o.steps }

// SetSteps restores the number of steps after the moments have been filled.
func (o *AdamW) SetSteps(n int) { o.steps = n }

// Close gives the moments' memory back. An optimizer that is forgotten gives it back too, some time later.
func (o *AdamW) Close() {
	o.memory.Free()
	o.m, o.v = nil, nil
}
