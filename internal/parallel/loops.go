package parallel

import "sync"

// Loops runs loops whose function captures nothing and gets its variables as a T, so that none allocates: a closure would, each time. The zero
// value is ready, usually as a variable of a package.
type Loops[T any] struct{ kept sync.Pool }

// loop is one loop in progress, or one that is kept for the next.
type loop[T any] struct {
	v T
	f func(v *T, worker, lo, hi int)
}

// Do runs iterations lo to hi-1.
func (l *loop[T]) Do(worker, lo, hi int) { l.f(&l.v, worker, lo, hi) }

// Do is Pool.Do of f with v; f must not change v, as all workers share it.
func (s *Loops[T]) Do(p *Pool, n, size int, v T, f func(v *T, worker, lo, hi int)) {
	l, ok := s.kept.Get().(*loop[T])
	if !ok {
		l = new(loop[T])
	}
	l.v, l.f = v, f
	p.Do(n, size, l)
	*l = loop[T]{} // keeps nothing of the caller's alive
	s.kept.Put(l)
}
