package quant

import (
	"fmt"
	"sync"

	"llft"
	"llft/internal/parallel"
)

// The gradient of a weight matrix is a sum over the rows of two matrices: both are packed into panels, chunk by chunk of these rows, and
// tiles of the gradient are products of two panels.
//
//	            dY: panels of 32 columns          X: panels of 32 columns
//	          ┌────┬────┬────┬──               ┌────┬────┬────┬──
//	chunk of  │ 0  │ 1  │ 2  │ …               │ 0  │ 1  │ 2  │ …        dW[32 rows, 32 columns] += panelᵀ · panel
//	  rows    └────┴────┴────┴──               └────┴────┴────┴──
//
// A task takes up to gradPanels panels of X, which stay in the second-level cache, and passes panels of dY over them, each of which stays in
// the first-level cache meanwhile.
const gradPanels = 8

// AddGrad adds dYᵀ·X to dW [rows, cols]: the gradient of W in Y = X·Wᵀ, with dy [n, rows] and x [n, cols]. BF16 rounds both, every other c means
// F32; sums are float32 chains over chunks of rows, so that bits do not depend on the pool's size.
func AddGrad(p *parallel.Pool, dw, dy, x []float32, n, rows, cols int, c Compute) {
	if n < 0 || len(dw) < rows*cols || len(dy) < n*rows || len(x) < n*cols {
		panic(fmt.Sprintf("quant: AddGrad of %d rows, %d × %d: %d, %d and %d values", n, rows, cols, len(dw), len(dy), len(x)))
	}
	o := gradOperands.Get().(*gradOperand)
	defer gradOperands.Put(o)
	v := gradLoop{o: o, held: heldFor(c), dw: dw, rows: rows, cols: cols}
	v.left, v.right = (rows+width-1)/width, (cols+width-1)/width
	groups := (v.right + gradPanels - 1) / gradPanels
	v.wide = (v.right + groups - 1) / groups
	v.tall = max(1, min(v.left, v.left*groups/(4*p.Threads())))
	parts := (v.left + v.tall - 1) / v.tall
	for at := 0; at < n; at += v.held.chunk() {
		v.dy, v.x, v.k = dy[at*rows:], x[at*cols:], min(v.held.chunk(), n-at)
		v.words = width * v.k
		if v.held == heldBF16 {
			v.words = width * ((v.k + 1) / 2)
		}
		o.dy, o.x = grow(o.dy, v.left*v.words), grow(o.x, v.right*v.words)
		gradLoops.Do(p, v.left+v.right, max(1, min(8, (v.left+v.right)/(4*p.Threads()))), v, func(v *gradLoop, _, lo, hi int) {
			for i := lo; i < hi; i++ {
				v.pack(i)
			}
		})
		gradLoops.Do(p, groups*parts, 1, v, func(v *gradLoop, _, task, _ int) { v.multiply(task) })
	}
}

// gradOperand holds the packed chunks, kept from product to product.
type gradOperand struct{ dy, x []float32 } // [panels][words]

var gradOperands = sync.Pool{New: func() any { return new(gradOperand) }}

// gradLoop is what the workers of a product read.
type gradLoop struct {
	o           *gradOperand
	held        held
	dw, dy, x   []float32 // dy and x from the chunk on
	rows, cols  int       // of dW
	k           int       // rows of the chunk
	words       int       // of a panel, in 32 bits
	left, right int       // panels of dY and of X
	wide, tall  int       // panels of X and of dY of a task
}

var gradLoops parallel.Loops[gradLoop]

// pack makes panel i: those of dY come first.
func (v *gradLoop) pack(i int) {
	to, from, stride := v.o.dy, v.dy, v.rows
	if i >= v.left {
		to, from, stride, i = v.o.x, v.x, v.cols, i-v.left
	}
	at := i * width
	panel, n := to[i*v.words:][:v.words], min(width, stride-at)
	if v.held == heldBF16 {
		llft.PackBF16Rows(halfWords(panel), from[at:], stride, v.k, n)
		return
	}
	llft.Pack(panel, from[at:], stride, 1, v.k, n)
	if v.held == heldRounded {
		roundBF16(panel, panel)
	}
}

// multiply is one task.
func (v *gradLoop) multiply(task int) {
	parts := (v.left + v.tall - 1) / v.tall
	first, top := task/parts*v.wide, task%parts*v.tall
	for i := top; i < min(top+v.tall, v.left); i++ {
		a, m := v.o.dy[i*v.words:][:v.words], min(width, v.rows-i*width)
		for j := first; j < min(first+v.wide, v.right); j++ {
			b, n := v.o.x[j*v.words:][:v.words], min(width, v.cols-j*width)
			c := v.dw[i*width*v.cols+j*width:]
			if v.held == heldBF16 {
				llft.GemmPanelsBF16(c, v.cols, halfWords(a), halfWords(b), m, (v.k+1)&^1, n)
			} else {
				llft.GemmPanel(c, v.cols, a, 1, llft.PanelStride(m), b, m, v.k, n)
			}
		}
	}
}
