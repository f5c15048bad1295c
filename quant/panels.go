package quant

import (
	"sync"
	"unsafe"

	"llft"
	"llft/internal/parallel"
)

// Products with many rows of X work on panels of decoded weights. Both directions, Mul and MulT, are sums over a side of W that is cut into
// chunks; for each chunk a worker decodes some panels and passes blocks of the rows of X over them:
//
//	             panels, in L2           block of X, in L2
//	           ┌────┬────┬────┬──       ┌────────────┐
//	chunk of W │ 0  │ 1  │ 2  │ …   ←   │ blockRows  │   C[block, 32 columns] += X[block, chunk] · panel
//	           └────┴────┴────┴──       └────────────┘
//	             32 KB each: in L1 while the block passes
//
// So a weight is decoded once per product, X comes from memory once per task, and an element of C once per chunk.

const (
	// width is the number of columns of a panel: rows of W in Mul, columns of W in MulT.
	width = llft.PanelWidth

	// panelWords is the size of a panel in 32-bit words, which are float32 or pairs of bfloat16: 32 KB stay in a first-level cache.
	panelWords = 8192

	// mostPanels is the number of panels that a worker holds at once: 256 KB of a second-level cache.
	mostPanels = 8

	// blockRows is the number of rows of X that pass over the panels together, at most 248 KB; a multiple of the kernels' tiles.
	blockRows = 240

	// chunkF32 and chunkBF16 are the parts of a sum that a panel holds, whole blocks of every type. Every pool size cuts sums here, as bits must agree.
	chunkF32  = panelWords / width
	chunkBF16 = 2 * panelWords / width
)

// panelScratch is what a worker decodes into.
type panelScratch struct {
	panels [mostPanels * panelWords]float32
	rows   [rowWords]float32 // decoded rows of W on their way into a panel
	row    [chunkBF16]float32
}

// rowWords holds the rows of a panel of Mul, a chunk each: 32 of float32 or of bfloat16, and in MulT rowsAtOnce of a task's columns. The padding of
// 16 words keeps rows out of one another's cache sets.
const (
	rowStride  = chunkF32 + 16 // words
	rowWords   = width * rowStride
	rowsAtOnce = 16 // even, as they become pairs
)

// ScratchBytes is the most memory of decoded weights that a worker of a product holds.
const ScratchBytes = 4 * (mostPanels*panelWords + rowWords + chunkBF16)

var panelScratches = sync.Pool{New: func() any { return new(panelScratch) }}

// halfWords views 32-bit words as pairs of bfloat16.
func halfWords(words []float32) []uint16 {
	return unsafe.Slice((*uint16)(unsafe.Pointer(unsafe.SliceData(words))), 2*len(words))
}

// operand is X (or dY) as the kernels read it, copied in chunks, each [n][chunk], so that a block of rows of a chunk is one run of memory. In
// place, rows of 8 KB and the like would share few of the second cache's sets.
type operand struct {
	held  held
	n     int
	words []float32 // [chunks][n][operandStride]; kept from product to product
}

// wordsOfChunk is a row of a chunk, in 32-bit words: float32, or pairs of bfloat16.
const wordsOfChunk = panelWords / width

// operandStride is the distance of two such rows: a kernel reads the same position of several rows at once, and at distances of 1 KB they would meet in
// few banks and sets of the first-level cache.
const operandStride = wordsOfChunk + 8

// held is how a product's factors are held.
type held int

const (
	heldF32     held = iota
	heldRounded      // as bfloat16 in float32: for CPUs without fast arithmetic in bfloat16
	heldBF16
)

// heldFor is the way of compute c on this CPU.
func heldFor(c Compute) held {
	switch {
	case c != BF16:
		return heldF32
	case c.Arithmetic() == BF16:
		return heldBF16
	}
	return heldRounded
}

// chunk is the part of a sum that a panel holds.
func (f held) chunk() int {
	if f == heldBF16 {
		return chunkBF16
	}
	return chunkF32
}

var operands = sync.Pool{New: func() any { return new(operand) }}

// newOperand prepares x [n, k] for a product on all workers. It goes back by operands.Put.
func newOperand(p *parallel.Pool, f held, x []float32, n, k int) *operand {
	o := operands.Get().(*operand)
	o.held, o.n = f, n
	const few = 16 // rows of a task
	chunk := f.chunk()
	chunks := (k + chunk - 1) / chunk
	o.words = grow(o.words, chunks*n*operandStride)
	operandLoops.Do(p, n, few, operandLoop{o, x, k}, func(v *operandLoop, _, lo, hi int) {
		o, x, k, chunk := v.o, v.x, v.k, v.o.held.chunk()
		for at := 0; at < k; at += chunk {
			for i := lo; i < hi; i++ {
				o.put(x[i*k+at:i*k+min(at+chunk, k)], i, at)
			}
		}
	})
	return o
}

type operandLoop struct {
	o *operand
	x []float32
	k int
}

var operandLoops parallel.Loops[operandLoop]

// put stores the part of row i of X that begins at a chunk's position at.
func (o *operand) put(part []float32, i, at int) {
	switch dst := o.at(i, at); o.held {
	case heldF32:
		copy(dst, part)
	case heldRounded:
		roundBF16(dst[:len(part)], part)
	default:
		half := halfWords(dst[:wordsOfChunk])
		llft.F32ToBF16(half[:len(part)], part)
		if len(part)%2 != 0 {
			half[len(part)] = 0 // completes the last pair
		}
	}
}

// at is row i of X from a chunk's position at on, and the rows after it.
func (o *operand) at(i, at int) []float32 { return o.words[(at/o.held.chunk()*o.n+i)*operandStride:] }

// roundBF16 rounds x to bfloat16 values in float32, into dst, which may be x.
func roundBF16(dst, x []float32) {
	var buf [chunkF32]uint16
	for len(x) > 0 {
		n := min(len(x), len(buf))
		llft.F32ToBF16(buf[:n], x[:n])
		llft.BF16ToF32(dst[:n], buf[:n])
		dst, x = dst[n:], x[n:]
	}
}

// sweep passes rows [first, first+m) of X over a task's panels, of the k positions of X from at on: C [m, columns] += X·panels, or = with set.
func (o *operand) sweep(c []float32, ldc int, s *panelScratch, first, m, at, k, columns int, set bool) {
	for i := 0; i < m; i += blockRows {
		rows := min(blockRows, m-i)
		x := o.at(first+i, at)
		for j := 0; j < columns; j += width {
			o.held.gemm(c[i*ldc+j:], ldc, x, operandStride, s.panels[j/width*panelWords:][:panelWords], rows, k, min(width, columns-j), set)
		}
	}
}

// gemm multiplies rows of a factor, stride words apart, with a panel of n columns: C [m, n] += A·panel over k positions, or = with set. An odd k of
// bfloat16 ends in half a pair of zero.
func (f held) gemm(c []float32, ldc int, a []float32, stride int, panel []float32, m, k, n int, set bool) {
	switch {
	case f == heldBF16 && set:
		llft.GemmPanelBF16Set(c, ldc, halfWords(a), 2*stride, halfWords(panel), m, (k+1)&^1, n)
	case f == heldBF16:
		llft.GemmPanelBF16(c, ldc, halfWords(a), 2*stride, halfWords(panel), m, (k+1)&^1, n)
	case set:
		llft.GemmPanelSet(c, ldc, a, stride, 1, panel, m, k, n)
	default:
		llft.GemmPanel(c, ldc, a, stride, 1, panel, m, k, n)
	}
}
