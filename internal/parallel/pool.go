// Package parallel is fork-join over a fixed set of workers that are started once.
package parallel

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// spins is how often an idle worker looks for work before it parks: some 20-50 µs, the gap between two products of a decode step.
const spins = 20_000

// Pool runs loops on a fixed number of workers, the caller among them. The zero value is not usable; nil runs on the caller alone.
type Pool struct {
	mu      sync.Mutex // one Run at a time
	threads int

	f    func(worker, i int)
	n    int64
	next atomic.Int64  // next task to hand out
	busy atomic.Int64  // helpers that have not finished this generation
	gen  atomic.Uint64 // counts the Runs; a change is the signal to start
	stop atomic.Bool

	parkMu sync.Mutex
	parked *sync.Cond
	idle   int // helpers waiting on parked

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
	p := &Pool{threads: threads}
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

// Run calls f(worker, i) once for every i in [0, n), in any order and on any worker, and returns when all are done.
// Results must not depend on worker, which only names scratch space. f must not call Run. A panic in f is raised in the caller.
func (p *Pool) Run(n int, f func(worker, i int)) {
	if n <= 0 {
		return
	}
	if p == nil || p.threads == 1 || n == 1 {
		for i := range n {
			f(0, i)
		}
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.f, p.n = f, int64(n)
	p.next.Store(0)
	p.busy.Store(int64(p.threads - 1))
	p.wake()
	p.work(0)
	for i := 0; p.busy.Load() != 0; i++ {
		if i > spins {
			runtime.Gosched()
		}
	}
	p.f = nil
	if fail := p.failed.Swap(nil); fail != nil {
		panic(fmt.Sprintf("%v\n\nin a worker:\n%s", fail.value, fail.stack))
	}
}

// Chunks cuts [0, n) into pieces of size (the last may be shorter) and runs f on each.
func (p *Pool) Chunks(n, size int, f func(worker, lo, hi int)) {
	p.Run((n+size-1)/size, func(worker, i int) {
		f(worker, i*size, min(n, (i+1)*size))
	})
}

func (p *Pool) wake() {
	p.parkMu.Lock()
	p.gen.Add(1)
	if p.idle > 0 {
		p.parked.Broadcast()
	}
	p.parkMu.Unlock()
}

func (p *Pool) help(worker int) {
	var seen uint64
	for {
		for i := 0; p.gen.Load() == seen; i++ {
			if i < spins {
				continue
			}
			p.parkMu.Lock()
			p.idle++
			for p.gen.Load() == seen {
				p.parked.Wait()
			}
			p.idle--
			p.parkMu.Unlock()
		}
		if p.stop.Load() {
			return
		}
		seen++
		p.work(worker)
		p.busy.Add(-1)
	}
}

func (p *Pool) work(worker int) {
	defer func() {
		if v := recover(); v != nil {
			buf := make([]byte, 4096)
			p.failed.CompareAndSwap(nil, &failure{v, string(buf[:runtime.Stack(buf, false)])})
			p.next.Store(p.n) // the others need not finish
		}
	}()
	for i := p.next.Add(1) - 1; i < p.n; i = p.next.Add(1) - 1 {
		p.f(worker, int(i))
	}
}
