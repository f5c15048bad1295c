package synthetic

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"testing"

	"llft/gguf"
	"llft/quant"
)

func TestWrite(t *testing.T) {
	for _, kind := range quant.Supported() {
		t.Run(kind.String(), func(t *testing.T) {
			s := Shape{Dim: 256, Layers: 2, Heads: 4, KVHeads: 2, FFN: 512, Vocab: 400, Type: kind, Seed: 3}
			first, second := filepath.Join(t.TempDir(), "1.gguf"), filepath.Join(t.TempDir(), "2.gguf")
			for _, path := range []string{first, second} {
				if err := Write(path, s); err != nil {
					t.Fatal(err)
				}
			}
			a, _ := os.ReadFile(first)
			b, _ := os.ReadFile(second)
			if !bytes.Equal(a, b) {
				t.Error("the same shape gave two different files")
			}
			f, err := gguf.Open(first)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			w := f.Tensor("blk.1.ffn_down.weight")
			if w == nil || w.Type != kind || w.Dims[0] != 512 || w.Rows() != 256 {
				t.Fatalf("blk.1.ffn_down.weight is %+v", w)
			}
			x := make([]float32, 512*256)
			if err := quant.Dequantize(kind, x, w.Data); err != nil {
				t.Fatal(err)
			}
			var sum, mean float64
			for _, v := range x {
				sum += float64(v) * float64(v)
				mean += float64(v)
			}
			rms, want := math.Sqrt(sum/float64(len(x))), 1/math.Sqrt(512)
			if rms < 0.9*want || rms > 1.1*want || math.Abs(mean)/float64(len(x)) > 0.1*want {
				t.Errorf("rms %.4g, mean %.4g, want N(0, %.4g²)", rms, mean/float64(len(x)), want)
			}
		})
	}
}

func TestWriteRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.gguf")
	for _, s := range []Shape{{}, {Dim: 64}, {Dim: 64, Layers: 1, Heads: 4, KVHeads: 3}, {Dim: 64, Layers: 1, Vocab: 10}, {Dim: 256, Layers: 1, Type: gguf.IQ2_XXS}} {
		if err := Write(path, s); err == nil {
			t.Errorf("%+v was accepted", s)
		}
	}
}
