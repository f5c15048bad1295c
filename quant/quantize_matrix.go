package quant

import (
	"fmt"
	"math"
	"sync/atomic"

	"llft/gguf"
	"llft/internal/parallel"
)

// quantizeValues is about how many values a worker quantizes at once: some 100 µs to 1 ms of work.
const quantizeValues = 1 << 14

// QuantizeMatrix fills dst with the blocks of src [rows, cols], the rows spread over the pool; its bytes are those of Quantize. A value that
// is not finite is an error that names its place, and dst is then without meaning.
func QuantizeMatrix(p *parallel.Pool, t gguf.Type, dst []byte, src []float32, rows, cols int) error {
	f := lookup(t)
	if f == nil || f.quantize == nil {
		return unsupported(t, "written", func(f *format) bool { return f.quantize != nil })
	}
	if rows < 1 || cols < 1 || len(src)%cols != 0 || len(src)/cols != rows {
		return fmt.Errorf("%d values are no matrix of %d rows × %d columns", len(src), rows, cols)
	}
	if cols%f.block != 0 {
		return fmt.Errorf("rows of %d values are no whole number of %v blocks of %d", cols, t, f.block)
	}
	if err := f.checkLengths(len(src), len(dst)); err != nil {
		return err
	}
	rowBytes := cols / f.block * f.bytes
	var bad atomic.Int64 // 1 + the index of the first value that is not finite
	p.Chunks(rows, max(1, quantizeValues/cols), func(_, lo, hi int) {
		x := src[lo*cols : hi*cols]
		if i := notFinite(x); i >= 0 {
			lower(&bad, int64(lo*cols+i)+1)
			return
		}
		f.quantize(dst[lo*rowBytes:hi*rowBytes], x)
	})
	if i := int(bad.Load()) - 1; i >= 0 {
		return fmt.Errorf("the value of row %d, column %d is %g", i/cols, i%cols, src[i])
	}
	return nil
}

// notFinite finds the first NaN or infinity, or gives -1.
func notFinite(x []float32) int {
	for i, v := range x {
		if math.Float32bits(v)&0x7f800000 == 0x7f800000 {
			return i
		}
	}
	return -1
}

// lower sets v to n if that is less, or if v is 0.
func lower(v *atomic.Int64, n int64) {
	for {
		have := v.Load()
		if have != 0 && have <= n || v.CompareAndSwap(have, n) {
			return
		}
	}
}
