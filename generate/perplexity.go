package generate

import (
	"context"
	"fmt"
	"math"
)

// EachSession is what Perplexity needs of a *llama.Session.
type EachSession interface {
	Truncate(n int)
	EvalEach(tokens []int32, from int, each func(i int, logits []float32)) error
}

// Estimate is a perplexity and the standard error of it, over Count predicted tokens.
type Estimate struct {
	PPL, Error float64
	Count      int
}

// Windows says how Perplexity cuts a text.
type Windows struct {
	Size int   // tokens of a window, at least 4
	Max  int   // windows to evaluate, 0: all whole ones
	BOS  int32 // replaces the first token of each window, -1: none
}

// Count is the number of windows in a text of n tokens.
func (w Windows) Count(n int) int {
	if w.Max > 0 {
		return min(w.Max, n/w.Size)
	}
	return n / w.Size
}

// Perplexity measures how well a model predicts tokens, in the windows of llama.cpp's tool of that name, so that figures compare: the
// text is cut into windows that do not overlap, each is read from an empty context, and the tokens of its second half but the last
// are asked to predict their successors. A text of less than two windows is an error, as there. each, where not nil, receives the
// estimate after every window. Cancelling ctx ends the work with ctx's error and the estimate so far.
func Perplexity(ctx context.Context, s EachSession, tokens []int32, w Windows, each func(window int, e Estimate)) (Estimate, error) {
	if w.Size < 4 {
		return Estimate{}, fmt.Errorf("a window of %d tokens is too small, it must have 4 or more", w.Size)
	}
	if len(tokens) < 2*w.Size {
		return Estimate{}, fmt.Errorf("the text has %d tokens, a window of %d needs at least %d", len(tokens), w.Size, 2*w.Size)
	}
	var sum nllSum
	window := make([]int32, w.Size)
	first := w.Size / 2
	for i := range w.Count(len(tokens)) {
		if err := ctx.Err(); err != nil {
			return sum.estimate(), err
		}
		copy(window, tokens[i*w.Size:])
		if w.BOS >= 0 {
			window[0] = w.BOS
		}
		s.Truncate(0)
		// The last token of a window has no successor in it, and the one at first is the first to count.
		err := s.EvalEach(window[:w.Size-1], first, func(at int, logits []float32) {
			sum.add(nll(logits, window[at+1]))
		})
		if err != nil {
			return sum.estimate(), err
		}
		e := sum.estimate()
		if math.IsNaN(e.PPL) || math.IsInf(e.PPL, 0) {
			return e, fmt.Errorf("window %d: the logits are not finite: the weights or an adapter are broken", i+1)
		}
		if each != nil {
			each(i+1, e)
		}
	}
	return sum.estimate(), nil
}

// nll is -ln p(id) under the softmax of logits.
func nll(logits []float32, id int32) float64 {
	top := math.Inf(-1)
	for _, l := range logits {
		top = max(top, float64(l))
	}
	sum := 0.0
	for _, l := range logits {
		sum += math.Exp(float64(l) - top)
	}
	return math.Log(sum) + top - float64(logits[id])
}

// nllSum accumulates mean and variance of -ln p.
type nllSum struct {
	n        int
	sum, sq2 float64
}

func (s *nllSum) add(v float64) {
	s.n++
	s.sum += v
	s.sq2 += v * v
}

// estimate carries the standard error of the mean through the exponential.
func (s *nllSum) estimate() Estimate {
	n := float64(s.n)
	mean := s.sum / n
	e := Estimate{PPL: math.Exp(mean), Count: s.n}
	if v := s.sq2/n - mean*mean; v > 0 && s.n > 1 {
		e.Error = math.Sqrt(v/(n-1)) * e.PPL
	}
	return e
}
