package bench

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"llft"
	"llft/gguf"
	"llft/internal/synthetic"
	"llft/quant"
)

// Check is one part of the selftest.
type Check struct {
	Name string
	Run  func() (detail string, err error) // detail says what was done, in a few words
}

// Checks lists the checks for this machine: each tier above the reference, then the tier in use as a whole. They take some seconds each.
func Checks() []Check {
	all := []Check{{"instructions", checkInstructions}}
	for _, t := range llft.Tiers()[1:] {
		for _, c := range []Check{{"kernels", checkKernels}, {"products", checkProducts}, {"model", checkModel}} {
			all = append(all, Check{string(t) + ": " + c.Name, under(t, c.Run)})
		}
	}
	return append(all,
		Check{"token by token as at once", checkBatches},
		Check{"threads", checkThreads},
		Check{"gradient", checkGradient},
		Check{"training", checkTraining},
	)
}

// under runs a check with a tier in use. A panic is a failure too.
func under(t llft.Tier, check func() (string, error)) func() (string, error) {
	return func() (string, error) {
		restore, err := llft.SetISA(t)
		if err != nil {
			return "", err
		}
		defer restore()
		return guarded(check)
	}
}

func guarded(f func() (string, error)) (detail string, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%.200v", v)
		}
	}()
	return f()
}

// generic runs f with the reference.
func generic(f func() error) error {
	restore, err := llft.SetISA(llft.Generic)
	if err != nil {
		return err
	}
	defer restore()
	return f()
}

// checkInstructions holds the loops that measure the machine to what their instructions compute, and passes on why a tier was left out.
func checkInstructions() (string, error) {
	var failed error
	if warning := llft.ISAWarning(); warning != "" {
		failed = errors.New(warning)
	}
	for _, p := range peaks() {
		failed = errors.Join(failed, p.check(50))
	}
	return fmt.Sprintf("%d loops", len(peaks())), failed
}

// everyType is a model in which every type that quant reads holds some matrix, all rows of 256 or 512 values.
func everyType() synthetic.Shape {
	types, next := quant.Supported(), -1
	mix := func(string, synthetic.Shape) gguf.Type {
		next++
		return types[next%len(types)]
	}
	layers := (len(types)+6)/7 + 1
	return synthetic.Shape{Dim: 256, Layers: layers, Heads: 4, KVHeads: 2, FFN: 512, Vocab: 320, Context: 128, Seed: 1, Mix: mix}
}

// withModel writes a model, hands its path to f and removes it.
func withModel(s synthetic.Shape, f func(path string) error) error {
	dir, err := os.MkdirTemp("", "llft-selftest-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "model.gguf")
	if err := synthetic.Write(path, s); err != nil {
		return err
	}
	return f(path)
}

// distance is the length of got-want as a part of want's, infinite where either holds what is no number.
func distance(got, want []float32) float64 {
	if len(got) != len(want) {
		return math.Inf(1)
	}
	var sum, diff float64
	for i := range want {
		d := float64(got[i]) - float64(want[i])
		sum += float64(want[i]) * float64(want[i])
		diff += d * d
	}
	if math.IsNaN(diff) || math.IsNaN(sum) || math.IsInf(sum, 0) {
		return math.Inf(1)
	}
	return math.Sqrt(diff / max(sum, 1e-30))
}

// worst keeps the largest distance, and the error of the first above its tolerance.
type worst struct {
	distance float64
	err      error
}

func (w *worst) compare(what string, got, want []float32, tolerance float64) {
	d := distance(got, want)
	w.distance = max(w.distance, d)
	if !(d <= tolerance) && w.err == nil {
		w.err = fmt.Errorf("%s differs by %.3g of its size, at most %.3g may be", what, d, tolerance)
	}
}
