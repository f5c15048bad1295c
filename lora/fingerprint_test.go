package lora_test

import (
	"encoding/binary"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"llft/gguf"
	"llft/llama"
	"llft/lora"
	"llft/quant"
)

// copyOf writes the model's file with the tensors that change gives, and loads it.
func copyOf(t *testing.T, m *llama.Model, change func(x tensor) tensor) *llama.Model {
	t.Helper()
	var tensors []tensor
	for _, x := range m.File.Tensors {
		tensors = append(tensors, change(tensor{x.Name, x.Type, x.Dims, x.Data}))
	}
	path := filepath.Join(t.TempDir(), "copy.gguf")
	writeFile(t, path, m.File.KV, tensors)
	return openModel(t, path)
}

// edit is the tensor with its values changed.
func edit(x tensor, change func(v []float32)) tensor {
	v := make([]float32, len(x.data)/4)
	binary.Decode(x.data, binary.LittleEndian, v)
	change(v)
	x.data = floatBytes(v)
	return x
}

func isNorm(x tensor) bool { return strings.HasSuffix(x.name, "norm.weight") }

func TestCheck(t *testing.T) {
	base := syntheticModel(t, tiny)
	quantized := copyOf(t, base, func(x tensor) tensor {
		if isNorm(x) {
			return x
		}
		n := len(x.data) / 4
		q := make([]byte, n/gguf.Q8_0.BlockSize()*gguf.Q8_0.BlockBytes())
		edit(x, func(v []float32) {
			if err := quant.Quantize(gguf.Q8_0, q, v); err != nil {
				t.Fatal(err)
			}
		})
		return tensor{x.name, gguf.Q8_0, x.dims, q}
	})
	otherNorms := copyOf(t, base, func(x tensor) tensor {
		if x.name != "output_norm.weight" {
			return x
		}
		return edit(x, func(v []float32) { v[len(v)-1] += 1e-3 })
	})
	otherWeights := copyOf(t, base, func(x tensor) tensor {
		if x.name != "blk.1.ffn_up.weight" {
			return x
		}
		return edit(x, func(v []float32) { v[0] += 1e-3 })
	})
	wide, shallow, tied := tiny, tiny, tiny
	wide.FFN = 128
	shallow.Layers = 1
	tied.Tied = true

	a := newAdapter(t, base, lora.Config{Rank: 2, Alpha: 4, Targets: lora.Targets()})
	unknown := *a
	unknown.Base = lora.Fingerprint{}
	for _, c := range []struct {
		name    string
		adapter *lora.Adapter
		model   *llama.Model
		note    string
		err     string // unless forced
		always  string // the error although forced
	}{
		{name: "the same file", adapter: a, model: base},
		{name: "the same model in another file", adapter: a, model: copyOf(t, base, func(x tensor) tensor { return x })},
		{name: "another quantization", adapter: a, model: quantized, note: "another quantization"},
		{name: "other weights", adapter: a, model: otherWeights, note: "another quantization"},
		{name: "other norms", adapter: a, model: otherNorms, note: "another model of the same shapes", err: "another model of the same shapes"},
		{name: "no fingerprint", adapter: &unknown, model: otherNorms, note: "does not say which model"},
		{name: "other shapes", adapter: a, model: syntheticModel(t, wide), always: "96 x 32, the model's 128 x 32"},
		{name: "fewer layers", adapter: a, model: syntheticModel(t, shallow), always: `"blk.1.attn_q.weight", which this model does not have`},
		{name: "no output matrix", adapter: a, model: syntheticModel(t, tied), always: "output matrix is its embedding"},
		{name: "other shapes, no fingerprint", adapter: &unknown, model: syntheticModel(t, wide), always: "96 x 32"},
	} {
		for _, force := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, force %v", c.name, force), func(t *testing.T) {
				note, wantNote, wantErr := "", c.note, c.always
				if !force && c.err != "" {
					wantNote, wantErr = "", c.err
				}
				note, err := c.adapter.Check(c.model, force)
				if (note == "") != (wantNote == "") || !strings.Contains(note, wantNote) {
					t.Errorf("note %q, want %q", note, wantNote)
				}
				if (err == nil) != (wantErr == "") || err != nil && (!strings.Contains(err.Error(), wantErr) || strings.Contains(err.Error(), "\n")) {
					t.Errorf("error %v, want one line that says %q", err, wantErr)
				}
			})
		}
	}
}

// TestSample: of a large tensor only pieces are hashed, its first and last bytes among them.
func TestSample(t *testing.T) {
	s := tiny
	s.FFN = 1021 // 130688 bytes a matrix: seven steps between the pieces do not divide them
	base := syntheticModel(t, s)
	a := newAdapter(t, base, lora.Config{Rank: 1, Alpha: 1, Targets: []string{"attn_q"}})
	for _, first := range []bool{true, false} {
		changed := copyOf(t, base, func(x tensor) tensor {
			if x.name != "blk.0.ffn_up.weight" {
				return x
			}
			return edit(x, func(v []float32) {
				if first {
					v[0] = -v[0] // the sign is in the value's last byte
				} else {
					v[len(v)-1] = -v[len(v)-1]
				}
			})
		})
		if note, err := a.Check(changed, false); err != nil || !strings.Contains(note, "another quantization") {
			t.Errorf("sign of the first value %v, of the last otherwise: note %q, error %v", first, note, err)
		}
	}
}
