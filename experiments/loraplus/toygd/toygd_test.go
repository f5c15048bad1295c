package main

import (
	"bytes"
	"context"
	"math"
	"path/filepath"
	"testing"

	"llft/experiments/loraplus/runs"
	"llft/experiments/loraplus/toy"
	"llft/experiments/loraplus/toy/toytest"
)

// tiny is less than -quick, for tests that do all of it more than once.
var tiny = config{
	inits: []string{"AB", "B"}, width: 12, widths: []int{6, 20}, seeds: 2, times: [2]int{3, 8},
	train: 40, test: 33, whole: span{-48, 12}, a: span{-60, 12}, b: span{-48, 24}, tied: span{-48, 0}, tiedStep: 4,
}

// TestQuick: the whole way ends with all files.
func TestQuick(t *testing.T) {
	got := toytest.Made(t, "toygd", t.TempDir(), 2, run)
	for _, name := range []string{"quick-toygd.jsonl", "toygd.md", "toygd-ratio.svg", "toygd-gain.svg", "toygd-grid-ab-5.svg", "toygd-grid-a-20.svg", "toygd-grid-b-20.svg"} {
		if len(got[name]) == 0 {
			t.Errorf("no %s", name)
		}
	}
	if bytes.Contains(got["toygd.md"], []byte("NaN")) {
		t.Error("a table has NaN in it")
	}
}

// TestSame: the same for any number of workers, and after a stop in the middle.
func TestSame(t *testing.T) {
	run := func(ctx context.Context, o *toy.Options) error { return runConfig(ctx, tiny, o) }
	toytest.Same(t, "toygd", toytest.Made(t, "toygd", t.TempDir(), 1, run), run)
}

// TestInside: from a grid whose rates are all too low, or too high, each best cell comes to lie inside.
func TestInside(t *testing.T) {
	for name, move := range map[string]int{"low": -72, "high": 72} {
		t.Run(name, func(t *testing.T) {
			c := tiny
			for _, s := range []*span{&c.whole, &c.tied} {
				s.low, s.high = s.low+move, s.high+move
			}
			store, err := runs.Open[piece, losses](filepath.Join(t.TempDir(), "r.jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			e := newExperiment(c, store, 2)
			if err := e.field(context.Background(), c.width, "AB"); err != nil {
				t.Fatal(err)
			}
			f := e.fields[c.width]["AB"]
			for _, target := range e.targets() {
				at, loss, ok := f.best(target)
				if !ok || f.open[target] {
					t.Errorf("%+v: best %v at %v, inside %v", target, loss, at, !f.open[target])
				}
				for _, d := range neighbours(target.equal, c.tiedStep) {
					if l, run := f.loss(target, point{at.a + d.a, at.b + d.b}); !run || l < loss {
						t.Errorf("%+v: best %v at %v, but %v at its neighbour %v (run: %v)", target, loss, at, l, d, run)
					}
				}
			}
		})
	}
}

// TestDescent: a step is the gradient times the rates, and the loss after it that of a network which was changed so by hand.
func TestDescent(t *testing.T) {
	p := newProblem(20, 3, 50, 40)
	n := p.student("AB")
	n.Gradients(p.train)
	at := point{-36, -18}
	for i := range n.A {
		n.A[i] -= float32(rate(at.a)) * n.GradA[i]
	}
	for i := range n.B {
		n.B[i] -= float32(rate(at.b)) * n.GradB[i]
	}
	r := runCell(p, "AB", at, [2]int{0, 1})
	if want, got := n.Loss(p.train), float64(r.train[1]); math.Abs(got-want) > 1e-3*want {
		t.Errorf("loss %v after a step, want %v", got, want)
	}
	if want, got := p.student("AB").Loss(p.test), float64(r.test[0]); math.Abs(got-want) > 1e-3*want {
		t.Errorf("test loss %v at the start, want %v", got, want)
	}
	for _, init := range []string{"A", "B"} {
		if r := runCell(p, init, point{-72, -54}, [2]int{0, 30}); !(r.train[1] < r.train[0]) {
			t.Errorf("%s random: loss from %v to %v", init, r.train[0], r.train[1])
		}
	}
	if r := runCell(p, "AB", point{180, 180}, [2]int{0, 5}); r.train[0].Diverged() || !r.train[1].Diverged() {
		t.Errorf("with huge rates: %v", r)
	}
}

func TestPoints(t *testing.T) {
	p := tile(8, "A", 1, point{-13, 6})
	if got := p.points(); len(got) != 9 || got[4] != (point{-12, 12}) || got[0] != (point{-16, 8}) || got[1] != (point{-16, 12}) {
		t.Errorf("tile %v", got)
	}
	e := newExperiment(tiny, nil, 1)
	if d := e.diagonal(8, "A", 1, -49); d.A != -96 || d.points()[11] != (point{-52, -52}) {
		t.Errorf("stretch %+v", d)
	}
}

// TestTies: where one rate no longer matters, the best is not sought for at ever smaller ones.
func TestTies(t *testing.T) {
	f := &field{seeds: []map[point]result{{}}}
	for b := -80; b <= 0; b += fine {
		var r result
		r.train[0] = 0.5
		f.seeds[0][point{-8, b}] = r
	}
	if at, loss, ok := f.best(target{1, 0, false}); at != (point{-8, -8}) || loss != 0.5 || !ok {
		t.Errorf("best %v at %v", loss, at)
	}
}
