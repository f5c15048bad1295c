package llama

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"llft/gguf"
	"llft/quant"
)

func newVocabulary(n int) *gguf.KV {
	kv := &gguf.KV{}
	tokens := make([]string, n)
	for i := range tokens {
		tokens[i] = fmt.Sprint("t", i)
	}
	kv.Set("tokenizer.ggml.tokens", tokens)
	kv.Set("tokenizer.chat_template", "{{ messages }}")
	kv.Set("general.name", "another")
	return kv
}

// TestNew: a new model can be loaded, predicts nothing (the loss is that of a fair die), has the distribution that is documented, and is
// the same for the same seed.
func TestNew(t *testing.T) {
	for _, untied := range []bool{false, true} {
		s := Shape{Dim: 64, Layers: 3, Heads: 4, KVHeads: 2, FFN: 96, Context: 32, Untied: untied}
		const vocab = 300
		f, err := New(s, newVocabulary(vocab), "mine", 7)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := New(s, newVocabulary(vocab), "mine", 7)
		other, _ := New(s, newVocabulary(vocab), "mine", 8)
		for i, x := range f.Tensors {
			if !bytes.Equal(x.Data, again.Tensors[i].Data) {
				t.Errorf("%s differs for the same seed", x.Name)
			}
			if norm := strings.Contains(x.Name, "norm"); norm != bytes.Equal(x.Data, other.Tensors[i].Data) {
				t.Errorf("%s: equal for another seed is %v", x.Name, !norm)
			}
		}
		m, err := Load(f, Options{Threads: 2, Compute: quant.F32})
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		if m.Name != "mine" || m.Vocab != vocab || m.Tied == untied || m.Parameters() != s.Parameters(vocab) || m.Context != 32 || m.KVHeads != 2 {
			t.Errorf("%+v, %d parameters, want %d", m.Config, m.Parameters(), s.Parameters(vocab))
		}
		for name, want := range map[string]float64{"token_embd.weight": 0.02, "blk.2.attn_q.weight": 0.02, "blk.0.ffn_down.weight": 0.02 / math.Sqrt(6)} {
			x := f.Tensor(name)
			w, err := quant.NewMatrix(x.Type, x.Rows(), x.Dims[0], x.Data)
			if err != nil {
				t.Fatal(err)
			}
			sum, row := 0.0, make([]float32, x.Dims[0])
			for i := range x.Rows() {
				w.Row(row, i)
				for _, v := range row {
					sum += float64(v) * float64(v)
				}
			}
			if std := math.Sqrt(sum / float64(x.Rows()*x.Dims[0])); math.Abs(std/want-1) > 0.05 {
				t.Errorf("%s has the standard deviation %.4f, want %.4f", name, std, want)
			}
		}
		seq := Sequence{Tokens: []int32{1, 2, 3, 4}, Targets: []int32{2, 3, 4, 5}}
		loss, n, err := m.NewTrainer(TrainOptions{Compute: quant.F32}).Loss([]Sequence{seq})
		if err != nil {
			t.Fatal(err)
		}
		if got := loss / float64(n); math.Abs(got-math.Log(vocab)) > 0.3 {
			t.Errorf("the loss of a new model is %.3f, want about ln %d = %.3f", got, vocab, math.Log(vocab))
		}
	}
}

func TestNewRefuses(t *testing.T) {
	good := Shape{Dim: 64, Layers: 1, Heads: 4, KVHeads: 2, FFN: 96, Context: 32}
	for _, c := range []struct {
		edit func(*Shape)
		want string
	}{
		{func(s *Shape) { s.Dim = 0 }, "dim is 0"},
		{func(s *Shape) { s.Layers = -1 }, "layers is -1"},
		{func(s *Shape) { s.Heads = 5 }, "5 heads do not cut"},
		{func(s *Shape) { s.Heads, s.Dim = 4, 60 }, "even length"},
		{func(s *Shape) { s.KVHeads = 3 }, "divisor"},
		{func(s *Shape) { s.FFN = 1 << 30 }, "ffn is"},
		{func(s *Shape) { s.Context = 0 }, "ctx is 0"},
	} {
		s := good
		c.edit(&s)
		if _, err := New(s, newVocabulary(10), "x", 0); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v, want %q", s, err, c.want)
		}
	}
	if _, err := New(good, &gguf.KV{}, "x", 0); err == nil {
		t.Error("a model without a tokenizer was made")
	}
}
