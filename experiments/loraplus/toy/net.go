// Package toy is what the experiments with small networks share: the network with one trained product of two low-rank matrices, the search
// for the best learning rate, and the frame of their commands.
package toy

import (
	"unsafe"

	"llft"
)

// Net is a network of one output, of which only A and B are trained:
//
//	f(x) = Σ_j out_j · φ( c_j(x) + Σ_r B[j,r] · z_r(x) )        z = A·h(x)        φ = ReLU
//
// h(x) and c(x), of width values each, are frozen, so that a Set holds them for its samples once for all steps. The loss is the mean of (f-y)².
//
// A step costs 10 · rank · width · samples operations in products and one pass over width · samples values for φ: with the mask
// m_j = φ'(…), which is 0 or 1, and G[r] = Σ_j out_j·B[j,r]·m_j (one product), the gradients are, with u = ∂loss/∂f = 2(f-y)/samples,
//
//	dz_r = u · G[r]        dA[r,k] = Σ_x dz_r(x) · h_k(x)        dB[j,r] = out_j · Σ_x m_j(x) · u(x) · z_r(x)
//
// Samples are taken in blocks of 32 columns, the width of the root package's matrix products, whose panels are their layout.
type Net struct {
	Width, Rank  int
	Out          []float32 // (width)
	A            []float32 // (rank, stride): the ends of its rows, behind width, stay zero
	B            []float32 // (width, rank)
	GradA, GradB []float32 // as A and B
	stride       int       // width rounded up to whole blocks

	act    []float32 // (width, block): what goes into φ, then what comes out
	mask   []float32 // (width, block): φ', 0 or 1
	act2   []uint64  // act and mask as pairs of values
	mask2  []uint64
	outB   []float32 // (width, rank): out_j · B[j,r]
	z, g   []float32 // (rank, block)
	dz     []float32 // (rank, samples)
	uz     []float32 // (block, narrow): u·z, samples by rank
	sums   []float32 // (width, narrow): dB without out_j
	f, res [block]float32
}

const (
	block  = llft.PanelWidth
	narrow = block / 2 // columns of the narrow panels: rank, filled up with zeros
)

// NewNet makes a network with A, B and the rest zero. The rank is at most 16.
func NewNet(width, rank int) *Net {
	stride := blocks(width) * block
	act2, mask2 := make([]uint64, width*block/2), make([]uint64, width*block/2)
	return &Net{
		Width: width, Rank: rank, Out: make([]float32, width), stride: stride,
		A: make([]float32, rank*stride), B: make([]float32, width*rank), GradA: make([]float32, rank*stride), GradB: make([]float32, width*rank),
		act: floats(act2), mask: floats(mask2), act2: act2, mask2: mask2, outB: make([]float32, width*rank), z: make([]float32, rank*block), g: make([]float32, rank*block),
		uz: make([]float32, block*narrow), sums: make([]float32, width*narrow),
	}
}

// floats is v as values, two in each.
func floats(v []uint64) []float32 {
	return unsafe.Slice((*float32)(unsafe.Pointer(&v[0])), 2*len(v))
}

// RowA is row r of A without its end.
func (n *Net) RowA(r int) []float32 { return n.A[r*n.stride:][:n.Width] }

func blocks(n int) int { return (n + block - 1) / block }

// Set is some samples as the frozen part of a network sees them.
type Set struct {
	count   int
	hidden  []float32 // (blocks of samples, width, block): h
	base    []float32 // as hidden: c; nil for zeros
	byWidth []float32 // (blocks of the width, samples rounded up, block): h for dA
	targets []float32 // (samples rounded up)
}

// NewSet takes h and c as (width, samples) matrices, c may be nil, and the targets. A set for training holds h in a second layout.
func NewSet(h, c, targets []float32, width int, training bool) *Set {
	count := len(targets)
	s := &Set{count: count, hidden: columns(h, width, count), targets: make([]float32, blocks(count)*block)}
	copy(s.targets, targets)
	if c != nil {
		s.base = columns(c, width, count)
	}
	if training {
		padded := blocks(count) * block
		s.byWidth = make([]float32, blocks(width)*padded*block)
		for j := range width {
			for i, v := range h[j*count:][:count] {
				s.byWidth[(j/block*padded+i)*block+j%block] = v
			}
		}
	}
	return s
}

