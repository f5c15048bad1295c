package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"llft/experiments/loraplus/lab"
	"llft/experiments/loraplus/runs"
	"llft/experiments/loraplus/tasks"
)

// landscape is a made-up model: the log of the loss is a bowl in lr, whose depth depends on the ratio and a little on the seed; far above the
// best a run diverges.
func landscape(r lab.Run) lab.Result {
	ratio := r.Ratio * r.ScaleA * r.ScaleA // by the identity
	depth := map[float64]float64{1: 0, 2: -0.01, 4: -0.1, 8: 0.02, 16: 0.1, 32: 0.3}[ratio]
	best := -20.0
	if ratio == 32 {
		best = -27 // outside of the first grid
	}
	off := float64(r.Eta) - best
	out := lab.Result{First: 8, Seconds: 1}
	if off > 6 {
		out.Diverged = 3
		return out
	}
	last := depth + 0.02*off*off + 0.01*float64(r.Seed) + 0.003*float64(int(r.Seed*7)%3)*math.Log2(ratio)
	marks := lab.Marks(r.Steps)
	for _, step := range marks {
		share := float64(step) / float64(r.Steps)
		out.Val = append(out.Val, math.Exp(math.Log(8)*(1-share)+last*share))
	}
	out.Test = 1.01 * out.Val[len(out.Val)-1]
	return out
}

