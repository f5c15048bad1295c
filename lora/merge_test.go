package lora_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"llft/gguf"
	"llft/internal/fixtures"
	"llft/internal/synthetic"
	"llft/llama"
	"llft/lora"
)

// mergeBase is a small model whose rows are whole blocks of every type, but for ffn_down's when ffn is odd.
func mergeBase(t *testing.T, kind gguf.Type, ffn int) *llama.Model {
	t.Helper()
	path := filepath.Join(t.TempDir(), "base.gguf")
	shape := synthetic.Shape{Dim: 256, Layers: 2, Heads: 4, KVHeads: 2, FFN: ffn, Vocab: 300, Type: kind, Seed: 5, ChatTemplate: "{{ messages }}"}
	if err := synthetic.Write(path, shape); err != nil {
		t.Fatal(err)
	}
	return openModel(t, path)
}

// filled is an adapter with random A and B; each ΔW is about size times its W.
func filled(t *testing.T, m *llama.Model, c lora.Config, size float64) *lora.Adapter {
	t.Helper()
	a, err := lora.New(m, c)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(c.Seed, 3))
	for _, p := range a.Pairs {
		// W has entries of 1/√in. With A of N(0, 1/in), B of N(0, σ²): the entries of factor·B·A have factor·σ·√(rank/in).
		sigma := size * float64(p.Rank) / c.Alpha / math.Sqrt(float64(p.Rank))
		for i := range p.A {
			p.A[i] = float32(rng.NormFloat64() / math.Sqrt(float64(p.In)))
		}
		for i := range p.B {
			p.B[i] = float32(rng.NormFloat64() * sigma)
		}
	}
	return a
}

func mergeLogits(t *testing.T, m *llama.Model) []float32 {
	t.Helper()
	s, err := m.NewSession(8, llama.CacheF32)
	if err != nil {
		t.Fatal(err)
	}
	var all []float32
	if err := s.EvalEach([]int32{1, 17, 250, 4, 88, 120, 33}, 0, func(_ int, l []float32) { all = append(all, l...) }); err != nil {
		t.Fatal(err)
	}
	return all
}

// withAdapters are the logits of base and adapters unmerged.
func withAdapters(t *testing.T, m *llama.Model, adapters []lora.Scaled) []float32 {
	t.Helper()
	for _, s := range adapters {
		x, err := s.Adapter.Attach(m, s.Scale, false)
		if err != nil {
			t.Fatal(err)
		}
		defer x.Detach()
	}
	return mergeLogits(t, m)
}

