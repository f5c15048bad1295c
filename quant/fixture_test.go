package quant

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
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

// sameBytes are the types whose rounding leaves no choice.
var sameBytes = []gguf.Type{gguf.F16, gguf.BF16, gguf.Q8_0, gguf.Q4_0, gguf.Q4_1, gguf.Q5_0, gguf.Q5_1}

// TestFixtureQuantize takes models that exist as NAME-f32.gguf and NAME-ANY.gguf, llama.cpp's quantization of the first: every tensor of a
// type that Quantize writes is made anew from the first. The types of sameBytes must have the same bytes; of the others, the error against
// the source is at most 2% above that of llama.cpp's, tensor by tensor.
func TestFixtureQuantize(t *testing.T) {
	for _, source := range fixtures.Glob(t, "models", "*-f32.gguf") {
		from := open(t, source)
		for _, path := range fixtures.Glob(t, "models", strings.TrimSuffix(filepath.Base(source), "f32.gguf")+"*.gguf") {
			if path == source {
				continue
			}
			t.Run(fixtures.Name(path), func(t *testing.T) {
				quantized := open(t, path)
				worst := map[gguf.Type]float64{}
				for _, want := range quantized.Tensors {
					tensor := from.Tensor(want.Name)
					if want.Type == gguf.F32 || !CanQuantize(want.Type) || tensor == nil || tensor.Type != gguf.F32 {
						continue
					}
					ratio := compareQuantized(t, tensor, want)
					worst[want.Type] = max(worst[want.Type], ratio)
				}
				for id, ratio := range worst {
					t.Logf("%v: error up to %.4f times llama.cpp's", id, ratio)
				}
				if id, ok := gguf.ParseType(strings.ToUpper(quantized.Path[strings.LastIndexByte(quantized.Path, '-')+1 : len(quantized.Path)-len(".gguf")])); ok && CanQuantize(id) && worst[id] == 0 {
					t.Errorf("no tensor of type %v to compare", id)
				}
			})
		}
	}
}

// compareQuantized quantizes from to the type of want, and returns our error as a multiple of theirs.
func compareQuantized(t *testing.T, from, want *gguf.Tensor) float64 {
	t.Helper()
	f := lookup(want.Type)
	values, back := make([]float32, len(from.Data)/f32Bytes), make([]float32, len(from.Data)/f32Bytes)
	got := make([]byte, len(want.Data))
	if err := Dequantize(gguf.F32, values, from.Data); err != nil {
		t.Fatalf("tensor %q: %v", want.Name, err)
	}
	if err := Quantize(want.Type, got, values); err != nil {
		t.Fatalf("tensor %q: %v", want.Name, err)
	}
	if bytes.Equal(got, want.Data) {
		return 1
	}
	if slices.Contains(sameBytes, want.Type) {
		at := 0
		for got[at] == want.Data[at] {
			at++
		}
		t.Errorf("tensor %q, block %d, byte %d: got %#02x, want %#02x", want.Name, at/f.bytes, at%f.bytes, got[at], want.Data[at])
		return math.Inf(1)
	}
	f.dequantize(back, got)
	ours := fixtures.RelRMS(back, values)
	f.dequantize(back, want.Data)
	ratio := ours / fixtures.RelRMS(back, values)
	if !(ratio <= 1.02) {
		t.Errorf("tensor %q: the error of our %v is %.4f times llama.cpp's", want.Name, want.Type, ratio)
	}
	return ratio
}
