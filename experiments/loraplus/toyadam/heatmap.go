package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"llft/experiments/loraplus/chart"
	"llft/experiments/loraplus/stats"
	"llft/experiments/loraplus/toy"
)

// place is what a heatmap is drawn for.
type place struct {
	width int
	init  string
}

// grid is a rectangle of learning rates in half octaves, ends included.
type grid struct{ a0, a1, b0, b1 int }

// cells of a grid, rows of equal lr_B.
func (e *experiment) gridCells(p place) [][]cell {
	g := e.grids[p]
	var rows [][]cell
	for b := g.b0; b <= g.b1; b++ {
		var row []cell
		for a := g.a0; a <= g.a1; a++ {
			row = append(row, cell{Width: p.width, Init: p.init, Steps: e.budgets[0], A: a, B: b, Seeds: e.seeds})
		}
		rows = append(rows, row)
	}
	return rows
}

// heatmaps runs the cells of a width's heatmaps, if it has any, in grids that grow until the best cell is inside.
func (e *experiment) heatmaps(ctx context.Context, n int) error {
	if !slices.Contains(e.maps, n) {
		return nil
	}
	for _, init := range inits {
		p := place{n, init}
		e.grids[p] = grid{e.mapLow, e.mapHigh, e.mapLow, e.mapHigh}
		for grown := true; grown; {
			if err := e.do(ctx, fmt.Sprintf("width %d, heatmap, %s random", n, init), slices.Concat(e.gridCells(p)...)); err != nil {
				return err
			}
			g := e.grids[p]
			grown = g.grow(e.gridLosses(p))
			e.grids[p] = g
		}
	}
	return nil
}

// grow widens a grid where its best cell is at an edge.
func (g *grid) grow(z [][]float64) bool {
	const by = 4 // half octaves
	byRow := make([]float64, len(z))
	byColumn := make([]float64, len(z[0]))
	for j, row := range z {
		byRow[j] = slices.Min(row)
		for i := range row {
			if j == 0 || row[i] < byColumn[i] {
				byColumn[i] = row[i]
			}
		}
	}
	old := *g
	below, above := toy.Widen([][]float64{byColumn}, 1, 1)
	g.a0, g.a1 = g.a0-by*min(below, 1), g.a1+by*min(above, 1)
	below, above = toy.Widen([][]float64{byRow}, 1, 1)
	g.b0, g.b1 = g.b0-by*min(below, 1), g.b1+by*min(above, 1)
	return *g != old
}

// gridLosses are the geometric means of the validation losses.
func (e *experiment) gridLosses(p place) [][]float64 {
	var z [][]float64
	for _, cells := range e.gridCells(p) {
		var row []float64
		for _, c := range cells {
			m, _ := stats.GeoMean(pick(e.losses(c).Validation, every))
			row = append(row, m)
		}
		z = append(z, row)
	}
	return z
}

// draw writes a heatmap and returns its file's name.
func (e *experiment) draw(p place, o *toy.Options) (string, error) {
	g := e.grids[p]
	h := chart.Heatmap{
		Title:  fmt.Sprintf("%s random, width %d, %d steps of Adam", p.init, p.width, e.budgets[0]),
		XLabel: "learning rate of A", YLabel: "learning rate of B", ZLabel: "validation loss (relative MSE)",
		Z: e.gridLosses(p), Top: 1,
	}
	for a := g.a0; a <= g.a1; a++ {
		h.X = append(h.X, halfOctaves(a))
	}
	for b := g.b0; b <= g.b1; b++ {
		h.Y = append(h.Y, halfOctaves(b))
	}
	name := fmt.Sprintf("toyadam-grid-%s-%d.svg", strings.ToLower(p.init), p.width)
	return name, h.Save(o.Doc(name))
}
