// Package lab trains one adapter as the studies of LoRA+ do: in memory, with one thread, everything that the result depends on in one comparable
// value (Run), so that arms of a comparison differ in that value alone.
package lab

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"llft/base"
	"llft/chat"
	"llft/gguf"
	"llft/internal/atomicfile"
	"llft/internal/synthetic"
	"llft/llama"
	"llft/tokenizer"
)

// Embedded is the name of the model inside the binary.
const Embedded = "base"

// Base is a frozen model, open for as many workers as there are.
type Base struct {
	Name   string // for people and names of files
	ID     string // Name and the beginning of the SHA-256 of its bytes
	File   *gguf.File
	Format *chat.Format
	Config llama.Config
}

// Open opens the embedded model ("base") or a file.
func Open(name string) (*Base, error) {
	if name == Embedded {
		data := base.GGUF()
		f, err := gguf.Parse("the embedded base", data)
		if err != nil {
			return nil, err
		}
		return newBase(name, data, f)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	f, err := gguf.Open(name)
	if err != nil {
		return nil, err
	}
	return newBase(strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)), data, f)
}

func newBase(name string, data []byte, f *gguf.File) (*Base, error) {
	sum := sha256.Sum256(data)
	b := &Base{Name: name, ID: name + "@" + hex.EncodeToString(sum[:4]), File: f}
	tok, err := tokenizer.New(f.KV)
	if err == nil {
		b.Format, err = chat.New(f.KV, tok, "")
	}
	if err == nil {
		var m *llama.Model
		if m, err = llama.Load(f, llama.Options{Threads: 1}); err == nil {
			b.Config = m.Config
			m.Close()
		}
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("model %q: %w", name, err)
	}
	return b, nil
}

// Close gives the file back, after all workers.
func (b *Base) Close() error { return b.File.Close() }

// WriteSmall makes the smallest file that every type can store.
func WriteSmall(path string) error {
	return WriteRandom(path, llama.Shape{Dim: 256, Layers: 1, Heads: 4, KVHeads: 2, FFN: 256, Context: 256})
}

// WriteRandom makes the file of a model that knows nothing, with a vocabulary of 400 tokens and a chat template.
func WriteRandom(path string, s llama.Shape) error {
	if err := synthetic.Write(path, synthetic.Shape{Dim: 32, Layers: 1, Vocab: 400, ChatTemplate: chat.Native}); err != nil {
		return err
	}
	vocabulary, err := gguf.Open(path)
	if err != nil {
		return err
	}
	defer vocabulary.Close()
	f, err := llama.New(s, vocabulary.KV, "random", 1)
	if err != nil {
		return err
	}
	data, err := gguf.Encode(f.KV, f.Tensors)
	if err != nil {
		return err
	}
	return atomicfile.WriteFile(path, data)
}
