package quant

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"llft/gguf"
	"llft/internal/fixtures"
)

// The corner of a tensor that a file of dequant/ holds; smaller tensors are held whole.
const (
	cornerRows = 64
	cornerCols = 256
)

func open(t *testing.T, path string) *gguf.File {
	t.Helper()
	f, err := gguf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// TestFixtureDequant reads dequant/NAME.TENSOR.TYPE.f32, the corner of TENSOR of models/NAME.gguf, and demands equal bits.
func TestFixtureDequant(t *testing.T) {
	for _, path := range fixtures.Glob(t, "dequant", "*.f32") {
		t.Run(fixtures.Name(path), func(t *testing.T) {
			tensor, typeName := dequantTensor(t, path)
			if got := tensor.Type.String(); got != typeName {
				t.Fatalf("tensor %q is %s, the file says %s", tensor.Name, got, typeName)
			}
			w, err := NewMatrix(tensor.Type, tensor.Rows(), tensor.Dims[0], tensor.Data)
			if err != nil {
				t.Fatalf("tensor %q: %v", tensor.Name, err)
			}
			want := fixtures.Float32s(t, path)
			rows, cols := min(cornerRows, w.Rows), min(cornerCols, w.Cols)
			if len(want) != rows*cols {
				t.Fatalf("%d values, tensor %q of %d × %d has %d × %d to compare", len(want), tensor.Name, w.Rows, w.Cols, rows, cols)
			}
			row := make([]float32, w.Cols)
			for i := range rows {
				w.Row(row, i)
				for j, got := range row[:cols] {
					if math.Float32bits(got) != math.Float32bits(want[i*cols+j]) {
						t.Fatalf("[%d,%d] is %v (%#x), not %v (%#x)", i, j, got, math.Float32bits(got), want[i*cols+j], math.Float32bits(want[i*cols+j]))
					}
				}
			}
		})
	}
}

// dequantTensor finds the model and the tensor that a name NAME.TENSOR.TYPE.f32 means. NAME and TENSOR may hold dots, so the longest NAME
// that is a model counts.
func dequantTensor(t *testing.T, path string) (*gguf.Tensor, string) {
	t.Helper()
	parts := strings.Split(fixtures.Name(path), ".")
	last := len(parts) - 1
	for cut := last - 1; cut > 0; cut-- {
		model := filepath.Join(fixtures.Dir(t), "models", strings.Join(parts[:cut], ".")+".gguf")
		if _, err := os.Stat(model); err != nil {
			continue
		}
		name := strings.Join(parts[cut:last], ".")
		tensor := open(t, model).Tensor(name)
		if tensor == nil {
			t.Fatalf("%s has no tensor %q", model, name)
		}
		return tensor, parts[last]
	}
	t.Fatalf("no model that %s belongs to", path)
	return nil, ""
}

// TestFixtureQuantize takes models that exist as NAME-f32.gguf and NAME-TYPE.gguf: ours from the first must be the bytes of the second.
func TestFixtureQuantize(t *testing.T) {
	for _, source := range fixtures.Glob(t, "models", "*-f32.gguf") {
		prefix := strings.TrimSuffix(source, "f32.gguf")
		for _, path := range fixtures.Glob(t, "models", filepath.Base(prefix)+"*.gguf") {
			id, ok := quantizable(strings.TrimSuffix(strings.TrimPrefix(path, prefix), ".gguf"))
			if !ok {
				continue
			}
			t.Run(fixtures.Name(path), func(t *testing.T) {
				compareQuantized(t, open(t, source), open(t, path), id)
			})
		}
	}
}

// quantizable finds the type of a file's ending, such as q8_0, if Quantize writes it.
func quantizable(name string) (gguf.Type, bool) {
	for _, id := range Supported() {
		if strings.EqualFold(id.String(), name) {
			return id, CanQuantize(id)
		}
	}
	return 0, false
}

func compareQuantized(t *testing.T, source, quantized *gguf.File, id gguf.Type) {
	t.Helper()
	compared := 0
	for _, want := range quantized.Tensors {
		from := source.Tensor(want.Name)
		if want.Type != id || from == nil || from.Type != gguf.F32 {
			continue
		}
		values := make([]float32, len(from.Data)/f32Bytes)
		if err := Dequantize(gguf.F32, values, from.Data); err != nil {
			t.Fatalf("tensor %q: %v", want.Name, err)
		}
		got := make([]byte, len(want.Data))
		if err := Quantize(id, got, values); err != nil {
			t.Fatalf("tensor %q: %v", want.Name, err)
		}
		if !bytes.Equal(got, want.Data) {
			f := lookup(id)
			at := 0
			for got[at] == want.Data[at] {
				at++
			}
			t.Errorf("tensor %q, block %d, byte %d: got %#02x, want %#02x", want.Name, at/f.bytes, at%f.bytes, got[at], want.Data[at])
		}
		compared++
	}
	if compared == 0 {
		t.Errorf("no tensor of type %v to compare", id)
	}
}
