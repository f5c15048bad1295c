// Package lora builds low-rank adapters on a model, trains them with LoRA+ AdamW and reads and writes their files.
//
// An adapter changes a frozen matrix W [out, in] into W + Alpha/Rank·B·A with A [Rank, in] and B [out, Rank] (Hu et al., arXiv 2106.09685).
package lora

import (
	"fmt"
	"slices"
	"strings"

	"llft/llama"
)

// targets are the matrices that can carry an adapter, by their names in a GGUF, in the order of a block.
var targets = []string{"attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down", "output"}

// Targets lists the short names of the matrices that can carry an adapter: the seven of a block, and output.
func Targets() []string { return slices.Clone(targets) }

// These bound an adapter, in a file too, and the user's scale. Their products stay far within a float32.
const (
	maxRank  = 4096
	maxAlpha = 1e6
	maxScale = 1e6
)

// Config of a new adapter.
type Config struct {
	Rank    int
	Alpha   float64
	Targets []string // short names; empty means the seven of a block
	Seed    uint64
}

// Adapter is a set of low-rank pairs, one per adapted matrix, in model order.
type Adapter struct {
	Rank  int     // of the first pair; files may hold pairs of different ranks
	Alpha float64 // the effect is Alpha/Rank·B·A times the user's scale (Alpha 0: B·A times the user's scale)
	Pairs []*Pair
	Base  Fingerprint       // of the base it was trained on; zero when the file has none
	Info  map[string]string // the file's llft.* keys: how it was trained
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

// short is the name of a target without layer and ending: "blk.0.attn_q.weight" is "attn_q".
func short(target string) string {
	s := strings.TrimSuffix(target, ".weight")
	return s[strings.LastIndexByte(s, '.')+1:]
}

// New makes an adapter for m: A uniform in ±1/√in (PEFT's default, kaiming_uniform with a = √5), B zero, so that the model is at first
// unchanged.
func New(m *llama.Model, c Config) (*Adapter, error) {
	if c.Rank < 1 || c.Rank > maxRank {
		return nil, fmt.Errorf("rank is %d, want 1 to %d", c.Rank, maxRank)
	}
	if !(c.Alpha > 0 && c.Alpha <= maxAlpha) {
		return nil, fmt.Errorf("alpha is %g, want a positive number up to %g", c.Alpha, float64(maxAlpha))
	}
	chosen := c.Targets
	if len(chosen) == 0 {
		chosen = targets[:7]
	}
	for _, name := range chosen {
		if !slices.Contains(targets, name) {
			return nil, fmt.Errorf("unknown target %q (the targets are %s)", name, strings.Join(targets, ", "))
		}
		if name == "output" && m.Tied {
			return nil, fmt.Errorf("target %q: this model's output matrix is its embedding (tied), which cannot carry an adapter", name)
		}
	}
	a := &Adapter{Rank: c.Rank, Alpha: c.Alpha, Base: FingerprintOf(m), Info: map[string]string{}}
	for _, l := range m.Linears() {
		if !slices.Contains(chosen, short(l.Name)) {
			continue
		}
		p := &Pair{Target: l.Name, Rank: c.Rank, In: l.W.Cols, Out: l.W.Rows}
		p.A = uniform(c.Seed, l.Name, p.Rank, p.In)
		p.B = make([]float32, p.Out*p.Rank)
		a.Pairs = append(a.Pairs, p)
	}
	return a, nil
}

// Parameters counts the values of A and B.
func (a *Adapter) Parameters() int {
	n := 0
	for _, p := range a.Pairs {
		n += len(p.A) + len(p.B)
	}
	return n
}

// factor is what a pair's product is multiplied by before the user's scale.
func (a *Adapter) factor(p *Pair) float64 {
	if a.Alpha == 0 {
		return 1
	}
	return a.Alpha / float64(p.Rank)
}
