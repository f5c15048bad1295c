package llft

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// panelForms are the forms that types have.
var panelForms = []struct {
	name          string
	bits, block   int
	mins          bool
	nibbles, twos bool
	ones, table   bool
	zero, most    int // of codes
}{
	{"2 bits, minima", 2, 16, true, false, true, false, false, 0, 3},
	{"3 bits", 3, 16, false, false, true, true, false, 4, 7},
	{"4 bits", 4, 32, false, true, false, false, false, 8, 15},
	{"4 bits, minima", 4, 32, true, true, false, false, false, 0, 15},
	{"5 bits", 5, 32, false, true, false, true, false, 16, 31},
	{"5 bits, minima", 5, 32, true, true, false, true, false, 0, 31},
	{"6 bits", 6, 16, false, true, true, false, false, 32, 63},
	{"8 bits", 8, 32, false, false, false, false, false, 128, 255},
	{"4 bits by table", 8, 32, false, true, false, false, true, 128, 255},
}

// panelOperands fills a product of the given size; extremes makes all codes extreme ones.
func panelOperands(r *rand.Rand, p *Panel, mins, extremes bool, zero, most int, scale func() float32) {
	for i := range p.Acc {
		p.Acc[i] = float32(r.IntN(9) - 4)
	}
	pick := r.IntN(2)
	for _, w := range p.W {
		for i := range w {
			w[i] = byte(r.IntN(most + 1))
			if extremes {
				w[i] = byte(most * pick)
			}
		}
	}
	for half := range 2 {
		for i := range p.Scales.Scale[half] {
			p.Scales.Scale[half][i], p.Scales.Min[half][i] = scale(), scale()
		}
	}
	for i := range p.Rows {
		sign := int8(1 - 2*r.IntN(2))
		for b := range p.Cols / p.Block {
			var sum int32
			for c := range p.Block {
				x := &p.Codes[i*p.CodeStride+b*p.Block+c]
				*x = int8(r.IntN(255) - 127)
				if extremes {
					*x = 127 * sign
				}
				sum += int32(*x)
			}
			of := PanelBlock{Offset: uint32(int32(-zero) * sum), Scale: scale()}
			if mins {
				of.Offset = math.Float32bits(-of.Scale * float32(sum))
			}
			p.Blocks[i*p.BlockStride+b] = of
		}
	}
}

func TestPanelDot(t *testing.T) {
	for _, f := range panelForms {
		t.Run(f.name, func(t *testing.T) {
			eachTier(t, func(t *testing.T) {
				r := newRand()
				memory := [6]*arena{}
				for i := range memory {
					memory[i] = newArena(t, 64<<10)
				}
				for _, rows := range []int{1, 2, 3, 4, 5, 6, 7, 8, 13} {
					for _, cols := range []int{32, 96, 512} {
						for mode := range 3 { // random integers, extreme integers, floats
							p := &Panel{Rows: rows, Cols: cols, Block: f.block, Mins: f.mins, Bits: f.bits, CodeStride: cols + 32*r.IntN(3)}
							p.BlockStride = p.CodeStride / f.block
							p.Acc = take[float32](memory[0], rows*2*PanelRows)
							p.Codes = take[int8](memory[1], (rows-1)*p.CodeStride+cols)
							p.Blocks = take[PanelBlock](memory[2], (rows-1)*p.BlockStride+cols/f.block)
							p.W[0] = take[byte](memory[3], cols*PanelRows)
							one := r.IntN(3) == 0
							if !one {
								p.W[1] = take[byte](memory[4], cols*PanelRows)
							}
							p.Scales = &take[PanelScales](memory[5], 1)[0]
							scale := func() float32 { return 1 }
							if mode == 2 {
								scale = func() float32 { return plain(r) }
							}
							panelOperands(r, p, f.mins, mode == 1, f.zero, f.most, scale)
							want := append([]float32(nil), p.Acc...)
							q := *p
							q.Acc = want
							panelDotGeneric(&q)
							p.Dot()
							for i := range want {
								if one && i%(2*PanelRows) >= PanelRows {
									continue
								}
								var tol float64
								if mode == 2 {
									tol = 1e-5 * (1 + magnitude(p, i))
								}
								if !near(p.Acc[i], float64(want[i]), tol) {
									t.Fatalf("%d rows × %d columns, mode %d: acc[%d] is %v, want %v", rows, cols, mode, i, p.Acc[i], want[i])
								}
							}
							for i := range 3 {
								memory[i].check(t, fmt.Sprintf("%d rows × %d columns", rows, cols))
							}
						}
					}
				}
			})
		})
	}
}