// A merged model says what base and adapters say, as far as its type can: the bound is some times the rounding of a weight (2^-24, 2^-11,
// 2^-8; half a step of 1/127 of the largest of 32; and so on), while the adapters move the logits by much more.
func TestMergeEqualsAdapters(t *testing.T) {
	m := mergeBase(t, gguf.F32, 512)
	base := mergeLogits(t, m)
	adapters := []lora.Scaled{
		{Adapter: filled(t, m, lora.Config{Rank: 8, Alpha: 16, Seed: 1}, 0.3), Scale: 1},
		{Adapter: filled(t, m, lora.Config{Rank: 4, Alpha: 4, Seed: 2, Targets: []string{"attn_q", "output"}}, 0.3), Scale: -0.5},
	}
	want := withAdapters(t, m, adapters)
	if moved := fixtures.RelRMS(base, want); moved < 0.2 {
		t.Fatalf("the adapters move the logits by %.3g only", moved)
	}
	for _, c := range []struct {
		kind         gguf.Type
		logits, lost float64
	}{
		{gguf.F32, 1e-5, 1e-6}, {gguf.F16, 1e-3, 1e-3}, {gguf.BF16, 1e-2, 1e-2}, {gguf.Q8_0, 2e-2, 3e-2}, {gguf.Q6_K, 7e-2, 0.1}, {gguf.Q4_K, 0.3, 0.4}, {gguf.Q4_0, 0.4, 0.5},
	} {
		path := filepath.Join(t.TempDir(), "merged.gguf")
		report, err := lora.Merge(path, m, adapters, lora.MergeOptions{Type: &c.kind})
		if err != nil {
			t.Fatal(err)
		}
		merged := openModel(t, path)
		total := report.Total(true)
		off := fixtures.RelRMS(mergeLogits(t, merged), want)
		t.Logf("%v: logits off by %.2g, %.2g of the change lost, %.2g of the weights", c.kind, off, total.Lost(), total.RelRMS())
		if !(off <= c.logits) || !(total.Lost() <= c.lost) || total.Delta == 0 {
			t.Errorf("%v: logits off by %.3g (at most %g), %.3g of the change lost (at most %g)", c.kind, off, c.logits, total.Lost(), c.lost)
		}
		checkMerged(t, m, merged, c.kind)
		for i, x := range report.Tensors {
			adapted := m.Linear(x.Name) != nil
			if x.Changed != adapted || x.Name != m.File.Tensors[i].Name || adapted != (x.Delta > 0) {
				t.Errorf("%v: report of %+v", c.kind, x)
			}
		}
		const name = "blk.1.attn_k.weight" // the first adapter alone changes it
		for _, x := range report.Tensors {
			if want := lostOf(name, m, merged, adapters[0].Adapter); x.Name == name && !(math.Abs(x.Lost()-want) <= 1e-3*want+1e-7) {
				t.Errorf("%v: the report says that %q lost %.6g, it is %.6g", c.kind, name, x.Lost(), want)
			}
		}
	}
}

// checkMerged wants the metadata of the base, its other tensors byte for byte, and the adapted ones in the chosen type.
func checkMerged(t *testing.T, base, merged *llama.Model, kind gguf.Type) {
	t.Helper()
	if !reflect.DeepEqual(base.File.KV, merged.File.KV) {
		t.Error("the metadata changed")
	}
	for i, x := range base.File.Tensors {
		y := merged.File.Tensors[i]
		if x.Name != y.Name || !reflect.DeepEqual(x.Dims, y.Dims) {
			t.Fatalf("tensor %d is %q %v, was %q %v", i, y.Name, y.Dims, x.Name, x.Dims)
		}
		switch adapted := base.Linear(x.Name) != nil; {
		case adapted && y.Type != kind:
			t.Errorf("tensor %q is %v, want %v", x.Name, y.Type, kind)
		case !adapted && (y.Type != x.Type || !bytes.Equal(x.Data, y.Data)):
			t.Errorf("tensor %q changed", x.Name)
		}
	}
}

// lostOf is ‖Q(W+ΔW) - W - ΔW‖/‖ΔW‖ of a matrix, in float64.
func lostOf(name string, base, merged *llama.Model, a *lora.Adapter) float64 {
	var off, delta float64
	for _, p := range a.Pairs {
		if p.Target != name {
			continue
		}
		before, after := make([]float32, p.In), make([]float32, p.In)
		for row := range p.Out {
			base.Linear(name).W.Row(before, row)
			merged.Linear(name).W.Row(after, row)
			for col := range p.In {
				d := 0.0
				for k := range p.Rank {
					d += float64(p.B[row*p.Rank+k]) * float64(p.A[k*p.In+col])
				}
				d *= a.Alpha / float64(p.Rank)
				e := float64(after[col]) - float64(before[col]) - d
				off += e * e
				delta += d * d
			}
		}
	}
	return math.Sqrt(off / delta)
}

