//go:build !purego

package llft

import "golang.org/x/sys/cpu"

// Which kernels the tier in use has; each flag implies those before it.
var useNEON, useDotProd, useI8MM bool

// cpuTiers lists the tiers above Generic, best last. Every arm64 CPU that Go supports has NEON. The others are what the system tells, which not
// every system does: where it says nothing there is NEON alone.
func cpuTiers(Tier) []Tier {
	have := []Tier{NEON}
	if cpu.ARM64.HasASIMDDP {
		have = append(have, DotProd)
		if cpu.ARM64.HasI8MM {
			have = append(have, I8MM)
		}
	}
	return have
}

// enable sets what the kernels look at.
func enable(t Tier) {
	useI8MM = t == I8MM
	useDotProd = useI8MM || t == DotProd
	useNEON = useDotProd || t == NEON
}

func dot(x, y []float32) float32 {
	if useNEON {
		return dotNEON(x, y)
	}
	return dotGeneric(x, y)
}

func axpy(y []float32, a float32, x []float32) {
	if useNEON {
		axpyNEON(y, a, x)
		return
	}
	axpyGeneric(y, a, x)
}

func dotF16(x []float32, h []uint16) float32 {
	if useNEON {
		return dotF16NEON(x, h)
	}
	return dotF16Generic(x, h)
}

func axpyF16(y []float32, a float32, h []uint16) {
	if useNEON {
		axpyF16NEON(y, a, h)
		return
	}
	axpyF16Generic(y, a, h)
}

func f16ToF32(dst []float32, src []uint16) {
	if useNEON {
		f16ToF32NEON(dst, src)
		return
	}
	f16ToF32Generic(dst, src)
}

func f32ToF16(dst []uint16, src []float32) {
	if useNEON {
		f32ToF16NEON(dst, src)
		return
	}
	f32ToF16Generic(dst, src)
}

func bf16ToF32(dst []float32, src []uint16) {
	if useNEON {
		bf16ToF32NEON(dst, src)
		return
	}
	bf16ToF32Generic(dst, src)
}

func f32ToBF16(dst []uint16, src []float32) {
	if useNEON {
		f32ToBF16NEON(dst, src)
		return
	}
	f32ToBF16Generic(dst, src)
}

func sumSquares(x []float32) float64 {
	if useNEON {
		return sumSquaresNEON(x)
	}
	return sumSquaresGeneric(x)
}

func scaleWeighted(y, x []float32, r float32, weight []float32) {
	if useNEON {
		scaleWeightedNEON(y, x, r, weight)
		return
	}
	scaleWeightedGeneric(y, x, r, weight)
}

func scale(x []float32, a float32) {
	if useNEON {
		scaleNEON(x, a)
		return
	}
	scaleGeneric(x, a)
}

func maxOf(x []float32) float32 {
	if useNEON {
		return maxNEON(x)
	}
	return maxGeneric(x)
}

func expSum(x []float32, top float32) float32 {
	if useNEON {
		return expSumNEON(x, top)
	}
	return expSumGeneric(x, top)
}

func siluMul(y, gate, up []float32) {
	if useNEON {
		siluMulNEON(y, gate, up)
		return
	}
	siluMulGeneric(y, gate, up)
}

func quantizeQ8(q Q8, x []float32) {
	if useNEON {
		quantizeQ8NEON(q, x)
		return
	}
	quantizeQ8Generic(q, x)
}

func dotQ8_0(w []byte, q Q8) float32 {
	if useNEON {
		return dotQ8_0NEON(w, q)
	}
	return dotQ8_0Generic(w, q)
}

func dotQ4_0(w []byte, q Q8) float32 {
	if useNEON {
		return dotQ4_0NEON(w, q)
	}
	return dotQ4_0Generic(w, q)
}

func dotQ4_K(w []byte, q Q8) float32 {
	if useNEON {
		return dotQ4_KNEON(w, q)
	}
	return dotQ4_KGeneric(w, q)
}

func dotQ6_K(w []byte, q Q8) float32 {
	if useNEON {
		return dotQ6_KNEON(w, q)
	}
	return dotQ6_KGeneric(w, q)
}
