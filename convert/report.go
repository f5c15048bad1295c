package convert

import (
	"math"

	"llft/gguf"
)

// Report says what became of each tensor, in the order of the file.
type Report struct{ Tensors []Tensor }

// Tensor is the report of one tensor. The numbers are Frobenius norms, zero where it was copied.
type Tensor struct {
	Name      string
	From, To  gguf.Type
	Converted bool    // it went through float32; else its bytes were copied
	Changed   bool    // a Delta was added
	Before    float64 // ‖W‖
	Delta     float64 // ‖ΔW‖
	After     float64 // ‖W+ΔW‖
	Off       float64 // ‖stored - W - ΔW‖
}

// RelRMS is the error of what was stored, relative to what should be.
func (t Tensor) RelRMS() float64 { return ratio(t.Off, t.After) }

// Lost is the same error relative to the change: near 0 the change survived; at 1 and above the rounding is as large as the change itself,
// which may then be without effect.
func (t Tensor) Lost() float64 { return ratio(t.Off, t.Delta) }

// Total sums up the converted tensors, or with changed those alone that a change was added to.
func (r *Report) Total(changed bool) Tensor {
	var before, delta, after, off float64
	for _, t := range r.Tensors {
		if t.Changed || !changed {
			before += t.Before * t.Before
			delta += t.Delta * t.Delta
			after += t.After * t.After
			off += t.Off * t.Off
		}
	}
	return Tensor{Before: math.Sqrt(before), Delta: math.Sqrt(delta), After: math.Sqrt(after), Off: math.Sqrt(off)}
}

// ratio is a/b; of nothing, nothing is lost.
func ratio(a, b float64) float64 {
	if a == 0 {
		return 0
	}
	return a / b
}
