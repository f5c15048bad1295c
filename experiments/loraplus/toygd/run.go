package main

import (
	"context"
	"math"

	"llft"
	"llft/experiments/loraplus/toy"
)

// Learning rates are 10^(k/36): the paper's grid, 10^(k/9), has every fourth of them.
const (
	unitsPerDecade = 36
	fine           = 4  // units from one cell of the paper's grid to the next
	coarse         = 12 // of the grid that a width is first looked over with
)

func rate(units int) float64 { return math.Pow(10, float64(units)/unitsPerDecade) }

// piece is some neighbouring cells of one seed, which are run and stored together: a rectangle, or a stretch of the diagonal of equal rates.
type piece struct {
	Init  string `json:"i"` // what is random at the start: "AB", "A" or "B"
	Width int    `json:"n"`
	Seed  int    `json:"d"`
	A     int    `json:"a"`           // units of the first cell's learning rates
	B     int    `json:"b"`           //
	Rows  int    `json:"r,omitempty"` // cells in A's direction; 0: both rates grow together
	Cols  int    `json:"c"`           // cells in B's direction
	Step  int    `json:"s"`           // units from cell to cell
}

// point is a cell of the plane of learning rates, in units.
type point struct{ a, b int }

// points of a piece in the order of its losses.
func (p piece) points() []point {
	var out []point
	if p.Rows == 0 {
		for j := range p.Cols {
			out = append(out, point{p.A + j*p.Step, p.B + j*p.Step})
		}
	}
	for i := range p.Rows {
		for j := range p.Cols {
			out = append(out, point{p.A + i*p.Step, p.B + j*p.Step})
		}
	}
	return out
}

// losses of a piece's cells: of the training and of the test set, after the fewer and after all of the steps.
type losses struct {
	Train0 []toy.Loss `json:"t0"`
	Test0  []toy.Loss `json:"e0"`
	Train1 []toy.Loss `json:"t1"`
	Test1  []toy.Loss `json:"e1"`
}

// limit is the loss above which a run has diverged. f = 0 has about 0.17; a step's loss may rise to hundreds and come back, but not from here.
const limit = 1e6

// runPiece trains a network for each of the piece's cells.
func runPiece(ctx context.Context, cache *toy.Problems[*problem], times [2]int, p piece) (losses, error) {
	var l losses
	problem := cache.Get(p.Width, uint64(p.Seed))
	for _, at := range p.points() {
		if ctx.Err() != nil {
			return l, ctx.Err()
		}
		c := runCell(problem, p.Init, at, times)
		l.Train0, l.Test0 = append(l.Train0, c.train[0]), append(l.Test0, c.test[0])
		l.Train1, l.Test1 = append(l.Train1, c.train[1]), append(l.Test1, c.test[1])
	}
	return l, nil
}

// result of a cell, by time.
type result struct{ train, test [2]toy.Loss }

// runCell does full-batch gradient descent with the two rates.
func runCell(p *problem, init string, at point, times [2]int) (r result) {
	n := p.student(init)
	rateA, rateB := float32(rate(at.a)), float32(rate(at.b))
	for i := range times {
		r.train[i], r.test[i] = toy.Loss(math.Inf(1)), toy.Loss(math.Inf(1))
	}
	for t := 0; ; t++ {
		loss := n.Gradients(p.train)
		if !(loss <= limit) {
			return r
		}
		for i, time := range times {
			if t == time {
				r.train[i], r.test[i] = toy.NewLoss(loss, limit), toy.NewLoss(n.Loss(p.test), limit)
			}
		}
		if t == times[1] {
			return r
		}
		llft.Axpy(n.A, -rateA, n.GradA)
		llft.Axpy(n.B, -rateB, n.GradB)
	}
}
