package lora_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"llft/internal/synthetic"
	"llft/lora"
)

// TestNew: A is uniform in ±1/√in and B zero, so that the model is at first unchanged.
func TestNew(t *testing.T) {
	m := syntheticModel(t, tiny)
	a := newAdapter(t, m, lora.Config{Rank: 32, Alpha: 64, Seed: 3, Targets: []string{"output", "attn_q", "ffn_down"}})
	if len(a.Pairs) != 2*tiny.Layers+1 || a.Pairs[0].Target != "blk.0.attn_q.weight" || a.Pairs[4].Target != "output.weight" {
		t.Fatalf("%d pairs from %q to %q", len(a.Pairs), a.Pairs[0].Target, a.Pairs[len(a.Pairs)-1].Target)
	}
	n := 0
	for _, p := range a.Pairs {
		l := m.Linear(p.Target)
		if p.Rank != 32 || p.In != l.W.Cols || p.Out != l.W.Rows || len(p.A) != 32*p.In || len(p.B) != p.Out*32 {
			t.Errorf("%s: rank %d, %d x %d, %d and %d values", p.Target, p.Rank, p.Out, p.In, len(p.A), len(p.B))
		}
		n += len(p.A) + len(p.B)
		bound := 1 / math.Sqrt(float64(p.In))
		var mean, square float64
		for _, v := range p.A {
			mean += float64(v) / float64(len(p.A))
			square += float64(v) * float64(v) / float64(len(p.A))
		}
		lo, hi := float64(slices.Min(p.A))/bound, float64(slices.Max(p.A))/bound
		if lo < -1 || lo > -0.98 || hi > 1 || hi < 0.98 || math.Abs(mean) > 0.1*bound || math.Abs(3*square/(bound*bound)-1) > 0.1 {
			t.Errorf("%s: A is from %.3f to %.3f times 1/√in, mean %.3g, mean square %.3g: not uniform", p.Target, lo, hi, mean, square)
		}
		if slices.ContainsFunc(p.B, func(v float32) bool { return v != 0 }) {
			t.Errorf("%s: B is not zero", p.Target)
		}
	}
	if a.Parameters() != n {
		t.Errorf("%d parameters, want %d", a.Parameters(), n)
	}
	want := logits(t, m)
	attach(t, a, m, 1, false)
	if !slices.Equal(logits(t, m), want) {
		t.Error("a new adapter changes the logits")
	}
}

// TestSeed: the seed and a matrix's name make its A, whatever else is adapted.
func TestSeed(t *testing.T) {
	m := syntheticModel(t, tiny)
	of := func(seed uint64, targets ...string) map[string][]float32 {
		byName := map[string][]float32{}
		for _, p := range newAdapter(t, m, lora.Config{Rank: 4, Alpha: 8, Seed: seed, Targets: targets}).Pairs {
			byName[p.Target] = p.A
		}
		return byName
	}
	seven, again, other, alone := of(1), of(1), of(2), of(1, "attn_v")
	if len(seven) != 7*tiny.Layers || len(alone) != tiny.Layers {
		t.Fatalf("%d and %d matrices, want %d and %d", len(seven), len(alone), 7*tiny.Layers, tiny.Layers)
	}
	for name, a := range seven {
		if !slices.Equal(a, again[name]) {
			t.Errorf("%s: two values of one seed", name)
		}
		if slices.Equal(a, other[name]) {
			t.Errorf("%s: seeds 1 and 2 give one value", name)
		}
	}
	for name, a := range alone {
		if !slices.Equal(a, seven[name]) {
			t.Errorf("%s alone begins otherwise than among others", name)
		}
	}
	if slices.Equal(seven["blk.0.attn_q.weight"], seven["blk.0.attn_k.weight"]) || slices.Equal(seven["blk.0.attn_q.weight"], seven["blk.1.attn_q.weight"]) {
		t.Error("two matrices of one shape begin alike")
	}
}

func TestNewRefuses(t *testing.T) {
	tied := tiny
	tied.Tied = true
	for _, c := range []struct {
		name  string
		shape synthetic.Shape
		c     lora.Config
		want  string
	}{
		{"rank 0", tiny, lora.Config{Alpha: 1}, "rank is 0"},
		{"rank -1", tiny, lora.Config{Rank: -1, Alpha: 1}, "rank is -1"},
		{"rank 4097", tiny, lora.Config{Rank: 4097, Alpha: 1}, "rank is 4097, want 1 to 4096"},
		{"alpha 0", tiny, lora.Config{Rank: 1}, "alpha is 0"},
		{"alpha -1", tiny, lora.Config{Rank: 1, Alpha: -1}, "alpha is -1"},
		{"alpha NaN", tiny, lora.Config{Rank: 1, Alpha: math.NaN()}, "alpha is NaN"},
		{"alpha 2e6", tiny, lora.Config{Rank: 1, Alpha: 2e6}, "up to 1e+06"},
		{"unknown target", tiny, lora.Config{Rank: 1, Alpha: 1, Targets: []string{"attn_q", "q_proj"}}, `"q_proj" (the targets are ` + strings.Join(lora.Targets(), ", ")},
		{"full name", tiny, lora.Config{Rank: 1, Alpha: 1, Targets: []string{"blk.0.attn_q.weight"}}, "unknown target"},
		{"tied output", tied, lora.Config{Rank: 1, Alpha: 1, Targets: []string{"output"}}, "tied"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := lora.New(syntheticModel(t, c.shape), c.c)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v, want one line that says %q", err, c.want)
			}
		})
	}
}

// TestTargetsCover: each name of Targets is a matrix of the model, and each matrix has a name there.
func TestTargetsCover(t *testing.T) {
	m := syntheticModel(t, tiny)
	var names []string
	for _, p := range newAdapter(t, m, lora.Config{Rank: 1, Alpha: 1, Targets: lora.Targets()}).Pairs {
		names = append(names, p.Target)
	}
	var want []string
	for _, l := range m.Linears() {
		want = append(want, l.Name)
	}
	if !slices.Equal(names, want) {
		t.Errorf("pairs %q, want %q", names, want)
	}
	for _, short := range lora.Targets() {
		if !slices.ContainsFunc(names, func(s string) bool { return s == short+".weight" || s == fmt.Sprintf("blk.0.%s.weight", short) }) {
			t.Errorf("no matrix is the target %q", short)
		}
	}
}
