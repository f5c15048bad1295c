// Package parallel is fork-join over a fixed set of workers that are started once.
package parallel

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

const (
	// spins is how often an idle worker looks for work before it parks: some 300-600 µs. The gap between two products of a decode step is
	// far shorter, but where the system holds one worker up for a moment, the others must not fall asleep over it: with spins for 20-50 µs
	// decoding was a fifth slower.
	spins = 300_000

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

	spans []span // the tasks that are left, by worker

	_     [64]byte      // what workers write lies on cache lines of its own
	state atomic.Uint64 // generation | closed | active helpers
	stop  atomic.Bool
	idle  atomic.Int32  // helpers that wait on parked, or are about to
	_     [64]byte      //
	await atomic.Bool   // the caller waits on done
	done  chan struct{} // capacity 1

	parkMu sync.Mutex
	parked *sync.Cond

	failed atomic.Pointer[failure]
}

// span is the tasks [lo, hi) that are left of a worker's share, hi in the upper half. The worker takes them from the front, so that what it
// reads lies in one run, which is what hardware prefetches; one that has none left takes them from the backs of the others'.
type span struct {
	left atomic.Uint64
	_    [120]byte // two cache lines, as they are fetched in pairs
}

func (s *span) set(lo, hi int) { s.left.Store(uint64(hi)<<32 | uint64(lo)) }

// front takes the first task, or -1.
func (s *span) front() int {
	lo, _ := s.take(1)
	return lo
}

// back takes the last task, or -1.
func (s *span) back() int {
	_, hi := s.take(-1 << 32)
	return hi - 1
}

// take adds step to what is left, and returns the bounds from before; without tasks -1, 0.
func (s *span) take(step int64) (lo, hi int) {
	for {
		v := s.left.Load()
		lo, hi := int(v&(1<<32-1)), int(v>>32)
		if lo >= hi {
			return -1, 0
		}
		if s.left.CompareAndSwap(v, v+uint64(step)) {
			return lo, hi
		}
	}
}

// The state of a loop in one word, so that a helper joins a loop only while it is open, and the caller waits for those alone that did.
// One that the system has put aside, or that is still waking up, holds nobody up.
//
//	bits 0-15   helpers at work on the loop
//	bit  16     closed: no tasks are left
//	bits 17-63  number of the loop; a change is the signal to start
const (
	activeMask = 1<<16 - 1
	closed     = 1 << 16
	generation = 1 << 17
)

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
	if p.threads > activeMask {
		p.threads = activeMask
	}
	if threads > runtime.GOMAXPROCS(0) {
		p.spins = crowdedSpins
	}
	p.spans = make([]span, p.threads)
	p.parked = sync.NewCond(&p.parkMu)
	for w := 1; w < p.threads; w++ {
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
// when all are done. A worker runs through a stretch of neighbours as long as it keeps up with the others. Results must not depend on
// worker, which only names scratch space. b must not use the pool. A panic in b is raised in the caller.
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
	for w, tasks := 0, (n+size-1)/size; w < p.threads; w++ {
		p.spans[w].set(w*tasks/p.threads, (w+1)*tasks/p.threads)
	}
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

// wake opens a loop. A helper that is about to park counts itself in idle before it looks at the state for the last time, so that it sees
// the new loop or is seen here.
func (p *Pool) wake() {
	p.state.Swap(p.state.Load()&^(generation-1) + generation) // not Store: see join
	if p.idle.Load() > 0 {
		p.parkMu.Lock()
		p.parked.Broadcast()
		p.parkMu.Unlock()
	}
}

// join closes the loop and waits until the helpers that joined it have finished.
func (p *Pool) join() {
	p.state.Or(closed)
	for range p.spins {
		if p.state.Load()&activeMask == 0 {
			return
		}
	}
	// Either the last helper sees await and takes it away, or this sees that it has finished before. Swap where Store would do: qemu lets an
	// emulated arm64 store pass the load that follows it, and then neither sees the other.
	p.await.Swap(true)
	if p.state.Load()&activeMask == 0 && p.await.CompareAndSwap(true, false) {
		return
	}
	<-p.done
}

func (p *Pool) help(worker int) {
	seen := uint64(0) // number of the last loop
	for idle := 0; ; idle++ {
		s := p.state.Load()
		switch {
		case s&^(generation-1) == seen:
			if idle >= p.spins {
				p.park(seen)
				idle = 0
			}
			continue
		case p.stop.Load():
			return
		case s&closed != 0:
			seen, idle = s&^(generation-1), 0
			continue
		case !p.state.CompareAndSwap(s, s+1):
			continue
		}
		seen, idle = s&^(generation-1), 0
		p.work(worker)
		if left := p.state.Add(^uint64(0)); left&(activeMask|closed) == closed && p.await.CompareAndSwap(true, false) {
			p.done <- struct{}{}
		}
	}
}

// park sleeps until a loop after seen begins.
func (p *Pool) park(seen uint64) {
	p.parkMu.Lock()
	p.idle.Add(1)
	for p.state.Load()&^(generation-1) == seen {
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
			for i := range p.spans {
				p.spans[i].set(0, 0) // the others need not finish
			}
		}
	}()
	body, n, size := p.body, p.n, p.size
	for i := p.spans[worker].front(); i >= 0; i = p.spans[worker].front() {
		body.Do(worker, i*size, min(n, (i+1)*size))
	}
	for other := 1; other < p.threads; other++ {
		s := &p.spans[(worker+other)%p.threads]
		for i := s.back(); i >= 0; i = s.back() {
			body.Do(worker, i*size, min(n, (i+1)*size))
		}
	}
}
