package main

import (
	"context"
	"math"
	"testing"
)

var small = sizes{96, 32, 32}

// history is every loss of a run.
func history(p *problem, c cell) (h []float64) {
	train(context.Background(), p.student(c.Init, float32(halfOctaves(c.Scale))), p, c, func(l float64) { h = append(h, l) })
	return h
}

// TestIdentity: LoRA+ with learning rates (lr, ratio·lr) is plain LoRA with the learning rate √ratio·lr whose A begins √ratio times as large,
// with Adam and ε = 0: B is then always √ratio times as small and A as much larger, which leaves their product as it is. Where √ratio is a
// power of two all of it is exact, so that every loss is the same, bit for bit.
func TestIdentity(t *testing.T) {
	p := newProblem(48, 1, small)
	for _, root := range []int{2, 4, -2} { // half octaves of √ratio: ratios 4, 16 and 1/4
		for _, init := range []string{"A", "B"} {
			scale := root // of A; a random B shrinks where A would grow
			if init == "B" {
				scale = -root
			}
			plus := history(p, cell{Width: 48, Init: init, Steps: 200, A: -10, B: -10 + 2*root, Exact: true})
			tied := history(p, cell{Width: 48, Init: init, Steps: 200, A: -10 + root, B: -10 + root, Scale: scale, Exact: true})
			if len(plus) != 200 || plus[199] > 0.5*plus[0] {
				t.Fatalf("%d steps, loss from %v to %v", len(plus), plus[0], plus[len(plus)-1])
			}
			for i := range plus {
				if plus[i] != tied[i] {
					t.Fatalf("init %s, √ratio 2^%d/2, step %d: %v with two learning rates, %v with one", init, root, i, plus[i], tied[i])
				}
			}
		}
	}
}

// TestFirstStep: B is zero, so A's first gradient is 0 and its first change, 0/0 with ε = 0, must be none.
func TestFirstStep(t *testing.T) {
	p := newProblem(40, 2, small)
	n := p.student("A", 1)
	train(context.Background(), n, p, cell{Width: 40, Init: "A", Steps: 1, A: -8, B: -8, Exact: true}, nil)
	for r, row := range p.a {
		for k, v := range row {
			if n.RowA(r)[k] != v {
				t.Fatalf("A[%d,%d] went from %v to %v", r, k, v, n.RowA(r)[k])
			}
		}
	}
	for i, v := range n.B {
		if math.Abs(float64(v)) != halfOctaves(-8) { // Adam's first step is the learning rate in each
			t.Fatalf("value %d of B is %v after a step of %v", i, v, halfOctaves(-8))
		}
	}
}

// TestProblem: a student with the teacher's rank can be right, so the targets are reachable; here only that they differ from the start, and
// that sets and seeds differ.
func TestProblem(t *testing.T) {
	p, q := newProblem(32, 1, small), newProblem(32, 2, small)
	if p.start[0] <= 0 || p.start[0] == p.start[1] || p.start[1] == p.start[2] || p.start[0] == q.start[0] {
		t.Errorf("losses before training %v and %v", p.start, q.start)
	}
	if again := newProblem(32, 1, small); again.start != p.start {
		t.Error("the same seed gave another problem")
	}
}

// TestDiverged: huge rates end as a loss that is null in the file.
func TestDiverged(t *testing.T) {
	l, err := runCell(context.Background(), newProblems(small), cell{Width: 32, Init: "A", Steps: 20, A: 60, B: 60, Seeds: 2})
	if err != nil || len(l.Test) != 2 || !l.Test[0].Diverged() || !l.Train[1].Diverged() {
		t.Errorf("%v, error %v", l, err)
	}
}
