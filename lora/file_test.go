package lora_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"llft/gguf"
	"llft/lora"
)

func readAdapter(t *testing.T, path string) *lora.Adapter {
	t.Helper()
	a, err := lora.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// twoRanks is an adapter in which everything is set, of two ranks and no model.
func twoRanks() *lora.Adapter {
	pair := func(target string, rank, in, out int) *lora.Pair {
		p := &lora.Pair{Target: target, Rank: rank, In: in, Out: out, A: make([]float32, rank*in), B: make([]float32, out*rank)}
		for i := range p.A {
			p.A[i] = float32(i) + 0.125
		}
		for i := range p.B {
			p.B[i] = -1 / float32(i+3)
		}
		return p
	}
	return &lora.Adapter{
		Rank: 3, Alpha: 6.5, Pairs: []*lora.Pair{pair("blk.0.attn_q.weight", 3, 8, 16), pair("blk.1.ffn_down.weight", 1, 16, 8)},
		Base: lora.Fingerprint{Shapes: "aa", Norms: "bb", Blocks: "cc"},
		Info: map[string]string{"llft.seed": "7", "llft.data": "two\nlines"},
	}
}

func TestRoundTrip(t *testing.T) {
	bare := twoRanks()
	bare.Base, bare.Info, bare.Alpha = lora.Fingerprint{}, map[string]string{}, 0
	m := syntheticModel(t, tiny)
	trained := fill(newAdapter(t, m, lora.Config{Rank: 4, Alpha: 8, Seed: 1, Targets: lora.Targets()}), 1)
	for name, a := range map[string]*lora.Adapter{"two ranks": twoRanks(), "bare": bare, "of a model": trained} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.gguf")
			if err := a.Write(path); err != nil {
				t.Fatal(err)
			}
			if back := readAdapter(t, path); !reflect.DeepEqual(back, a) {
				t.Errorf("comes back as %+v, want %+v", back, a)
			}
		})
	}
}

// TestFileForm: the file has the keys and shapes that llama.cpp wants (src/llama-adapter.cpp), and of ours only those that begin with
// llft., so that no Info can overwrite one of the others.
func TestFileForm(t *testing.T) {
	a := twoRanks()
	a.Info["general.type"] = "model"
	path := filepath.Join(t.TempDir(), "a.gguf")
	if err := a.Write(path); err != nil {
		t.Fatal(err)
	}
	f, err := gguf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for key, want := range map[string]any{
		"general.type": "adapter", "general.architecture": "llama", "adapter.type": "lora", "adapter.lora.alpha": float32(6.5),
		"llft.base.shapes": "aa", "llft.base.norms": "bb", "llft.base.blocks": "cc", "llft.seed": "7", "llft.data": "two\nlines",
	} {
		if got, _ := f.KV.Value(key); got != want {
			t.Errorf("%s is %v, want %v", key, got, want)
		}
	}
	if len(f.KV.Keys()) != 9 || len(f.Tensors) != 4 {
		t.Errorf("keys %q, %d tensors", f.KV.Keys(), len(f.Tensors))
	}
	p := a.Pairs[0]
	for name, want := range map[string]tensor{
		"blk.0.attn_q.weight.lora_a": {kind: gguf.F32, dims: []int{8, 3}, data: floatBytes(p.A)},
		"blk.0.attn_q.weight.lora_b": {kind: gguf.F32, dims: []int{3, 16}, data: floatBytes(p.B)},
	} {
		x := f.Tensor(name)
		if x == nil || x.Type != want.kind || !slices.Equal(x.Dims, want.dims) || !bytes.Equal(x.Data, want.data) {
			t.Errorf("tensor %s is %+v, want %+v", name, x, want)
		}
	}
}

// TestWriteRefusesNotFinite: a run that diverged must not replace the good adapter.
func TestWriteRefusesNotFinite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.gguf")
	if err := twoRanks().Write(path); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for side, want := range []string{"blk.1.ffn_down.weight.lora_a", "blk.1.ffn_down.weight.lora_b"} {
			a := twoRanks()
			[][]float32{a.Pairs[1].A, a.Pairs[1].B}[side][7] = float32(bad)
			if err := a.Write(path); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "index 7") {
				t.Errorf("%g in %s: error %v", bad, want, err)
			}
		}
	}
	if now, _ := os.ReadFile(path); !bytes.Equal(now, good) {
		t.Error("a refused adapter changed the file")
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("%d files are left, want 1", len(files))
	}
}

