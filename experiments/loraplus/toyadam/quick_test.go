package main

import (
	"context"
	"math"
	"path/filepath"
	"testing"

	"llft/experiments/loraplus/runs"
	"llft/experiments/loraplus/toy/toytest"
)

// TestQuick: the whole way gives the same for any number of workers, and after a stop in the middle.
func TestQuick(t *testing.T) {
	want := toytest.Made(t, "toyadam", t.TempDir(), 1, run)
	for _, name := range []string{"quick-toyadam.jsonl", "toyadam.md", "toyadam-grid-a-16.svg", "toyadam-grid-b-16.svg", "toyadam-ratio.svg", "toyadam-gain-a.svg", "toyadam-gain-b.svg"} {
		if len(want[name]) == 0 {
			t.Errorf("no %s", name)
		}
	}
	toytest.Same(t, "toyadam", want, run)
}

// TestInside: every optimum that is reported lies inside its grid.
func TestInside(t *testing.T) {
	dir := t.TempDir()
	store, err := runs.Open[cell, losses](filepath.Join(dir, "r.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	e := newExperiment(quick, store, 2)
	// from a first guess that is far off
	tied := []arm{group{16, "A", 30}.arm(0), group{16, "B", 30}.arm(0)}
	if err := e.search(context.Background(), tied, func(a arm) int { return map[string]int{"A": -30, "B": 12}[a.init] }, 1); err != nil {
		t.Fatal(err)
	}
	for _, a := range tied {
		if best := e.best(a); best <= e.spans[a].low || best >= e.spans[a].high || best < -20 || best > 0 {
			t.Errorf("%s random: best %d in %v", a.init, best, e.spans[a])
		}
	}
	g := group{16, "A", 30}
	e.ratiosOf[g] = []int{3, 4} // neither can be the best and inside
	if err := e.search(context.Background(), []arm{g.arm(3), g.arm(4)}, func(arm) int { return -8 }, 1); err != nil {
		t.Fatal(err)
	}
	if _, more := e.moreRatios(g); !more || len(e.ratiosOf[g]) != 3 {
		t.Errorf("ratios %v", e.ratiosOf[g])
	}
}

func TestDraws(t *testing.T) {
	for _, c := range []struct {
		n, k int
		want []float64
	}{{3, 1, []float64{1. / 3, 1. / 3, 1. / 3}}, {3, 2, []float64{2. / 3, 1. / 3, 0}}, {4, 2, []float64{3. / 6, 2. / 6, 1. / 6, 0}}, {2, 2, []float64{1, 0}}} {
		for i, got := range draws(c.n, c.k) {
			if math.Abs(got-c.want[i]) > 1e-12 {
				t.Errorf("the best of %d of %d is number %d with probability %v, want %v", c.k, c.n, i, got, c.want[i])
			}
		}
	}
}

// TestBreadth: on a line that rises by 10% a cell on either side, 5% are half a cell away.
func TestBreadth(t *testing.T) {
	step := math.Log(1.1)
	if got, want := breadth([]float64{1.21, 1.1, 1, 1.1, math.Inf(1)}), 2*math.Log(1.05)/step; math.Abs(got-want) > 1e-12 {
		t.Errorf("%v cells, want %v", got, want)
	}
	if got, want := breadth([]float64{1, 1, 1, 2}), 2+math.Log(1.05)/math.Log(2); math.Abs(got-want) > 1e-12 {
		t.Errorf("%v cells, want %v", got, want)
	}
	if got := breadth([]float64{1.2, 1, math.Inf(1)}); math.Abs(got-math.Log(1.05)/math.Log(1.2)) > 1e-12 {
		t.Errorf("%v cells beside one that has diverged", got)
	}
}
