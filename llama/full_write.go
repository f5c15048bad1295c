package llama

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"llft/gguf"
	"llft/quant"
)

// fileTypes are the values of general.file_type (llama.cpp's enum llama_ftype) that say of what type most matrices are.
var fileTypes = map[gguf.Type]uint32{gguf.F32: 0, gguf.F16: 1, gguf.BF16: 32}

// Write stores the model with the weights as they are now: the tensors, in the order of the model's own file, and its metadata, with set on
// top. Matrices have type kind, or nil: each the type that it has in that file; vectors keep theirs. A value that is NaN, infinite or too
// large for its type is refused. The file is there whole or not at all.
func (w *Weights) Write(path string, kind *gguf.Type, set map[string]string) error {
	f := w.m.File
	trained := map[string]*Tensor{}
	for _, t := range w.all {
		trained[t.Name] = t
	}
	kv := &gguf.KV{}
	for _, key := range f.KV.Keys() {
		if v, _ := f.KV.Value(key); !strings.HasPrefix(key, "split.") {
			kv.Set(key, v)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(set)) {
		kv.Set(key, set[key])
	}
	if kind != nil {
		kv.Set("general.file_type", fileTypes[*kind])
	}
	out, err := gguf.Create(path, kv)
	if err != nil {
		return err
	}
	defer out.Abort()
	typeOf := func(t *gguf.Tensor) gguf.Type {
		if kind == nil || len(t.Dims) < 2 || trained[t.Name] == nil {
			return t.Type
		}
		return *kind
	}
	for _, t := range f.Tensors {
		if err := out.Add(t.Name, typeOf(t), t.Dims...); err != nil {
			return err
		}
	}
	for _, t := range f.Tensors {
		if have := trained[t.Name]; have != nil {
			err = w.writeTensor(out, have, typeOf(t))
		} else {
			_, err = out.Write(t.Data)
		}
		if err != nil {
			return fmt.Errorf("tensor %q: %w", t.Name, err)
		}
	}
	return out.Commit()
}

// writeValues is how many values are converted between two writes.
const writeValues = 1 << 20

func (w *Weights) writeTensor(out *gguf.Writer, t *Tensor, kind gguf.Type) error {
	largest := largestOf(kind)
	for i, v := range t.Value {
		if !(math.Abs(float64(v)) <= largest) {
			return fmt.Errorf("value %d is %g, which type %v cannot hold", i, v, kind)
		}
	}
	buf := make([]byte, min(writeValues, len(t.Value))*kind.BlockBytes())
	for x := t.Value; len(x) > 0; {
		n := min(len(x), writeValues)
		if err := quant.QuantizeMatrix(w.m.Pool, kind, buf[:n*kind.BlockBytes()], x[:n], 1, n); err != nil {
			return err
		}
		if _, err := out.Write(buf[:n*kind.BlockBytes()]); err != nil {
			return err
		}
		x = x[n:]
	}
	return nil
}

// largestOf is the largest value that does not become infinite in a type.
func largestOf(kind gguf.Type) float64 {
	switch kind {
	case gguf.F16:
		return 65519 // below it, values round to 65504 at most
	case gguf.BF16:
		return 0x1.fep127
	}
	return math.MaxFloat32
}
