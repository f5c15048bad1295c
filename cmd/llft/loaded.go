package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"llft/gguf"
	"llft/llama"
	"llft/lora"
	"llft/quant"
	"llft/tokenizer"
)

// loaded is a model ready for use, with its tokenizer and the adapters attached to it.
type loaded struct {
	file     *gguf.File
	model    *llama.Model
	tok      *tokenizer.Tokenizer
	adapters []*namedAdapter
}

// namedAdapter is an attached adapter under the name that a chat calls it by.
type namedAdapter struct {
	name  string
	path  string
	scale float64
	at    *lora.Attachment
}

// open loads the model of the flags. With pack the weights are rearranged for inference, which pays where the model does more than
// a few tokens' work; training reads them as they lie in the file.
func (f modelFlags) open(io stdio, pack bool) (*loaded, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	file, err := openModel(f.Model, io)
	if err != nil {
		return nil, err
	}
	if kind, _ := file.KV.StringOr("general.type", "model"); kind == "adapter" {
		file.Close()
		return nil, withHint(fmt.Errorf("%q is an adapter, not a model", file.Path), "name the model with -m and the adapter with --adapter")
	}
	return loadFile(file, f, pack)
}

// loadFile makes a model of an open file, which is closed with it or on an error.
func loadFile(file *gguf.File, f modelFlags, pack bool) (*loaded, error) {
	compute, err := quant.ParseCompute(f.Compute)
	if err != nil {
		return nil, usageError{err}
	}
	m, err := llama.Load(file, llama.Options{Threads: f.Threads, Compute: compute, Pack: pack})
	if err != nil {
		file.Close()
		return nil, withHint(err, "llft inspect %s shows what the file holds", quoteArg(file.Path))
	}
	tok, err := tokenizer.New(file.KV)
	if err != nil {
		m.Close()
		file.Close()
		return nil, fmt.Errorf("%q: %w", file.Path, err)
	}
	return &loaded{file: file, model: m, tok: tok}, nil
}

// openGGUF opens a file and names it in the error, which then says what it is not.
func openGGUF(path string) (*gguf.File, error) {
	file, err := gguf.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no file %q", path)
	}
	return file, err
}

func (l *loaded) close() {
	l.model.Close()
	l.file.Close()
}

// attachAll attaches the adapters of the flags and passes on what is worth knowing about them.
func (l *loaded) attachAll(f adapterFlags, io stdio) error {
	for _, spec := range f.Adapter {
		note, err := l.attach(spec, f.Force)
		if err != nil {
			return err
		}
		if note != "" {
			io.note("%s", note)
		}
	}
	return nil
}

// attach checks one adapter against the model and puts it to use.
func (l *loaded) attach(spec adapterSpec, force bool) (note string, err error) {
	a, err := readAdapter(spec.Path)
	if err != nil {
		return "", err
	}
	if note, err = a.Check(l.model, force); err != nil {
		err = fmt.Errorf("adapter %q: %w", spec.Path, err)
		if _, forced := a.Check(l.model, true); forced == nil {
			err = withHint(err, "--force uses it all the same")
		}
		return "", err
	}
	at, err := a.Attach(l.model, spec.Scale, false)
	if err != nil {
		return "", fmt.Errorf("adapter %q: %w", spec.Path, err)
	}
	if note != "" {
		note = fmt.Sprintf("adapter %q: %s", spec.Path, note)
	}
	l.adapters = append(l.adapters, &namedAdapter{name: l.freeName(spec.Path), path: spec.Path, scale: spec.Scale, at: at})
	return note, nil
}

func readAdapter(path string) (*lora.Adapter, error) {
	a, err := lora.Read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no adapter file %q", path)
	}
	return a, err
}

// freeName is the file's name without folder and extension, with a number where two adapters share it.
func (l *loaded) freeName(path string) string {
	base := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	name := base
	for n := 2; l.named(name) != nil; n++ {
		name = fmt.Sprintf("%s-%d", base, n)
	}
	return name
}

func (l *loaded) named(name string) *namedAdapter {
	for _, a := range l.adapters {
		if a.name == name {
			return a
		}
	}
	return nil
}

// context is the number of positions to make room for: what was asked for, else what the model was made for, up to most.
func (l *loaded) context(asked, most int, io stdio) (int, error) {
	switch {
	case asked < 0:
		return 0, usagef("--ctx is %d, it must be 1 or more", asked)
	case asked == 0:
		return min(l.model.Context, most), nil
	case asked > l.model.Context:
		io.note("the model was made for contexts of %d tokens; beyond that, with --ctx %d, answers get worse", l.model.Context, asked)
	}
	return asked, nil
}