// magnitude is the sum of the magnitudes of the terms of element i of Acc.
func magnitude(p *Panel, i int) (sum float64) {
	row, half, r := i/(2*PanelRows), i/PanelRows%2, i%PanelRows
	for b := range p.Cols / p.Block {
		var dot float64
		for c := range p.Block {
			col := b*p.Block + c
			dot += float64(p.W[half][col/4*panelStep+r*4+col%4]) * math.Abs(float64(p.Codes[row*p.CodeStride+col]))
		}
		sum += math.Abs(dot * float64(p.Blocks[row*p.BlockStride+b].Scale) * float64(p.Scales.Scale[half][b*PanelRows+r]))
	}
	return sum
}

// A row's bits are the same alone and among others.
func TestPanelDotRowsAlone(t *testing.T) {
	for _, f := range panelForms {
		eachTier(t, func(t *testing.T) {
			r := newRand()
			const rows, cols = 13, 512
			p := &Panel{Rows: rows, Cols: cols, Block: f.block, Mins: f.mins, Bits: f.bits, CodeStride: cols, BlockStride: cols / f.block, Scales: new(PanelScales),
				Acc: make([]float32, rows*2*PanelRows), Codes: make([]int8, rows*cols), Blocks: make([]PanelBlock, rows*cols/f.block),
				W: [2][]byte{make([]byte, cols*PanelRows), make([]byte, cols*PanelRows)}}
			panelOperands(r, p, f.mins, false, f.zero, f.most, func() float32 { return plain(r) })
			single := append([]float32(nil), p.Acc...)
			p.Dot()
			for i := range rows {
				q := *p
				q.Rows, q.Acc, q.Codes, q.Blocks = 1, single[i*2*PanelRows:], p.Codes[i*cols:], p.Blocks[i*p.BlockStride:]
				q.Dot()
			}
			sameBits(t, f.name, single, p.Acc)
		})
	}
}

func TestUnpack(t *testing.T) {
	for _, f := range panelForms {
		if f.bits == 8 && !f.table {
			continue // codes are panels as they are
		}
		t.Run(f.name, func(t *testing.T) {
			eachTier(t, func(t *testing.T) {
				r := newRand()
				var memory [4]*arena
				for i := range memory {
					memory[i] = newArena(t, 100<<10)
				}
				for _, blocks := range []int{1, 2, 3, 16, 17, 130} {
					var p Planes
					plane := func(i, bytes int) []byte {
						b := take[byte](memory[i], blocks*bytes)
						for j := range b {
							b[j] = byte(r.Uint32())
						}
						return b
					}
					if f.nibbles {
						p.Nibbles = plane(0, panelBlock/2)
					}
					if f.twos {
						p.Twos = plane(1, panelBlock/4)
					}
					if f.ones {
						p.Ones = plane(2, panelBlock/8)
					}
					if f.table {
						p.Table = (*[16]byte)([]byte("0123456789abcdef"))
					}
					got, want := take[byte](memory[3], blocks*panelBlock), make([]byte, blocks*panelBlock)
					p.Unpack(got)
					unpackPlanesGeneric(want, p)
					sameSlice(t, fmt.Sprintf("%d blocks", blocks), got, want)
					memory[3].check(t, "panel")
				}
			})
		})
	}
}

func TestScaleCodes(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := newRand()
		out, in, halves := newArena(t, 4096), newArena(t, 4096), newArena(t, 4096)
		for _, blocks := range []int{1, 2, 7, 16} {
			dst, codes, d := take[float32](out, blocks*16), take[byte](in, blocks*16), take[uint16](halves, 16)
			for i := range codes {
				codes[i] = byte(r.Uint32())
			}
			for i := range d {
				d[i] = uint16(r.Uint32())
			}
			want := make([]float32, len(dst))
			scaleCodesGeneric(want, codes, d)
			ScaleCodes(dst, codes, d)
			sameBits(t, fmt.Sprintf("%d blocks", blocks), dst, want)
			out.check(t, "scales")
		}
	})
}

// TestVexOperands holds every use of VEX_VPDPBUSD to registers 0 to 15; a number beyond would make another instruction of it.
func TestVexOperands(t *testing.T) {
	files, _ := filepath.Glob("*_amd64.[sh]")
	use := regexp.MustCompile(`\bVEX_VPDPBUSD\(([^)]*)\)`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range use.FindAllStringSubmatch(string(text), -1) {
			for _, operand := range strings.Split(m[1], ", ") {
				if n, err := strconv.Atoi(operand); err == nil && (n < 0 || n > 15) {
					t.Errorf("%s: %s has operand %d, want 0 to 15", file, m[0], n)
				}
			}
		}
	}
}
