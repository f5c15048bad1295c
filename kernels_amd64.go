//go:build !purego

package llft

import (
	"slices"

	"github.com/klauspost/cpuid/v2"
	"golang.org/x/sys/cpu"
)

// A tier has the kernels of the tiers below it where it brings none of its own, so these say what the tier in use includes.
var useAVX2, useAVXVNNI, useAVX512, useAMX bool

// cpuTiers lists the tiers above Generic that this CPU and its operating system support, best last. GODEBUG=cpu.avx2=off and the
// like are honoured. The system is not asked for AMX where limit, the value of LLFT_ISA, is a tier below it.
func cpuTiers(limit Tier) []Tier {
	x := &cpu.X86
	if !x.HasAVX2 || !x.HasFMA || !cpuid.CPU.Supports(cpuid.F16C) {
		return nil
	}
	have := []Tier{AVX2}
	if x.HasAVXVNNI {
		have = append(have, AVXVNNI)
	}
	if x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL && x.HasAVX512VNNI {
		have = append(have, AVX512)
		if limit != Generic && !slices.Contains(have, limit) && amxReady() {
			have = append(have, AMX)
		}
	}
	return have
}

// enable sets what the kernels below look at.
func enable(t Tier) {
	useAMX = t == AMX
	useAVX512 = useAMX || t == AVX512
	useAVXVNNI = t == AVXVNNI // AVX-512 has the same instructions in its own encoding
	useAVX2 = useAVX512 || useAVXVNNI || t == AVX2
}

func dot(x, y []float32) float32 {
	if useAVX512 {
		return dotAVX512(x, y)
	}
	if useAVX2 {
		return dotAVX2(x, y)
	}
	return dotGeneric(x, y)
}

func axpy(y []float32, a float32, x []float32) {
	if useAVX512 {
		axpyAVX512(y, a, x)
		return
	}
	if useAVX2 {
		axpyAVX2(y, a, x)
		return
	}
	axpyGeneric(y, a, x)
}

func dotF16(x []float32, h []uint16) float32 {
	if useAVX512 {
		return dotF16AVX512(x, h)
	}
	if useAVX2 {
		return dotF16AVX2(x, h)
	}
	return dotF16Generic(x, h)
}

func axpyF16(y []float32, a float32, h []uint16) {
	if useAVX512 {
		axpyF16AVX512(y, a, h)
		return
	}
	if useAVX2 {
		axpyF16AVX2(y, a, h)
		return
	}
	axpyF16Generic(y, a, h)
}

func f16ToF32(dst []float32, src []uint16) {
	if useAVX512 {
		f16ToF32AVX512(dst, src)
		return
	}
	if useAVX2 {
		f16ToF32AVX2(dst, src)
		return
	}
	f16ToF32Generic(dst, src)
}

func f32ToF16(dst []uint16, src []float32) {
	if useAVX512 {
		f32ToF16AVX512(dst, src)
		return
	}
	if useAVX2 {
		f32ToF16AVX2(dst, src)
		return
	}
	f32ToF16Generic(dst, src)
}

func bf16ToF32(dst []float32, src []uint16) {
	if useAVX512 {
		bf16ToF32AVX512(dst, src)
		return
	}
	if useAVX2 {
		bf16ToF32AVX2(dst, src)
		return
	}
	bf16ToF32Generic(dst, src)
}

func f32ToBF16(dst []uint16, src []float32) {
	if useAVX512 {
		f32ToBF16AVX512(dst, src)
		return
	}
	if useAVX2 {
		f32ToBF16AVX2(dst, src)
		return
	}
	f32ToBF16Generic(dst, src)
}

func sumSquares(x []float32) float64 {
	if useAVX512 {
		return sumSquaresAVX512(x)
	}
	if useAVX2 {
		return sumSquaresAVX2(x)
	}
	return sumSquaresGeneric(x)
}

func scaleWeighted(y, x []float32, r float32, weight []float32) {
	if useAVX512 {
		scaleWeightedAVX512(y, x, r, weight)
		return
	}
	if useAVX2 {
		scaleWeightedAVX2(y, x, r, weight)
		return
	}
	scaleWeightedGeneric(y, x, r, weight)
}

func scale(x []float32, a float32) {
	if useAVX512 {
		scaleAVX512(x, a)
		return
	}
	if useAVX2 {
		scaleAVX2(x, a)
		return
	}
	scaleGeneric(x, a)
}

func maxOf(x []float32) float32 {
	if useAVX512 {
		return maxAVX512(x)
	}
	if useAVX2 {
		return maxAVX2(x)
	}
	return maxGeneric(x)
}

func expSum(x []float32, top float32) float32 {
	if useAVX512 {
		return expSumAVX512(x, top)
	}
	if useAVX2 {
		return expSumAVX2(x, top)
	}
	return expSumGeneric(x, top)
}

func siluMul(y, gate, up []float32) {
	if useAVX512 {
		siluMulAVX512(y, gate, up)
		return
	}
	if useAVX2 {
		siluMulAVX2(y, gate, up)
		return
	}
	siluMulGeneric(y, gate, up)
}

func quantizeQ8(q Q8, x []float32) {
	if useAVX2 {
		quantizeQ8AVX2(q, x)
		return
	}
	quantizeQ8Generic(q, x)
}

func dotQ8_0(w []byte, q Q8) float32 {
	if useAVX2 {
		return dotQ8_0AVX2(w, q)
	}
	return dotQ8_0Generic(w, q)
}

func dotQ4_0(w []byte, q Q8) float32 {
	if useAVX2 {
		return dotQ4_0AVX2(w, q)
	}
	return dotQ4_0Generic(w, q)
}

func dotQ4_K(w []byte, q Q8) float32 {
	if useAVX2 {
		return dotQ4_KAVX2(w, q)
	}
	return dotQ4_KGeneric(w, q)
}

func dotQ6_K(w []byte, q Q8) float32 {
	if useAVX2 {
		return dotQ6_KAVX2(w, q)
	}
	return dotQ6_KGeneric(w, q)
}