// TestReadRefuses gives Read files that are sound GGUF, but no adapter that could be applied.
func TestReadRefuses(t *testing.T) {
	const a, b = "blk.0.attn_q.weight.lora_a", "blk.0.attn_q.weight.lora_b"
	good := []tensor{floatTensor(a, 8, 2), floatTensor(b, 2, 16)}
	nan := floatTensor(b, 2, 16)
	binary.LittleEndian.PutUint32(nan.data[20:], math.Float32bits(float32(math.NaN())))
	set := func(key string, value any) func(*gguf.KV) { return func(kv *gguf.KV) { kv.Set(key, value) } }
	for _, c := range []struct {
		name    string
		edit    func(*gguf.KV)
		tensors []tensor
		want    string
	}{
		{"a model", set("general.type", "model"), good, "a model, not an adapter"},
		{"type is a number", set("general.type", uint32(1)), good, "general.type"},
		{"other architecture", set("general.architecture", "qwen2"), good, `general.architecture is "qwen2"`},
		{"other kind", set("adapter.type", "control_vector"), good, `adapter.type is "control_vector"`},
		{"activated", set("adapter.alora.invocation_tokens", []uint32{1}), good, "activated"},
		{"alpha NaN", set("adapter.lora.alpha", float32(math.NaN())), good, "adapter.lora.alpha is NaN"},
		{"alpha infinite", set("adapter.lora.alpha", float32(math.Inf(-1))), good, "adapter.lora.alpha is -Inf"},
		{"alpha beyond float32", set("adapter.lora.alpha", 1e300), good, "adapter.lora.alpha is 1e+300"},
		{"alpha is text", set("adapter.lora.alpha", "16"), good, "adapter.lora.alpha"},
		{"our key is a number", set("llft.seed", uint32(7)), good, "llft.seed"},
		{"nothing inside", nil, nil, "holds no"},
		{"no lora_b", nil, good[:1], `"` + a + `" has no partner "` + b},
		{"no lora_a", nil, good[1:], `"` + b + `" has no partner "` + a},
		{"unknown ending", nil, append(slices.Clone(good), floatTensor("blk.0.attn_q.weight.lora_magnitude", 8)), "lora_magnitude"},
		{"a trained norm", nil, append(slices.Clone(good), floatTensor("blk.0.attn_norm.weight", 8)), "attn_norm"},
		{"ranks differ", nil, []tensor{good[0], floatTensor(b, 3, 16)}, "of rank 2, its partner of rank 3"},
		{"transposed", nil, []tensor{floatTensor(a, 2, 8), floatTensor(b, 16, 2)}, "of rank 8, its partner of rank 16"},
		{"rank 4097", nil, []tensor{floatTensor(a, 8, 4097), floatTensor(b, 4097, 1)}, "of rank 4097"},
		{"three dimensions", nil, []tensor{floatTensor(a, 8, 1, 2), floatTensor(b, 2, 16)}, "want two dimensions"},
		{"embedding", nil, []tensor{floatTensor("token_embd.weight.lora_a", 8, 2), floatTensor("token_embd.weight.lora_b", 2, 16)}, "embedding"},
		{"unknown format", nil, []tensor{{a, gguf.IQ2_XXS, []int{256, 2}, make([]byte, 132)}, good[1]}, a},
		{"not finite", nil, []tensor{good[0], nan}, b + " holds NaN at index 5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			kv := &gguf.KV{}
			kv.Set("general.type", "adapter")
			kv.Set("general.architecture", "llama")
			kv.Set("adapter.type", "lora")
			kv.Set("adapter.lora.alpha", float32(4))
			if c.edit != nil {
				c.edit(kv)
			}
			path := filepath.Join(t.TempDir(), "bad.gguf")
			writeFile(t, path, kv, c.tensors)
			refused(t, path, c.want)
		})
	}
}

// refused wants one line that names the file and says why.
func refused(t *testing.T, path, want string) {
	t.Helper()
	_, err := lora.Read(path)
	if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), filepath.Base(path)) || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %v, want one line that says %q and the file", err, want)
	}
}

// TestReadRefusesKeysMissing: without the keys of an adapter a file is none.
func TestReadRefusesKeysMissing(t *testing.T) {
	keys := []string{"general.type", "general.architecture", "adapter.type"}
	for i, want := range keys {
		kv := &gguf.KV{}
		for j, value := range []string{"adapter", "llama", "lora"} {
			if j != i {
				kv.Set(keys[j], value)
			}
		}
		path := filepath.Join(t.TempDir(), "bad.gguf")
		writeFile(t, path, kv, []tensor{floatTensor("x.lora_a", 8, 2), floatTensor("x.lora_b", 2, 8)})
		refused(t, path, want)
	}
}

