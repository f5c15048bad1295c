package quant

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"unsafe"

	"github.com/x448/float16"

	"llft/gguf"
)

func sizeOf[T any]() int { return int(unsafe.Sizeof(*new(T))) }

func TestSizesAreThoseOfTheFile(t *testing.T) {
	for _, f := range formats {
		if f.block != f.id.BlockSize() || f.bytes != f.id.BlockBytes() {
			t.Errorf("%v: %d values in %d bytes, gguf says %d in %d", f.id, f.block, f.bytes, f.id.BlockSize(), f.id.BlockBytes())
		}
	}
	if len(Supported()) != len(formats) {
		t.Errorf("%d types are listed, %d supported", len(Supported()), len(formats))
	}
}

func TestUnknownTypeNamesTheSupported(t *testing.T) {
	_, matrix := NewMatrix(99, 1, 32, make([]byte, 32))
	for what, err := range map[string]error{
		"NewMatrix":  matrix,
		"Dequantize": Dequantize(99, make([]float32, 32), make([]byte, 32)),
		"Quantize":   Quantize(gguf.TQ2_0, make([]byte, 66), make([]float32, 256)),
	} {
		if err == nil {
			t.Errorf("%s: no error", what)
			continue
		}
		for _, word := range []string{"Q8_0", "BF16"} {
			if !strings.Contains(err.Error(), word) {
				t.Errorf("%s: error %q does not list %s", what, err, word)
			}
		}
	}
	if err := Quantize(gguf.IQ3_S, nil, nil); err == nil || !strings.Contains(err.Error(), "IQ3_S") {
		t.Errorf("error %q does not name IQ3_S", err)
	}
}

func TestNewMatrixChecksShapes(t *testing.T) {
	for _, c := range []struct {
		id         gguf.Type
		rows, cols int
		bytes      int
		ok         bool
	}{
		{gguf.Q8_0, 2, 64, 136, true},
		{gguf.F32, 3, 5, 60, true},
		{gguf.Q8_0, 2, 64, 135, false},
		{gguf.Q8_0, 2, 64, 170, false},
		{gguf.Q8_0, 2, 64, 204, false},
		{gguf.Q8_0, 2, 64, 0, false},
		{gguf.Q8_0, 2, 63, 136, false},
		{gguf.Q4_K, 2, 128, 144, false},
		{gguf.Q8_0, 0, 64, 0, false},
		{gguf.Q8_0, -2, 64, 136, false},
		{gguf.Q8_0, 2, 0, 0, false},
		{gguf.F32, math.MaxInt, math.MaxInt, 4, false},
		{gguf.F32, 1 << 62, 1 << 2, 0, false},
	} {
		w, err := NewMatrix(c.id, c.rows, c.cols, make([]byte, c.bytes))
		if (err == nil) != c.ok || (w != nil) != c.ok {
			t.Errorf("%v, %d × %d in %d bytes: matrix %v, error %v", c.id, c.rows, c.cols, c.bytes, w != nil, err)
		}
	}
}

func TestDequantizeChecksLengths(t *testing.T) {
	for _, f := range formats {
		values, blocks := make([]float32, 3*f.block), make([]byte, 3*f.bytes)
		if err := Dequantize(f.id, values, blocks); err != nil {
			t.Errorf("%v: %v", f.id, err)
		}
		if err := Dequantize(f.id, values, blocks[:len(blocks)-1]); err == nil {
			t.Errorf("%v: a block short of a byte is taken", f.id)
		}
		if Dequantize(f.id, values, append(blocks, 0)) == nil {
			t.Errorf("%v: blocks and a byte are taken", f.id)
		}
		if err := Dequantize(f.id, values[:2*f.block], blocks); err == nil {
			t.Errorf("%v: three blocks go into two", f.id)
		}
		if f.block > 1 {
			if err := Dequantize(f.id, values[:f.block+1], blocks); err == nil {
				t.Errorf("%v: %d values are taken as blocks", f.id, f.block+1)
			}
		}
	}
}

func TestParseCompute(t *testing.T) {
	for _, c := range []Compute{Auto, F32, Int8, BF16} {
		if got, err := ParseCompute(c.String()); got != c || err != nil {
			t.Errorf("%v reads as %v, error %v", c, got, err)
		}
	}
	if _, err := ParseCompute("fp4"); err == nil || !strings.Contains(err.Error(), "int8") {
		t.Errorf("fp4: error %v does not list the values", err)
	}
}

