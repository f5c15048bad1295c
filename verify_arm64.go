//go:build !purego

package llft

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// trustedTiers are those of the candidates, in order, whose products of integers agree with the reference, up to the first that does not. The kernels
// have been tested on an emulated CPU only, so each tier is tried on small products when the program starts, which takes a millisecond or so.
func trustedTiers(candidates []Tier, panel func(*Panel), packed func(*Packed)) []Tier {
	defer enable(Generic)
	for i, t := range candidates {
		enable(t)
		err := verifyPanels(panel)
		if err == nil {
			err = verifyPacked(packed)
		}
		if err != nil {
			isaWarning = fmt.Sprintf("the tier %s of this CPU is not used: %v", t, err)
			return candidates[:i]
		}
	}
	return candidates
}

// verifyPanels multiplies integers, whose sums are exact in any order, by panels of every form that types have.
func verifyPanels(dot func(*Panel)) error {
	const rows, cols = 5, 64 // a tile and a row left
	r := rand.New(rand.NewPCG(1, 1))
	for _, f := range []struct {
		bits, block int
		mins        bool
	}{{2, 16, true}, {3, 16, false}, {4, 32, false}, {4, 32, true}, {5, 32, false}, {5, 32, true}, {6, 16, false}, {8, 32, false}} {
		p := Panel{Acc: make([]float32, rows*2*PanelRows), Codes: make([]int8, rows*cols), CodeStride: cols, Blocks: make([]PanelBlock, rows*cols/f.block),
			BlockStride: cols / f.block, W: [2][]byte{make([]byte, cols*PanelRows), make([]byte, cols*PanelRows)}, Scales: new(PanelScales),
			Rows: rows, Cols: cols, Block: f.block, Mins: f.mins, Bits: f.bits}
		for half, w := range p.W {
			for i := range w {
				w[i] = byte(r.IntN(1 << f.bits))
			}
			for i := range p.Scales.Scale[half] {
				p.Scales.Scale[half][i], p.Scales.Min[half][i] = float32(r.IntN(3)), float32(r.IntN(3))
			}
		}
		verifyX(r, p.Codes, p.Blocks, f.block, 1<<f.bits/2, f.mins)
		want := p
		want.Acc = make([]float32, len(p.Acc))
		panelDotGeneric(&want)
		dot(&p)
		for i, v := range want.Acc {
			if p.Acc[i] != v {
				return fmt.Errorf("a product with codes of %d bits in blocks of %d gives %g in place of %g", f.bits, f.block, p.Acc[i], v)
			}
		}
	}
	return nil
}

// verifyX fills codes of X and their blocks, of a zero of W's codes.
func verifyX(r *rand.Rand, codes []int8, blocks []PanelBlock, block, zero int, mins bool) {
	for i := range codes {
		codes[i] = int8(r.IntN(255) - 127)
	}
	for b := range blocks {
		sum := 0
		for _, x := range codes[b*block:][:block] {
			sum += int(x)
		}
		blocks[b] = PanelBlock{Offset: uint32(int32(-zero * sum)), Scale: 1}
		if mins {
			blocks[b].Offset = math.Float32bits(float32(-sum))
		}
	}
}

// verifyPacked multiplies integers by packed weights of every kind, all of scale 1, and compares with panels of the same codes.
func verifyPacked(dot func(*Packed)) error {
	const cols, supers = superBlock, 1
	r := rand.New(rand.NewPCG(2, 2))
	for k, bits := range map[PackedKind]int{Packed4: 4, Packed8: 8, Packed4Min: 4, Packed5Min: 5, Packed6: 6} {
		p := Packed{Kind: k, Rows: 1, Acc: make([]float32, PanelRows), Codes: make([]int8, cols), Cols: cols, Groups: 1}
		block, mins := 32, k == Packed4Min || k == Packed5Min
		if k == Packed6 {
			block = 16
		}
		part := func(at *int, bytes int) []byte {
			*at = len(p.W)
			p.W = append(p.W, make([]byte, bytes)...)
			return p.W[*at:]
		}
		random := func(b []byte) []byte {
			for i := range b {
				b[i] = byte(r.Uint32())
			}
			return b
		}
		ones := func(b []byte) {
			for i := 0; i < len(b); i += 2 {
				b[i], b[i+1] = 0, 0x3c // binary16
			}
		}
		var first int
		planes, panel := Planes{}, make([]byte, cols*PanelRows)
		codes := random(part(&first, cols*PanelRows/(2-b2i(bits == 8))))
		planes.Nibbles = codes
		if k == Packed5Min {
			planes.Ones = random(part(&p.Ones, cols*PanelRows/8))
		}
		if k == Packed6 {
			planes.Twos = random(part(&p.Twos, cols*PanelRows/4))
		}
		if bits == 8 {
			copy(panel, codes)
		} else {
			unpackPlanesGeneric(panel, planes)
		}
		if k == Packed4 || k == Packed8 {
			ones(part(&p.Scales, cols/32*PanelRows*2))
		} else {
			fill := func(b []byte) {
				for i := range b {
					b[i] = 1
				}
			}
			fill(part(&p.Scales, cols/block*PanelRows))
			ones(part(&p.D, supers*PanelRows*2))
			if mins {
				fill(part(&p.Mins, cols/32*PanelRows))
				ones(part(&p.DMin, supers*PanelRows*2))
			}
		}
		p.GroupBytes = len(p.W)
		p.Blocks = make([]PanelBlock, cols/block)
		verifyX(r, p.Codes, p.Blocks, block, 1<<bits/2, mins)

		want := Panel{Acc: make([]float32, 2*PanelRows), Codes: p.Codes, CodeStride: cols, Blocks: p.Blocks, BlockStride: len(p.Blocks),
			W: [2][]byte{panel}, Scales: new(PanelScales), Rows: 1, Cols: cols, Block: block, Mins: mins, Bits: bits}
		for i := range want.Scales.Scale[0] {
			want.Scales.Scale[0][i], want.Scales.Min[0][i] = 1, 1
		}
		panelDotGeneric(&want)
		dot(&p)
		for i, v := range p.Acc {
			if v != want.Acc[i] {
				return fmt.Errorf("a product with packed weights of %d bits gives %g in place of %g", bits, v, want.Acc[i])
			}
		}
	}
	return nil
}
