package chart

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/palette/brewer"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Heatmap is a loss over a grid of two learning rates, both on log axes: dark where the loss is low. A cross marks the best cell, a line goes
// round the cells whose loss is within 1% of it, and a dashed line marks equal learning rates.
type Heatmap struct {
	Title          string
	XLabel, YLabel string      // with units, if any
	ZLabel         string      // of the colour bar
	X, Y           []float64   // the grid: positive, ascending; one that is regular in the logarithm, or nearly
	Z              [][]float64 // Z[j][i] is the loss at X[i], Y[j]: positive; an infinite one has diverged, NaN is a cell that was not run
	Top            float64     // losses above it have the palest colour; zero: the largest finite one
}

// Save writes the heatmap as an SVG file.
func (h *Heatmap) Save(path string) error { return save(h, path) }

const (
	shades    = 24       // of the colour scale: fewer colours make longer stretches of one colour, and so smaller files
	within    = 1.01     // of the best loss: what the line goes round
	barSpace  = 70       // points at the right for the colour bar and its labels
	barWidth  = 11       // points
	keySpace  = 18       // points below for the key
	minExtent = 1 + 1e-6 // of the colour scale
)

var (
	outline  = color.RGBA{0xd5, 0x5e, 0x00, 0xff} // vermilion: seen on every shade
	diverged = color.RGBA{0xa8, 0xa8, 0xa8, 0xff}
)

func (h *Heatmap) size() (vg.Length, vg.Length) { return 326, 274 }

func (h *Heatmap) draw(c draw.Canvas) {
	best, _, _ := h.best()
	top := h.top(best)
	f := newFrame(h.Title, h.XLabel, h.YLabel, 10, 10)
	xs, ys := edges(h.X), edges(h.Y)
	f.X.Min, f.X.Max = xs[0], xs[len(xs)-1]
	f.Y.Min, f.Y.Max = ys[0], ys[len(ys)-1]
	f.Add(&cells{h, xs, ys, best, top})
	data := f.draw(c, barSpace, keySpace)
	h.drawBar(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
		Min: vg.Point{X: data.Max.X + 8, Y: data.Min.Y}, Max: vg.Point{X: data.Max.X + 8 + barWidth, Y: data.Max.Y}}}, c.Max.X, best, top)
	drawKey(c)
}

// best is the lowest loss and its place.
func (h *Heatmap) best() (z float64, i, j int) {
	z = math.Inf(1)
	for y, row := range h.Z {
		for x, v := range row {
			if v < z {
				z, i, j = v, x, y
			}
		}
	}
	return z, i, j
}

// top is the loss of the palest colour.
func (h *Heatmap) top(best float64) float64 {
	if h.Top > 0 {
		return max(h.Top, best*minExtent)
	}
	top := best * minExtent
	for _, row := range h.Z {
		for _, v := range row {
			if v > top && !math.IsInf(v, 1) {
				top = v
			}
		}
	}
	return top
}

// edges are the borders of cells around values: half way between them in the logarithm.
func edges(v []float64) []float64 {
	n := len(v)
	e := make([]float64, n+1)
	for i := 1; i < n; i++ {
		e[i] = math.Sqrt(v[i-1] * v[i])
	}
	if n == 1 {
		return []float64{v[0] / 1.2, v[0] * 1.2}
	}
	e[0] = v[0] * v[0] / e[1]
	e[n] = v[n-1] * v[n-1] / e[n-1]
	return e
}

// shade is the colour of share s of the way from the best loss to the top, in the logarithm.
func shade(s float64) color.Color {
	k := math.Min(math.Floor(math.Max(s, 0)*shades), shades-1)
	stops := brewer.YlGnBu[9].Colors() // nine colours, pale to dark
	at := (1 - k/(shades-1)) * float64(len(stops)-1)
	i := min(int(at), len(stops)-2)
	f := at - float64(i)
	r0, g0, b0, _ := stops[i].RGBA()
	r1, g1, b1, _ := stops[i+1].RGBA()
	mix := func(a, b uint32) uint8 { return uint8((float64(a)*(1-f) + float64(b)*f) / 257) }
	return color.RGBA{mix(r0, r1), mix(g0, g1), mix(b0, b1), 0xff}
}

// cells draws the field.
type cells struct {
	h         *Heatmap
	xs, ys    []float64 // edges
	best, top float64
}

// color is that of a cell, nil if it was not run.
func (f *cells) color(i, j int) color.Color {
	z := f.h.Z[j][i]
	switch {
	case math.IsNaN(z):
		return nil
	case math.IsInf(z, 1):
		return diverged
	}
	return shade(math.Log(z/f.best) / math.Log(f.top/f.best))
}

