package llft

import (
	"encoding/binary"
	"fmt"
	"testing"
)

// scales16 are f16 numbers of every class: zeros, subnormals, ones, the largest, infinities, NaNs.
var scales16 = []uint16{0, 0x8000, 1, 0x8001, 0x03ff, 0x0400, 0x1234, 0x9234, 0x3c00, 0xbc00, 0x7bff, 0xfbff, 0x7c00, 0xfc00, 0x7e00, 0xfe00, 0x7c01}

// TestDecoders demands the bits of the reference: all counts of blocks up to some, and beyond one run, with random bytes, so that every code
// and scale occurs, and with numbers d and m of every kind. Source and destination end at unreadable pages.
func TestDecoders(t *testing.T) {
	for _, u := range decoders {
		t.Run(u.name, func(t *testing.T) {
			eachTier(t, func(t *testing.T) {
				r := newRand()
				most := 2*run/u.values + 3
				in, out := newArena(t, most*u.bytes), newArena(t, 4*most*u.values)
				for n := range 40 {
					blocks := n
					if n >= 36 {
						blocks = []int{run/u.values - 1, run / u.values, run/u.values + 1, most}[n-36]
					}
					for _, kind := range []string{"random", "classes"} {
						what := fmt.Sprintf("%s, %d blocks", kind, blocks)
						src, dst := take[byte](in, blocks*u.bytes), take[float32](out, blocks*u.values)
						for i := range src {
							src[i] = byte(r.Uint32())
						}
						if kind == "classes" {
							for b := range blocks {
								for _, at := range u.halves {
									binary.LittleEndian.PutUint16(src[b*u.bytes+at:], scales16[r.IntN(len(scales16))])
								}
							}
						}
						before := append([]byte(nil), src...)
						want := make([]float32, len(dst))
						u.generic(want, src)
						u.decode(dst, src)
						sameBits(t, what, dst, want)
						sameSlice(t, what+": source", src, before)
						in.check(t, what)
						out.check(t, what)
					}
				}
			})
		})
	}
}

// TestDecodersBits sets all bits of a block's codes and scales in turn, alone and all but one: a bit that goes to the wrong place shows.
func TestDecodersBits(t *testing.T) {
	for _, u := range decoders {
		t.Run(u.name, func(t *testing.T) {
			eachTier(t, func(t *testing.T) {
				src, dst, want := make([]byte, u.bytes), make([]float32, u.values), make([]float32, u.values)
				for _, fill := range []byte{0, 0xff} {
					for bit := range 8 * u.bytes {
						for i := range src {
							src[i] = fill
						}
						src[bit/8] ^= 1 << (bit % 8)
						for i, at := range u.halves {
							binary.LittleEndian.PutUint16(src[at:], []uint16{0x3c01, 0xb555}[i])
						}
						u.generic(want, src)
						u.decode(dst, src)
						sameBits(t, fmt.Sprintf("all bits %#x but %d", fill, bit), dst, want)
					}
				}
			})
		})
	}
}

