//go:build (!amd64 && !arm64) || purego

package llft

// Targets without assembly: every kernel is its reference.

func cpuTiers(Tier) []Tier { return nil }
func enable(Tier)          {}

func dot(x, y []float32) float32                 { return dotGeneric(x, y) }
func axpy(y []float32, a float32, x []float32)   { axpyGeneric(y, a, x) }
func dotF16(x []float32, h []uint16) float32     { return dotF16Generic(x, h) }
func axpyF16(y []float32, a float32, h []uint16) { axpyF16Generic(y, a, h) }

func f16ToF32(dst []float32, src []uint16)  { f16ToF32Generic(dst, src) }
func f32ToF16(dst []uint16, src []float32)  { f32ToF16Generic(dst, src) }
func bf16ToF32(dst []float32, src []uint16) { bf16ToF32Generic(dst, src) }
func f32ToBF16(dst []uint16, src []float32) { f32ToBF16Generic(dst, src) }

func sumSquares(x []float32) float64 { return sumSquaresGeneric(x) }
func scaleWeighted(y, x []float32, r float32, weight []float32) {
	scaleWeightedGeneric(y, x, r, weight)
}
func scale(x []float32, a float32)            { scaleGeneric(x, a) }
func maxOf(x []float32) float32               { return maxGeneric(x) }
func expSum(x []float32, top float32) float32 { return expSumGeneric(x, top) }
func siluMul(y, gate, up []float32)           { siluMulGeneric(y, gate, up) }

func quantizeQ8(q Q8, x []float32)   { quantizeQ8Generic(q, x) }
func dotQ8_0(w []byte, q Q8) float32 { return dotQ8_0Generic(w, q) }
func dotQ4_0(w []byte, q Q8) float32 { return dotQ4_0Generic(w, q) }
func dotQ4_K(w []byte, q Q8) float32 { return dotQ4_KGeneric(w, q) }
func dotQ6_K(w []byte, q Q8) float32 { return dotQ6_KGeneric(w, q) }