func TestF16AgreesWithTheLibrary(t *testing.T) {
	for i := range 1 << 16 {
		b := []byte{byte(i), byte(i >> 8)}
		got, want := f16(b), float16.Frombits(uint16(i)).Float32()
		if math.Float32bits(got) != math.Float32bits(want) && !(got != got && want != want) {
			t.Fatalf("%#04x: got %v, want %v", i, got, want)
		}
		back := make([]byte, 2)
		if putF16(back, got); got == got && !bytes.Equal(back, b) {
			t.Fatalf("%#04x comes back as %x", i, back)
		}
	}
}

func TestQuantizeExtremes(t *testing.T) {
	huge, nan := float32(math.MaxFloat32), float32(math.NaN())
	for _, f := range formats {
		if f.quantize == nil {
			continue
		}
		for _, x := range []float32{0, 1, -1, huge, -huge, float32(math.Inf(-1)), nan, math.SmallestNonzeroFloat32} {
			values := make([]float32, superBlock)
			for i := range values {
				values[i] = x
				if i%2 == 1 {
					values[i] = -x / 3
				}
			}
			data := make([]byte, superBlock/f.block*f.bytes)
			if err := Quantize(f.id, data, values); err != nil {
				t.Fatal(err)
			}
			back := make([]float32, superBlock)
			if err := Dequantize(f.id, back, data); err != nil {
				t.Fatal(err)
			}
			if math.Abs(float64(x)) <= 1 {
				for i := range back {
					if d := math.Abs(float64(back[i] - values[i])); d > math.Abs(float64(x))*0.09+1e-30 {
						t.Errorf("%v: %v becomes %v", f.id, values[i], back[i])
					}
				}
			}
		}
	}
}

// The 4-bit types whose values are d times a level have d = 1 here, and each code in turn.
func TestLevelsAreThoseOfTheDecoder(t *testing.T) {
	for code := range 16 {
		block := append([]byte{0, 0x3c}, bytes.Repeat([]byte{byte(code | code<<4)}, 16)...)
		values := make([]float32, 32)
		if err := Dequantize(gguf.IQ4_NL, values, block); err != nil {
			t.Fatal(err)
		}
		for i, v := range values {
			if v != iq4Values[code] {
				t.Fatalf("code %d at %d is %v, not %v", code, i, v, iq4Values[code])
			}
		}
	}
}

// A file need not align a tensor to its type.
func TestDequantizeAtAnyAddress(t *testing.T) {
	for _, f := range formats {
		data := make([]byte, 40*f.bytes)
		for i := range data {
			data[i] = byte(i * 37)
		}
		want, got := make([]float32, 40*f.block), make([]float32, 40*f.block)
		f.dequantize(want, data)
		for offset := range 8 {
			moved := append(make([]byte, offset, offset+len(data)), data...)[offset:]
			f.dequantize(got, moved)
			for i := range want {
				if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
					t.Fatalf("%v, %d bytes on: [%d] is %v, not %v", f.id, offset, i, got[i], want[i])
				}
			}
		}
	}
}

func FuzzDequantize(f *testing.F) {
	for _, format := range formats {
		f.Add(uint32(format.id), bytes.Repeat([]byte{0xff, 0x7c, 0x01}, format.bytes))
	}
	f.Add(uint32(99), []byte("unknown"))
	f.Fuzz(func(t *testing.T, id uint32, data []byte) {
		format := lookup(gguf.Type(id))
		if format == nil {
			if Dequantize(gguf.Type(id), nil, data) == nil {
				t.Fatalf("type %d is no format, and no error says so", id)
			}
			return
		}
		blocks := len(data) / format.bytes
		values := make([]float32, blocks*format.block)
		if err := Dequantize(format.id, values, data[:blocks*format.bytes]); err != nil {
			t.Fatal(err)
		}
		if len(data)%format.bytes != 0 && Dequantize(format.id, values, data) == nil {
			t.Fatalf("%d bytes of %v are taken for %d blocks", len(data), format.id, blocks)
		}
		if format.quantize != nil {
			if err := Quantize(format.id, make([]byte, blocks*format.bytes), values); err != nil {
				t.Fatal(err)
			}
		}
	})
}
