package bench

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// together runs work(trial, worker) on all workers at once, trial after trial, and returns the shortest time of a trial, from the first
// start to the last end. It makes a number of trials, and more until one takes enough or less, or until limit is over.
//
// It is not internal/parallel, because a measurement of the machine must come close to it even where the machine does other things
// too: the workers never park, so that the system gives each a core of its own, and wait for each other before they start.
func together(workers, trials int, limit, enough time.Duration, work func(trial, worker int)) time.Duration {
	best, began := time.Duration(1<<62), time.Now()
	var ready, done, last atomic.Int64 // workers that have come to the start and to the end, of all trials; last is the trial to end with
	last.Store(1 << 62)
	ends, starts := make([]time.Time, workers), make([]time.Time, workers)
	await := func(n *atomic.Int64, want int) {
		n.Add(1)
		for spins := 0; n.Load() < int64(want); spins++ {
			if spins > 1_000_000 { // more workers than cores
				runtime.Gosched()
			}
		}
	}
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			for trial := 0; int64(trial) <= last.Load(); trial++ {
				await(&ready, (trial+1)*workers)
				starts[w] = time.Now()
				work(trial, w)
				ends[w] = time.Now()
				if w == 0 && trial+1 >= trials && (best <= enough || time.Since(began) > limit) {
					last.Store(int64(trial))
				}
				await(&done, (trial+1)*workers)
				if w == 0 {
					start, end := starts[0], ends[0]
					for i := range workers {
						if starts[i].Before(start) {
							start = starts[i]
						}
						if ends[i].After(end) {
							end = ends[i]
						}
					}
					best = max(1, min(best, end.Sub(start)))
				}
			}
		})
	}
	all.Wait()
	return best
}