// columns is the matrix (width, count) in blocks of columns.
func columns(m []float32, width, count int) []float32 {
	out := make([]float32, blocks(count)*width*block)
	for j := range width {
		for i, v := range m[j*count:][:count] {
			out[(i/block*width+j)*block+i%block] = v
		}
	}
	return out
}

// Loss is the mean of (f-y)².
func (n *Net) Loss(s *Set) float64 {
	sum := 0.0
	for b := range blocks(s.count) {
		n.forward(s, b)
		sum += n.residuals(s, b)
	}
	return sum / float64(s.count)
}

// Gradients sets GradA and GradB and returns the loss. The set is one for training.
func (n *Net) Gradients(s *Set) float64 {
	padded := blocks(s.count) * block
	if len(n.dz) != n.Rank*padded {
		n.dz = make([]float32, n.Rank*padded)
	}
	for i, b := range n.B {
		n.outB[i] = n.Out[i/n.Rank] * b
	}
	clear(n.sums)
	sum := 0.0
	scale := float32(2 / float64(s.count))
	for b := range blocks(s.count) {
		n.forward(s, b)
		sum += n.residuals(s, b)
		llft.GemmPanelSet(n.g, block, n.outB, 1, n.Rank, n.mask, n.Rank, n.Width, block)
		for r := range n.Rank {
			z, g, dz := n.z[r*block:][:block], n.g[r*block:][:block], n.dz[r*padded+b*block:][:block]
			for i := range dz {
				u := scale * n.res[i]
				dz[i] = u * g[i]
				n.uz[i*narrow+r] = u * z[i]
			}
		}
		llft.GemmPanel(n.sums, narrow, n.mask, block, 1, n.uz, n.Width, block, narrow)
	}
	for j, out := range n.Out {
		for r := range n.Rank {
			n.GradB[j*n.Rank+r] = out * n.sums[j*narrow+r]
		}
	}
	for q := range blocks(n.Width) {
		llft.GemmPanelSet(n.GradA[q*block:], n.stride, n.dz, padded, 1, s.byWidth[q*padded*block:][:padded*block], n.Rank, padded, block)
	}
	return sum / float64(s.count)
}

// forward computes f and the mask of block b. Where φ's argument is zero, the mask is one: with the usual zero, a network whose B (or A) is
// zero and that has no c would never begin to learn. A sum begins with +0, so that its zeros have no minus.
func (n *Net) forward(s *Set, b int) {
	at := b * n.Width * block
	llft.GemmPanelSet(n.z, block, n.A, n.stride, 1, s.hidden[at:][:n.Width*block], n.Rank, n.Width, block)
	if s.base != nil {
		copy(n.act, s.base[at:])
		llft.GemmPanel(n.act, block, n.B, n.Rank, 1, n.z, n.Width, n.Rank, block)
	} else {
		llft.GemmPanelSet(n.act, block, n.B, n.Rank, 1, n.z, n.Width, n.Rank, block)
	}
	activate(n.act2, n.mask2)
	llft.GemmPanelSet(n.f[:], block, n.Out, n.Width, 1, n.act, 1, n.Width, block)
}

// activate applies φ to act and sets the mask, two values at a time: bits are fewer operations than values, and no branch depends on a sign.
func activate(act, mask []uint64) {
	const (
		sign = 1<<63 | 1<<31
		one  = 0x3f800000_3f800000 // the bits of 1
	)
	mask = mask[:len(act)]
	for i, bits := range act {
		s := bits & sign
		negative := s | (s - s>>31) // all ones in a half whose sign is set
		act[i] = bits &^ negative
		mask[i] = one &^ negative
	}
}

// residuals sets f-y of block b and returns the sum of their squares; beyond the last sample they are zero.
func (n *Net) residuals(s *Set, b int) float64 {
	sum := 0.0
	for i := range n.res {
		n.res[i] = 0
		if b*block+i < s.count {
			n.res[i] = n.f[i] - s.targets[b*block+i]
			sum += float64(n.res[i]) * float64(n.res[i])
		}
	}
	return sum
}
