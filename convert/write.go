// Package convert writes a model file anew: in other tensor types, or with changes added to some of its matrices. It goes tensor by tensor
// and, within one, by chunks of rows, so that a few megabytes are in memory whatever the model's size.
package convert

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"llft/gguf"
	"llft/internal/parallel"
	"llft/quant"
)

// Delta adds the change of one row of a matrix to dst [row length]. It is called for different rows at the same time.
type Delta func(dst []float32, row int)

// Plan says what becomes of each tensor. A tensor that keeps its type and has no Delta is copied byte for byte.
type Plan struct {
	Pool     *parallel.Pool
	Type     func(t *gguf.Tensor) gguf.Type // the new type; nil: its own
	Delta    func(t *gguf.Tensor) Delta     // what is added to it, or nil; nil: nothing anywhere
	KV       map[string]any                 // metadata to set; all other is the source's
	Progress func(done, total int64)        // called now and then with bytes of the source; may be nil
}

// Write makes the file at path from f. The metadata is f's, less the keys that say how it was split into shards. The file is there whole or
// not at all: after an error an older file at path is as it was.
func Write(path string, f *gguf.File, p Plan) (*Report, error) {
	jobs := make([]job, len(f.Tensors))
	room := &chunk{}
	var total int64
	for i, t := range f.Tensors {
		jobs[i] = job{plan: &p, from: t, to: t.Type, room: room}
		if p.Type != nil {
			jobs[i].to = p.Type(t)
		}
		if p.Delta != nil {
			jobs[i].delta = p.Delta(t)
		}
		if err := jobs[i].check(); err != nil {
			return nil, fmt.Errorf("tensor %q: %w", t.Name, err)
		}
		total += int64(len(t.Data))
	}
	w, err := gguf.Create(path, metadata(f.KV, p.KV))
	if err != nil {
		return nil, err
	}
	defer w.Abort()
	for _, j := range jobs {
		if err := w.Add(j.from.Name, j.to, j.from.Dims...); err != nil {
			return nil, err
		}
	}
	report := &Report{}
	var done int64
	for i := range jobs {
		j := &jobs[i]
		j.advance = func(bytes int) {
			done += int64(bytes)
			if p.Progress != nil {
				p.Progress(done, total)
			}
		}
		t, err := j.write(w)
		if err != nil {
			return nil, fmt.Errorf("tensor %q: %w", j.from.Name, err)
		}
		report.Tensors = append(report.Tensors, t)
	}
	return report, w.Commit()
}

// metadata is that of one file, with set on top.
func metadata(from *gguf.KV, set map[string]any) *gguf.KV {
	kv := &gguf.KV{}
	for _, key := range from.Keys() {
		if v, _ := from.Value(key); !strings.HasPrefix(key, "split.") {
			kv.Set(key, v)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(set)) {
		kv.Set(key, set[key])
	}
	return kv
}

// job is one tensor to write.
type job struct {
	plan    *Plan
	from    *gguf.Tensor
	to      gguf.Type
	delta   Delta
	room    *chunk // shared by all jobs, which follow one another
	advance func(bytes int)
}

// copied reports whether the bytes stay as they are.
func (j *job) copied() bool { return j.to == j.from.Type && j.delta == nil }

func (j *job) check() error {
	if j.copied() {
		return nil
	}
	if _, err := quant.NewMatrix(j.from.Type, j.from.Rows(), j.from.Dims[0], j.from.Data); err != nil {
		return err
	}
	if !quant.CanQuantize(j.to) {
		return fmt.Errorf("type %v can only be read; choose a type to write", j.to)
	}
	if n := j.to.BlockSize(); j.from.Dims[0]%n != 0 {
		return fmt.Errorf("rows of %d values are no whole number of %v blocks of %d", j.from.Dims[0], j.to, n)
	}
	return nil
}

// copyBytes is how much of a tensor is handed on at once.
const copyBytes = 4 << 20

func (j *job) write(w *gguf.Writer) (Tensor, error) {
	if !j.copied() {
		return j.convert(w)
	}
	for data := j.from.Data; len(data) > 0; {
		n := min(len(data), copyBytes)
		if _, err := w.Write(data[:n]); err != nil {
			return Tensor{}, err
		}
		j.advance(n)
		data = data[n:]
	}
	return Tensor{Name: j.from.Name, From: j.from.Type, To: j.to}, nil
}
