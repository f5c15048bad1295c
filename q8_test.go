package llft

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// rowKind is a type of quantized rows: its kernel, and an independent account of its weights.
type rowKind struct {
	name    string
	values  int // in a block
	bytes   int
	dot     func([]byte, Q8) float32
	halves  []int // offsets of the f16 scales in a block
	weights func(block []byte) (code, offset []int, d, dmin float64)
}

// weights return, for each value, two integers: the weight is d·code - dmin·offset.
var rowKinds = []rowKind{
	{"Q8_0", 32, 34, DotQ8_0, []int{0}, func(b []byte) (code, offset []int, d, dmin float64) {
		for _, v := range b[2:] {
			code = append(code, int(int8(v)))
		}
		return code, make([]int, 32), halfAt(b, 0), 0
	}},
	{"Q4_0", 32, 18, DotQ4_0, []int{0}, func(b []byte) (code, offset []int, d, dmin float64) {
		for i := range 32 {
			code = append(code, int(b[2+i%16]>>(i/16*4))&15-8)
		}
		return code, make([]int, 32), halfAt(b, 0), 0
	}},
	{"Q4_K", 256, 144, DotQ4_K, []int{0, 2}, func(b []byte) (code, offset []int, d, dmin float64) {
		for i := range 256 {
			j := i / 32
			var scale, least int
			if j < 4 {
				scale, least = int(b[4+j])%64, int(b[8+j])%64
			} else {
				scale = int(b[8+j])%16 + int(b[j])/64*16
				least = int(b[8+j])/16 + int(b[4+j])/64*16
			}
			nibble := int(b[16+i/64*32+i%32])
			if i%64 < 32 {
				nibble %= 16
			} else {
				nibble /= 16
			}
			code, offset = append(code, scale*nibble), append(offset, least)
		}
		return code, offset, halfAt(b, 0), halfAt(b, 2)
	}},
	{"Q6_K", 256, 210, DotQ6_K, []int{208}, func(b []byte) (code, offset []int, d, dmin float64) {
		for i := range 256 {
			low := int(b[i/128*64+i%64])
			if i%128 >= 64 {
				low /= 16
			}
			high := int(b[128+i/128*32+i%32]) >> (i % 128 / 32 * 2)
			code = append(code, int(int8(b[192+i/16]))*(low%16+high%4*16-32))
		}
		return code, make([]int, 256), halfAt(b, 208), 0
	}},
}

func halfAt(b []byte, at int) float64 {
	return float64(halfToFloat(binary.LittleEndian.Uint16(b[at:])))
}

// oracle returns the product of w and q in float64, and the sum of the magnitudes of all its terms.
func (k rowKind) oracle(w []byte, q Q8) (sum, abs float64) {
	for i := 0; i < len(q.Codes); i += k.values {
		code, offset, d, dmin := k.weights(w[i/k.values*k.bytes:][:k.bytes])
		for j := range code {
			x := float64(q.Scale[(i+j)/32]) * float64(q.Codes[i+j])
			sum += x * (d*float64(code[j]) - dmin*float64(offset[j]))
			abs += math.Abs(x*d*float64(code[j])) + math.Abs(x*dmin*float64(offset[j]))
		}
	}
	return sum, abs
}

func (k rowKind) setHalves(w []byte, value func() float32) {
	for b := 0; b < len(w); b += k.bytes {
		for _, at := range k.halves {
			binary.LittleEndian.PutUint16(w[b+at:], floatToHalf(value()))
		}
	}
}

// fillSums makes q's sums agree with its codes.
func fillSums(q Q8) {
	for i := range q.Sums {
		q.Sums[i] = 0
		for _, c := range q.Codes[i*16:][:16] {
			q.Sums[i] += int16(c)
		}
	}
}

func newRowArena(t testing.TB) [4]*arena {
	return [4]*arena{newArena(t, 40*210), newArena(t, 40*256), newArena(t, 40*32), newArena(t, 40*32)}
}

// take returns a row of n blocks and activations for it, each at the end of its arena.
func (k rowKind) take(a [4]*arena, n int) ([]byte, Q8) {
	values := n * k.values
	return take[byte](a[0], n*k.bytes), Q8{take[int8](a[1], values), take[float32](a[2], values/32), take[int16](a[3], values/16)}
}

