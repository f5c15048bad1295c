package synthetic

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/x448/float16"

	"llft/gguf"
	"llft/quant"
)

// poolValues is how many random values a pool holds; rows are cut from it at random places.
const poolValues = 1 << 18

// pool is a stock of random weights in one type, of standard deviation 1 or near it, and the places of its scales.
type pool struct {
	kind   gguf.Type
	blocks []byte
}

// scaleField is a float16 of a block that multiplies all of its values.
type scaleField struct {
	offset int     // bytes from the start of the block
	value  float64 // relative to the block's scale: 1 for the scale, -mean or mean of the codes for a minimum, so that values centre on 0
}

// scaleFields of the types that quant cannot write, or only slowly: their blocks are random codes with these fields set.
var scaleFields = map[gguf.Type][]scaleField{
	gguf.Q4_1: {{0, 1}, {2, -7.5}}, gguf.Q5_0: {{0, 1}}, gguf.Q5_1: {{0, 1}, {2, -15.5}},
	gguf.Q2_K: {{80, 1}, {82, 1.5}}, gguf.Q3_K: {{108, 1}}, gguf.Q4_K: {{0, 1}, {2, 7.5}}, gguf.Q5_K: {{0, 1}, {2, 15.5}}, gguf.Q6_K: {{208, 1}},
	gguf.IQ4_NL: {{0, 1}}, gguf.IQ4_XS: {{0, 1}}, gguf.IQ3_XXS: {{0, 1}}, gguf.IQ3_S: {{0, 1}}, gguf.TQ1_0: {{52, 1}}, gguf.TQ2_0: {{64, 1}},
}

func newPool(kind gguf.Type, rng *rand.Rand) (*pool, error) {
	p := &pool{kind: kind, blocks: make([]byte, poolValues/kind.BlockSize()*kind.BlockBytes())}
	fields, ok := scaleFields[kind]
	if !ok && quant.CanQuantize(kind) {
		x := make([]float32, poolValues)
		for i := range x {
			x[i] = float32(rng.NormFloat64())
		}
		return p, quant.Quantize(kind, p.blocks, x)
	}
	if err := checkPool(kind); err != nil {
		return nil, err
	}
	for i := range p.blocks {
		p.blocks[i] = byte(rng.Uint32())
		if kind == gguf.TQ2_0 { // four codes 0, 1, 2 for -1, 0, 1; a 3 would be no ternary weight
			p.blocks[i] = byte(rng.IntN(3) | rng.IntN(3)<<2 | rng.IntN(3)<<4 | rng.IntN(3)<<6)
		}
	}
	p.setScales(fields, 1.0/64)
	x := make([]float32, poolValues)
	if err := quant.Dequantize(kind, x, p.blocks); err != nil {
		return nil, err
	}
	sum := 0.0
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	p.setScales(fields, 1.0/64/math.Sqrt(sum/poolValues))
	return p, nil
}

// checkPool refuses a type that no pool can hold.
func checkPool(kind gguf.Type) error {
	if _, ok := scaleFields[kind]; !ok && !quant.CanQuantize(kind) {
		return fmt.Errorf("no random weights of type %v", kind)
	}
	return nil
}

func (p *pool) setScales(fields []scaleField, scale float64) {
	for at := 0; at < len(p.blocks); at += p.kind.BlockBytes() {
		for _, f := range fields {
			h := float16.Fromfloat32(float32(scale * f.value))
			binary.LittleEndian.PutUint16(p.blocks[at+f.offset:], h.Bits())
		}
	}
}

// write appends a matrix of N(0, sigma²): runs of blocks from random places of a copy of the pool, scaled once.
func (p *pool) write(w *gguf.Writer, rows, cols int, sigma float64, seed uint64) error {
	scaled, err := p.scaled(sigma)
	if err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(seed, 1))
	size := p.kind.BlockBytes()
	const run = 64 // blocks
	left := rows * (cols / p.kind.BlockSize())
	for left > 0 {
		n := min(left, run)
		at := rng.IntN(len(scaled)/size-run) * size
		if _, err := w.Write(scaled[at : at+n*size]); err != nil {
			return err
		}
		left -= n
	}
	return nil
}

// scaled is the pool times sigma.
func (p *pool) scaled(sigma float64) ([]byte, error) {
	if fields, ok := scaleFields[p.kind]; ok {
		c := &pool{kind: p.kind, blocks: append([]byte(nil), p.blocks...)}
		first := float16.Frombits(binary.LittleEndian.Uint16(c.blocks[fields[0].offset:])).Float32()
		c.setScales(fields, float64(first)*sigma)
		return c.blocks, nil
	}
	x := make([]float32, poolValues)
	if err := quant.Dequantize(p.kind, x, p.blocks); err != nil {
		return nil, err
	}
	for i := range x {
		x[i] *= float32(sigma)
	}
	out := make([]byte, len(p.blocks))
	return out, quant.Quantize(p.kind, out, x)
}

func writeFloats(w *gguf.Writer, x []float32) error {
	b, err := binary.Append(nil, binary.LittleEndian, x)
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}
