package lora

import (
	"fmt"
	"math"
	"strings"

	"llft/gguf"
	"llft/quant"
)

// The endings of an adapter's tensors.
const (
	suffixA = ".lora_a"
	suffixB = ".lora_b"
)

// Read opens an adapter in llama.cpp's GGUF form. What llft would not apply (another kind of adapter, tensors that are no pair, an adapted
// embedding) is refused by name.
func Read(path string) (*Adapter, error) {
	f, err := gguf.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	a, err := read(f)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", path, err)
	}
	return a, nil
}

func read(f *gguf.File) (*Adapter, error) {
	if err := checkKind(f.KV); err != nil {
		return nil, err
	}
	a := &Adapter{Info: map[string]string{}}
	var err error
	if a.Alpha, err = f.KV.FloatOr(keyAlpha, 0); err != nil {
		return nil, err
	}
	if !(math.Abs(a.Alpha) <= maxAlpha) {
		return nil, fmt.Errorf("%s is %g, want a number up to %g", keyAlpha, a.Alpha, float64(maxAlpha))
	}
	if err := a.readInfo(f.KV); err != nil {
		return nil, err
	}
	for _, t := range f.Tensors {
		target, isA := strings.CutSuffix(t.Name, suffixA)
		if !isA {
			if err := checkB(f, t); err != nil {
				return nil, err
			}
			continue
		}
		p, err := readPair(target, t, f.Tensor(target+suffixB))
		if err != nil {
			return nil, err
		}
		a.Pairs = append(a.Pairs, p)
	}
	if len(a.Pairs) == 0 {
		return nil, fmt.Errorf("the adapter holds no %s and %s tensors", suffixA, suffixB)
	}
	a.Rank = a.Pairs[0].Rank
	return a, nil
}

// checkKind wants an adapter of kind lora for the llama architecture.
func checkKind(kv *gguf.KV) error {
	kind, err := kv.StringOr(keyType, "model")
	if err != nil {
		return err
	}
	if kind != "adapter" {
		return fmt.Errorf("this file is a %s, not an adapter (%s)", kind, keyType)
	}
	for key, want := range map[string]string{keyKind: "lora", keyArchitecture: "llama"} {
		have, err := kv.String(key)
		if err != nil {
			return err
		}
		if have != want {
			return fmt.Errorf("%s is %q, only %q is supported", key, have, want)
		}
	}
	if kv.Has("adapter.alora.invocation_tokens") {
		return fmt.Errorf("an activated LoRA (adapter.alora.invocation_tokens) is not supported")
	}
	return nil
}

// readInfo takes our own keys.
func (a *Adapter) readInfo(kv *gguf.KV) error {
	base := map[string]*string{keyShapes: &a.Base.Shapes, keyNorms: &a.Base.Norms, keyBlocks: &a.Base.Blocks}
	for _, key := range kv.Keys() {
		if !strings.HasPrefix(key, ownPrefix) {
			continue
		}
		s, err := kv.String(key)
		if err != nil {
			return err
		}
		if field := base[key]; field != nil {
			*field = s
		} else {
			a.Info[key] = s
		}
	}
	return nil
}

// checkB accepts a tensor that is the second of a pair and names any other.
func checkB(f *gguf.File, t *gguf.Tensor) error {
	target, isB := strings.CutSuffix(t.Name, suffixB)
	if !isB {
		return fmt.Errorf("tensor %q is neither %s nor %s of a matrix", t.Name, suffixA, suffixB)
	}
	if f.Tensor(target+suffixA) == nil {
		return fmt.Errorf("tensor %q has no partner %q", t.Name, target+suffixA)
	}
	return nil
}

// readPair checks and dequantizes A, ne = [in, rank], and B, ne = [rank, out].
func readPair(target string, a, b *gguf.Tensor) (*Pair, error) {
	if target == "token_embd.weight" {
		return nil, fmt.Errorf("tensor %q: an adapter of the embedding is not supported", a.Name)
	}
	if b == nil {
		return nil, fmt.Errorf("tensor %q has no partner %q", a.Name, target+suffixB)
	}
	if len(a.Dims) > 2 && a.Rows() != a.Dims[1] || len(b.Dims) > 2 && b.Rows() != b.Dims[1] {
		return nil, fmt.Errorf("tensor %q has shape %v, its partner %v: want two dimensions", a.Name, a.Dims, b.Dims)
	}
	p := &Pair{Target: target, In: a.Dims[0], Rank: a.Rows(), Out: b.Rows()}
	if b.Dims[0] != p.Rank || p.Rank > maxRank {
		return nil, fmt.Errorf("tensor %q is of rank %d, its partner of rank %d (they must agree, up to %d)", a.Name, p.Rank, b.Dims[0], maxRank)
	}
	var err error
	if p.A, err = floats(a); err != nil {
		return nil, err
	}
	if p.B, err = floats(b); err != nil {
		return nil, err
	}
	return p, p.checkFinite()
}

func floats(t *gguf.Tensor) ([]float32, error) {
	x := make([]float32, t.Rows()*t.Dims[0])
	if err := quant.Dequantize(t.Type, x, t.Data); err != nil {
		return nil, fmt.Errorf("tensor %q: %w", t.Name, err)
	}
	return x, nil
}
