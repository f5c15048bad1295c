package train

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// run feeds losses to a new watch and returns the number of the step that it fires at, or -1.
func fires(n, trained, sequences int, loss func(step int) float64) int {
	var w watch
	for step := range n {
		if w.step(loss(step), trained, sequences) != nil {
			return step
		}
	}
	return -1
}

func TestWatchFiresOnDivergence(t *testing.T) {
	for _, c := range []struct {
		name   string
		loss   func(step int) float64
		before int // it must have fired
		after  int // and not yet
	}{
		{"NaN", func(s int) float64 { return map[bool]float64{true: math.NaN(), false: 5}[s == 3] }, 4, 3},
		{"infinite", func(s int) float64 { return map[bool]float64{true: math.Inf(1), false: 5}[s == 3] }, 4, 3},
		{"a jump", func(s int) float64 { return map[bool]float64{true: 9, false: 4}[s >= 50] }, 75, 55},
		{"from the start", func(s int) float64 { return min(12, 5+float64(s)) }, 40, 5},
		{"a slow rise", func(s int) float64 { return 3 + 0.02*float64(s) }, 120, 60},
	} {
		if got := fires(200, 512, 8, c.loss); got < c.after || got >= c.before {
			t.Errorf("%s: fired at step %d, want %d to %d", c.name, got, c.after, c.before)
		}
	}
}

// TestWatchBearsNoise trains in thought: the loss falls from 5 to 2, with the scatter that a batch of that size has.
func TestWatchBearsNoise(t *testing.T) {
	for _, c := range []struct{ trained, sequences int }{{512, 8}, {4096, 8}, {512, 1}, {40, 8}, {5, 1}, {16, 16}} {
		for seed := range uint64(50) {
			r := rand.New(rand.NewPCG(seed, 1))
			got := fires(1000, c.trained, c.sequences, func(step int) float64 {
				noise := 3*r.NormFloat64()/math.Sqrt(float64(c.trained)) + r.NormFloat64()/math.Sqrt(float64(c.sequences))
				return max(0, 2+3*math.Exp(-float64(step)/200)+noise)
			})
			if got >= 0 {
				t.Errorf("%d tokens of %d sequences, seed %d: fired at step %d", c.trained, c.sequences, seed, got)
			}
		}
	}
	if got := fires(200, 512, 8, func(s int) float64 { return map[bool]float64{true: 30, false: 4}[s == 50] }); got >= 0 {
		t.Errorf("one outlier fired at step %d", got)
	}
}

func TestWatchOfHeldOutLoss(t *testing.T) {
	trained := func(losses ...float64) *watch {
		w := &watch{}
		for _, l := range losses {
			if err := w.step(l, 512, 8); err != nil {
				t.Fatal(err)
			}
		}
		return w
	}
	if err := trained(5, 6, 6, 6, 6).held(6.5, 5); err == nil {
		t.Error("both losses rose and nothing was said")
	}
	if err := trained(5, 3, 2, 1, 1).held(6.5, 5); err != nil {
		t.Errorf("overfitting was taken for divergence: %v", err)
	}
	if err := trained(5, 5).held(math.NaN(), 5); err == nil {
		t.Error("NaN was accepted")
	}
}

func TestDivergedErrorSaysWhatIsLeft(t *testing.T) {
	e := DivergedError{Step: 37, Reason: "the loss is NaN", LR: 1e-3, Kept: "a.gguf", KeptStep: 20}
	for _, want := range []string{"step 37", "NaN", `step 20, is in "a.gguf"`, "lr 0.00025 instead of 0.001"} {
		if !strings.Contains(e.Error(), want) {
			t.Errorf("%q lacks %q", e.Error(), want)
		}
	}
	if e.Kept = ""; !strings.Contains(e.Error(), "no adapter was written") {
		t.Errorf("%q", e.Error())
	}
}