// fills are ways to set the bytes of weights and the codes of activations; codes are within -127..127.
var fills = []struct {
	name string
	byte func(r *rand.Rand) byte
	code func(r *rand.Rand) int8
}{
	{"random", func(r *rand.Rand) byte { return byte(r.Uint32()) }, func(r *rand.Rand) int8 { return int8(r.IntN(255) - 127) }},
	{"all ones, 127", func(*rand.Rand) byte { return 0xff }, func(*rand.Rand) int8 { return 127 }},
	{"all ones, -127", func(*rand.Rand) byte { return 0xff }, func(*rand.Rand) int8 { return -127 }},
	{"-128, -127", func(*rand.Rand) byte { return 0x80 }, func(*rand.Rand) int8 { return -127 }},
	{"-128, 127", func(*rand.Rand) byte { return 0x80 }, func(*rand.Rand) int8 { return 127 }},
	{"127, 127", func(*rand.Rand) byte { return 0x7f }, func(*rand.Rand) int8 { return 127 }},
	{"127, -127", func(*rand.Rand) byte { return 0x7f }, func(*rand.Rand) int8 { return -127 }},
	{"zeros", func(*rand.Rand) byte { return 0 }, func(*rand.Rand) int8 { return 127 }},
	{"extremes", func(r *rand.Rand) byte { return []byte{0, 0x7f, 0x80, 0x81, 0xff, 0xf0, 0x0f}[r.IntN(7)] },
		func(r *rand.Rand) int8 { return []int8{127, -127, 0}[r.IntN(3)] }},
}

// TestDotQIntegers gives one block of activations at a time the scale 1 and the others 0, with d and dmin 1 in the weights: what comes back is
// that block's integer sum, which must be exact.
func TestDotQIntegers(t *testing.T) {
	for _, k := range rowKinds {
		t.Run(k.name, func(t *testing.T) {
			eachTier(t, func(t *testing.T) {
				r, mem := newRand(), newRowArena(t)
				for n := 1; n <= 3; n++ {
					for _, f := range fills {
						w, q := k.take(mem, n)
						for i := range w {
							w[i] = f.byte(r)
						}
						for i := range q.Codes {
							q.Codes[i] = f.code(r)
						}
						fillSums(q)
						k.setHalves(w, func() float32 { return 1 })
						for b := range q.Scale {
							clear(q.Scale)
							q.Scale[b] = 1
							want, _ := k.oracle(w, q)
							if got := k.dot(w, q); float64(got) != want {
								t.Fatalf("%s, block %d of %d: got %.0f, want %.0f", f.name, b, len(q.Scale), got, want)
							}
						}
					}
				}
			})
		})
	}
}

// TestDotQ goes through rows of 0..40 blocks with scales of all sizes.
func TestDotQ(t *testing.T) {
	for _, k := range rowKinds {
		t.Run(k.name, func(t *testing.T) {
			eachTier(t, func(t *testing.T) {
				r, mem := newRand(), newRowArena(t)
				for n := range 41 {
					for _, f := range fills {
						w, q := k.take(mem, n)
						for i := range w {
							w[i] = f.byte(r)
						}
						for i := range q.Codes {
							q.Codes[i] = f.code(r)
						}
						fillSums(q)
						k.setHalves(w, func() float32 { return plain(r) * float32(math.Exp2(float64(r.IntN(30)-20))) })
						for i := range q.Scale {
							q.Scale[i] = r.Float32() * float32(math.Exp2(float64(r.IntN(60)-50)))
						}
						w0, codes0 := slices.Clone(w), slices.Clone(q.Codes)
						want, abs := k.oracle(w, q)
						tol := sumTolerance(2*len(q.Scale)+8, abs)
						got := k.dot(w, q)
						if !near(got, want, tol) {
							t.Fatalf("%s, %d blocks: got %g, want %g ± %g", f.name, n, got, want, tol)
						}
						moved := Q8{slices.Clone(q.Codes), slices.Clone(q.Scale), slices.Clone(q.Sums)}
						if again := k.dot(append([]byte{0}, w...)[1:], moved); !same(got, again) {
							t.Fatalf("%s, %d blocks: got %g, elsewhere in memory %g", f.name, n, got, again)
						}
						sameSlice(t, "weights", w, w0)
						sameSlice(t, "codes", q.Codes, codes0)
					}
				}
			})
		})
	}
}

