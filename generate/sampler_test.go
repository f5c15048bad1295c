package generate

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func mustSampler(t *testing.T, c Sampling) *Sampler {
	t.Helper()
	s, err := NewSampler(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestGreedy(t *testing.T) {
	inf := float32(math.Inf(-1))
	for _, c := range []struct {
		name    string
		logits  []float32
		recent  []int32
		penalty float64
		want    int32
	}{
		{"largest", []float32{1, 3, 2}, nil, 1, 1},
		{"ties go to the lowest id", []float32{-1, 2, 2, 2}, nil, 1, 1},
		{"all negative", []float32{-3, -1, -2}, nil, 1, 1},
		{"minus infinity is passed over", []float32{inf, inf, -5}, nil, 1, 2},
		{"penalty divides positive logits", []float32{3, 4, 1}, []int32{1}, 2, 0},
		{"penalty multiplies negative logits", []float32{-3, -2, -9}, []int32{1}, 2, 0},
		{"a token counts once", []float32{3, 5, 1}, []int32{1, 1, 1}, 1.5, 1},
		{"unknown ids are ignored", []float32{3, 5, 1}, []int32{-1, 99}, 1.5, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := mustSampler(t, Sampling{RepeatPenalty: c.penalty, RepeatLast: 64, TopK: 1, TopP: 1})
			got, err := s.Sample(c.logits, c.recent)
			if err != nil || got != c.want {
				t.Errorf("Sample(%v, recent %v) = %d, %v, want %d", c.logits, c.recent, got, err, c.want)
			}
		})
	}
}

func TestRepeatWindow(t *testing.T) {
	logits, recent := []float32{4, 5, 1}, []int32{1, 0, 2, 2}
	for _, c := range []struct {
		window int
		want   int32
	}{{0, 1}, {2, 1}, {3, 1}, {4, 1}, {-1, 1}} {
		s := mustSampler(t, Sampling{RepeatPenalty: 1.1, RepeatLast: c.window, TopP: 1})
		if got, _ := s.Sample(logits, recent); got != c.want {
			t.Errorf("window %d: got %d, want %d", c.window, got, c.want)
		}
	}
	// The oldest token is penalized only by a window that reaches it.
	for window, want := range map[int]int32{3: 1, 4: 0, -1: 0} {
		s := mustSampler(t, Sampling{RepeatPenalty: 10, RepeatLast: window, TopP: 1})
		if got, _ := s.Sample([]float32{4, 5, 1}, []int32{1, 2, 2, 2}); got != want {
			t.Errorf("window %d: got %d, want %d", window, got, want)
		}
	}
}

// naive is the chain written step by step: full sort, each filter on renormalized probabilities.
func naive(logits []float32, c Sampling) (ids []int32, probs []float64) {
	softmax := func(l []float64) []float64 {
		p, sum := make([]float64, len(l)), 0.0
		for i := range l {
			p[i] = math.Exp(l[i] - l[0])
			sum += p[i]
		}
		for i := range p {
			p[i] /= sum
		}
		return p
	}
	for i := range logits {
		ids = append(ids, int32(i))
	}
	slices.SortStableFunc(ids, func(a, b int32) int {
		switch {
		case logits[a] > logits[b]:
			return -1
		case logits[a] < logits[b]:
			return 1
		}
		return 0
	})
	if c.TopK > 0 && c.TopK < len(ids) {
		ids = ids[:c.TopK]
	}
	values := func(t float64) (l []float64) {
		for _, id := range ids {
			l = append(l, float64(logits[id])/t)
		}
		return l
	}
	sum := 0.0
	for i, p := range softmax(values(1)) {
		if sum += p; sum >= c.TopP && c.TopP < 1 {
			ids = ids[:i+1]
			break
		}
	}
	p := softmax(values(1))
	n := 0
	for n < len(p) && p[n] >= c.MinP*p[0] {
		n++
	}
	ids = ids[:n]
	return ids, softmax(values(c.Temperature))
}

func TestChainAgainstNaive(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 400 {
		logits := make([]float32, 1+rng.IntN(60))
		for i := range logits {
			logits[i] = float32(math.Round(rng.NormFloat64()*20) / 10) // coarse, so that ties occur
		}
		c := Sampling{RepeatPenalty: 1, TopK: rng.IntN(70), TopP: 1, Temperature: 0.1 + 2*rng.Float64(), Seed: uint64(n)}
		if n%2 == 0 {
			c.TopP = 0.05 + 0.9*rng.Float64()
		}
		if n%3 == 0 {
			c.MinP = rng.Float64() / 2
		}
		s := mustSampler(t, c)
		id, err := s.Sample(logits, nil)
		if err != nil {
			t.Fatal(err)
		}
		ids, probs := naive(logits, c)
		if len(s.cands) != len(ids) {
			t.Fatalf("case %d, %+v: %d candidates, want %d", n, c, len(s.cands), len(ids))
		}
		total := 0.0
		for _, w := range s.weights {
			total += w
		}
		for i := range ids {
			if s.cands[i].id != ids[i] || math.Abs(s.weights[i]/total-probs[i]) > 1e-9 {
				t.Fatalf("case %d, %+v, candidate %d: id %d with p %.12f, want id %d with p %.12f",
					n, c, i, s.cands[i].id, s.weights[i]/total, ids[i], probs[i])
			}
		}
		if !slices.Contains(ids, id) {
			t.Fatalf("case %d: drew %d, which is none of %v", n, id, ids)
		}
	}
}

func TestDrawFrequencies(t *testing.T) {
	s := mustSampler(t, Sampling{RepeatPenalty: 1, TopP: 1, Temperature: 1, Seed: 7})
	logits := []float32{0, float32(math.Log(2)), float32(math.Log(5))} // probabilities 1/8, 2/8, 5/8
	const draws = 40_000
	var count [3]int
	for range draws {
		id, err := s.Sample(logits, nil)
		if err != nil {
			t.Fatal(err)
		}
		count[id]++
	}
	for id, want := range []float64{0.125, 0.25, 0.625} {
		if got := float64(count[id]) / draws; math.Abs(got-want) > 0.01 {
			t.Errorf("token %d drawn with frequency %.3f, want %.3f", id, got, want)
		}
	}
}

func TestSeed(t *testing.T) {
	logits := make([]float32, 100)
	draw := func(seed uint64) (ids []int32) {
		s := mustSampler(t, Sampling{RepeatPenalty: 1, TopP: 1, Temperature: 1, Seed: seed})
		for range 20 {
			id, err := s.Sample(logits, nil)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		return ids
	}
	if a, b := draw(1), draw(1); !slices.Equal(a, b) {
		t.Errorf("seed 1 drew %v, then %v", a, b)
	}
	if a, b := draw(1), draw(2); slices.Equal(a, b) {
		t.Errorf("seeds 1 and 2 both drew %v", a)
	}
}

func TestSampleBrokenLogits(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, c := range []struct {
		name   string
		logits []float32
		want   string
	}{
		{"NaN", []float32{0, nan, 1}, "token 1 is NaN"},
		{"infinity", []float32{0, 1, inf}, "token 2 is +Inf"},
		{"nothing finite", []float32{-inf, -inf}, "none of the 2 logits"},
		{"no logits", nil, "none of the 0 logits"},
	} {
		for _, temperature := range []float64{0, 1} {
			cfg := Defaults()
			cfg.Temperature = temperature
			if _, err := mustSampler(t, cfg).Sample(c.logits, nil); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s at temperature %v: error %v, want one with %q", c.name, temperature, err, c.want)
			}
		}
	}
}

func TestCheck(t *testing.T) {
	if err := Defaults().Check(); err != nil {
		t.Errorf("defaults: %v", err)
	}
	for want, change := range map[string]func(*Sampling){
		"temperature is -1":    func(c *Sampling) { c.Temperature = -1 },
		"temperature is NaN":   func(c *Sampling) { c.Temperature = math.NaN() },
		"temperature is +Inf":  func(c *Sampling) { c.Temperature = math.Inf(1) },
		"top-p is 0,":          func(c *Sampling) { c.TopP = 0 },
		"top-p is 1.5":         func(c *Sampling) { c.TopP = 1.5 },
		"min-p is 2":           func(c *Sampling) { c.MinP = 2 },
		"top-k is -1":          func(c *Sampling) { c.TopK = -1 },
		"repeat penalty is 0,": func(c *Sampling) { c.RepeatPenalty = 0 },
		"repeat window is -2":  func(c *Sampling) { c.RepeatLast = -2 },
	} {
		c := Defaults()
		change(&c)
		if _, err := NewSampler(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: error %v, want one with %q", c, err, want)
		}
	}
}

func BenchmarkSample(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	logits := make([]float32, 128_256)
	for i := range logits {
		logits[i] = float32(rng.NormFloat64() * 3)
	}
	s, _ := NewSampler(Defaults())
	for b.Loop() {
		if _, err := s.Sample(logits, nil); err != nil {
			b.Fatal(err)
		}
	}
}
