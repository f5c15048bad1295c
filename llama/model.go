// Package llama is the LLaMA architecture on a mapped GGUF: configuration, weights, forward, KV cache, backward, loss.
package llama

import (
	"llft/gguf"
	"llft/internal/parallel"
	"llft/quant"
)

// Config is the shape of a model, from llama.* metadata.
type Config struct {
	Name                string
	Dim, Layers         int
	Heads, KVHeads      int
	KeyDim, ValueDim    int // length of one head's key (and query) and value
	FFN, Vocab, Context int
	NormEps             float32
	RopeBase, RopeScale float32 // RopeScale: linear scaling, positions are multiplied by it (1 = none)
	RopeDim             int     // how many values of a head are rotated
	Tied                bool    // the output matrix is the embedding
}

// Options of Load.
type Options struct {
	Threads int           // 0: the physical cores
	Compute quant.Compute // of inference; training is float32
}

// Model is a loaded base with the adapters attached to it.
type Model struct {
	Config
	File    *gguf.File
	Pool    *parallel.Pool
	Compute quant.Compute
	Embed   *quant.Matrix // [Vocab, Dim]
}

// Load maps nothing new: matrices point into f. It refuses by name what the forward pass would not compute.
func Load(f *gguf.File, o Options) (*Model, error) { return nil, nil }

// Linears lists every matrix that can carry an adapter, block by block (q, k, v, output, gate, up, down), then output unless tied.
func (m *Model) Linears() []*Linear { return nil }

// Linear finds one by tensor name, or nil.
func (m *Model) Linear(name string) *Linear { return nil }

// CacheType is the precision of a KV cache.
type CacheType int

const (
	CacheF16 CacheType = iota
	CacheF32
)

// Session is one sequence being read or written: a KV cache and scratch space. One Session at a time may use a Model.
type Session struct{}

// NewSession makes room for n positions.
func (m *Model) NewSession(n int, cache CacheType) (*Session, error) { return nil, nil }

func (s *Session) Len() int       { return 0 } // positions in the cache
func (s *Session) Cap() int       { return 0 }
func (s *Session) Truncate(n int) {} // forgets all positions from n on

// Eval appends tokens to the sequence and returns the logits [Vocab] after the last one, valid until the next call.
// Errors: an id outside the vocabulary, no room left.
func (s *Session) Eval(tokens []int32) ([]float32, error) { return nil, nil }

// EvalEach is Eval that hands over the logits after tokens[i] for every i >= from, in order; they are computed a few rows at a time.
func (s *Session) EvalEach(tokens []int32, from int, each func(i int, logits []float32)) error {
	return nil
}

// Sequence is one training sequence: position 0 onwards, Targets[i] is the id that should follow Tokens[i], -1 where no loss is taken.
type Sequence struct {
	Tokens, Targets []int32
}

// TrainOptions of a Trainer.
type TrainOptions struct {
	Checkpoint bool    // keep only the inputs of each layer and recompute the layer in backward
	Dropout    float32 // on the input of A, as PEFT's lora_dropout
	Seed       uint64  // of dropout
}

// Trainer computes losses and gradients of the trained low-rank terms (those with GradA and GradB) of a model, in float32.
type Trainer struct{}

func (m *Model) NewTrainer(o TrainOptions) *Trainer { return nil }

// LossGrad adds to GradA and GradB the gradient of Σ cross-entropy / denom over all targets of the sequences, and returns
// Σ cross-entropy (in nats, not divided) . All sequences are computed in one pass, rows of true length end to end, so their total length
// bounds the memory. first numbers the first sequence within the step (dropout is a function of seed, step, sequence, position, layer, matrix).
func (t *Trainer) LossGrad(seqs []Sequence, step, first int, denom float64) (float64, error) {
	return 0, nil
}

// Loss returns Σ cross-entropy and the number of targets, without gradients or dropout.
func (t *Trainer) Loss(seqs []Sequence) (sum float64, targets int, err error) { return 0, 0, nil }

// Bytes estimates the memory that one LossGrad over rows positions needs beside the mapped base.
func (t *Trainer) Bytes(rows int) int64 { return 0 }