// TestDotQSpecial puts a NaN or an infinity into the scales of weights or activations: the product shows it.
func TestDotQSpecial(t *testing.T) {
	for _, k := range rowKinds {
		t.Run(k.name, func(t *testing.T) {
			eachTier(t, func(t *testing.T) {
				for _, v := range []float32{nan32, inf32, -inf32} {
					w, q := make([]byte, 3*k.bytes), NewQ8(3*k.values)
					k.setHalves(w, func() float32 { return 1 })
					q.Scale[len(q.Scale)/2] = v
					if got := k.dot(w, q); got-got == 0 {
						t.Errorf("scale %g in the activations: got %g", v, got)
					}
					clear(q.Scale)
					k.setHalves(w[k.bytes:2*k.bytes], func() float32 { return v })
					if got := k.dot(w, q); got-got == 0 {
						t.Errorf("scale %g in the weights: got %g", v, got)
					}
				}
			})
		})
	}
}

func TestQuantize(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r, mem, mx := newRand(), newRowArena(t), newArena(t, 4*40*32)
		for n := range 41 {
			for _, kind := range kinds {
				what := fmt.Sprintf("%s, %d blocks", kind.name, n)
				x := take[float32](mx, 32*n)
				_, q := rowKinds[0].take(mem, n)
				kind.fill(r, x)
				before := slices.Clone(x)
				q.Quantize(x)
				want := NewQ8(32 * n)
				quantizeQ8Generic(want, x)
				sameBits(t, what+": input", x, before)
				sameBits(t, what+": scale", q.Scale, want.Scale)
				sameSlice(t, what+": codes", q.Codes, want.Codes)
				sameSlice(t, what+": sums", q.Sums, want.Sums)
				for b, scale := range q.Scale {
					checkBlock(t, what, x[b*32:][:32], q.Codes[b*32:][:32], scale)
				}
				for _, a := range mem[1:] {
					a.check(t, what)
				}
			}
		}
	})
}

// checkBlock holds a quantized block to what Quantize promises.
func checkBlock(t *testing.T, what string, x []float32, codes []int8, scale float32) {
	t.Helper()
	amax := 0.0
	for _, v := range x {
		amax = math.Max(amax, math.Abs(float64(v)))
		if v-v != 0 {
			amax = math.NaN()
		}
	}
	if broken := scale != scale; broken != (amax != amax) {
		t.Fatalf("%s: scale %g of %g", what, scale, x)
	}
	for i, v := range x {
		got := float64(scale) * float64(codes[i])
		switch {
		case codes[i] == -128:
			t.Fatalf("%s: code -128 of %g", what, v)
		case amax != amax || amax < 0x1p-119:
			if codes[i] != 0 {
				t.Fatalf("%s: code %d in a block of amax %g", what, codes[i], amax)
			}
		case math.Abs(got-float64(v)) > float64(scale)*0.50001:
			t.Fatalf("%s: %g became %g, scale %g", what, v, got, scale)
		}
	}
}

// TestQuantizeTies rounds halves to the even neighbour: amax 127 makes the scale 1.
func TestQuantizeTies(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		x := slices.Repeat([]float32{0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 126.5, 127}, 4)
		want := slices.Repeat([]int8{0, 2, 2, 0, -2, -2, 126, 127}, 4)
		q := NewQ8(32)
		q.Quantize(x)
		sameSlice(t, "codes", q.Codes, want)
		sameBits(t, "scale", q.Scale, []float32{1})
		sameSlice(t, "sums", q.Sums, []int16{506, 506})
	})
}

// FuzzDotQ takes bytes as blocks, whatever they say.
func FuzzDotQ(f *testing.F) {
	r := newRand()
	for kind := range rowKinds {
		seed := make([]byte, 700)
		for i := range seed {
			seed[i] = byte(r.Uint32())
		}
		f.Add(uint8(kind), seed)
	}
	f.Fuzz(func(t *testing.T, kind uint8, data []byte) {
		k := rowKinds[int(kind)%len(rowKinds)]
		n := len(data) / (k.bytes + k.values)
		w, codes := data[:n*k.bytes], data[n*k.bytes:]
		q := NewQ8(n * k.values)
		for i := range q.Codes {
			q.Codes[i] = max(int8(codes[i]), -127)
		}
		fillSums(q)
		for i := range q.Scale {
			q.Scale[i] = float32(i%5) * 0.01
		}
		want, abs := k.oracle(w, q)
		for _, tier := range Tiers() {
			restore, err := SetISA(tier)
			if err != nil {
				t.Fatal(err)
			}
			got := k.dot(w, q)
			restore()
			if abs-abs != 0 { // a scale that is not finite
				if got-got == 0 {
					t.Errorf("%s, %s: got %g with a scale that is not finite", k.name, tier, got)
				}
			} else if tol := sumTolerance(2*len(q.Scale)+8, abs); !near(got, want, tol) {
				t.Errorf("%s, %s: got %g, want %g ± %g", k.name, tier, got, want, tol)
			}
		}
	})
}
