package main

import (
	"context"
	"fmt"
	"math"
	"slices"

	"llft/experiments/loraplus/lab"
	"llft/experiments/loraplus/runs"
	"llft/experiments/loraplus/stats"
	"llft/experiments/loraplus/tasks"
)

// results is the store with the plan by which it is read.
type results struct {
	plan
	store *runs.Store[lab.Run, lab.Result]
}

// of is r as it holds for a model: in the arithmetic of its runs that are there.
func (r results) of(model string) results {
	if r.recipe.Compute == "" {
		r.recipe.Compute = lab.ComputeOf(r.store.Keys(), model)
	}
	return r
}

// study runs the stages on one model.
type study struct {
	results
	base    *lab.Base
	tasks   []*tasks.Task
	data    map[string]*tasks.Encoded // by the task's ID
	workers []*lab.Worker
	train   func(ctx context.Context, worker int, r lab.Run) (lab.Result, error) // tests have another
}

// newStudy gives each of the workers a model of its own.
func newStudy(r results, base *lab.Base, names []string, workers int) (*study, error) {
	r = r.of(base.ID)
	s := &study{results: r, base: base, data: map[string]*tasks.Encoded{}}
	s.train = func(ctx context.Context, worker int, r lab.Run) (lab.Result, error) {
		res, _, err := s.workers[worker].Train(ctx, r, s.data[r.Task])
		return res, err
	}
	for _, name := range names {
		task, err := tasks.New(name, r.sizes)
		if err != nil {
			return nil, err
		}
		if s.data[task.ID()], err = task.Encode(base.Format, base.Config.Context); err != nil {
			return nil, err
		}
		s.tasks = append(s.tasks, task)
	}
	for range workers {
		w, err := lab.NewWorker(base, 1, r.recipe.Compute)
		if err != nil {
			s.close()
			return nil, err
		}
		s.workers = append(s.workers, w)
	}
	return s, nil
}

func (s *study) close() {
	for _, w := range s.workers {
		w.Close()
	}
}

// stage is a part of the study, on one task.
type stage struct {
	name   string
	task   *tasks.Task
	steps  int
	random string
	run    func(s *study, ctx context.Context, g stage) error
}

// stages lists a model's, the most telling first. budgets beside the usual one may be left out, and randomB names the tasks that are also run with
// a random B.
func (p plan) stages(all []*tasks.Task, budgets map[int]bool, randomB []string) []stage {
	var out []stage
	add := func(name string, steps int, random string, run func(*study, context.Context, stage) error) {
		for _, task := range all {
			if random == lab.RandomA || slices.Contains(randomB, task.Name) {
				out = append(out, stage{name, task, steps, random, run})
			}
		}
	}
	add("grid", p.usual, lab.RandomA, (*study).grid)
	add("seeds", p.usual, lab.RandomA, (*study).seedsOfAll)
	add("control arm", p.usual, lab.RandomA, (*study).controlArm)
	if budgets[p.short] {
		add("grid", p.short, lab.RandomA, (*study).grid)
		add("seeds", p.short, lab.RandomA, (*study).seedsOfAll)
	}
	if budgets[p.long] {
		add("seeds", p.long, lab.RandomA, (*study).longSeeds)
	}
	add("grid", p.usual, lab.RandomB, (*study).grid)
	add("seeds", p.usual, lab.RandomB, (*study).seedsOfAll)
	return out
}

// arms of a stage.
func (s *study) arms(g stage) []arm { return s.armsOf(s.base.ID, g.task.ID(), g.steps, g.random) }

func (p plan) armsOf(model, task string, steps int, random string) []arm {
	ratios := p.ratios
	if steps == p.long || random == lab.RandomB {
		ratios = p.few
	}
	var out []arm
	for _, ratio := range ratios {
		out = append(out, arm{model, task, steps, random, ratio})
	}
	return out
}

// grid tries one seed at all learning rates.
func (s *study) grid(ctx context.Context, g stage) error {
	const margin = 2
	arms := s.arms(g)
	windows := make([]lab.Window, len(arms))
	for i := range windows {
		windows[i] = lab.Window{Lo: s.centre - s.reach, Hi: s.centre + s.reach}
	}
	_, err := lab.Settle(windows, min(margin, s.reach), s.most, func(i, eta int) float64 { return s.gridLoss(arms[i], eta) },
		func(w []lab.Window) error { return s.do(ctx, g, arms, w, []uint64{gridSeed}) })
	return err
}

// seedsOfAll runs all seeds around the grid's best of each arm.
func (s *study) seedsOfAll(ctx context.Context, g stage) error {
	return s.seedsAround(ctx, g, s.around, func(a arm) (int, bool) { return s.gridBest(a) })
}

// longSeeds runs all seeds around the best of the usual budget.
func (s *study) longSeeds(ctx context.Context, g stage) error {
	return s.seedsAround(ctx, g, 1, func(a arm) (int, bool) {
		a.steps = s.usual
		eta, _, ok := s.best(a)
		return eta, ok
	})
}

