package main

import (
	"fmt"
	"os"
	"path/filepath"

	"llft/convert"
	"llft/experiments/loraplus/lab"
	"llft/gguf"
	"llft/internal/parallel"
)

// kinds are the types of the bases: the mixture in which llft's own base is stored, and the coarsest K-quant for every matrix.
var kinds = []string{"F32", "Q8_0", "Q4_K_M", "Q2_K"}

// quantized is the same weights in one type.
type quantized struct {
	kind string
	base *lab.Base
	bits float64 // a weight, over all tensors of the file
}

// bases writes the weights of an F32 file in each of the types to dir.
func bases(master *lab.Base, dir string) ([]quantized, error) {
	for _, t := range master.File.Tensors {
		if len(t.Dims) < 2 {
			continue
		}
		if t.Type != gguf.F32 {
			return nil, fmt.Errorf("tensor %q of %s is %v, want the F32 file that training wrote", t.Name, master.Name, t.Type)
		}
		if t.Dims[0]%gguf.Q4_K.BlockSize() != 0 {
			return nil, fmt.Errorf("the rows of %q have %d values, which are no whole blocks of 256 of the K-quants", t.Name, t.Dims[0])
		}
	}
	pool := parallel.New(2)
	defer pool.Close()
	var out []quantized
	for _, kind := range kinds {
		mix, err := convert.ParseMix(kind)
		if err != nil {
			return out, err
		}
		path := filepath.Join(dir, master.Name+"-"+kind+".gguf")
		if _, err := convert.Model(path, master.File, pool, mix, nil); err != nil {
			return out, err
		}
		b, err := lab.Open(path)
		if err != nil {
			return out, err
		}
		var bytes, values int
		for _, t := range b.File.Tensors {
			bytes += len(t.Data)
			values += t.Rows() * t.Dims[0]
		}
		out = append(out, quantized{kind, b, 8 * float64(bytes) / float64(values)})
	}
	return out, nil
}

// merged names the types that an adapter is merged into.
var merged = []gguf.Type{gguf.F16, gguf.Q8_0, gguf.Q4_K}

// tempDir is a folder that is removed at the end.
func tempDir() (string, func(), error) {
	dir, err := os.MkdirTemp("", "llft-quantized-")
	return dir, func() { os.RemoveAll(dir) }, err
}
