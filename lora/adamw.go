package lora

import "llft/optim"

// AdamWConfig sets AdamW with the two groups of LoRA+ (Hayou, Ghosh, Yu, arXiv 2402.12354): A learns at lr, B at lr·Ratio. Decay is
// decoupled and follows each group's own rate, as in the authors' optimizer.
type AdamWConfig struct {
	Ratio        float64 // 1 is plain LoRA
	Beta1, Beta2 float64 // 0.9, 0.999
	Eps          float64 // 1e-8
	Decay        float64 // weight decay, on A and B; 0
	Clip         float64 // the largest global L2 norm of all gradients; 0 is off
}

// ErrNotFinite is what Step wraps when a gradient is NaN or infinite.
var ErrNotFinite = optim.ErrNotFinite

// AdamW is the optimizer of one attached, trained adapter.
type AdamW = optim.AdamW

// NewAdamW makes the optimizer of x, with zero moments, in the order of Attachment.Params.
func NewAdamW(x *Attachment, c AdamWConfig) *AdamW {
	return optim.New(x.model.Pool, x.Trained(c.Ratio, c.Decay), optim.Config{Beta1: c.Beta1, Beta2: c.Beta2, Eps: c.Eps, Clip: c.Clip})
}

// Trained lists A, B, A, B ... for an optimizer, B's rate ratio times A's.
func (x *Attachment) Trained(ratio, decay float64) []optim.Param {
	params, grads := x.Params(), x.Grads()
	var all []optim.Param
	for i, p := range x.adapter.Pairs {
		all = append(all,
			optim.Param{Name: p.Target + suffixA, Dims: []int{p.In, p.Rank}, Value: params[2*i], Grad: grads[2*i], Rate: 1, Decay: decay},
			optim.Param{Name: p.Target + suffixB, Dims: []int{p.Rank, p.Out}, Value: params[2*i+1], Grad: grads[2*i+1], Rate: ratio, Decay: decay})
	}
	return all
}
