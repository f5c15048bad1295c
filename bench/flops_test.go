package bench

import (
	"path/filepath"
	"testing"

	"llft/gguf"
	"llft/internal/synthetic"
	"llft/llama"
)

// TestFLOPs holds the counts to numbers computed by hand for TinyLlama: 22 layers of 44,040,192 weights, 32 heads of 64, 32,000 × 2,048
// values in the head; 512 tokens have 131,328 pairs of query and key.
func TestFLOPs(t *testing.T) {
	c := &llama.Config{Dim: 2048, Layers: 22, Heads: 32, KVHeads: 4, KeyDim: 64, ValueDim: 64, FFN: 5632, Vocab: 32000}
	const layers = 512*2*22*44_040_192 + 2*22*32*128*131_328
	for _, x := range []struct {
		name      string
		got, want float64
	}{
		{"layers, 1 token", layerFLOPs(c, 1), 2*22*44_040_192 + 2*22*32*128},
		{"layers, 512 tokens", layerFLOPs(c, 512), 1_015_805_902_848},
		{"layers, 512 tokens, as a sum", layerFLOPs(c, 512), layers},
		{"head, 1 token", headFLOPs(c, 1), 131_072_000},
		{"prefill", prefillFLOPs(c, 512), 1_015_936_974_848},
		{"train", trainFLOPs(c, 512, false), 2_165_829_533_696},
		{"train with recomputation", trainFLOPs(c, 512, true), 3_181_635_436_544},
	} {
		if x.got != x.want {
			t.Errorf("%s: %.0f operations, want %.0f", x.name, x.got, x.want)
		}
	}
}

// TestDecodeBytes: 589,824 weights in the layer and 76,800 in the head, 34 bytes for 32 in Q8_0, and 3 norms of 256 floats. The embedding
// counts where it is the head.
func TestDecodeBytes(t *testing.T) {
	for _, tied := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "m.gguf")
		shape := synthetic.Shape{Dim: 256, Layers: 1, Heads: 4, KVHeads: 2, FFN: 512, Vocab: 300, Type: gguf.Q8_0, Tied: tied}
		if err := synthetic.Write(path, shape); err != nil {
			t.Fatal(err)
		}
		f, err := gguf.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := decodeBytes(f); got != 711_360 {
			t.Errorf("tied %v: %d bytes, want 711360", tied, got)
		}
		f.Close()
	}
}
