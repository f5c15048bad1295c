package bench

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"llft/gguf"
	"llft/internal/synthetic"
	"llft/llama"
)

// source is a model to measure.
type source struct {
	path string
	name string
	kind string // of its weights
}

// fileSource names a file's weights by their commonest types.
func fileSource(path string) (source, error) {
	f, err := gguf.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return source{}, fmt.Errorf("no file %q", path)
	}
	if err != nil {
		return source{}, err
	}
	defer f.Close()
	bytes := map[gguf.Type]int{}
	var kinds []gguf.Type
	for _, t := range f.Tensors {
		if t.Rows() == 1 {
			continue
		}
		if bytes[t.Type] == 0 {
			kinds = append(kinds, t.Type)
		}
		bytes[t.Type] += len(t.Data)
	}
	slices.SortStableFunc(kinds, func(a, b gguf.Type) int { return bytes[b] - bytes[a] })
	var names []string
	for _, k := range kinds {
		names = append(names, k.String())
	}
	return source{path: path, name: strings.TrimSuffix(filepath.Base(path), ".gguf"), kind: strings.Join(names, "+")}, nil
}

// syntheticSource writes a model of random weights to save, or where that is empty to a temporary file, which remove removes.
func syntheticSource(shape, kind, save string, progress func(string)) (src source, remove func(), err error) {
	s, err := shapeOf(shape, kind)
	if err != nil {
		return source{}, nil, err
	}
	size, err := synthetic.Bytes(s)
	if err != nil {
		return source{}, nil, err
	}
	if _, err := os.Stat(save); save != "" && err == nil {
		return source{}, nil, fmt.Errorf("%q is there already (-m measures with it)", save)
	}
	remove = func() {}
	folder := filepath.Dir(save)
	if save == "" {
		folder = os.TempDir()
	}
	if free, ok := diskFree(folder); ok && free < size {
		return source{}, nil, fmt.Errorf("a %s model of type %s takes %.2f GB, and %q has only %.2f GB free (the environment variable TMPDIR names another folder)",
			shape, strings.ToLower(kind), float64(size)/1e9, folder, float64(free)/1e9)
	}
	path := save
	if save == "" {
		dir, err := os.MkdirTemp("", "llft-bench-")
		if err != nil {
			return source{}, nil, err
		}
		remove = func() { os.RemoveAll(dir) }
		path = filepath.Join(dir, "model.gguf")
	}
	progress(fmt.Sprintf("writing a model of shape %s, type %s: %.2f GB to %s", shape, strings.ToLower(kind), float64(size)/1e9, path))
	if err := synthetic.Write(path, s); err != nil {
		remove()
		return source{}, nil, err
	}
	return source{path: path, name: shape, kind: strings.ToUpper(kind)}, remove, nil
}

// open loads a model; closing it closes the file too.
func open(path string, o llama.Options) (m *llama.Model, closeAll func(), err error) {
	f, err := gguf.Open(path)
	if err != nil {
		return nil, nil, err
	}
	if m, err = llama.Load(f, o); err != nil {
		f.Close()
		return nil, nil, err
	}
	return m, func() {
		m.Close()
		f.Close()
	}, nil
}
