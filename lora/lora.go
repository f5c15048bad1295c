// Package lora builds low-rank adapters on a model, trains them with LoRA+ AdamW and reads and writes their files.
package lora

import "llft/llama"

// Targets lists the matrices that can carry an adapter, by their short names, in the order of a block: attn_q, attn_k, attn_v,
// attn_output, ffn_gate, ffn_up, ffn_down; and output.
func Targets() []string { return nil }

// Config of a new adapter.
type Config struct {
	Rank    int
	Alpha   float64
	Targets []string // short names; empty means the seven of a block
	Seed    uint64
}

// Adapter is a set of low-rank pairs, one per adapted matrix, in model order.
type Adapter struct {
	Rank  int
	Alpha float64 // the effect is Alpha/Rank · B·A times the user's scale (Alpha 0: the user's scale alone)
	Pairs []*Pair
	Base  Fingerprint       // of the base it was trained on; zero when the file has none
	Info  map[string]string // llft.* keys: how it was trained
}

// Pair is the adapter's part for one matrix.
type Pair struct {
	Target string // tensor name, e.g. "blk.0.attn_q.weight"
	Rank   int
	In     int
	Out    int
	A      []float32 // [Rank, In]
	B      []float32 // [Out, Rank]
}

// Fingerprint identifies a base: its shapes, its F32 norm tensors (equal over all quantizations of one model) and sampled blocks of
// every tensor (this very file). Zero strings: unknown.
type Fingerprint struct{ Shapes, Norms, Blocks string }

// New makes an adapter for m: A uniform in ±1/√in (PEFT's default, kaiming_uniform(√5)), B zero.
func New(m *llama.Model, c Config) (*Adapter, error) { return nil, nil }

// Read opens an adapter in llama.cpp's GGUF form.
func Read(path string) (*Adapter, error) { return nil, nil }

// Write stores the adapter as GGUF (float32), atomically. It refuses NaN and infinities.
func (a *Adapter) Write(path string) error { return nil }

// Check compares the adapter with the base: an error when it does not fit (names, shapes) or was trained on another model (norms differ),
// the latter overridden by force; a note for people when it fits but is not the very same file.
func (a *Adapter) Check(m *llama.Model, force bool) (note string, err error) { return "", nil }

// Attachment is an adapter in use on a model.
type Attachment struct{}

// Attach adds the adapter's terms to the model's matrices, all or none. trained terms get gradient buffers.
func (a *Adapter) Attach(m *llama.Model, scale float64, trained bool) (*Attachment, error) {
	return nil, nil
}

func (x *Attachment) SetScale(scale float64) {}
func (x *Attachment) Detach()                {}
func (x *Attachment) Adapter() *Adapter      { return nil }
func (x *Attachment) ZeroGrad()              {}
func (x *Attachment) Grads() [][]float32     { return nil } // A, B, A, B ... in the order of Pairs
func (x *Attachment) Params() [][]float32    { return nil }

// AdamWConfig: decoupled weight decay, LoRA+ groups: A at lr, B at lr·Ratio, decay on both.
type AdamWConfig struct {
	Ratio                    float64 // 1 is plain LoRA
	Beta1, Beta2, Eps, Decay float64 // 0.9, 0.999, 1e-8, 0
	Clip                     float64 // largest global L2 norm of all gradients; 0 is off
}

// AdamW is the optimizer of one attached, trained adapter.
type AdamW struct{}

func NewAdamW(x *Attachment, c AdamWConfig) *AdamW { return nil }

// Step clips, updates A and B from their gradients with A's learning rate lr and returns the gradients' norm before clipping.
// A gradient that is not finite is an error, and nothing is changed.
func (o *AdamW) Step(lr float64) (norm float64, err error) { return 0, nil }

// State gives the moments and the step count for a checkpoint (aliases, in the order of Params); SetSteps restores the count.
func (o *AdamW) State() (m, v [][]float32, steps int) { return nil, nil, 0 }
func (o *AdamW) SetSteps(n int)                       {}
