package quant

import (
	"llft"
	"llft/internal/parallel"
)

// mostShared is the most matrices that multiply the same X in one call: q, k and v.
const mostShared = 3

// sharedProduct is Y = X·Wᵀ as one of some with the same X.
type sharedProduct struct {
	w      *Matrix
	y      []float32
	blocks []llft.PanelBlock // of X, as w's form takes them
}

// MulShared is Mul of each ys[i] = X·Wᵢᵀ, of up to three matrices of the same Cols. Few rows of X are rounded once for packed weights, and all
// products make one loop, so that the workers meet once. Where also is not nil its iterations [0, iterations) run too, in the same loop if there
// is one.
func MulShared(p *parallel.Pool, ws []*Matrix, ys [][]float32, x []float32, n int, c Compute, also parallel.Body, iterations int) {
	var shared [mostShared]sharedProduct
	for i, w := range ws {
		fast := w.packed != nil && (c == Int8 || c == Auto) &&
			(n == 1 && w.packed.form.kind.Fast() || 1 < n && n <= llft.PackedBatch && w.packed.form.kind.Batch())
		if !fast || i == mostShared || w.Cols != ws[0].Cols {
			for i, w := range ws {
				w.Mul(p, ys[i], x, n, c)
			}
			if also != nil {
				p.Do(iterations, max(1, iterations/(4*p.Threads())), also)
			}
			return
		}
		w.checkOperands("Mul", len(ys[i]), len(x), n)
		shared[i] = sharedProduct{w: w, y: ys[i]}
	}
	if len(ws) > 0 {
		mulFew(p, shared, len(ws), x, n, also, iterations)
	}
}

// alone is the bytes of weights, times the rows of X, below which the caller multiplies alone: it reads them in two microseconds, and workers that meet
// take about one. The models of some hundred thousand parameters that people try things out with consist of such products.
const alone = 64 << 10

// mulFew computes the first k products for one or few rows of X, where the forms have kernels for so many, and runs also beside them.
func mulFew(p *parallel.Pool, products [mostShared]sharedProduct, k int, x []float32, n int, also parallel.Body, iterations int) {
	a := activationCache.Get().(*activations)
	defer activationCache.Put(a)
	cols := products[0].w.Cols
	a.resize(n, cols)
	for i := range products[:k] {
		a.few[i].resize(n, cols/products[i].w.packed.form.run)
	}
	v := mulLoop{shared: products, w: products[0].w, x: x, a: a, n: n, k: k}
	mulLoops.Do(p, n, 1, v, func(v *mulLoop, _, i, _ int) {
		q, cols := v.a.rows[i], v.w.Cols
		q.Quantize(v.x[i*cols:][:cols])
		for j := range v.shared[:v.k] {
			f, few := v.shared[j].w.packed.form, &v.a.few[j]
			f.offsets(few.blocks[i*few.perRow:][:few.perRow], q)
		}
	})
	v.codes = a.rows[0].Codes
	if n > 1 {
		v.codes = a.interleaveCodes(n, cols)
	}
	groups, bytes := 0, iterations*f16Bytes*cols
	for i := range v.shared[:k] {
		few := &a.few[i]
		v.shared[i].blocks = few.blocks
		if n > 1 {
			v.shared[i].blocks = few.interleave(n)
		}
		groups += v.shared[i].w.groups()
		bytes += len(v.shared[i].w.packed.data)
	}
	if also != nil {
		v.also = also
		groups += iterations
	}
	size := max(1, min(4, groups/(8*p.Threads())))
	if n*bytes < alone {
		size = groups
	}
	mulLoops.Do(p, groups, size, v, func(v *mulLoop, worker, lo, hi int) {
		for i := range v.shared[:v.k] {
			groups := v.shared[i].w.groups()
			if lo < groups && hi > 0 {
				v.shared[i].dot(v.codes, v.n, max(0, lo), min(groups, hi))
			}
			lo, hi = lo-groups, hi-groups
		}
		if hi > 0 {
			v.also.Do(worker, max(0, lo), hi)
		}
	})
}

// dot computes n rows of Y for the groups [lo, hi).
func (s *sharedProduct) dot(codes []int8, n, lo, hi int) {
	w, y, rows := s.w.packed, s.y, s.w.Rows
	d := llft.Packed{
		Kind: w.form.kind, Rows: n, Codes: codes, Blocks: s.blocks, W: w.data[lo*w.at.size : hi*w.at.size], GroupBytes: w.at.size, Cols: w.cols, Groups: hi - lo,
		Twos: w.at.twos, Ones: w.at.ones, Scales: w.at.scales, Mins: w.at.mins, D: w.at.d, DMin: w.at.dmin,
	}
	if hi*packedRows <= rows {
		d.Acc, d.AccStride = y[lo*packedRows:], rows
		d.Dot()
		return
	}
	acc := packedScratches.Get().(*packedScratch) // the last group has rows that Y lacks
	defer packedScratches.Put(acc)
	d.AccStride = (hi - lo) * packedRows
	acc.acc = grow(acc.acc, n*d.AccStride)
	d.Acc = acc.acc
	d.Dot()
	for i := range n {
		copy(y[i*rows+lo*packedRows:(i+1)*rows], acc.acc[i*d.AccStride:])
	}
}

// fewBlocks are the blocks of few rows of X, for one form.
type fewBlocks struct {
	perRow int
	blocks []llft.PanelBlock // [row][perRow]
	batch  []llft.PanelBlock // [block][PackedBatch]
}

func (b *fewBlocks) resize(n, perRow int) {
	b.perRow = perRow
	b.blocks = grow(b.blocks, n*perRow)
}

// interleave lays the blocks of n rows out as llft.Packed takes several.
func (b *fewBlocks) interleave(n int) []llft.PanelBlock {
	b.batch = grow(b.batch, b.perRow*llft.PackedBatch)
	for i := range n {
		for j, of := range b.blocks[i*b.perRow:][:b.perRow] {
			b.batch[j*llft.PackedBatch+i] = of
		}
	}
	return b.batch
}

// interleaveCodes does the same with the codes.
func (a *activations) interleaveCodes(n, cols int) []int8 {
	const most = llft.PackedBatch
	a.batchCodes = grow(a.batchCodes, cols*most)
	for i := range n {
		codes := a.rows[i].Codes
		for c := 0; c < cols; c += 32 {
			*(*[32]int8)(a.batchCodes[c*most+i*32:]) = *(*[32]int8)(codes[c:])
		}
	}
	return a.batchCodes
}
