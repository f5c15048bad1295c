package llft

import "fmt"

// PackedKind says how the groups of packed weights that one row of X meets lie in memory.
type PackedKind int

// The kinds that may have kernels of their own. Codes come first; the other parts begin at the offsets of Packed. Scales are binary16
// [Cols/32][16], or codes of one byte: [Cols/32][16], of 6 bits [Cols/16][16], times D, binary16 [Cols/256][16].
const (
	Packed4    PackedKind = iota // nibbles, binary16 scales
	Packed8                      // bytes, binary16 scales
	Packed4Min                   // nibbles, codes of scales and minima
	Packed5Min                   // nibbles and ones, the same
	Packed6                      // nibbles and twos, codes of scales

	Packed4HalfMin     // nibbles, binary16 scales and minima
	Packed5            // nibbles and ones, binary16 scales
	Packed5HalfMin     // the same with minima
	Packed2Min         // twos, nibbles of scales and minima
	Packed3            // twos and ones, scales of 6 bits
	Packed4Levels      // nibbles for the levels of the IQ4 types, binary16 scales
	Packed4LevelsCodes // the same, codes of scales
	packedKinds
)

// PackedBatch is the most rows of X that kernels of Packed take.
const PackedBatch = 8

// Packed is the product of one row of X, or of some, with groups of packed weights: what Panel.Dot does, bit for bit, without a panel in memory,
// so that it goes as fast as memory is read.
type Packed struct {
	Kind                              PackedKind
	Rows                              int       // of X: 1, or up to PackedBatch where Kind.Batch() says so
	Acc                               []float32 // row i of [Groups][PanelRows] begins at i·AccStride; set
	AccStride                         int
	Codes                             []int8       // [Cols]; of several rows [Cols/32][PackedBatch][32]
	Blocks                            []PanelBlock // a block each 32 or (Packed6) 16 columns; of several rows [block][PackedBatch]
	W                                 []byte       // groups of GroupBytes
	GroupBytes                        int
	Twos, Ones, Scales, Mins, D, DMin int // bytes from the start of a group
	Cols, Groups                      int
}

// Batch says whether the tier in use takes several rows of X with the kind.
func (k PackedKind) Batch() bool { return k.Fast() && packedBatch(k) }

// Fast says whether the tier in use has a kernel of the kind.
func (k PackedKind) Fast() bool { return uint(k) < uint(packedKinds) && packedFast(k) }

// Dot sets Acc; it panics where the tier has no kernel of the kind.
func (p *Packed) Dot() {
	if !p.Kind.Fast() {
		panic(fmt.Sprintf("llft: Packed.Dot: no kernel of kind %d", p.Kind))
	}
	f := &packedForms[p.Kind]
	block, values := f.block, 32
	if f.scales != scalesHalf {
		values = superBlock
	}
	if p.Cols <= 0 || p.Cols%values != 0 || p.Groups < 0 {
		panic(fmt.Sprintf("llft: Packed.Dot: %d groups of %d columns", p.Groups, p.Cols))
	}
	copies := 1
	if p.Rows > 1 {
		copies = PackedBatch
	}
	if p.Rows < 1 || p.Rows > PackedBatch || p.Rows > 1 && !p.Kind.Batch() {
		panic(fmt.Sprintf("llft: Packed.Dot: %d rows of X with kind %d", p.Rows, p.Kind))
	}
	if p.Groups == 0 {
		return
	}
	checkIndex("Packed.Dot", "Acc", (p.Rows-1)*p.AccStride+p.Groups*PanelRows-1, len(p.Acc))
	checkLen("Packed.Dot", len(p.Codes), p.Cols*copies)
	checkLen("Packed.Dot", len(p.Blocks), p.Cols/block*copies)
	checkLen("Packed.Dot", len(p.W), p.Groups*p.GroupBytes)
	part := func(name string, start, bytes int) {
		if start < 0 || start+bytes > p.GroupBytes {
			panic(fmt.Sprintf("llft: Packed.Dot: %s at %d, %d bytes, of a group of %d", name, start, bytes, p.GroupBytes))
		}
	}
	f.parts(p, part)
	const call = 1 << 18 // bytes of one call into assembly
	step := max(1, call/p.GroupBytes)
	for g := 0; g < p.Groups; g += step {
		q := *p
		q.Groups = min(step, p.Groups-g)
		q.Acc, q.W = p.Acc[g*PanelRows:], p.W[g*p.GroupBytes:]
		packedDot(&q)
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