// fake is a study whose runs are of the landscape.
func fake(t *testing.T, workers int) *study {
	t.Helper()
	store, err := runs.Open[lab.Run, lab.Result](filepath.Join(t.TempDir(), "runs.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	p := fullPlan()
	p.recipe.Compute = "f32" // on every machine
	task := &tasks.Task{Name: tasks.Hard}
	return &study{results: results{p, store}, base: &lab.Base{Name: "made-up", ID: "made-up@00"}, tasks: []*tasks.Task{task},
		workers: make([]*lab.Worker, workers),
		train:   func(_ context.Context, _ int, r lab.Run) (lab.Result, error) { return landscape(r), nil }}
}

func (s *study) all(t *testing.T) {
	t.Helper()
	for _, g := range s.plan.stages(s.tasks, map[int]bool{50: true, 1000: true}, tasks.Names()) {
		if err := g.run(s, context.Background(), g); err != nil {
			t.Fatalf("%v: %v", g, err)
		}
	}
}

// TestStudy runs all of a made-up study once and looks at it from several sides.
func TestStudy(t *testing.T) {
	s := fake(t, 2)
	s.all(t)
	t.Run("stages", s.testStages)
	t.Run("pairs", s.testPairs)
	t.Run("page", s.testPage)
}

// testStages: every arm ends with an optimum that is inside its grid and inside its seeds' cells, plain LoRA has as many cells as any other, no
// seed of the comparison chose the cells, and the long budget has only a few ratios.
func (s *study) testStages(t *testing.T) {
	task := s.tasks[0].ID()
	for _, steps := range []int{50, 300, 1000} {
		plainCells := 0
		arms := s.armsOf(s.base.ID, task, steps, lab.RandomA)
		if want := map[int]int{50: 6, 300: 6, 1000: 3}[steps]; len(arms) != want {
			t.Errorf("%d steps: %d arms, want %d", steps, len(arms), want)
		}
		for _, a := range arms {
			want := -20
			if a.ratio == 32 {
				want = -27
			}
			eta, w, ok := s.best(a)
			if !ok || eta != want || eta == w.Lo || eta == w.Hi {
				t.Errorf("%d steps, ratio %g: best %d of %v (%v), want %d inside", steps, a.ratio, eta, w, ok, want)
			}
			if w.Cells() < 3 || steps < 1000 && w.Cells() < 5 {
				t.Errorf("%d steps, ratio %g: %d cells with all seeds", steps, a.ratio, w.Cells())
			}
			if steps == 1000 {
				continue
			}
			grid, _ := s.gridWindow(a)
			at, _ := s.gridBest(a)
			if at-grid.Lo < 2 || grid.Hi-at < 2 {
				t.Errorf("%d steps, ratio %g: the grid's best %d of %v has no two cells on either side", steps, a.ratio, at, grid)
			}
			if a.ratio == 1 {
				plainCells = grid.Cells()
			}
			if grid.Cells() > plainCells {
				t.Errorf("%d steps: ratio %g has %d cells, plain LoRA %d", steps, a.ratio, grid.Cells(), plainCells)
			}
		}
	}
	for _, seed := range s.seeds {
		if seed == gridSeed {
			t.Error("a seed of the comparison is the grid's")
		}
	}
}

// testPairs: at each learning rate that is compared, every arm has the same seeds.
func (s *study) testPairs(t *testing.T) {
	for _, k := range s.store.Keys() {
		if k.Seed == gridSeed || k.Eps == 0 {
			continue
		}
		for _, seed := range s.seeds {
			other := k
			other.Seed = seed
			if _, ok := s.store.Get(other); !ok {
				t.Fatalf("%v is there, seed %d of it is not", k, seed)
			}
		}
	}
}

// TestGoesOn: a study that was stopped at any run ends with the same page.
func TestGoesOn(t *testing.T) {
	small := func(workers int) *study { // each result is synced to the disk, which takes its time
		s := fake(t, workers)
		s.ratios, s.few, s.plan.control, s.reach = []float64{1, 4}, []float64{1, 4}, []float64{4}, 3
		return s
	}
	whole := small(1)
	whole.all(t)
	want := whole.page(whole.subject(whole.tasks[0])).String()
	s := small(2)
	train := s.train
	stop := errors.New("stop")
	var left atomic.Int32
	s.train = func(ctx context.Context, w int, r lab.Run) (lab.Result, error) {
		if left.Add(-1) < 0 {
			return lab.Result{}, stop
		}
		return train(ctx, w, r)
	}
	stops := 0
	for done := false; !done; stops++ {
		left.Store(37)
		done = true
		for _, g := range s.plan.stages(s.tasks, map[int]bool{50: true, 1000: true}, tasks.Names()) {
			if err := g.run(s, context.Background(), g); err != nil {
				if !errors.Is(err, stop) {
					t.Fatal(err)
				}
				done = false
				_ = s.page(s.subject(s.tasks[0])).String() // at any time there are tables
				break
			}
		}
	}
	if stops < 5 {
		t.Errorf("stopped %d times only", stops)
	}
	if got := s.page(s.subject(s.tasks[0])).String(); got != want {
		t.Errorf("page\n%s\nwant\n%s", got, want)
	}
}

// testPage: the tables of a store whose numbers are known.
func (s *study) testPage(t *testing.T) {
	p := s.page(s.subject(s.tasks[0]))
	text := p.String()
	for _, want := range []string{
		"# LoRA and LoRA+ on made-up, the hard task\n",
		"## 300 steps\n", "## 50 steps\n", "## 1000 steps\n", "## The control arm\n", "## B random at first, A zero\n",
		"| 4 | 9.77e-04 | 4.88e-04 | 1.95e-03 |", // √(lr of A · lr of B) is 2^-10
		// The logarithm of the difference of ratio 4 is -0.1 + 0.006·(1 2 0 1 2) for seeds 1 to 5.
		"| 4 | -9.0% | -8.4% | -9.5% | -9.0% | -8.4% | -9.0% |",
		fmt.Sprintf("| %+.1f ± ", 100*math.Expm1(-0.1+0.006*1.2)),
		"Validation chooses ratio 4, whose test loss is",
		"| k = 1 |", "| any |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(text, "(edge)") || strings.Contains(text, "NaN") || strings.Contains(text, "different |") || strings.Contains(text, "not run") {
		t.Errorf("an optimum at an edge, a NaN:\n%s", text)
	}
	for _, kind := range []string{"300-lr", "300-lr-a", "300-lr-b", "300-heatmap", "300-steps", "50-lr", "50-steps", "1000-steps", "300-random-b-lr"} {
		name := "study-made-up-hard-" + kind + ".svg"
		pic, ok := p.pictures[name]
		if !ok || !strings.Contains(text, "("+name+")") {
			t.Errorf("no picture %s", name)
			continue
		}
		path := filepath.Join(t.TempDir(), name)
		if err := pic.Save(path); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if data, err := os.ReadFile(path); err != nil || !strings.Contains(string(data), "</svg>") {
			t.Errorf("%s is no picture: %v", name, err)
		}
	}
	if n := strings.Count(text, "| +0.0 ± 0.0% | equal |"); n != 2 {
		t.Errorf("%d lines of the control arm are equal, want 2", n)
	}
	overview := s.results.overview([]subject{s.subject(s.tasks[0])})
	if n := strings.Count(overview, "| made-up |"); n != 4 {
		t.Errorf("the overview has %d lines, want those of three budgets and of a random B:\n%s", n, overview)
	}
}

// TestEmptyPage: without any run there are no tables, and no error.
func TestEmptyPage(t *testing.T) {
	s := fake(t, 1)
	if text := s.page(s.subject(s.tasks[0])).String(); strings.Contains(text, "|") {
		t.Errorf("tables of nothing:\n%s", text)
	}
}

func TestBasin(t *testing.T) {
	losses := map[int]float64{-3: math.Inf(1), -2: 1.2, -1: 1.02, 0: 1, 1: 1.04, 2: 1.06, 3: 1.01}
	loss := func(eta int) float64 { return losses[eta] }
	// To the left between -1 and -2, to the right between 1 and 2; what lies beyond is another basin.
	left := 1 + math.Log(1.05/1.02)/math.Log(1.2/1.02)
	right := 1 + math.Log(1.05/1.04)/math.Log(1.06/1.04)
	got, open := basin(lab.Window{Lo: -3, Hi: 3}, loss)
	if want := (left + right) / 2; math.Abs(got-want) > 1e-12 || open {
		t.Errorf("%g octaves, open %v, want %g", got, open, want)
	}
	if got, open = basin(lab.Window{Lo: 0, Hi: 1}, loss); got != 0.5 || !open {
		t.Errorf("%g octaves, open %v, want 0.5 and open", got, open)
	}
}

func TestBestOf(t *testing.T) {
	sorted := []float64{1, 2, 4, 8}
	for k, want := range map[int]float64{1: 15. / 4, 2: (3*1 + 2*2 + 1*4) / 6., 3: (3*1 + 1*2) / 4., 4: 1} {
		if got := bestOf(sorted, k); math.Abs(got-want) > 1e-12 {
			t.Errorf("best of %d: %g, want %g", k, got, want)
		}
	}
	if got := bestOf(sorted, 5); !math.IsNaN(got) {
		t.Errorf("best of 5 out of 4: %g", got)
	}
}

// TestQuick goes through all stages with a model that trains.
func TestQuick(t *testing.T) {
	dir := t.TempDir()
	model := filepath.Join(dir, "random.gguf")
	if err := lab.WriteSmall(model); err != nil {
		t.Fatal(err)
	}
	o := options{models: model, task: tasks.Hard, randomB: "both", compute: "auto", workers: 2, quick: true, docs: dir}
	if err := o.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "study-random-hard.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"## 4 steps", "## 2 steps", "## 6 steps", "## The control arm", "## B random"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the page lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(string(text), "| different |") {
		t.Errorf("the identity does not hold:\n%s", text)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := o.run(ctx); err == nil || !strings.Contains(err.Error(), "goes on") {
		t.Errorf("stopped: error %v", err)
	}
}

// TestComputeOfModel: a model's study goes on in the arithmetic of its runs; another's runs do not count; what is asked for holds.
func TestComputeOfModel(t *testing.T) {
	s := fake(t, 1)
	s.recipe.Compute = ""
	fastest := s.of("made-up@00").recipe.Compute
	for i, compute := range []string{"bf16", "f32", "f32"} {
		for _, model := range []string{"one", "two"} {
			r := s.run(arm{model: model, ratio: 1}, i, 0)
			if r.Compute = compute; model == "two" {
				r.Compute = map[string]string{"f32": "bf16", "bf16": "f32"}[compute]
			}
			if err := s.store.Do(context.Background(), "test", []lab.Run{r}, 1, s.train); err != nil {
				t.Fatal(err)
			}
		}
	}
	for model, want := range map[string]string{"one": "f32", "two": "bf16", "three": fastest} {
		if got := s.of(model).recipe.Compute; got != want {
			t.Errorf("model %s: %s, want %s", model, got, want)
		}
	}
	if s.recipe.Compute = "bf16"; s.of("one").recipe.Compute != "bf16" {
		t.Error("what was asked for does not hold")
	}
}