// Each type that can be written can be merged into itself, and a matrix whose rows do not fit the chosen type stays what it was.
func TestMergeKeepsTypes(t *testing.T) {
	for _, kind := range []gguf.Type{gguf.F16, gguf.Q8_0, gguf.Q4_0, gguf.Q4_K, gguf.Q6_K} {
		m := mergeBase(t, kind, 512)
		a := []lora.Scaled{{Adapter: filled(t, m, lora.Config{Rank: 4, Alpha: 8, Seed: 4}, 1), Scale: 1}}
		path := filepath.Join(t.TempDir(), "merged.gguf")
		report, err := lora.Merge(path, m, a, lora.MergeOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range report.Tensors {
			if x.From != x.To {
				t.Errorf("tensor %q went from %v to %v", x.Name, x.From, x.To)
			}
		}
		off := fixtures.RelRMS(mergeLogits(t, openModel(t, path)), withAdapters(t, m, a))
		t.Logf("%v: logits off by %.2g, %.2g of the change lost", kind, off, report.Total(true).Lost())
		if !(off <= 0.4) {
			t.Errorf("%v: logits off by %.3g", kind, off)
		}
	}

	m := mergeBase(t, gguf.F32, 172)
	a := []lora.Scaled{{Adapter: filled(t, m, lora.Config{Rank: 4, Alpha: 8, Seed: 4}, 1), Scale: 1}}
	path := filepath.Join(t.TempDir(), "merged.gguf")
	if _, err := lora.Merge(path, m, a, lora.MergeOptions{Type: new(gguf.Q4_K)}); err != nil {
		t.Fatal(err)
	}
	merged := openModel(t, path)
	if down, up := merged.Blocks[0].Down.W.Type, merged.Blocks[0].Up.W.Type; down != gguf.F32 || up != gguf.Q4_K {
		t.Errorf("ffn_down is %v, ffn_up %v", down, up)
	}
}

// What a small adapter loses in 4 bits is said: the rounding is larger than the change, and larger than in 8 and 16 bits.
func TestMergeReportsTheLoss(t *testing.T) {
	m := mergeBase(t, gguf.F32, 512)
	a := []lora.Scaled{{Adapter: filled(t, m, lora.Config{Rank: 4, Alpha: 8, Seed: 4}, 0.01), Scale: 1}}
	lost := map[gguf.Type]float64{}
	for _, kind := range []gguf.Type{gguf.F16, gguf.Q8_0, gguf.Q4_0, gguf.Q4_K} {
		report, err := lora.Merge(filepath.Join(t.TempDir(), "merged.gguf"), m, a, lora.MergeOptions{Type: &kind})
		if err != nil {
			t.Fatal(err)
		}
		lost[kind] = report.Total(true).Lost()
	}
	t.Log(lost)
	if !(lost[gguf.F16] < 0.05 && lost[gguf.Q8_0] > 0.2 && lost[gguf.Q8_0] < 1 && lost[gguf.Q4_0] > 5 && lost[gguf.Q4_K] > 5) {
		t.Errorf("lost %v", lost)
	}
	// An adapter that does nothing loses nothing that could be counted, and a file of its own type gains no error.
	zero, err := lora.New(m, lora.Config{Rank: 2, Alpha: 2})
	if err != nil {
		t.Fatal(err)
	}
	report, err := lora.Merge(filepath.Join(t.TempDir(), "merged.gguf"), m, []lora.Scaled{{Adapter: zero, Scale: 1}}, lora.MergeOptions{})
	if err != nil || report.Total(true).Lost() != 0 || report.Total(true).Off != 0 {
		t.Errorf("error %v, %+v", err, report.Total(true))
	}
}

// What does not fit is refused, and the old file stays.
func TestMergeRefuses(t *testing.T) {
	m := mergeBase(t, gguf.F32, 512)
	other := mergeBase(t, gguf.F32, 256)
	good := func() *lora.Adapter { return filled(t, m, lora.Config{Rank: 4, Alpha: 8, Seed: 4}, 0.1) }
	nan, inf := math.NaN(), math.Inf(1)
	broken := func(f func(p *lora.Pair)) *lora.Adapter {
		a := good()
		f(a.Pairs[3])
		return a
	}
	foreign := good()
	foreign.Base.Norms = strings.Repeat("0", 64)
	iq3 := mergeBase(t, gguf.IQ3_S, 512)
	for _, c := range []struct {
		name string
		m    *llama.Model
		a    []lora.Scaled
		want []string
	}{
		{"none", m, nil, []string{"no adapter"}},
		{"scale", m, []lora.Scaled{{Adapter: good(), Scale: nan}}, []string{"scale", "NaN"}},
		{"shape", other, []lora.Scaled{{Adapter: good(), Scale: 1}}, []string{"ffn_gate", "another model"}},
		{"unknown matrix", m, []lora.Scaled{{Adapter: broken(func(p *lora.Pair) { p.Target = "blk.9.attn_q.weight" }), Scale: 1}}, []string{"blk.9.attn_q.weight"}},
		{"NaN in A", m, []lora.Scaled{{Adapter: broken(func(p *lora.Pair) { p.A[5] = float32(nan) }), Scale: 1}}, []string{"lora_a", "NaN"}},
		{"infinity in B", m, []lora.Scaled{{Adapter: broken(func(p *lora.Pair) { p.B[5] = float32(inf) }), Scale: 1}}, []string{"lora_b", "Inf"}},
		{"short A", m, []lora.Scaled{{Adapter: broken(func(p *lora.Pair) { p.A = p.A[1:] }), Scale: 1}}, []string{"attn_output", "values"}},
		{"rank of another size", m, []lora.Scaled{{Adapter: broken(func(p *lora.Pair) { p.Rank = 1 << 40 }), Scale: 1}}, []string{"attn_output", "rank"}},
		{"overflow", m, []lora.Scaled{{Adapter: broken(func(p *lora.Pair) { p.A[0], p.B[0] = 3e38, 3e38 }), Scale: 1}}, []string{"attn_output", "row 0", "finite"}},
		{"another base", m, []lora.Scaled{{Adapter: foreign, Scale: 1}}, []string{"another model"}},
		{"a type that is only read", iq3, []lora.Scaled{{Adapter: filled(t, iq3, lora.Config{Rank: 2, Alpha: 2}, 0.1), Scale: 1}}, []string{"IQ3_S", "choose"}},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "merged.gguf")
		if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := lora.Merge(path, c.m, c.a, lora.MergeOptions{})
		for _, word := range c.want {
			if err == nil || !strings.Contains(err.Error(), word) {
				t.Errorf("%s: error %v does not say %s", c.name, err, word)
			}
		}
		left, _ := os.ReadDir(dir)
		if data, _ := os.ReadFile(path); string(data) != "old" || len(left) != 1 {
			t.Errorf("%s: the old file is gone, or another is left", c.name)
		}
	}
	if _, err := lora.Merge(filepath.Join(t.TempDir(), "x.gguf"), m, []lora.Scaled{{Adapter: foreign, Scale: 1}}, lora.MergeOptions{Force: true}); err != nil {
		t.Errorf("forced: %v", err)
	}
}

// TestFixtureMerge merges the adapters of the fixtures into their models, and compares with the logits of the float64 engine.
func TestFixtureMerge(t *testing.T) {
	ids := fixtures.LogitTokens(t)
	for _, path := range fixtures.Glob(t, "adapters", "*.json") {
		t.Run(fixtures.Name(path), func(t *testing.T) {
			model, use, logits := adapterCase(t, path)
			m := openModel(t, model)
			out := filepath.Join(t.TempDir(), "merged.gguf")
			report, err := lora.Merge(out, m, use, lora.MergeOptions{Type: new(gguf.F32)})
			if err != nil {
				t.Fatal(err)
			}
			merged := openModel(t, out)
			s, err := merged.NewSession(len(ids), llama.CacheF32)
			if err != nil {
				t.Fatal(err)
			}
			var got []float32
			if err := s.EvalEach(ids, 0, func(_ int, l []float32) { got = append(got, l...) }); err != nil {
				t.Fatal(err)
			}
			e := fixtures.RelRMS(got, logits)
			t.Logf("relative RMS %.2g, %.2g of the change lost", e, report.Total(true).Lost())
			if !(e <= 1e-4) {
				t.Errorf("relative RMS %.3g, want at most 1e-4", e)
			}
		})
	}
}
