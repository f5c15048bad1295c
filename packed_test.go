package llft

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

var packedNames = [packedKinds]string{"nibbles", "bytes", "nibbles, minima", "nibbles and ones, minima", "nibbles and twos",
	"nibbles, half minima", "nibbles and ones", "nibbles and ones, half minima", "twos, minima", "twos and ones", "levels", "levels, codes of scales"}

// fillPacked fills the groups; halves are set so that products stay finite, or to 1.
func fillPacked(r *rand.Rand, p *Packed, code func() byte, half func() uint16) {
	for i := range p.W {
		p.W[i] = code()
	}
	for g := range p.Groups {
		w := p.W[g*p.GroupBytes:][:p.GroupBytes]
		set := func(start, n int) {
			for i := range n {
				binary.LittleEndian.PutUint16(w[start+2*i:], half())
			}
		}
		f := &packedForms[p.Kind]
		switch {
		case f.scales == scalesHalf:
			set(p.Scales, p.Cols/32*PanelRows)
			if f.mins {
				set(p.Mins, p.Cols/32*PanelRows)
			}
			continue
		case f.scales == scalesBytes:
			for i := p.Scales; i < p.D; i++ {
				w[i] = byte(r.IntN(64)) // as scales and minima of 6 bits are
			}
		}
		set(p.D, p.Cols/superBlock*PanelRows)
		if f.mins {
			set(p.DMin, p.Cols/superBlock*PanelRows)
		}
	}
}

// TestPacked holds the products with packed weights to the bits of those with panels, which TestPanelDot holds to the reference.
func TestPacked(t *testing.T) {
	for kind := range packedKinds {
		t.Run(packedNames[kind], func(t *testing.T) {
			eachTier(t, func(t *testing.T) {
				if !kind.Fast() {
					t.Skip("panels do this on this tier")
				}
				r := newRand()
				var memory [4]*arena
				for i := range memory {
					memory[i] = newArena(t, 256<<10)
				}
				for _, groups := range []int{1, 2, 5} {
					for _, cols := range []int{32, 96, 256, 512, 768, 1280} {
						if packedForms[kind].scales != scalesHalf && cols%superBlock != 0 {
							continue
						}
						for mode := range 4 { // random, zeros, largest codes with 127, with -127
							p, block := layPacked(kind, groups, cols), packedForms[kind].block
							p.W = take[byte](memory[0], groups*p.GroupBytes)
							p.Acc = take[float32](memory[1], groups*PanelRows)
							p.Codes = take[int8](memory[2], cols)
							p.Blocks = take[PanelBlock](memory[3], cols/block)
							fillPacked(r, &p, func() byte {
								return [4]byte{byte(r.Uint32()), 0, 0xff, 0xff}[mode]
							}, func() uint16 { return uint16(0x3000 + r.IntN(0x1000)) })
							fillX(r, &p, block, mode)
							p.Dot()
							sameBits(t, fmt.Sprintf("%d groups × %d columns, mode %d", groups, cols, mode), p.Acc, p.byPanels(unpackPlanes, (*Panel).Dot))
							memory[1].check(t, "acc")
						}
					}
				}
			})
		})
	}
}

// fillX sets the codes of X and what belongs to its blocks.
func fillX(r *rand.Rand, p *Packed, block, mode int) {
	f := &packedForms[p.Kind]
	sign := float32(-1)
	if f.scales == scalesHalf {
		sign = 1
	}
	for b := range p.Blocks {
		var sum int32
		for i := range block {
			x := int8(r.IntN(255) - 127)
			switch mode {
			case 2:
				x = 127
			case 3:
				x = -127
			}
			p.Codes[b*block+i] = x
			sum += int32(x)
		}
		of := PanelBlock{Offset: uint32(-f.zero * sum), Scale: float32(r.Float64())}
		if f.mins {
			of.Offset = math.Float32bits(sign * of.Scale * float32(sum))
		}
		p.Blocks[b] = of
	}
}

