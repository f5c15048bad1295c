// Package parallel is fork-join over a fixed set of workers that are started once.
package parallel

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

const (
	// spins is how often an idle worker looks for work before it parks: some 20-50 µs, more than the gap between two products of a
	// decode step.
	spins = 20_000

	// crowdedSpins stands in where there are more workers than processors: one that spins then keeps another from its work.
	crowdedSpins = 100
)

// Body is a loop's body: Do runs the iterations lo to hi-1 on a worker. A pointer to a struct that lives from call to call makes a Body
// without an allocation; a closure is one allocation each time that it is made.
type Body interface {
	Do(worker, lo, hi int)
}

// Pool runs loops on a fixed number of workers, the caller among them. The zero value is not usable; nil runs on the caller alone.
type Pool struct {
	mu      sync.Mutex // one loop at a time
	threads int
	spins   int

	body Body
	n    int // iterations
	size int // of a task

	_     [64]byte      // the counters that workers write lie on cache lines of their own
	next  atomic.Int64  // next task to hand out
	_     [64]byte      //
	busy  atomic.Int64  // helpers that have not finished this generation
	_     [64]byte      //
	gen   atomic.Uint64 // counts the loops; a change is the signal to start
	stop  atomic.Bool
	idle  atomic.Int32  // helpers that wait on parked, or are about to
	_     [64]byte      //
	await atomic.Bool   // the caller waits on done
	done  chan struct{} // capacity 1

	parkMu sync.Mutex
	parked *sync.Cond

	failed atomic.Pointer[failure]
}

type failure struct {
	value any
	stack string
}

// New starts threads-1 helpers; threads < 1 means the number of CPUs that Go may use.
func New(threads int) *Pool {
	if threads < 1 {
		threads = runtime.GOMAXPROCS(0)
	}
	p := &Pool{threads: threads, spins: spins, done: make(chan struct{}, 1)}
	if threads > runtime.GOMAXPROCS(0) {
		p.spins = crowdedSpins
	}
	p.parked = sync.NewCond(&p.parkMu)
	for w := 1; w < threads; w++ {
		go p.help(w)
	}
	return p
}

// Threads is the number of workers, the caller included; worker numbers are below it.
func (p *Pool) Threads() int {
	if p == nil {
		return 1
	}
	return p.threads
}

// Close ends the helpers. The pool must be idle.
func (p *Pool) Close() {
	if p == nil || p.stop.Swap(true) {
		return
	}
	p.wake()
}

// Do cuts [0, n) into tasks of size iterations (the last may be shorter), runs b on each, in any order and on any worker, and returns
// when all are done. Results must not depend on worker, which only names scratch space. b must not use the pool. A panic in b is raised
// in the caller.
func (p *Pool) Do(n, size int, b Body) {
	if n <= 0 {
		return
	}
	if p == nil || p.threads == 1 || n <= size {
		for lo := 0; lo < n; lo += size {
			b.Do(0, lo, min(n, lo+size))
		}
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.body, p.n, p.size = b, n, size
	p.next.Store(0)
	p.busy.Store(int64(p.threads - 1))
	p.wake()
	p.work(0)
	p.join()
	p.body = nil
	if fail := p.failed.Swap(nil); fail != nil {
		panic(fmt.Sprintf("%v\n\nin a worker:\n%s", fail.value, fail.stack))
	}
}

// Run calls f(worker, i) once for every i in [0, n), as Do does.
func (p *Pool) Run(n int, f func(worker, i int)) { p.Do(n, 1, single(f)) }

// Chunks is Do with a function.
func (p *Pool) Chunks(n, size int, f func(worker, lo, hi int)) { p.Do(n, size, ranges(f)) }

// A function is a pointer, so making an interface of one of these does not allocate.
type (
	single func(worker, i int)
	ranges func(worker, lo, hi int)
)

func (f single) Do(worker, lo, _ int)  { f(worker, lo) }
func (f ranges) Do(worker, lo, hi int) { f(worker, lo, hi) }

// join waits until the helpers have finished.
func (p *Pool) join() {
	for i := 0; i < p.spins; i++ {
		if p.busy.Load() == 0 {
			return
		}
	}
	p.await.Store(true)
	// Either the last helper sees await and takes it away, or this sees that it has finished before.
	if p.busy.Load() == 0 && p.await.CompareAndSwap(true, false) {
		return
	}
	<-p.done
}

// wake starts a generation. A helper that is about to park counts itself in idle before it looks at gen for the last time, so that it
// sees the new generation or is seen here.
func (p *Pool) wake() {
	p.gen.Add(1)
	if p.idle.Load() > 0 {
		p.parkMu.Lock()
		p.parked.Broadcast()
		p.parkMu.Unlock()
	}
}

func (p *Pool) help(worker int) {
	for seen := uint64(0); ; seen++ {
		for i := 0; p.gen.Load() == seen; i++ {
			if i >= p.spins {
				p.park(seen)
			}
		}
		if p.stop.Load() {
			return
		}
		p.work(worker)
		if p.busy.Add(-1) == 0 && p.await.CompareAndSwap(true, false) {
			p.done <- struct{}{}
		}
	}
}

// park sleeps until a generation after seen begins.
func (p *Pool) park(seen uint64) {
	p.parkMu.Lock()
	p.idle.Add(1)
	for p.gen.Load() == seen {
		p.parked.Wait()
	}
	p.idle.Add(-1)
	p.parkMu.Unlock()
}

func (p *Pool) work(worker int) {
	defer func() {
		if v := recover(); v != nil {
			buf := make([]byte, 4096)
			p.failed.CompareAndSwap(nil, &failure{v, string(buf[:runtime.Stack(buf, false)])})
			p.next.Store(int64(p.n)) // the others need not finish
		}
	}()
	body, n, size := p.body, p.n, p.size
	tasks := (n + size - 1) / size
	for {
		i := int(p.next.Add(1)) - 1
		if i >= tasks {
			return
		}
		body.Do(worker, i*size, min(n, (i+1)*size))
	}
}
