package parallel

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestRunCallsEveryIndexOnce(t *testing.T) {
	for _, threads := range []int{1, 2, 3, 8} {
		p := New(threads)
		for _, n := range []int{0, 1, 2, 3, 7, 64, 1000} {
			for round := range 20 {
				hits := make([]atomic.Int32, n)
				p.Run(n, func(worker, i int) {
					if worker < 0 || worker >= threads {
						t.Errorf("worker %d of %d", worker, threads)
					}
					hits[i].Add(1)
				})
				for i := range hits {
					if got := hits[i].Load(); got != 1 {
						t.Fatalf("threads %d, n %d, round %d: index %d ran %d times", threads, n, round, i, got)
					}
				}
			}
			if n == 7 {
				time.Sleep(2 * time.Millisecond) // let the helpers park
			}
		}
		p.Close()
		p.Close()
	}
}

func TestNilPoolRunsOnTheCaller(t *testing.T) {
	var p *Pool
	sum := 0
	p.Run(4, func(worker, i int) { sum += i })
	if sum != 6 || p.Threads() != 1 {
		t.Fatalf("sum %d, threads %d", sum, p.Threads())
	}
}

func TestChunksCoverTheRange(t *testing.T) {
	p := New(2)
	defer p.Close()
	var covered [101]atomic.Int32
	p.Chunks(len(covered), 16, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			covered[i].Add(1)
		}
	})
	for i := range covered {
		if covered[i].Load() != 1 {
			t.Fatalf("element %d covered %d times", i, covered[i].Load())
		}
	}
}

func TestPanicReachesTheCaller(t *testing.T) {
	p := New(4)
	defer p.Close()
	for range 50 {
		func() {
			defer func() {
				v := recover()
				if s, _ := v.(string); !strings.Contains(s, "boom") {
					t.Fatalf("recovered %v", v)
				}
			}()
			p.Run(64, func(_, i int) {
				if i == 13 {
					panic("boom")
				}
			})
		}()
		n := atomic.Int32{}
		p.Run(10, func(_, _ int) { n.Add(1) })
		if n.Load() != 10 {
			t.Fatal("the pool does not work after a panic")
		}
	}
}

// BenchmarkForkJoin also reports the median of single loops, which a busy machine disturbs less than the mean.
func BenchmarkForkJoin(b *testing.B) {
	p := New(2)
	defer p.Close()
	f := func(_, _ int) {}
	times := make([]time.Duration, 0, 1<<20)
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		p.Run(2, f)
		if len(times) < cap(times) {
			times = append(times, time.Since(start))
		}
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Nanoseconds()), "ns-median")
}

// TestDoAllocatesNothing: neither a Body nor a function that is there already costs an allocation.
func TestDoAllocatesNothing(t *testing.T) {
	p := New(2)
	defer p.Close()
	var sum atomic.Int64
	f := func(_, lo, hi int) { sum.Add(int64(hi - lo)) }
	b := &adder{&sum}
	if n := testing.AllocsPerRun(100, func() { p.Chunks(100, 7, f); p.Do(100, 7, b) }); n != 0 {
		t.Errorf("%g allocations a run", n)
	}
}

// TestLoopsAllocateNothing: nor does a function that gets its variables.
func TestLoopsAllocateNothing(t *testing.T) {
	type vars struct {
		sum  *atomic.Int64
		n, k int
	}
	p := New(2)
	defer p.Close()
	var loops Loops[vars]
	var sum atomic.Int64
	run := func() {
		loops.Do(p, 100, 7, vars{&sum, 100, 3}, func(v *vars, _, lo, hi int) { v.sum.Add(int64((hi - lo) * v.k)) })
	}
	if n := testing.AllocsPerRun(100, run); n != 0 {
		t.Errorf("%g allocations a run", n)
	}
	if sum.Load() != 101*300 {
		t.Errorf("the sum is %d, want %d", sum.Load(), 101*300)
	}
}

type adder struct{ sum *atomic.Int64 }

func (a *adder) Do(_, lo, hi int) { a.sum.Add(int64(hi - lo)) }

// TestLongTasks makes the caller wait for a helper far beyond its spinning, and the helpers park between the runs.
func TestLongTasks(t *testing.T) {
	p := New(3)
	defer p.Close()
	for range 5 {
		var done atomic.Int32
		p.Run(3, func(_, i int) {
			time.Sleep(time.Duration(i) * 2 * time.Millisecond)
			done.Add(1)
		})
		if done.Load() != 3 {
			t.Fatalf("%d of 3 tasks were done when Run returned", done.Load())
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// TestNoWakeIsLost ends loops and begins them while workers fall asleep and wake: a lost wake leaves the caller waiting for ever. On an
// emulated arm64 it found one within seconds, where a plain store of the caller's passed the load after it.
func TestNoWakeIsLost(t *testing.T) {
	p := New(2)
	defer p.Close()
	p.spins = 3
	for range 1_000_000 {
		p.Run(2, func(_, _ int) {})
	}
}