func TestPackedRefuses(t *testing.T) {
	if !Packed4.Fast() {
		t.Skip("no kernel on this tier")
	}
	p := layPacked(Packed4, 2, 64)
	p.W, p.Acc, p.Codes, p.Blocks = make([]byte, 2*p.GroupBytes), make([]float32, 32), make([]int8, 64), make([]PanelBlock, 2)
	p.Dot()
	for name, spoil := range map[string]func(p *Packed){
		"kind":    func(p *Packed) { p.Kind = packedKinds },
		"columns": func(p *Packed) { p.Cols = 33 },
		"rows":    func(p *Packed) { p.Rows = PackedBatch + 1 },
		"acc":     func(p *Packed) { p.Acc = p.Acc[1:] },
		"codes":   func(p *Packed) { p.Codes = p.Codes[1:] },
		"blocks":  func(p *Packed) { p.Blocks = p.Blocks[1:] },
		"weights": func(p *Packed) { p.W = p.W[1:] },
		"scales":  func(p *Packed) { p.Scales++ },
	} {
		q := p
		spoil(&q)
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			q.Dot()
		}()
	}
}

// TestPackedBatch holds several rows of X to the bits of each alone, which TestPacked holds to those of panels.
func TestPackedBatch(t *testing.T) {
	for kind := range packedKinds {
		t.Run(packedNames[kind], func(t *testing.T) {
			eachTier(t, func(t *testing.T) {
				if !kind.Batch() {
					t.Skip("panels do this on this tier")
				}
				r := newRand()
				var memory [4]*arena
				for i := range memory {
					memory[i] = newArena(t, 256<<10)
				}
				for rows := 2; rows <= PackedBatch; rows++ {
					for _, size := range [][2]int{{1, 32}, {5, 96}, {1, 256}, {3, 512}, {2, 544}, {2, 1280}} {
						groups, cols := size[0], size[1]
						if packedForms[kind].scales != scalesHalf && cols%superBlock != 0 {
							continue
						}
						p, block := layPacked(kind, groups, cols), packedForms[kind].block
						stride := groups*PanelRows + 16*r.IntN(2)
						p.Rows, p.AccStride = rows, stride
						p.W = take[byte](memory[0], groups*p.GroupBytes)
						p.Acc = take[float32](memory[1], (rows-1)*stride+groups*PanelRows)
						p.Codes = take[int8](memory[2], cols*PackedBatch)
						p.Blocks = take[PanelBlock](memory[3], cols/block*PackedBatch)
						fillPacked(r, &p, func() byte { return byte(r.Uint32()) }, func() uint16 { return uint16(0x3000 + r.IntN(0x1000)) })
						want := make([][]float32, rows)
						for i := range want {
							one := p
							one.Rows, one.Acc, one.Codes, one.Blocks = 1, make([]float32, groups*PanelRows), make([]int8, cols), make([]PanelBlock, cols/block)
							fillX(r, &one, block, r.IntN(4))
							one.Dot()
							want[i] = one.Acc
							for c, x := range one.Codes {
								p.Codes[c/32*32*PackedBatch+i*32+c%32] = x
							}
							for b, of := range one.Blocks {
								p.Blocks[b*PackedBatch+i] = of
							}
						}
						for i := range p.Acc {
							p.Acc[i] = -1
						}
						for i := rows; i < PackedBatch; i++ { // what no row of the result may see
							for b := range cols / block {
								p.Blocks[b*PackedBatch+i] = PanelBlock{math.Float32bits(float32(math.NaN())), float32(math.NaN())}
							}
						}
						p.Dot()
						for i := range want {
							sameBits(t, fmt.Sprintf("row %d of %d, %d groups × %d columns", i, rows, groups, cols), p.Acc[i*stride:], want[i])
						}
						for i := range p.Acc {
							if i%stride >= groups*PanelRows && p.Acc[i] != -1 {
								t.Fatalf("value %d of acc, between two rows, is %g: overwritten", i, p.Acc[i])
							}
						}
						memory[1].check(t, "acc")
					}
				}
			})
		})
	}
}
