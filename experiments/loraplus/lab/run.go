package lab

import (
	"fmt"
	"math"
)

// Recipe is what all arms of a comparison share.
type Recipe struct {
	Steps    int     `json:"steps"`
	Batch    int     `json:"batch"` // sequences
	Rank     int     `json:"rank"`
	Alpha    float64 `json:"alpha"`
	Schedule string  `json:"schedule"` // of the learning rate: constant, or cosine (to a tenth)
	Clip     float64 `json:"clip"`     // of the gradients' global norm; 0: none
	Eps      float64 `json:"eps"`      // of Adam
	Compute  string  `json:"compute"`  // f32 or bf16
}

// Run is everything that a result depends on, beside the code and the instruction set.
type Run struct {
	Model  string  `json:"model"` // Base.ID
	Task   string  `json:"task"`  // tasks.Task.ID
	Ratio  float64 `json:"ratio"` // learning rate of B / that of A
	Eta    int     `json:"eta"`   // √(lr of A · lr of B) is 2^(Eta/2)
	Random string  `json:"random"`
	ScaleA float64 `json:"scale_a"` // factor on the initial A
	Seed   uint64  `json:"seed"`    // of the initial matrix, and of the order of the data
	Recipe
}

// Which matrix is random at first; the other is zero.
const (
	RandomA = "A" // uniform in ±1/√(row length), as in PEFT, llama.cpp and llft: Init[1] of the papers
	RandomB = "B" // uniform in ±1/√rank: Init[2], the default of the LoRA+ authors' code
)

// Half is 2^(n/2), the size of n half octaves.
func Half(n int) float64 {
	x := math.Ldexp(1, n>>1)
	if n&1 != 0 {
		x *= math.Sqrt2
	}
	return x
}

// LRA is the learning rate of A. With ratios that are powers of two all rates are powers of √2.
func (r Run) LRA() float64 { return Half(r.Eta) / math.Sqrt(r.Ratio) }

// LRB is the learning rate of B.
func (r Run) LRB() float64 { return Half(r.Eta) * math.Sqrt(r.Ratio) }

// String names the run in errors.
func (r Run) String() string {
	return fmt.Sprintf("%s, task %s, %d steps, ratio %g, lr of A %.3g, random %s, seed %d", r.Model, r.Task, r.Steps, r.Ratio, r.LRA(), r.Random, r.Seed)
}

// rate is the learning rate of A at a step, counted from 0.
func (r Run) rate(step int) float64 {
	if r.Schedule == "cosine" {
		return r.LRA() * (0.1 + 0.9*(1+math.Cos(math.Pi*float64(step)/float64(r.Steps)))/2)
	}
	return r.LRA()
}

// Marks are the steps after which the validation loss is taken: denser at first, where the loss falls fastest.
func Marks(steps int) []int {
	var out []int
	for _, share := range []float64{1. / 30, 1. / 15, 0.1, 1. / 6, 0.25, 1. / 3, 0.5, 2. / 3, 5. / 6, 1} {
		if s := max(1, int(math.Round(share*float64(steps)))); len(out) == 0 || s > out[len(out)-1] {
			out = append(out, s)
		}
	}
	return out
}

// Result is what a run gave. Losses are means over the answers' tokens, in nats, to eight digits.
type Result struct {
	First    float64   `json:"first"` // validation loss before the first step
	Val      []float64 `json:"val"`   // at Marks, as far as it went
	Test     float64   `json:"test"`  // at the end; 0 of a run that diverged
	Diverged int       `json:"diverged,omitempty"`
	Seconds  float64   `json:"seconds"`
}

// Last is the validation loss at the end, +Inf of a run that diverged.
func (r Result) Last() float64 {
	if r.Diverged > 0 || len(r.Val) == 0 {
		return math.Inf(1)
	}
	return r.Val[len(r.Val)-1]
}

// TestLoss is the test loss at the end, +Inf of a run that diverged.
func (r Result) TestLoss() float64 {
	if r.Diverged > 0 {
		return math.Inf(1)
	}
	return r.Test
}

// StepsTo is the step at which the validation loss first falls to a target, between two measurements in a straight line of the logarithm; +Inf
// where it never does.
func (r Result) StepsTo(target float64, steps int) float64 {
	at, loss := 0.0, r.First
	if loss <= target {
		return 0
	}
	marks := Marks(steps)
	for i, v := range r.Val {
		next := float64(marks[i])
		if v <= target {
			return at + (next-at)*math.Log(loss/target)/math.Log(loss/v)
		}
		at, loss = next, v
	}
	return math.Inf(1)
}

// round keeps eight digits, so that the lines of a store stay short.
func round(x float64) float64 {
	if x == 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return x
	}
	unit := math.Pow(10, 7-math.Floor(math.Log10(math.Abs(x))))
	return math.Round(x*unit) / unit
}

// Control is the run of plain LoRA that equals r but for the rounding of Adam's eps and for clipping: both matrices learn at √(lr of A · lr of B),
// and A begins √ratio times as large (lora.TestIdentity).
func Control(r Run) Run {
	r.ScaleA *= math.Sqrt(r.Ratio)
	r.Ratio = 1
	return r
}
