// Package quant knows the block formats of ggml's tensor types and multiplies with them. Matrix is the one type through which
// every weight of the program is multiplied.
package quant

import (
	"llft/gguf"
	"llft/internal/parallel"
)

// Compute says how a product rounds its activations.
type Compute int

const (
	Auto Compute = iota // inference: Int8 where a kernel exists, else F32; training: F32
	F32                 // activations and accumulation in float32
	Int8                // activations in 8-bit blocks of 32 (inference only), for the types that have such a kernel; others F32
)

// ParseCompute reads "auto", "f32" or "int8".
func ParseCompute(s string) (Compute, error) { return Auto, nil }

// Matrix is a weight matrix W [Rows, Cols] in a file's block format, row-major. Data is not copied.
type Matrix struct {
	Type       gguf.Type
	Rows, Cols int
	Data       []byte
}

// NewMatrix checks type (supported), shape (Cols a multiple of the block) and the length of data.
// Errors name the type and the list of the supported ones; the caller adds the tensor's name.
func NewMatrix(t gguf.Type, rows, cols int, data []byte) (*Matrix, error) { return nil, nil }

// Supported lists the types that can be dequantized; CanQuantize those that Quantize writes.
func Supported() []gguf.Type         { return nil }
func CanQuantize(t gguf.Type) bool   { return false }

// Dequantize fills dst from the blocks of src; len(dst) is a multiple of the block size.
func Dequantize(t gguf.Type, dst []float32, src []byte) error { return nil }

// Quantize fills dst with the blocks of src (F32, F16, BF16, Q8_0, Q4_0 so far), rounding as ggml's reference does.
func Quantize(t gguf.Type, dst []byte, src []float32) error { return nil }

// Row dequantizes row i into dst [Cols].
func (w *Matrix) Row(dst []float32, i int) {}

// Mul sets Y = X·Wᵀ: x [n, Cols], y [n, Rows], row-major without gaps.
// Bits do not depend on the pool's size; with F32 a row of Y does not depend on n beyond float rounding.
func (w *Matrix) Mul(p *parallel.Pool, y, x []float32, n int, c Compute) {}

// MulT adds dY·W to dX: dy [n, Rows], dx [n, Cols]. Always float32.
func (w *Matrix) MulT(p *parallel.Pool, dx, dy []float32, n int) {}
