package llft

import "math"

// MulWeights sets y = y·weight, element by element; the slices have equal lengths.
func MulWeights(y, weight []float32) {
	checkLen("MulWeights", len(weight), len(y))
	for i := 0; i < len(y); i += run {
		end := min(i+run, len(y))
		scaleWeighted(y[i:end], y[i:end], 1, weight[i:end])
	}
}

// SiLUMulBackward is the backward of SiLUMul. d holds the gradient of y = silu(gate)·up and becomes that of gate, dup becomes that of up,
// with σ = 1/(1+exp(-gate)):
//
//	dup = d·gate·σ    d = d·up·σ·(1 + gate·(1-σ))
//
// The slices have equal lengths and do not overlap.
func SiLUMulBackward(d, dup, gate, up []float32) {
	checkLen("SiLUMulBackward", len(dup), len(d))
	checkLen("SiLUMulBackward", len(gate), len(d))
	checkLen("SiLUMulBackward", len(up), len(d))
	var e [siluRun]float32
	for len(d) > 0 {
		n := min(siluRun, len(d))
		siluMulBackward(e[:n], d[:n], dup[:n], gate[:n], up[:n])
		d, dup, gate, up = d[n:], dup[n:], gate[n:], up[n:]
	}
}

// siluRun is the number of values between exp and the rest, which stay in the first-level cache.
const siluRun = 512

// siluMulBackward takes exp of -|gate| only, which cannot overflow: with e that exp, σ is 1/(1+e) above zero and e/(1+e) below.
func siluMulBackward(e, d, dup, gate, up []float32) {
	for i, g := range gate {
		e[i] = max(-math.Float32frombits(math.Float32bits(g)&^(1<<31)), expZero)
	}
	expSum(e, 0)
	d, dup, up = d[:len(gate)], dup[:len(gate)], up[:len(gate)]
	for i, g := range gate {
		sigma := 1 / (1 + e[i])
		rest := e[i] * sigma // 1 - σ
		if g < 0 {
			sigma, rest = rest, sigma
		}
		silu := max(g, expZero) * sigma // so that -inf does not meet a zero
		slope := sigma + float32(silu*rest)
		dh := d[i]
		dup[i] = dh * silu
		d[i] = float32(dh*up[i]) * slope
	}
}
