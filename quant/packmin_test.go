package quant

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"llft"
	"llft/gguf"
)

func cpuTime() time.Duration {
	var ts unix.Timespec
	unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts)
	return time.Duration(ts.Nano())
}

func timeIt(reps int, f func()) time.Duration {
	best := time.Hour
	for range reps {
		t0 := cpuTime()
		f()
		best = min(best, cpuTime()-t0)
	}
	return best
}

func TestPackMin(t *testing.T) {
	want := os.Getenv("MINB")
	if want == "" {
		t.Skip()
	}
	runtime.LockOSThread()
	rng := rand.New(rand.NewPCG(1, 1))
	for _, tier := range llft.Tiers()[1:] {
		if !strings.Contains(want, string(tier)) {
			continue
		}
		llft.SetISA(tier)
		for _, id := range []gguf.Type{gguf.Q4_0, gguf.Q8_0, gguf.Q4_K, gguf.Q6_K, gguf.Q5_0, gguf.Q5_K, gguf.Q2_K, gguf.Q3_K, gguf.IQ4_XS} {
			if strings.Contains(want, "few") && id != gguf.Q4_0 && id != gguf.Q6_K && id != gguf.Q4_K && id != gguf.Q8_0 {
				continue
			}
			fmt.Printf("%s %v:", tier, id)
			for _, shape := range [][2]int{{128, 2048}, {2048, 2048}, {20000, 2048}} {
				rows, cols := shape[0], shape[1]
				w := randomMatrix(t, id, rows, cols, rng)
				k, _ := Pack(nil, []*Matrix{w}, nil)
				for _, n := range []int{1, 8, 512} {
					if n == 512 && rows != 2048 || n == 8 && rows != 2048 {
						continue
					}
					x, y := randomValues(n*cols, rng), make([]float32, n*rows)
					reps := 300
					if rows == 20000 || n > 100 {
						reps = 30
					}
					best := timeIt(reps, func() { w.Mul(nil, y, x, n, Int8) })
					fmt.Printf("  %dx n=%d %v %.1f GB/s %.0f GOP/s;", rows, n, best, float64(k.Bytes())/float64(best.Nanoseconds()), 2*float64(n*rows*cols)/float64(best.Nanoseconds()))
				}
				k.Close()
			}
			fmt.Println()
		}
	}
	// Parts of a product.
	w := randomMatrix(t, gguf.Q4_0, 128, 2048, rng)
	Pack(nil, []*Matrix{w}, nil)
	s := new(unpacked)
	fmt.Println("panel x16 of 512 cols", timeIt(1000, func() {
		for i := range 16 {
			w.packed.panel(s, i&1, i&3, i/8*512, 512)
		}
	}))
	fmt.Println("scales x16", timeIt(1000, func() {
		for i := range 16 {
			w.packed.unpackScales(s, i&1, i&3, i/8*512, 512)
		}
	}))
	var a activations
	a.resize(1, 2048)
	a.blocks = grow(a.blocks, 64)
	x := randomValues(2048, rng)
	fmt.Println("quantize", timeIt(1000, func() { a.rows[0].Quantize(x) }))
	fmt.Println("offsets", timeIt(1000, func() { w.packed.form.offsets(a.blocks, a.rows[0]) }))
}
