package convert

import (
	"fmt"
	"math"

	"llft/gguf"
	"llft/quant"
)

// chunkValues is about how many values are converted between two writes: 1 MB for each of the four forms below.
const chunkValues = 1 << 18

// sums are squares over a row: of W, of ΔW, of W+ΔW, and of what is stored less W+ΔW.
type sums struct{ before, delta, after, off float64 }

func (s *sums) add(r sums) {
	s.before += r.before
	s.delta += r.delta
	s.after += r.after
	s.off += r.off
}

// convert writes the tensor through float32. Each row's sums are its own and added in the order of the rows, so that the report does not
// depend on the number of threads.
func (j *job) convert(w *gguf.Writer) (Tensor, error) {
	rows, cols := j.from.Rows(), j.from.Dims[0]
	matrix, err := quant.NewMatrix(j.from.Type, rows, cols, j.from.Data)
	if err != nil {
		return Tensor{}, err
	}
	size := min(rows, max(1, chunkValues/cols))
	rowBytes := cols / j.to.BlockSize() * j.to.BlockBytes()
	c := j.room.of(size*cols, size*rowBytes, size)
	c.job, c.from, c.cols = j, matrix, cols
	var all sums
	for lo := 0; lo < rows; lo += size {
		n := min(size, rows-lo)
		if err := c.run(lo, n); err != nil {
			return Tensor{}, err
		}
		if _, err := w.Write(c.blocks[:n*rowBytes]); err != nil {
			return Tensor{}, err
		}
		for _, r := range c.sums[:n] {
			all.add(r)
		}
		j.advance(len(j.from.Data) / rows * n)
	}
	return Tensor{
		Name: j.from.Name, From: j.from.Type, To: j.to, Converted: true, Changed: j.delta != nil,
		Before: math.Sqrt(all.before), Delta: math.Sqrt(all.delta), After: math.Sqrt(all.after), Off: math.Sqrt(all.off),
	}, nil
}

// chunk holds some rows in all their forms. Its memory serves one tensor after the other.
type chunk struct {
	job    *job
	from   *quant.Matrix
	cols   int
	base   []float32 // W
	change []float32 // ΔW
	sum    []float32 // W+ΔW, later what a reader of blocks will see
	blocks []byte
	sums   []sums
}

// of makes room for values, bytes of blocks and rows; what was there is lost.
func (c *chunk) of(values, bytes, rows int) *chunk {
	c.base, c.change, c.sum = sized(c.base, values), sized(c.change, values), sized(c.sum, values)
	c.blocks, c.sums = sized(c.blocks, bytes), sized(c.sums, rows)
	return c
}

// sized is x with n values, anew where it has less room.
func sized[T any](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n)
	}
	return x[:n]
}

// run fills blocks and sums for rows lo to lo+n.
func (c *chunk) run(lo, n int) error {
	pool := c.job.plan.Pool
	values := n * c.cols
	pool.Run(n, func(_, i int) { c.load(lo, i) })
	for i, s := range c.sums[:n] {
		if !finite(s.after) {
			return fmt.Errorf("row %d holds values that are not finite", lo+i)
		}
	}
	blocks := c.blocks[:values/c.job.to.BlockSize()*c.job.to.BlockBytes()]
	if err := quant.QuantizeMatrix(pool, c.job.to, blocks, c.sum[:values], n, c.cols); err != nil {
		return err
	}
	stored, err := quant.NewMatrix(c.job.to, n, c.cols, blocks)
	if err != nil {
		return err
	}
	pool.Run(n, func(_, i int) { c.compare(stored, i) })
	for i, s := range c.sums[:n] {
		if !finite(s.off) {
			return fmt.Errorf("the values of row %d are too large for type %v", lo+i, c.job.to)
		}
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

func (c *chunk) row(x []float32, i int) []float32 { return x[i*c.cols : (i+1)*c.cols] }

// load computes W, ΔW and W+ΔW of row i of the chunk.
func (c *chunk) load(lo, i int) {
	base, change, sum := c.row(c.base, i), c.row(c.change, i), c.row(c.sum, i)
	c.from.Row(base, lo+i)
	clear(change)
	if c.job.delta != nil {
		c.job.delta(change, lo+i)
	}
	s := sums{}
	for k, w := range base {
		d := change[k]
		x := w + d
		sum[k] = x
		s.before += float64(w) * float64(w)
		s.delta += float64(d) * float64(d)
		s.after += float64(x) * float64(x)
	}
	c.sums[i] = s
}

// compare measures how far what was stored is from W+ΔW.
func (c *chunk) compare(stored *quant.Matrix, i int) {
	base, change, got := c.row(c.base, i), c.row(c.change, i), c.row(c.sum, i)
	stored.Row(got, i)
	off := 0.0
	for k, v := range got {
		d := float64(v) - float64(base[k]) - float64(change[k])
		off += d * d
	}
	c.sums[i].off = off
}