func (f *cells) Plot(c draw.Canvas, p *plot.Plot) {
	tx, ty := p.Transforms(&c)
	x, y := make([]vg.Length, len(f.xs)), make([]vg.Length, len(f.ys))
	for i, v := range f.xs {
		x[i] = tx(v)
	}
	for j, v := range f.ys {
		y[j] = ty(v)
	}
	const overlap = 0.15               // points, lest the background shine through between neighbours
	paths := map[color.Color]vg.Path{} // one for all of a colour, which makes the file half as large
	var order []color.Color
	for j := range f.h.Y {
		for i := 0; i < len(f.h.X); {
			col, end := f.color(i, j), i+1
			for end < len(f.h.X) && f.color(end, j) == col {
				end++
			}
			if col != nil {
				if paths[col] == nil {
					order = append(order, col)
				}
				right, up := min(x[end]+overlap, x[len(x)-1]), min(y[j+1]+overlap, y[len(y)-1])
				path := paths[col]
				path.Move(vg.Point{X: x[i], Y: y[j]})
				path.Line(vg.Point{X: right, Y: y[j]})
				path.Line(vg.Point{X: right, Y: up})
				path.Line(vg.Point{X: x[i], Y: up})
				path.Close()
				paths[col] = path
			}
			i = end
		}
	}
	for _, col := range order {
		c.SetColor(col)
		c.Fill(paths[col])
	}
	low, high := max(f.xs[0], f.ys[0]), min(f.xs[len(f.xs)-1], f.ys[len(f.ys)-1])
	if low < high {
		strokeTied(c, vg.Point{X: tx(low), Y: ty(low)}, vg.Point{X: tx(high), Y: ty(high)})
	}
	f.outline(c, x, y)
	if best, i, j := f.h.best(); !math.IsInf(best, 1) {
		drawBest(&c, vg.Point{X: tx(f.h.X[i]), Y: ty(f.h.Y[j])})
	}
}

// outline draws the borders between cells near the best and others.
func (f *cells) outline(c draw.Canvas, x, y []vg.Length) {
	near := func(i, j int) bool {
		return j >= 0 && j < len(f.h.Y) && i >= 0 && i < len(f.h.X) && f.h.Z[j][i] <= f.best*within
	}
	var lines [][]vg.Point
	for j := range y {
		for i := range x {
			if near(i, j) != near(i-1, j) {
				lines = append(lines, []vg.Point{{X: x[i], Y: y[j]}, {X: x[i], Y: y[j+1]}})
			}
			if near(i, j) != near(i, j-1) {
				lines = append(lines, []vg.Point{{X: x[i], Y: y[j]}, {X: x[i+1], Y: y[j]}})
			}
		}
	}
	c.StrokeLines(draw.LineStyle{Color: outline, Width: 1.4}, lines...)
}

// strokeTied draws the line of equal learning rates, dark dashes on a white line.
func strokeTied(c draw.Canvas, a, b vg.Point) {
	c.StrokeLine2(draw.LineStyle{Color: color.White, Width: 1.8}, a.X, a.Y, b.X, b.Y)
	c.StrokeLine2(draw.LineStyle{Color: black, Width: 0.9, Dashes: []vg.Length{3, 3}}, a.X, a.Y, b.X, b.Y)
}

// drawBest draws the cross of the best cell, dark on white.
func drawBest(c *draw.Canvas, at vg.Point) {
	for _, s := range []draw.LineStyle{{Color: color.White, Width: 3.4}, {Color: outline, Width: 1.6}} {
		const arm = 4
		c.StrokeLine2(s, at.X-arm, at.Y-arm, at.X+arm, at.Y+arm)
		c.StrokeLine2(s, at.X-arm, at.Y+arm, at.X+arm, at.Y-arm)
	}
}

// drawBar draws the colour bar into c, and its label at right.
func (h *Heatmap) drawBar(c draw.Canvas, right vg.Length, best, top float64) {
	if math.IsInf(best, 1) {
		return
	}
	step := (c.Max.Y - c.Min.Y) / shades
	for k := range shades {
		low := c.Min.Y + step*vg.Length(k)
		c.FillPolygon(shade((float64(k)+0.5)/shades), []vg.Point{{X: c.Min.X, Y: low}, {X: c.Max.X, Y: low}, {X: c.Max.X, Y: low + step}, {X: c.Min.X, Y: low + step}})
	}
	label := style(9)
	label.YAlign = draw.YCenter
	for _, t := range (logTicks{10}).Ticks(best, top) {
		at := c.Min.Y + (c.Max.Y-c.Min.Y)*vg.Length(math.Log(t.Value/best)/math.Log(top/best))
		c.StrokeLine2(draw.LineStyle{Color: black, Width: 0.5}, c.Max.X, at, c.Max.X+3, at)
		c.FillText(label, vg.Point{X: c.Max.X + 5, Y: at}, t.Label)
	}
	name := style(10)
	name.Rotation = math.Pi / 2
	name.XAlign, name.YAlign = draw.XCenter, draw.YTop
	c.FillText(name, vg.Point{X: right - 14, Y: (c.Min.Y + c.Max.Y) / 2}, h.ZLabel)
}

// drawKey says below the field what the marks mean.
func drawKey(c draw.Canvas) {
	label := style(9)
	label.YAlign = draw.YCenter
	y := c.Min.Y + keySpace/2
	x := c.Min.X + 14
	item := func(mark func(x vg.Length), width vg.Length, name string) {
		mark(x)
		c.FillText(label, vg.Point{X: x + width + 4, Y: y}, name)
		x += width + 4 + label.Width(name) + 12
	}
	box := func(x, w vg.Length) []vg.Point {
		return []vg.Point{{X: x, Y: y - 4}, {X: x + w, Y: y - 4}, {X: x + w, Y: y + 4}, {X: x, Y: y + 4}, {X: x, Y: y - 4}}
	}
	item(func(x vg.Length) { drawBest(&c, vg.Point{X: x + 4, Y: y}) }, 8, "best")
	item(func(x vg.Length) { c.StrokeLines(draw.LineStyle{Color: outline, Width: 1.4}, box(x, 10)) }, 10, "within 1%")
	item(func(x vg.Length) { strokeTied(c, vg.Point{X: x, Y: y}, vg.Point{X: x + 20, Y: y}) }, 20, "equal rates")
	item(func(x vg.Length) { c.FillPolygon(diverged, box(x, 10)) }, 10, "diverged")
}
