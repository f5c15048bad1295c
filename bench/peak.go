package bench

import (
	"fmt"
	"math"
	"time"

	"llft"
)

// peak is a loop of one arithmetic instruction (or the few that make up one step of a product) and what it can tell of the CPU.
type peak struct {
	name string
	form string    // of the operands: f32, int8 or bf16
	tier llft.Tier // that has the instruction
	run  func(n int, out *[256]uint32)

	steps    int // instructions of an iteration
	products int // of an instruction; each is two operations, a multiplication and an addition

	// What a call leaves in each of out's first lanes: the sum of n·added instructions, each of which adds this many products.
	lanes, added, adds int
}

// plainGo is the peak of the tier generic.
var plainGo = peak{name: "f32 plain Go", form: "f32", tier: llft.Generic, run: goMulAdd, steps: 6, products: 1, lanes: 1, added: 6, adds: 1}

// peaks lists what this CPU and binary can do, plain Go first.
func peaks() []peak { return append([]peak{plainGo}, cpuPeaks()...) }

func (p peak) unit() string {
	if p.form == "int8" {
		return "GOP/s"
	}
	return "GFLOP/s"
}

// check runs n iterations and compares what comes out with what the instruction is there for.
func (p peak) check(n int) error {
	var out [256]uint32
	p.run(n, &out)
	square := map[string]float64{
		"int8": 0x3C * 0x3C,
		"bf16": float64(math.Float32frombits(0x3C3C0000)) * float64(math.Float32frombits(0x3C3C0000)),
		"f32":  float64(math.Float32frombits(0x3C3C3C3C)) * float64(math.Float32frombits(0x3C3C3C3C)),
	}[p.form]
	want := float64(n) * float64(p.added) * float64(p.adds) * square
	for i, bits := range out[:p.lanes] {
		got, tolerance := float64(math.Float32frombits(bits)), 1e-4*want
		if p.form == "int8" {
			got, tolerance = float64(bits), 0
		}
		if !(math.Abs(got-want) <= tolerance) {
			return fmt.Errorf("%s: lane %d of %d iterations is %g, want %g", p.name, i, n, got, want)
		}
	}
	return nil
}

// A call takes callTime or less, since the collector waits for it to end. A trial is trialTime of it on every worker: long beside the
// start and the end, short beside the time slices of a machine that does other things too. The best of many is what the CPU can do.
const (
	callTime   = 40 * time.Microsecond
	trialTime  = 400 * time.Microsecond
	peakTrials = 200
	peakTime   = 2 * time.Second // at most, while the workers together do not reach what one reaches alone, times their number
)

// measure is the most operations per second that all workers reached together in any trial. speedup is how many times that is what one
// does alone: their number, unless the machine is busy or its cores share their units.
func (p peak) measure(workers int) (rate, speedup float64, err error) {
	if err := p.check(100); err != nil {
		return 0, 0, err
	}
	outs := make([][256]uint32, workers)
	once := func(n int) time.Duration {
		best := time.Hour
		for range 5 {
			start := time.Now()
			p.run(n, &outs[0])
			best = min(best, time.Since(start))
		}
		return max(best, 100)
	}
	n := 64
	for once(n) < callTime/2 {
		n *= 2
	}
	calls := max(1, int(trialTime/once(n)))
	ideal := time.Duration(calls) * once(n)
	best := together(workers, peakTrials, peakTime, ideal+ideal/100, func(_, worker int) {
		for range calls {
			p.run(n, &outs[worker])
		}
	})
	rate = float64(calls) * float64(workers) * float64(n) * float64(2*p.steps*p.products) / best.Seconds()
	return rate, float64(workers) * ideal.Seconds() / best.Seconds(), nil
}
