package lora

import (
	"fmt"
	"math"

	"llft"
	"llft/convert"
	"llft/gguf"
	"llft/llama"
)

// Scaled is an adapter with the user's scale.
type Scaled struct {
	Adapter *Adapter
	Scale   float64
}

// MergeOptions of Merge.
type MergeOptions struct {
	Type     *gguf.Type              // of the adapted matrices; nil: each keeps its own. Where its blocks do not divide the rows, see convert.Fit
	Force    bool                    // also merge an adapter that was trained on another model of the same shapes
	Progress func(done, total int64) // bytes of the model; may be nil
}

// Merge writes the model of m to path with the adapters made part of its weights: each adapted matrix becomes W + Σ scale·factor·B·A, all
// other tensors and the metadata stay as they are. Adapters that are attached to m do not matter. The report tells how much of the change
// survived the rounding to the matrices' types: in 4 bits the steps are often larger than the change. After an error an older file at path
// is as it was.
func Merge(path string, m *llama.Model, adapters []Scaled, o MergeOptions) (*convert.Report, error) {
	changes, err := mergeTerms(m, adapters, o.Force)
	if err != nil {
		return nil, err
	}
	return convert.Write(path, m.File, convert.Plan{
		Pool: m.Pool,
		Type: func(t *gguf.Tensor) gguf.Type {
			if o.Type == nil || changes[t.Name] == nil {
				return t.Type
			}
			return convert.Fit(*o.Type, t)
		},
		Delta: func(t *gguf.Tensor) convert.Delta {
			if terms := changes[t.Name]; terms != nil {
				return func(dst []float32, row int) { addRow(dst, terms, row) }
			}
			return nil
		},
		Progress: o.Progress,
	})
}

// mergeTerms checks the adapters against m and lists the low-rank terms of each matrix that they change.
func mergeTerms(m *llama.Model, adapters []Scaled, force bool) (map[string][]llama.LowRank, error) {
	changes := map[string][]llama.LowRank{}
	for i, s := range adapters {
		if math.IsNaN(s.Scale) || math.IsInf(s.Scale, 0) {
			return nil, fmt.Errorf("the scale of adapter %d is %g, want a number", i+1, s.Scale)
		}
		if _, err := s.Adapter.Check(m, force); err != nil {
			return nil, err
		}
		for _, p := range s.Adapter.Pairs {
			if len(p.A) != p.Rank*p.In || len(p.B) != p.Out*p.Rank {
				return nil, fmt.Errorf("the adapter's %q of rank %d holds %d and %d values, want %d and %d", p.Target, p.Rank, len(p.A), len(p.B), p.Rank*p.In, p.Out*p.Rank)
			}
			if err := p.checkFinite(); err != nil {
				return nil, err
			}
			term := llama.LowRank{Rank: p.Rank, A: p.A, B: p.B, Scale: float32(s.Scale * s.Adapter.factor(p))}
			changes[p.Target] = append(changes[p.Target], term)
		}
	}
	if len(changes) == 0 {
		return nil, fmt.Errorf("there is no adapter to merge")
	}
	return changes, nil
}

// addRow adds one row of Σ scale·B·A to dst.
func addRow(dst []float32, terms []llama.LowRank, row int) {
	for _, t := range terms {
		for k, b := range t.B[row*t.Rank : (row+1)*t.Rank] {
			if b != 0 {
				llft.Axpy(dst, t.Scale*b, t.A[k*len(dst):(k+1)*len(dst)])
			}
		}
	}
}
