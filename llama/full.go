package llama

import (
	"fmt"
	"runtime"
	"unsafe"

	"llft"
	"llft/gguf"
	"llft/internal/offheap"
	"llft/quant"
)

// Tensor is a trained weight of a model.
type Tensor struct {
	Name  string
	Dims  []int     // as in the file: row length first
	Value []float32 // what the next forward pass computes with
	Grad  []float32 // to which training adds
}

// Weights are all weights of a model, in training: float32 values outside the Go heap, in place of the file's, and their gradients.
type Weights struct {
	m      *Model
	all    []*Tensor
	undo   []func() // gives the model a part of its file back
	memory offheap.Arena
}

// TrainWeights copies every weight of m to memory, rope_freqs excepted, and computes with the copies from now on, until Detach. Trainers
// add the gradients of all of them. It refuses models with quantized tensors, which have no values that a small step could change.
func (m *Model) TrainWeights() (*Weights, error) {
	if m.packing != nil || m.training != nil {
		return nil, fmt.Errorf("the weights of a model that is packed for inference or in training already cannot be trained")
	}
	for _, t := range m.File.Tensors {
		if t.Type != gguf.F32 && t.Type != gguf.F16 && t.Type != gguf.BF16 {
			return nil, fmt.Errorf("%w: tensor %q is %v", ErrQuantized, t.Name, t.Type)
		}
	}
	w := &Weights{m: m}
	w.matrix("token_embd.weight", &m.Embed, &m.gradEmbed)
	for l := range m.Blocks {
		b := &m.Blocks[l]
		name := func(s string) string { return fmt.Sprintf("blk.%d.%s.weight", l, s) }
		w.vector(name("attn_norm"), &b.AttnNorm, &b.gradAttnNorm)
		for _, lin := range []*Linear{&b.Q, &b.K, &b.V, &b.O} {
			w.linear(lin)
		}
		w.vector(name("ffn_norm"), &b.FFNNorm, &b.gradFFNNorm)
		for _, lin := range []*Linear{&b.Gate, &b.Up, &b.Down} {
			w.linear(lin)
		}
	}
	w.vector("output_norm.weight", &m.OutNorm, &m.gradOutNorm)
	if m.Tied {
		was := m.Output.W
		m.Output.W, m.Output.grad = m.Embed, m.gradEmbed
		w.undo = append(w.undo, func() { m.Output.W, m.Output.grad = was, nil })
	} else {
		w.linear(&m.Output)
	}
	m.training = w
	return w, nil
}

// ErrQuantized is what TrainWeights wraps.
var ErrQuantized = fmt.Errorf("only the weights of F32, F16 and BF16 models can be trained")

// Tensors lists what is trained, in the order of the forward pass: the embedding, the blocks, the output. Slices are aliases and stay valid
// until Detach.
func (w *Weights) Tensors() []*Tensor { return w.all }

// Detach gives the model the weights of its file back and frees the memory of the trained ones; a second call does nothing.
func (w *Weights) Detach() {
	if w.m.training != w {
		return
	}
	for _, f := range w.undo {
		f()
	}
	w.m.training = nil
	w.all = nil
	w.memory.Free()
}

// linear replaces the matrix and the bias of l.
func (w *Weights) linear(l *Linear) {
	w.matrix(l.Name, &l.W, &l.grad)
	if l.Bias != nil {
		w.vector(l.Name[:len(l.Name)-len("weight")]+"bias", &l.Bias, &l.gradBias)
	}
}

// matrix replaces *at by a copy in float32 and makes room for its gradient.
func (w *Weights) matrix(name string, at **quant.Matrix, grad *[]float32) {
	was := *at
	t := w.add(name, was.Cols, was.Rows)
	w.m.Pool.Run(was.Rows, func(_, i int) { was.Row(t.Value[i*was.Cols:(i+1)*was.Cols], i) })
	w.m.File.Release(was.Data)
	// A matrix of type F32 reads its values where they lie, so that a step needs no further copy.
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(t.Value))), 4*len(t.Value))
	now, err := quant.NewMatrix(gguf.F32, was.Rows, was.Cols, bytes)
	if err != nil {
		panic("llama: " + err.Error()) // the shape is that of a matrix
	}
	*at, *grad = now, t.Grad
	w.undo = append(w.undo, func() { *at, *grad = was, nil })
}