// TestDecodersFormulas holds the reference to the formulas of the layouts, written down value by value.
func TestDecodersFormulas(t *testing.T) {
	nibble := func(b []byte, i int) float32 { // of 32: low ones first
		return float32(b[i%16] >> (i / 16 * 4) & 15)
	}
	bit := func(b []byte, i int) int { return int(b[i/8] >> (i % 8) & 1) }
	formulas := map[string]func(b []byte, i int) float32{
		"Q4_0": func(b []byte, i int) float32 { return half(b) * (nibble(b[2:], i) - 8) },
		"Q4_1": func(b []byte, i int) float32 { return float32(half(b)*nibble(b[4:], i)) + half(b[2:]) },
		"Q5_0": func(b []byte, i int) float32 { return half(b) * (nibble(b[6:], i) + float32(16*bit(b[2:], i)) - 16) },
		"Q5_1": func(b []byte, i int) float32 {
			return float32(half(b)*(nibble(b[8:], i)+float32(16*bit(b[4:], i)))) + half(b[2:])
		},
		"Q8_0":   func(b []byte, i int) float32 { return half(b) * float32(int8(b[2+i])) },
		"IQ4_NL": func(b []byte, i int) float32 { return half(b) * iq4Values[int(nibble(b[2:], i))] },
		"IQ4_XS": func(b []byte, i int) float32 {
			s := i / 32
			scale := int(b[4+s/2]>>(s%2*4)&15) | int(binary.LittleEndian.Uint16(b[2:])>>(2*s)&3)<<4
			return float32(half(b)*float32(scale-32)) * iq4Values[int(nibble(b[8+16*s:], i%32))]
		},
		"Q2_K": func(b []byte, i int) float32 {
			q := b[16+i/128*32+i%32] >> (i / 32 % 4 * 2) & 3
			packed := b[i/16]
			return float32(float32(half(b[80:])*float32(packed&15))*float32(q)) - float32(half(b[82:])*float32(packed>>4))
		},
		"Q3_K": func(b []byte, i int) float32 {
			q := int(b[32+i/128*32+i%32]>>(i/32%4*2)&3) | int(b[i%32]>>(i/32)&1)<<2
			s := i / 16
			scale := int(b[96+s%8]>>(s/8*4)&15) | int(b[104+s%4]>>(s/4*2)&3)<<4
			return float32(half(b[108:])*float32(scale-32)) * float32(q-4)
		},
		"Q4_K": func(b []byte, i int) float32 {
			q := b[16+i/64*32+i%32] >> (i / 32 % 2 * 4) & 15
			scale, least := scaleMinQ4_K(b[4:16], i/32)
			return float32(float32(half(b)*float32(scale))*float32(q)) - float32(half(b[2:])*float32(least))
		},
		"Q5_K": func(b []byte, i int) float32 {
			q := b[48+i/64*32+i%32]>>(i/32%2*4)&15 | b[16+i%32]>>(i/32)&1<<4
			scale, least := scaleMinQ4_K(b[4:16], i/32)
			return float32(float32(half(b)*float32(scale))*float32(q)) - float32(half(b[2:])*float32(least))
		},
		"Q6_K": func(b []byte, i int) float32 {
			q := int(b[i/128*64+i%64]>>(i/64%2*4)&15) | int(b[128+i/128*32+i%32]>>(i/32%4*2)&3)<<4
			return float32(half(b[208:])*float32(int8(b[192+i/16]))) * float32(q-32)
		},
	}
	r := newRand()
	for _, u := range decoders {
		formula := formulas[u.name]
		if formula == nil {
			continue
		}
		for range 100 {
			src, got, want := make([]byte, u.bytes), make([]float32, u.values), make([]float32, u.values)
			for i := range src {
				src[i] = byte(r.Uint32())
			}
			for i := range want {
				want[i] = formula(src, i)
			}
			u.generic(got, src)
			sameBits(t, u.name, got, want)
		}
	}
}

// The lattices are lists in ascending order (first digit lowest), so that an entry in error is likely out of order.
func TestLatticesAscend(t *testing.T) {
	for name, octal := range map[string]string{"iq3xxs": iq3xxsGrid, "iq3s": iq3sGrid} {
		last := -1
		for i := 0; i < len(octal); i += 4 {
			key := 0
			for j := range 4 {
				key += int(octal[i+j]-'0') << (3 * j)
			}
			if key <= last {
				t.Errorf("%s: point %d, %q, is not above the one before", name, i/4, octal[i:i+4])
			}
			last = key
		}
	}
}

func TestDecodersCheckLengths(t *testing.T) {
	for _, u := range decoders {
		for _, c := range [][2]int{{1, 0}, {0, 1}, {1, 2}} {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("%s: %d blocks of values, %d of bytes are taken", u.name, c[0], c[1])
					}
				}()
				u.decode(make([]float32, c[0]*u.values), make([]byte, c[1]*u.bytes))
			}()
		}
	}
}

func BenchmarkDecoders(b *testing.B) {
	const n = 2048
	for _, u := range decoders {
		b.Run(u.name, func(b *testing.B) {
			src, dst := make([]byte, n/u.values*u.bytes), make([]float32, n)
			r := newRand()
			for i := range src {
				src[i] = byte(r.Uint32())
			}
			for i := 0; i < len(src); i += u.bytes {
				for _, at := range u.halves {
					binary.LittleEndian.PutUint16(src[i+at:], 0x2c00)
				}
			}
			benchTiers(b, func(b *testing.B) float64 {
				for b.Loop() {
					u.decode(dst, src)
				}
				b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/n, "ns/value")
				return n
			})
		})
	}
}
