package generate

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Sampling says how a token is drawn from logits. The steps are taken in the order of the fields from RepeatPenalty to Temperature,
// which is the order of llama.cpp's default chain, so that the same numbers mean the same thing in both programs.
type Sampling struct {
	RepeatPenalty float64 // logits of recent tokens are divided by it where positive and multiplied where negative; 1 is off
	RepeatLast    int     // how many of the latest tokens (prompt included) are recent; 0 is off, -1 is all
	TopK          int     // only the k likeliest tokens stay; 0 is off
	TopP          float64 // only the likeliest tokens that together reach this probability stay; 1 is off
	MinP          float64 // only tokens at least this fraction as likely as the likeliest stay; 0 is off
	Temperature   float64 // logits are divided by it; 0 takes the likeliest token (of equals, the lowest id)
	Seed          uint64  // equal seeds and logits give equal tokens
}

// Defaults are the values of llama.cpp: temperature 0.8, top-k 40, top-p 0.95, min-p 0.05, no repeat penalty.
func Defaults() Sampling {
	return Sampling{RepeatPenalty: 1, RepeatLast: 64, TopK: 40, TopP: 0.95, MinP: 0.05, Temperature: 0.8}
}

// Check reports the first value that is out of range.
func (c Sampling) Check() error {
	for _, v := range []struct {
		name  string
		value float64
		ok    bool
		want  string
	}{
		{"repeat penalty", c.RepeatPenalty, c.RepeatPenalty > 0, "above 0"},
		{"repeat window", float64(c.RepeatLast), c.RepeatLast >= -1, "-1 or more"},
		{"top-k", float64(c.TopK), c.TopK >= 0, "0 or more"},
		{"top-p", c.TopP, c.TopP > 0 && c.TopP <= 1, "above 0 and at most 1"},
		{"min-p", c.MinP, c.MinP >= 0 && c.MinP <= 1, "from 0 to 1"},
		{"temperature", c.Temperature, c.Temperature >= 0, "0 or more"},
	} {
		if !v.ok || math.IsInf(v.value, 0) {
			return fmt.Errorf("%s is %v, it must be %s", v.name, v.value, v.want)
		}
	}
	return nil
}

// Sampler draws tokens. It is not safe for concurrent use.
type Sampler struct {
	cfg     Sampling
	rng     *rand.Rand
	cands   []candidate
	weights []float64
}

type candidate struct {
	id    int32
	logit float64
}

// before orders candidates: likelier first, of equals the lower id.
func before(a, b candidate) int {
	if c := cmp.Compare(b.logit, a.logit); c != 0 {
		return c
	}
	return cmp.Compare(a.id, b.id)
}

// NewSampler checks the values and seeds the generator (PCG).
func NewSampler(c Sampling) (*Sampler, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	// The second word of the state is any constant: a stream number.
	return &Sampler{cfg: c, rng: rand.New(rand.NewPCG(c.Seed, 0x6c6c6674))}, nil
}

// Sample draws the next token from logits [vocab], which it leaves unchanged. recent holds the tokens so far, oldest first, for the
// repeat penalty. A logit that is NaN or +Inf is an error: the model or an adapter is broken.
func (s *Sampler) Sample(logits []float32, recent []int32) (int32, error) {
	if err := s.load(logits); err != nil {
		return 0, err
	}
	s.penalize(recent)
	if s.cfg.Temperature == 0 {
		return slices.MinFunc(s.cands, before).id, nil
	}
	s.keepTopK()
	s.keepTopPMinP()
	return s.draw(), nil
}

func (s *Sampler) load(logits []float32) error {
	s.cands = slices.Grow(s.cands[:0], len(logits))
	finite := false
	for i, l := range logits {
		v := float64(l)
		if math.IsNaN(v) || math.IsInf(v, 1) {
			return fmt.Errorf("logit of token %d is %v: the weights or an adapter hold values that are not finite", i, v)
		}
		finite = finite || !math.IsInf(v, -1)
		s.cands = append(s.cands, candidate{int32(i), v})
	}
	if !finite {
		return fmt.Errorf("none of the %d logits is finite: no token can be drawn", len(logits))
	}
	return nil
}

// penalize relies on cands[i].id == i, which load leaves so.
func (s *Sampler) penalize(recent []int32) {
	if s.cfg.RepeatPenalty == 1 || s.cfg.RepeatLast == 0 {
		return
	}
	if n := s.cfg.RepeatLast; n > 0 && len(recent) > n {
		recent = recent[len(recent)-n:]
	}
	done := make(map[int32]bool, len(recent))
	for _, id := range recent {
		if id < 0 || int(id) >= len(s.cands) || done[id] {
			continue
		}
		done[id] = true
		if c := &s.cands[id]; c.logit > 0 {
			c.logit /= s.cfg.RepeatPenalty
		} else {
			c.logit *= s.cfg.RepeatPenalty
		}
	}
}

// keepTopK moves the k likeliest candidates to the front of a heap whose root is the least likely of them, one pass over the vocabulary.
func (s *Sampler) keepTopK() {
	k := s.cfg.TopK
	if k == 0 || k >= len(s.cands) {
		return
	}
	h := s.cands[:k]
	for i := k/2 - 1; i >= 0; i-- {
		sink(h, i)
	}
	for _, c := range s.cands[k:] {
		if before(c, h[0]) < 0 {
			h[0] = c
			sink(h, 0)
		}
	}
	s.cands = h
}

// sink restores the heap below i: no parent is before its children.
func sink(h []candidate, i int) {
	for {
		last := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(h); child++ {
			if before(h[child], h[last]) > 0 {
				last = child
			}
		}
		if last == i {
			return
		}
		h[i], h[last] = h[last], h[i]
		i = last
	}
}

// keepTopPMinP leaves the survivors of both, sorted. Each of the two keeps a prefix of the sorted candidates, so min-p may go first as
// long as top-p still counts the probability of all: then only the few survivors of min-p are sorted.
func (s *Sampler) keepTopPMinP() {
	top := slices.MinFunc(s.cands, before).logit
	total := 0.0
	for _, c := range s.cands {
		total += math.Exp(c.logit - top)
	}
	if s.cfg.MinP > 0 {
		least := top + math.Log(s.cfg.MinP)
		s.cands = slices.DeleteFunc(s.cands, func(c candidate) bool { return c.logit < least })
	}
	slices.SortFunc(s.cands, before)
	if s.cfg.TopP < 1 {
		sum := 0.0
		for i, c := range s.cands {
			if sum += math.Exp(c.logit - top); sum >= s.cfg.TopP*total {
				s.cands = s.cands[:i+1]
				break
			}
		}
	}
}

// draw takes one of the sorted candidates by its probability at the temperature.
func (s *Sampler) draw() int32 {
	top, sum := s.cands[0].logit, 0.0
	s.weights = s.weights[:0]
	for _, c := range s.cands {
		w := math.Exp((c.logit - top) / s.cfg.Temperature)
		s.weights = append(s.weights, w)
		sum += w
	}
	left := s.rng.Float64() * sum
	for i, w := range s.weights {
		if left < w {
			return s.cands[i].id
		}
		left -= w
	}
	return s.cands[0].id // rounding used up the sum
}
