package synthetic

import (
	"os"
	"path/filepath"
	"testing"

	"llft/gguf"
)

// TestMix holds a Q4_K_M file of 22 layers to what llama.cpp makes of TinyLlama: Q6_K in the layers 0 1 4 7 10 13 16 19 20 21.
func TestMix(t *testing.T) {
	more := map[int]bool{0: true, 1: true, 4: true, 7: true, 10: true, 13: true, 16: true, 19: true, 20: true, 21: true}
	for i := range 22 {
		if moreBits(i, 22) != more[i] {
			t.Errorf("layer %d of 22: more bits %v, want %v", i, !more[i], more[i])
		}
	}
	kind, mix, err := ParseType("q4_k_m")
	if err != nil {
		t.Fatal(err)
	}
	for _, tied := range []bool{false, true} {
		s := Shape{Dim: 256, Layers: 22, Heads: 4, FFN: 256, Vocab: 300, Type: kind, Mix: mix, Tied: tied}
		path := filepath.Join(t.TempDir(), "m.gguf")
		if err := Write(path, s); err != nil {
			t.Fatal(err)
		}
		f, err := gguf.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		embedding := gguf.Q4_K
		if tied {
			embedding = gguf.Q6_K
		} else if got := f.Tensor("output.weight").Type; got != gguf.Q6_K {
			t.Errorf("output is %v", got)
		}
		if got := f.Tensor("token_embd.weight").Type; got != embedding {
			t.Errorf("tied %v: embedding is %v, want %v", tied, got, embedding)
		}
		for name, want := range map[string]gguf.Type{
			"blk.0.attn_v.weight": gguf.Q6_K, "blk.0.ffn_down.weight": gguf.Q6_K, "blk.0.attn_q.weight": gguf.Q4_K, "blk.2.attn_v.weight": gguf.Q4_K,
			"blk.4.ffn_down.weight": gguf.Q6_K, "blk.21.ffn_up.weight": gguf.Q4_K, "blk.21.attn_v.weight": gguf.Q6_K,
		} {
			if got := f.Tensor(name).Type; got != want {
				t.Errorf("%s is %v, want %v", name, got, want)
			}
		}
		f.Close()
		st, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := Bytes(s); err != nil || st.Size() < n || st.Size() > n+64<<10 {
			t.Errorf("Bytes is %d, error %v, the file has %d", n, err, st.Size())
		}
	}
}

func TestParseType(t *testing.T) {
	for name, want := range map[string]gguf.Type{"q4_0": gguf.Q4_0, "BF16": gguf.BF16, "q5_k_m": gguf.Q5_K, "iq4_xs": gguf.IQ4_XS} {
		if got, mix, err := ParseType(name); err != nil || got != want || (mix != nil) != (name == "q5_k_m") {
			t.Errorf("%q: %v, mix %v, error %v", name, got, mix != nil, err)
		}
	}
	if _, _, err := ParseType("q4_9"); err == nil {
		t.Error("q4_9 was accepted")
	}
}