// TestReadRefusesBytes cuts a good file at every byte, and writes a rank of 0 and one of 2^62 into its table.
func TestReadRefusesBytes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bad.gguf")
	if err := twoRanks().Write(path); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(data []byte) {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for n := range good { // the last tensor ends at a multiple of the alignment: no byte is padding
		write(good[:n])
		refused(t, path, "")
	}
	name := []byte("blk.0.attn_q.weight.lora_a")
	rank := bytes.Index(good, name) + len(name) + 4 + 8 // behind the number of dimensions and the first of them
	for _, value := range []uint64{0, 4, 1 << 62} {
		data := slices.Clone(good)
		if have := binary.LittleEndian.Uint64(data[rank:]); have != 3 {
			t.Fatalf("the rank in the file is %d, want 3", have)
		}
		binary.LittleEndian.PutUint64(data[rank:], value)
		write(data)
		refused(t, path, string(name))
	}
}

// stacked is one adapter that does what several do at their scales: their A's one upon the other, their B's scaled side by side.
func stacked(scales []float64, adapters ...*lora.Adapter) *lora.Adapter {
	out := &lora.Adapter{} // alpha 0: the product as it is
	for i, first := range adapters[0].Pairs {
		p := &lora.Pair{Target: first.Target, In: first.In, Out: first.Out}
		for _, a := range adapters {
			p.Rank += a.Pairs[i].Rank
			p.A = append(p.A, a.Pairs[i].A...)
		}
		for row := range p.Out {
			for j, a := range adapters {
				r := a.Pairs[i].Rank
				for _, v := range a.Pairs[i].B[row*r : (row+1)*r] {
					p.B = append(p.B, float32(scales[j]*a.Alpha/float64(r))*v)
				}
			}
		}
		out.Pairs = append(out.Pairs, p)
	}
	return out
}

// TestAttachSeveral: adapters add up, each at alpha/rank times its scale; SetScale and Detach leave what Attach would have made.
func TestAttachSeveral(t *testing.T) {
	m := syntheticModel(t, tiny)
	base := logits(t, m)
	first := fill(newAdapter(t, m, lora.Config{Rank: 4, Alpha: 8, Seed: 1}), 1)
	second := fill(newAdapter(t, m, lora.Config{Rank: 2, Alpha: 1, Seed: 2}), 2)
	alone := func(a *lora.Adapter, scale float64) []float32 {
		x := attach(t, a, m, scale, false)
		defer x.Detach()
		return logits(t, m)
	}
	same := func(what string, want []float32) {
		t.Helper()
		if !slices.Equal(logits(t, m), want) {
			t.Errorf("%s: the logits differ", what)
		}
	}
	first1, second05, both := alone(first, 1), alone(second, 0.5), alone(stacked([]float64{1, 0.5}, first, second), 1)
	same("all detached again", base)

	x := attach(t, first, m, 1, false)
	y := attach(t, second, m, 0.5, false)
	got := logits(t, m)
	worst, effect := 0.0, 0.0
	for i := range got {
		worst = max(worst, math.Abs(float64(got[i]-both[i])))
		effect = max(effect, math.Abs(float64(got[i]-base[i])))
	}
	if !(worst < 1e-4*effect) {
		t.Errorf("two adapters differ from their sum by %.3g, which changes logits by %.3g", worst, effect)
	}
	y.SetScale(0)
	same("second at scale 0", first1)
	y.SetScale(0.5)
	same("second at its scale again", got)
	x.Detach()
	same("second alone", second05)
	x.Detach() // must not take the other's
	same("first detached twice", second05)
	y.Detach()
	same("both detached", base)
}

// TestAttachRefuses: all terms are attached or none.
func TestAttachRefuses(t *testing.T) {
	m := syntheticModel(t, tiny)
	a := newAdapter(t, m, lora.Config{Rank: 2, Alpha: 4})
	for _, scale := range []float64{math.NaN(), math.Inf(1), 1e300} {
		if _, err := a.Attach(m, scale, false); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("scale is %g", scale)) {
			t.Errorf("scale %g: error %v", scale, err)
		}
	}
	last := *a.Pairs[len(a.Pairs)-1]
	last.Out++
	a.Pairs[len(a.Pairs)-1] = &last
	if _, err := a.Attach(m, 1, true); err == nil || !strings.Contains(err.Error(), last.Target) {
		t.Errorf("another shape: error %v", err)
	}
	for _, l := range m.Linears() {
		if len(l.Terms) != 0 {
			t.Errorf("%s has %d terms of a refused adapter", l.Name, len(l.Terms))
		}
	}
}
