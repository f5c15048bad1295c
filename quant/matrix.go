// Package quant knows the block formats of ggml's tensor types and multiplies with them. Matrix is the one type through which
// every weight of the program is multiplied.
package quant

import (
	"fmt"

	"llft"
	"llft/gguf"
	"llft/internal/parallel"
)

// Compute says how a product rounds its factors.
type Compute int

const (
	Auto Compute = iota // inference: Int8 where a kernel exists, else F32, or BF16 (see inBF16); training: see ForTraining
	F32                 // factors and accumulation in float32
	Int8                // activations in 8-bit blocks of 32 (inference only), for the types that have such a kernel; others F32
	BF16                // activations and weights in bfloat16, accumulation in float32, in products of panelRows rows or more; others F32
)

var computeNames = [...]string{Auto: "auto", F32: "f32", Int8: "int8", BF16: "bf16"}

func (c Compute) String() string { return computeNames[c] }

// ParseCompute reads "auto", "f32", "int8" or "bf16".
func ParseCompute(s string) (Compute, error) {
	for c, name := range computeNames {
		if s == name {
			return Compute(c), nil
		}
	}
	return Auto, fmt.Errorf("unknown compute type %q (auto, f32, bf16 or int8)", s)
}

// ForTraining is what c means in training: Auto is BF16 where that is faster than F32 with the kernels in use, and Int8 is refused, since
// gradients do not survive it.
func (c Compute) ForTraining() (Compute, error) {
	switch {
	case c == Int8:
		return c, fmt.Errorf("compute type int8 is for inference, training takes auto, f32 or bf16")
	case c != Auto:
		return c, nil
	case llft.FastBF16():
		return BF16, nil
	}
	return F32, nil
}

// Arithmetic is the form in which products of compute c multiply on this CPU: where bfloat16 is not fast, BF16 rounds its factors and multiplies
// them as float32.
func (c Compute) Arithmetic() Compute {
	if c == BF16 && !llft.FastBF16() {
		return F32
	}
	return c
}

// Matrix is a weight matrix W [Rows, Cols] in a file's block format, row-major. Data is not copied.
type Matrix struct {
	Type       gguf.Type
	Rows, Cols int
	Data       []byte

	packed *packed // nil until Pack
}

// NewMatrix checks type (supported), shape (Cols a multiple of the block) and the length of data.
// Errors name the type and the list of the supported ones; the caller adds the tensor's name.
func NewMatrix(t gguf.Type, rows, cols int, data []byte) (*Matrix, error) {
	f := lookup(t)
	if f == nil {
		return nil, unsupported(t, "read", func(*format) bool { return true })
	}
	if rows < 1 || cols < 1 {
		return nil, fmt.Errorf("a matrix of %d rows × %d columns is empty", rows, cols)
	}
	if cols%f.block != 0 {
		return nil, fmt.Errorf("rows of %d values are no whole number of %v blocks of %d", cols, t, f.block)
	}
	// Divided, not multiplied: a product of shapes out of a file may overflow.
	blocks := cols / f.block
	if len(data)%f.bytes != 0 || len(data)/f.bytes%blocks != 0 || len(data)/f.bytes/blocks != rows {
		return nil, fmt.Errorf("%d rows × %d columns of type %v (%d bytes for %d values) do not take %d bytes",
			rows, cols, t, f.bytes, f.block, len(data))
	}
	return &Matrix{Type: t, Rows: rows, Cols: cols, Data: data}, nil
}

// Row dequantizes row i into dst [Cols].
func (w *Matrix) Row(dst []float32, i int) {
	f := w.format()
	if uint(i) >= uint(w.Rows) || len(dst) != w.Cols {
		panic(fmt.Sprintf("quant: row %d into %d values, of a matrix of %d rows × %d columns", i, len(dst), w.Rows, w.Cols))
	}
	w.decode(f, dst, i, 0)
}

// Mul sets Y = X·Wᵀ: x [n, Cols], y [n, Rows], row-major without gaps.
// Bits do not depend on the pool's size; with F32 a row of Y does not depend on n beyond float rounding, with Int8 not at all,
// with BF16 beyond the rounding of the factors, which few rows are spared.
func (w *Matrix) Mul(p *parallel.Pool, y, x []float32, n int, c Compute) {
	f := w.format()
	w.checkOperands("Mul", len(y), len(x), n)
	if c == Auto && w.inBF16(n) {
		c = BF16
	}
	switch {
	case n == 0:
	case (c == Int8 || c == Auto) && w.packed != nil:
		w.mulPacked(p, y, x, n)
	case (c == Int8 || c == Auto) && f.dot != nil:
		w.mulInt8(p, f, y, x, n)
	case n < panelRows:
		w.mulDot(p, f, y, x, n)
	case w.inPlace(n, c):
		w.mulInPlace(p, y, x, n, c)
	default:
		w.mulPanels(p, f, y, x, n, c)
	}
}

// rowsInBF16 is the number of rows of X from which AMX should make up for unpacking weights into bfloat16: by counting instructions, not measured.
const rowsInBF16 = 64

// inBF16 says whether Auto rounds n rows of X to bfloat16 in Mul: for weights that are bfloat16 themselves wherever that is fast, and where it is faster
// than 8 bits for all that is quantized.
func (w *Matrix) inBF16(n int) bool {
	switch {
	case w.Type == gguf.BF16:
		return n >= panelRows && llft.FastBF16()
	case w.packed != nil || w.format().dot != nil:
		return n >= rowsInBF16 && llft.BF16OverInt8()
	}
	return false
}

// MulT adds dY·W to dX: dy [n, Rows], dx [n, Cols]. BF16 rounds dY and W, every other c means F32; bits do not depend on the pool's size.
func (w *Matrix) MulT(p *parallel.Pool, dx, dy []float32, n int, c Compute) {
	f := w.format()
	w.checkOperands("MulT", len(dy), len(dx), n)
	if n > 0 {
		w.mulTPanels(p, f, dx, dy, n, c)
	}
}

// checkOperands panics where slices of n rows of Rows and of Cols values are too short, a programmer's error.
func (w *Matrix) checkOperands(method string, rowValues, colValues, n int) {
	if n < 0 || rowValues < n*w.Rows || colValues < n*w.Cols {
		panic(fmt.Sprintf("quant: %s of %d rows with a matrix of %d rows × %d columns: %d values where it needs %d, %d where it needs %d",
			method, n, w.Rows, w.Cols, rowValues, n*w.Rows, colValues, n*w.Cols))
	}
}

func (w *Matrix) format() *format {
	f := lookup(w.Type)
	if f == nil {
		panic(fmt.Sprintf("quant: a matrix of type %v was not made by NewMatrix", w.Type))
	}
	return f
}

// decode dequantizes len(dst) values of row i from column col on; both are multiples of the block.
func (w *Matrix) decode(f *format, dst []float32, i, col int) {
	at := (i*(w.Cols/f.block) + col/f.block) * f.bytes
	f.dequantize(dst, w.Data[at:at+len(dst)/f.block*f.bytes])
}