// vector replaces *at by a copy and makes room for its gradient.
func (w *Weights) vector(name string, at, grad *[]float32) {
	was := *at
	t := w.add(name, len(was))
	copy(t.Value, was)
	*at, *grad = t.Value, t.Grad
	w.undo = append(w.undo, func() { *at, *grad = was, nil })
}

func (w *Weights) add(name string, dims ...int) *Tensor {
	n := 1
	for _, d := range dims {
		n *= d
	}
	t := &Tensor{
		Name: name, Dims: dims,
		Value: offheap.Make[float32](&w.memory, n, offheap.Huge), Grad: offheap.Make[float32](&w.memory, n, offheap.Huge),
	}
	w.all = append(w.all, t)
	return t
}

// gradWeights adds to the gradients of W and bias those of n rows: dW += dYᵀ·X, dbias += Σ dY.
func (g *group) gradWeights(m *Model, dy outs, x []float32, n int, c quant.Compute) {
	for i, l := range g.linears {
		if l.grad != nil {
			quant.AddGrad(m.Pool, l.grad, dy[i], x, n, l.W.Rows, l.W.Cols, c)
		}
		if l.gradBias != nil {
			m.columns(l.W.Rows, n, operands{out: l.gradBias, y: dy[i], width: l.W.Rows, layer: n}, func(_ *Model, v *operands, _, lo, hi int) {
				for r := range v.layer {
					llft.Add(v.out[lo:hi], v.out[lo:hi], v.y[r*v.width+lo:r*v.width+hi])
				}
			})
		}
	}
}

// gradNorm adds to grad, where it is trained, the gradient of the weight of y = x·r·weight over n rows: Σ dy·x·r, in the order of the rows.
func (m *Model) gradNorm(grad, dy, x, rstd []float32, n int) {
	if grad == nil {
		return
	}
	m.columns(m.Dim, 2*n, operands{out: grad, y: dy, x: x, r: rstd, layer: n}, func(m *Model, v *operands, worker, lo, hi int) {
		sum, part := v.out[lo:hi], m.scratch.panels[worker].take(hi-lo)
		for r := range v.layer {
			llft.ScaleWeighted(part, v.x[r*m.Dim+lo:r*m.Dim+hi], v.r[r], v.y[r*m.Dim+lo:r*m.Dim+hi])
			llft.Add(sum, sum, part)
		}
	})
}

// gradEmbedding adds the gradients dx [n, Dim] of the layers' input to the rows of their tokens, in the order of the rows.
func (t *Trainer) gradEmbedding(dx []float32, seqs []Sequence) {
	m := t.m
	m.columns(m.Dim, t.batch.n, operands{out: m.gradEmbed, x: dx, seqs: seqs}, func(m *Model, v *operands, _, lo, hi int) {
		dx := v.x
		for _, s := range v.seqs {
			for _, token := range s.Tokens {
				sum := v.out[int(token)*m.Dim:][lo:hi]
				llft.Add(sum, sum, dx[lo:hi])
				dx = dx[m.Dim:]
			}
		}
	})
	runtime.KeepAlive(m.training) // and with it the memory outside the heap
}

// columns runs f over parts of n columns that each cost about height operations. Sums go down the columns, so that their order does not depend
// on the cut. f is as in rows.
func (m *Model) columns(n, height int, v operands, f func(m *Model, v *operands, worker, lo, hi int)) {
	size := n
	if n*height >= 1<<15 {
		size = pieces(n, m.Pool.Threads(), 16)
	}
	l := &m.scratch.loop
	*l = rowLoop{m, v, f}
	m.Pool.Do(n, size, l)
	*l = rowLoop{}
}
