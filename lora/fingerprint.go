package lora

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strings"

	"llft/gguf"
	"llft/llama"
)

// Fingerprint identifies a base. Each part is a SHA-256 in hexadecimal; an empty one is unknown.
type Fingerprint struct {
	Shapes string `json:"shapes"` // names and dimensions of all tensors
	Norms  string `json:"norms"`  // bytes of the F32 norm tensors, which all quantizations of one model share: the same base
	Blocks string `json:"blocks"` // types and sampled bytes of every tensor: this very file
}

// sampleBytes and samples say how much of a tensor is hashed, so that a model of many gigabytes takes a moment: all of a small one, else
// pieces from its start to its end.
const (
	sampleBytes = 1 << 10
	samples     = 8
)

// FingerprintOf hashes the base of m: its file, whatever is attached to it or trained.
func FingerprintOf(m *llama.Model) Fingerprint {
	tensors := slices.SortedFunc(slices.Values(m.File.Tensors), func(a, b *gguf.Tensor) int { return strings.Compare(a.Name, b.Name) })
	shapes, norms, blocks := sha256.New(), sha256.New(), sha256.New()
	for _, t := range tensors {
		fmt.Fprintf(shapes, "%s %v\n", t.Name, t.Dims)
		if t.Type == gguf.F32 && strings.HasSuffix(t.Name, "norm.weight") {
			fmt.Fprintf(norms, "%s\n", t.Name)
			norms.Write(t.Data)
		}
		fmt.Fprintf(blocks, "%s %v\n", t.Name, t.Type)
		sample(blocks, t.Data)
		m.File.Release(t.Data) // where weights are packed, nobody reads the file again: a few samples must not make it resident
	}
	sum := func(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }
	return Fingerprint{Shapes: sum(shapes), Norms: sum(norms), Blocks: sum(blocks)}
}

func sample(h hash.Hash, data []byte) {
	h.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(data))))
	if len(data) <= samples*sampleBytes {
		h.Write(data)
		return
	}
	for i := range samples {
		at := int64(len(data)-sampleBytes) * int64(i) / (samples - 1) // the last piece ends with the tensor
		h.Write(data[at : at+sampleBytes])
	}
}

// Check compares the adapter with the model in use. An error says that it does not fit (a matrix that the model lacks, another shape), or
// that it was trained on another model of the same shapes, which force overrides. A note says what a person should know of an adapter
// that can be used.
func (a *Adapter) Check(m *llama.Model, force bool) (note string, err error) {
	for _, p := range a.Pairs {
		if err := p.fits(m); err != nil {
			return "", err
		}
	}
	if a.Base == (Fingerprint{}) {
		return "the adapter does not say which model it was trained on; only names and shapes were compared", nil
	}
	switch now := FingerprintOf(m); {
	case a.Base.Norms != "" && a.Base.Norms != now.Norms:
		const other = "the adapter was trained on another model of the same shapes (the norm tensors differ)"
		if !force {
			return "", fmt.Errorf("%s; its answers would be nonsense", other)
		}
		return other, nil
	case a.Base.Blocks != "" && a.Base.Blocks != now.Blocks:
		return "the adapter was trained on another quantization of this model", nil
	}
	return "", nil
}

// fits checks that the model has the pair's matrix in its shape.
func (p *Pair) fits(m *llama.Model) error {
	l := m.Linear(p.Target)
	if l == nil {
		if m.Tied && p.Target == "output.weight" {
			return fmt.Errorf("the adapter changes %q, but this model's output matrix is its embedding", p.Target)
		}
		return fmt.Errorf("the adapter changes %q, which this model does not have; it belongs to another model", p.Target)
	}
	if l.W.Cols != p.In || l.W.Rows != p.Out {
		return fmt.Errorf("the adapter's %q is %d x %d, the model's %d x %d (out x in); it belongs to another model", p.Target, p.Out, p.In, l.W.Rows, l.W.Cols)
	}
	return nil
}
