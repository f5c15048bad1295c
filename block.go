package llft

import "fmt"

// Kernels of a transformer's block and of its backward pass, on rows of activations.

// Add sets dst = x + y. The slices have equal lengths; dst may be x or y.
func Add(dst, x, y []float32) {
	checkLen("Add", len(x), len(dst))
	checkLen("Add", len(y), len(dst))
	for i := 0; i < len(dst); i += run {
		end := min(i+run, len(dst))
		add(dst[i:end], x[i:end], y[i:end])
	}
}

// RoPE turns the pairs (x[2i], x[2i+1]) of each head of x [heads, headDim], in place, by angles whose cosine and sine are cossin[2i] and
// cossin[2i+1]; what lies beyond len(cossin) in a head stays. With inverse it turns them back. The bits are the same in every tier.
func RoPE(x []float32, heads, headDim int, cossin []float32, inverse bool) {
	checkLen("RoPE", len(x), heads*headDim)
	if len(cossin)%2 != 0 || len(cossin) > headDim {
		panic(fmt.Sprintf("llft: RoPE: %d cosines and sines for heads of %d values", len(cossin), headDim))
	}
	if len(cossin) == 0 {
		return
	}
	for few := max(1, run/headDim); heads > 0; heads -= few {
		few = min(few, heads)
		rope(x[:few*headDim], headDim, cossin, inverse)
		x = x[few*headDim:]
	}
}

// SiLUMulBackward sets the gradients of gate and up from that of hidden = silu(gate)·up (SiLUMul), with σ = 1/(1+exp(-gate)):
//
//	dup   = dhidden·gate·σ
//	dgate = dhidden·up·σ·(1 + gate·(1-σ))
//
// The slices have equal lengths. dgate and dup are two slices, each of which may be one of the others.
func SiLUMulBackward(dgate, dup, dhidden, gate, up []float32) {
	for _, s := range [][]float32{dup, dhidden, gate, up} {
		checkLen("SiLUMulBackward", len(s), len(dgate))
	}
	for i := 0; i < len(dgate); i += run {
		end := min(i+run, len(dgate))
		siluMulBackward(dgate[i:end], dup[i:end], dhidden[i:end], gate[i:end], up[i:end])
	}
}

// RMSNormBackward sets dx = direct + the gradient of y = x·r·weight (RMSNorm, which returned r) through dy:
//
//	dx[i] = direct[i] + r·weight[i]·dy[i] - x[i]·r³/n·Σ dy[j]·weight[j]·x[j]
//
// The slices have equal lengths n. dx may be any of the others.
func RMSNormBackward(dx, direct, dy, x, weight []float32, r float32) {
	for _, s := range [][]float32{direct, dy, x, weight} {
		checkLen("RMSNormBackward", len(s), len(dx))
	}
	n := len(dx)
	var sum float32
	for i := 0; i < n; i += run {
		end := min(i+run, n)
		sum += dotWeighted(dy[i:end], weight[i:end], x[i:end])
	}
	c := r * r * r / float32(n) * sum
	for i := 0; i < n; i += run {
		end := min(i+run, n)
		normBackward(dx[i:end], direct[i:end], dy[i:end], weight[i:end], x[i:end], r, c)
	}
}