func (s *study) seedsAround(ctx context.Context, g stage, around int, centre func(arm) (int, bool)) error {
	arms := s.arms(g)
	var windows []lab.Window
	for _, a := range arms {
		eta, ok := centre(a)
		if !ok {
			return fmt.Errorf("%s: ratio %g has no grid to choose learning rates from", g, a.ratio)
		}
		windows = append(windows, lab.Window{Lo: eta - around, Hi: eta + around})
	}
	_, err := lab.Settle(windows, 1, s.most, func(i, eta int) float64 { return s.seedsLoss(arms[i], eta) },
		func(w []lab.Window) error { return s.do(ctx, g, arms, w, s.seeds) })
	return err
}

// controlArm runs plain LoRA from a larger A at the best of LoRA+: as the study trains, and with one seed where the identity is exact.
func (s *study) controlArm(ctx context.Context, g stage) error {
	var keys []lab.Run
	for _, a := range s.arms(g) {
		if eta, _, ok := s.best(a); ok && slices.Contains(s.control, a.ratio) {
			for _, seed := range s.seeds {
				keys = append(keys, lab.Control(s.run(a, eta, seed)))
			}
			plus := exact(s.run(a, eta, s.seeds[0]))
			keys = append(keys, plus, lab.Control(plus))
		}
	}
	return s.store.Do(ctx, g.String(), keys, len(s.workers), s.train)
}

func (g stage) String() string {
	text := fmt.Sprintf("%s %s, %d steps", g.task.Name, g.name, g.steps)
	if g.random == lab.RandomB {
		text += ", random B"
	}
	return text
}

// do runs what is missing in some windows.
func (s *study) do(ctx context.Context, g stage, arms []arm, windows []lab.Window, seeds []uint64) error {
	var keys []lab.Run
	for i, a := range arms {
		for eta := windows[i].Lo; eta <= windows[i].Hi; eta++ {
			for _, seed := range seeds {
				keys = append(keys, s.run(a, eta, seed))
			}
		}
	}
	return s.store.Do(ctx, g.String(), keys, len(s.workers), s.train)
}

// gridLoss is the validation loss of a cell of the grid, +Inf where it diverged or was not run.
func (r results) gridLoss(a arm, eta int) float64 {
	if res, ok := r.store.Get(r.run(a, eta, gridSeed)); ok {
		return res.Last()
	}
	return math.Inf(1)
}

// seedsLoss is the geometric mean of the seeds' validation losses, +Inf where one diverged or was not run.
func (r results) seedsLoss(a arm, eta int) float64 {
	all, ok := r.ofSeeds(a, eta)
	if !ok {
		return math.Inf(1)
	}
	loss, _ := stats.GeoMean(each(all, lab.Result.Last))
	return loss
}

// ofSeeds are the results of all seeds at a learning rate, false unless all are there.
func (r results) ofSeeds(a arm, eta int) ([]lab.Result, bool) {
	var all []lab.Result
	for _, seed := range r.seeds {
		res, ok := r.store.Get(r.run(a, eta, seed))
		if !ok {
			return nil, false
		}
		all = append(all, res)
	}
	return all, true
}

// far is beyond any learning rate that is run, in half octaves.
const far = 80

// window is the learning rates of an arm for which ok holds.
func (r results) window(a arm, ok func(eta int) bool) (lab.Window, bool) {
	w, found := lab.Window{Lo: far, Hi: -far}, false
	for eta := -far; eta <= far; eta++ {
		if ok(eta) {
			w, found = lab.Window{Lo: min(w.Lo, eta), Hi: max(w.Hi, eta)}, true
		}
	}
	return w, found
}

// gridWindow is that of an arm's grid.
func (r results) gridWindow(a arm) (lab.Window, bool) {
	return r.window(a, func(eta int) bool { _, ok := r.store.Get(r.run(a, eta, gridSeed)); return ok })
}

// gridBest is the best learning rate of the grid.
func (r results) gridBest(a arm) (eta int, ok bool) {
	w, ok := r.gridWindow(a)
	if !ok {
		return 0, false
	}
	eta = w.Lowest(func(eta int) float64 { return r.gridLoss(a, eta) })
	return eta, !math.IsInf(r.gridLoss(a, eta), 1)
}

// best is the learning rate of an arm with the lowest validation loss over all seeds, and the window that it was chosen from.
func (r results) best(a arm) (eta int, w lab.Window, ok bool) {
	w, ok = r.window(a, func(eta int) bool { _, ok := r.ofSeeds(a, eta); return ok })
	if !ok {
		return 0, w, false
	}
	eta = w.Lowest(func(eta int) float64 { return r.seedsLoss(a, eta) })
	return eta, w, !math.IsInf(r.seedsLoss(a, eta), 1)
}

func each[T any](all []T, value func(T) float64) []float64 {
	var out []float64
	for _, x := range all {
		out = append(out, value(x))
	}
	return out
}
