package llft

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/x448/float16"
)

// TestF16ToF32 converts every half, in slices of every length's rest.
func TestF16ToF32(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		src := make([]uint16, 1<<16)
		for i := range src {
			src[i] = uint16(i)
		}
		dst := make([]float32, len(src))
		F16ToF32(dst, src)
		for i, got := range dst {
			if want := float16.Frombits(uint16(i)).Float32(); !same(got, want) {
				t.Fatalf("half %#04x is %g (%#x), want %g (%#x)", i, got, math.Float32bits(got), want, math.Float32bits(want))
			}
			if bits := math.Float32bits(halfToFloat(uint16(i))); bits != math.Float32bits(got) {
				t.Fatalf("half %#04x is %#x, by the reference %#x", i, math.Float32bits(got), bits)
			}
		}
		one := make([]float32, 1)
		for i := range src {
			if F16ToF32(one, src[i:i+1]); math.Float32bits(one[0]) != math.Float32bits(dst[i]) {
				t.Fatalf("half %#04x is %#x, alone %#x", i, math.Float32bits(dst[i]), math.Float32bits(one[0]))
			}
		}
	})
}

// roundingCases are floats about every border between two halves or two bfloat16, of all classes, and a stride through all floats.
func roundingCases() []float32 {
	var x []float32
	for h := range uint32(1 << 16) {
		half := math.Float32bits(halfToFloat(uint16(h)))
		for _, d := range []uint32{0, 1, 0xfff, 0x1000, 0x1001, 0x1fff} {
			x = append(x, math.Float32frombits(half+d))
		}
		for _, d := range []uint32{0, 1, 0x7fff, 0x8000, 0x8001, 0xffff} {
			x = append(x, math.Float32frombits(h<<16+d))
		}
	}
	for bits := uint32(0); bits < math.MaxUint32-65521; bits += 65521 {
		x = append(x, math.Float32frombits(bits))
	}
	for e := -27; e < -12; e++ { // the subnormal halves, and what rounds to zero
		for _, d := range []float64{0, 0x1p-20, -0x1p-20, 0.5, 0.25, 0.75} {
			v := float32(math.Ldexp(1+d, e))
			x = append(x, v, -v)
		}
	}
	return x
}

func TestF32ToF16(t *testing.T) {
	src := roundingCases()
	eachTier(t, func(t *testing.T) {
		dst := make([]uint16, len(src))
		F32ToF16(dst, src)
		one := make([]uint16, 1)
		for i, f := range src {
			want := float16.Fromfloat32(f).Bits()
			if f != f {
				want = floatToHalf(f) // whose payload is our own
				if want&0x7c00 != 0x7c00 || want&0x3ff == 0 {
					t.Fatalf("NaN %#x to half %#04x, not a NaN", math.Float32bits(f), want)
				}
			}
			if dst[i] != want || floatToHalf(f) != want {
				t.Fatalf("%g (%#x) to half %#04x, by the reference %#04x, want %#04x", f, math.Float32bits(f), dst[i], floatToHalf(f), want)
			}
			if F32ToF16(one, src[i:i+1]); one[0] != want {
				t.Fatalf("%g alone to half %#04x, want %#04x", f, one[0], want)
			}
		}
	})
}

// brainOracle rounds through math/big, to nearest even.
func brainOracle(f float32) uint16 {
	if f == 0 || math.IsInf(float64(f), 0) {
		return uint16(math.Float32bits(f) >> 16)
	}
	prec := uint(8)
	if e := math.Ilogb(float64(f)); e < -126 {
		prec = uint(max(8+126+e, 0)) // bits above the last place, 2⁻¹³³
	}
	if prec == 0 { // below the last place: 2⁻¹³⁴, half of it, is a tie with zero
		if math.Abs(float64(f)) > 0x1p-134 {
			return uint16(math.Float32bits(f)>>31<<15 | 1)
		}
		return uint16(math.Float32bits(f) >> 31 << 15)
	}
	v, _ := new(big.Float).SetPrec(prec).SetMode(big.ToNearestEven).SetFloat64(float64(f)).Float32()
	return uint16(math.Float32bits(v) >> 16)
}

