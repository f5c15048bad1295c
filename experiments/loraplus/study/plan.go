package main

import (
	"llft/experiments/loraplus/lab"
	"llft/experiments/loraplus/tasks"
)

// plan says how much is run. Learning rates are counted in half octaves of √(lr of A · lr of B), in which arms of different ratios have their
// optimum at nearly the same place (shared rule of the identity, see lab.Control).
type plan struct {
	ratios  []float64 // all arms; the first is plain LoRA
	few     []float64 // those of the long budget and of a random B
	centre  int       // of the first grid
	reach   int       // cells of the first grid on each side of the centre
	seeds   []uint64  // of the comparison; the grid's seed 0 is not among them
	around  int       // cells on each side of the grid's best that get all seeds
	most    int       // cells that an arm may get beyond its first ones, in search of an optimum that is not at the edge
	short   int       // steps
	usual   int       // steps
	long    int       // steps
	sizes   tasks.Sizes
	recipe  lab.Recipe
	control []float64 // ratios of the control arm: powers of four, whose roots round nothing
}

// gridSeed is that of the grids; the comparison has others, so that no arm is helped by luck of the seed that chose its cells.
const gridSeed = 0

// fullPlan is the study. Its first grid reaches over 15 cells, a factor of 128, from 2.4e-4 to 3.1e-2.
func fullPlan() plan {
	return plan{
		ratios: []float64{1, 4, 16, 2, 8, 32}, few: []float64{1, 4, 16}, control: []float64{4, 16},
		centre: -17, reach: 7, seeds: []uint64{1, 2, 3, 4, 5}, around: 2, most: 14,
		short: 50, usual: 300, long: 1000, sizes: tasks.Usual,
		recipe: lab.Recipe{Batch: 8, Rank: 8, Alpha: 16, Schedule: "constant", Clip: 1, Eps: 1e-8},
	}
}

// quickPlan goes through every stage in a few seconds; its numbers mean nothing.
func quickPlan() plan {
	p := fullPlan()
	p.ratios, p.few, p.control = []float64{1, 4}, []float64{1, 4}, []float64{4}
	p.centre, p.reach, p.seeds, p.around, p.most = -14, 1, []uint64{1, 2}, 1, 2
	p.short, p.usual, p.long = 2, 4, 6
	p.sizes = tasks.Sizes{Train: 32, Val: 2, Test: 2}
	p.recipe.Batch, p.recipe.Rank, p.recipe.Alpha = 2, 2, 4
	return p
}

// arm is one line of a comparison: everything of a run but learning rate and seed.
type arm struct {
	model, task string
	steps       int
	random      string
	ratio       float64
}

// run is the run of an arm.
func (p plan) run(a arm, eta int, seed uint64) lab.Run {
	r := lab.Run{Model: a.model, Task: a.task, Ratio: a.ratio, Eta: eta, Random: a.random, ScaleA: 1, Seed: seed, Recipe: p.recipe}
	r.Steps = a.steps
	return r
}

// exact is r as the identity is exact: no eps, no clipping.
func exact(r lab.Run) lab.Run {
	r.Eps, r.Clip = 0, 0
	return r
}
