package generate

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"
)

// windowed is a session whose model gives token id the logit weights[id], whatever came before.
type windowed struct {
	weights []float32
	windows [][]int32
	asked   []int // indexes at which logits were wanted, of the last window
}

func (w *windowed) Truncate(int) { w.asked = nil }
func (w *windowed) EvalEach(tokens []int32, from int, each func(int, []float32)) error {
	w.windows = append(w.windows, slices.Clone(tokens))
	for i := from; i < len(tokens); i++ {
		w.asked = append(w.asked, i)
		each(i, w.weights)
	}
	return nil
}

func TestPerplexity(t *testing.T) {
	tokens := []int32{1, 1, 1, 2, 1, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 2, 1, 1} // two windows of 8 and a rest
	s := &windowed{weights: []float32{0, 0, float32(math.Log(2))}}          // p = 1/4, 1/4, 1/2
	var running []Estimate
	e, err := Perplexity(context.Background(), s, tokens, Windows{Size: 8, BOS: 0}, func(_ int, e Estimate) { running = append(running, e) })
	if err != nil {
		t.Fatal(err)
	}
	if len(s.windows) != 2 || len(running) != 2 || s.windows[0][0] != 0 || s.windows[1][0] != 0 || s.windows[1][6] != 2 {
		t.Errorf("windows %v, want two of the tokens with BOS 0 in front", s.windows)
	}
	if !slices.Equal(s.asked, []int{4, 5, 6}) {
		t.Errorf("predictions at %v of a window of 8, want 4 5 6", s.asked)
	}
	// Predicted: window 0 tokens 5..7 = 1 2 1, window 1 tokens 5..7 = 1 2 2.
	a, b := math.Log(4), math.Log(2)
	mean := (3*a + 3*b) / 6
	variance := (3*a*a+3*b*b)/6 - mean*mean
	want := Estimate{math.Exp(mean), math.Sqrt(variance/5) * math.Exp(mean), 6}
	if math.Abs(e.PPL-want.PPL) > 1e-6 || math.Abs(e.Error-want.Error) > 1e-6 || e.Count != want.Count || running[1] != e {
		t.Errorf("got %+v (running %+v), want %+v", e, running, want)
	}
	if tokens[0] != 1 {
		t.Error("the text was changed")
	}
}

func TestPerplexityLimits(t *testing.T) {
	s := &windowed{weights: []float32{0, 0}}
	if _, err := Perplexity(context.Background(), s, make([]int32, 15), Windows{Size: 8, BOS: -1}, nil); err == nil {
		t.Error("15 tokens are enough for two windows of 8")
	}
	if _, err := Perplexity(context.Background(), s, make([]int32, 15), Windows{Size: 3, BOS: -1}, nil); err == nil {
		t.Error("a window of 3 is accepted")
	}
	if e, err := Perplexity(context.Background(), s, make([]int32, 80), Windows{Size: 8, Max: 3, BOS: -1}, nil); err != nil || e.Count != 9 {
		t.Errorf("3 windows of 8: %+v, %v, want 9 predictions", e, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Perplexity(ctx, s, make([]int32, 80), Windows{Size: 8, BOS: -1}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	s.weights = []float32{float32(math.NaN()), 0}
	if _, err := Perplexity(context.Background(), s, make([]int32, 80), Windows{Size: 8, BOS: -1}, nil); err == nil {
		t.Error("NaN logits give no error")
	}
}