func TestBF16(t *testing.T) {
	src := roundingCases()
	eachTier(t, func(t *testing.T) {
		all, wide := make([]uint16, 1<<16), make([]float32, 1<<16)
		for i := range all {
			all[i] = uint16(i)
		}
		BF16ToF32(wide, all)
		for i, got := range wide {
			if math.Float32bits(got) != uint32(i)<<16 {
				t.Fatalf("bfloat16 %#04x is %#x", i, math.Float32bits(got))
			}
		}
		dst, one := make([]uint16, len(src)), make([]uint16, 1)
		F32ToBF16(dst, src)
		for i, f := range src {
			want := uint16(math.Float32bits(f)>>16 | 0x40)
			if f == f {
				want = brainOracle(f)
			}
			if dst[i] != want {
				t.Fatalf("%g (%#x) to bfloat16 %#04x, want %#04x", f, math.Float32bits(f), dst[i], want)
			}
			if F32ToBF16(one, src[i:i+1]); one[0] != want {
				t.Fatalf("%g alone to bfloat16 %#04x, want %#04x", f, one[0], want)
			}
		}
	})
}

// TestHalfEdges converts slices of every length that end at an unreadable page.
func TestHalfEdges(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		mf, mh := newArena(t, 4*(run+maxLen)), newArena(t, 2*(run+maxLen))
		r := newRand()
		for n := range maxLen + 2 {
			if n == maxLen+1 {
				n = run + 3
			}
			what := fmt.Sprintf("%d values", n)
			f, h := take[float32](mf, n), take[uint16](mh, n)
			for i := range h {
				h[i] = uint16(r.Uint32())
			}
			want, hs := make([]float32, n), slices.Clone(h)
			F16ToF32(f, h)
			f16ToF32Generic(want, h)
			sameBits(t, "F16ToF32, "+what, f, want)
			BF16ToF32(f, h)
			bf16ToF32Generic(want, h)
			sameBits(t, "BF16ToF32, "+what, f, want)
			sameSlice(t, "input, "+what, h, hs)

			kinds[len(kinds)-1].fill(r, f)
			copy(want, f)
			F32ToF16(h, f)
			f32ToF16Generic(hs, f)
			sameSlice(t, "F32ToF16, "+what, h, hs)
			F32ToBF16(h, f)
			f32ToBF16Generic(hs, f)
			sameSlice(t, "F32ToBF16, "+what, h, hs)
			sameBits(t, "input, "+what, f, want)
			mf.check(t, what)
			mh.check(t, what)
		}
	})
}

// TestDotF16 demands the bits of Dot with the converted halves, which TestDot holds to exact sums.
func TestDotF16(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		mh := newArena(t, 2*(2*run+maxLen))
		eachLength(t, 2, func(t *testing.T, what string, _ bool, x [][]float32) {
			h := take[uint16](mh, len(x[0]))
			F32ToF16(h, x[1])
			F16ToF32(x[1], h)
			got := DotF16(x[0], h)
			checkDot(t, what, got, x[0], x[1])
			sameBits(t, what, []float32{got}, []float32{Dot(x[0], x[1])})
			mh.check(t, what)
		})
	})
}

// TestAxpyF16 demands the bits of Axpy with the converted halves.
func TestAxpyF16(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		mh := newArena(t, 2*(2*run+maxLen))
		eachLength(t, 2, func(t *testing.T, what string, _ bool, x [][]float32) {
			h, want := take[uint16](mh, len(x[0])), slices.Clone(x[0])
			F32ToF16(h, x[1])
			F16ToF32(x[1], h)
			AxpyF16(x[0], -0.37, h)
			Axpy(want, -0.37, x[1])
			sameBits(t, what, x[0], want)
			mh.check(t, what)
		})
	})
}
