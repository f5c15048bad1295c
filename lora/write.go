package lora

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"llft/gguf"
)

// Keys of the adapter's GGUF. The first four are llama.cpp's (src/llama-adapter.cpp), the others our own.
const (
	keyType         = "general.type"
	keyArchitecture = "general.architecture"
	keyKind         = "adapter.type"
	keyAlpha        = "adapter.lora.alpha"
	keyShapes       = "llft.base.shapes"
	keyNorms        = "llft.base.norms"
	keyBlocks       = "llft.base.blocks"
	ownPrefix       = "llft."
)

// Write stores the adapter as llama.cpp loads it, in float32: for each pair TARGET.lora_a, ne = [in, rank], and TARGET.lora_b, ne =
// [rank, out]. The file is there whole or not at all. A matrix with a NaN or an infinity is refused.
func (a *Adapter) Write(path string) error {
	for _, p := range a.Pairs {
		if err := p.checkFinite(); err != nil {
			return fmt.Errorf("the adapter is not written: %w", err)
		}
	}
	w, err := gguf.Create(path, a.metadata())
	if err != nil {
		return err
	}
	defer w.Abort()
	for _, p := range a.Pairs {
		err = errors.Join(err, w.Add(p.Target+suffixA, gguf.F32, p.In, p.Rank), w.Add(p.Target+suffixB, gguf.F32, p.Rank, p.Out))
	}
	for _, p := range a.Pairs {
		for _, x := range [][]float32{p.A, p.B} {
			if err == nil {
				err = writeFloats(w, x)
			}
		}
	}
	if err != nil {
		return err
	}
	return w.Commit()
}

func writeFloats(w *gguf.Writer, x []float32) error {
	b, err := binary.Append(nil, binary.LittleEndian, x)
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}

func (a *Adapter) metadata() *gguf.KV {
	kv := &gguf.KV{}
	kv.Set(keyType, "adapter")
	kv.Set(keyArchitecture, "llama")
	kv.Set(keyKind, "lora")
	kv.Set(keyAlpha, float32(a.Alpha))
	for _, key := range slices.Sorted(maps.Keys(a.Info)) {
		if strings.HasPrefix(key, ownPrefix) {
			kv.Set(key, a.Info[key])
		}
	}
	if a.Base != (Fingerprint{}) {
		kv.Set(keyShapes, a.Base.Shapes)
		kv.Set(keyNorms, a.Base.Norms)
		kv.Set(keyBlocks, a.Base.Blocks)
	}
	return kv
}

// checkFinite names the first value that is NaN or infinite.
func (p *Pair) checkFinite() error {
	for _, side := range []struct {
		name string
		x    []float32
	}{{suffixA, p.A}, {suffixB, p.B}} {
		for i, v := range side.x {
			if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
				return fmt.Errorf("%s%s holds %g at index %d", p.Target, side.name, v, i)
			}
		}
	}
	return nil
}
