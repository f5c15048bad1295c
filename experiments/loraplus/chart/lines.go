package chart

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Series is one line of a chart: points that are joined in their order. A point whose Y is no number (on a log axis: not above zero) leaves
// a gap, and so does an infinite one in a chart without Top. Low and High, if given, are the ends of the error bars.
type Series struct {
	Name      string
	X, Y      []float64
	Low, High []float64
}

// Lines is a chart of some series over an axis in powers of two.
type Lines struct {
	Title          string
	XLabel, YLabel string // with units, if any
	LogY           bool
	Series         []Series // at most 8
	Top            float64  // of the frame: towards points above it lines leave it; zero: none is above
	Level          float64  // where a dashed horizontal line marks a level such as "no gain"; zero: none
}

// Save writes the chart as an SVG file.
func (l *Lines) Save(path string) error { return save(l, path) }

func (l *Lines) size() (vg.Length, vg.Length) { return 460, 290 }

// hues are colours that can be told apart (Okabe and Ito), the darker ones first.
var hues = []color.Color{
	color.RGBA{0x00, 0x72, 0xb2, 0xff}, color.RGBA{0xd5, 0x5e, 0x00, 0xff}, color.RGBA{0x00, 0x9e, 0x73, 0xff}, color.RGBA{0xcc, 0x79, 0xa7, 0xff},
	color.RGBA{0x22, 0x22, 0x22, 0xff}, color.RGBA{0x56, 0xb4, 0xe9, 0xff}, color.RGBA{0xe6, 0x9f, 0x00, 0xff}, color.RGBA{0x8a, 0x84, 0x00, 0xff},
}

var marks = []draw.GlyphDrawer{draw.CircleGlyph{}, draw.BoxGlyph{}, draw.PyramidGlyph{}, draw.RingGlyph{}, draw.SquareGlyph{}, draw.TriangleGlyph{},
	draw.PlusGlyph{}, draw.CrossGlyph{}}

var dashes = [][]vg.Length{nil, {6, 2}, {2, 2}, {6, 2, 2, 2}}

func (l *Lines) draw(c draw.Canvas) {
	yBase := 0.0
	if l.LogY {
		yBase = 10
	}
	f := newFrame(l.Title, l.XLabel, l.YLabel, 2, yBase)
	f.Add(grid{})
	if l.Level != 0 {
		f.Add(level(l.Level))
	}
	for i := range l.Series {
		f.Add(&line{&l.Series[i], i, l.LogY, l.Top})
	}
	if f.X.Min > f.X.Max { // no point at all
		f.X.Min, f.X.Max = 1, 2
	}
	if f.Y.Min > f.Y.Max {
		f.Y.Min, f.Y.Max = 1, 2
	}
	if l.Top != 0 {
		f.Y.Max = min(f.Y.Max, l.Top)
	}
	widen(&f.X, 0.02)
	widen(&f.Y, 0.05)
	l.drawLegend(c, f.draw(c, l.legendWidth()+8, 0))
}

// thumb is the length of the legend's lines in points.
const thumb = 26

func (l *Lines) legendWidth() vg.Length {
	w, text := vg.Length(0), style(9)
	for _, s := range l.Series {
		w = max(w, text.Width(s.Name))
	}
	return w + thumb + 14
}

// drawLegend writes the names at the right of the field, where no line is hidden by them.
func (l *Lines) drawLegend(c, data draw.Canvas) {
	text := style(9)
	text.YAlign = draw.YCenter
	x, y := data.Max.X+8, data.Max.Y-6
	for i, s := range l.Series {
		line, mark := lineStyle(i)
		c.StrokeLine2(line, x, y, x+thumb, y)
		c.DrawGlyph(mark, vg.Point{X: x + thumb/2, Y: y})
		c.FillText(text, vg.Point{X: x + thumb + 4, Y: y}, s.Name)
		y -= font.Length(15)
	}
}

func lineStyle(i int) (draw.LineStyle, draw.GlyphStyle) {
	hue := hues[i%len(hues)]
	return draw.LineStyle{Color: hue, Width: 1.5, Dashes: dashes[i%len(dashes)]},
		draw.GlyphStyle{Color: hue, Radius: 2.6, Shape: marks[i%len(marks)]}
}

// line draws one series.
type line struct {
	*Series
	index int
	logY  bool
	top   float64
}

// ok says whether a value can be drawn.
func (s *line) ok(y float64) bool {
	return !math.IsNaN(y) && !math.IsInf(y, 0) && (!s.logY || y > 0) && !s.above(y)
}

func (s *line) above(y float64) bool { return s.top != 0 && y > s.top }

// leaves says whether point i is above the frame, and joined to one inside.
func (s *line) leaves(i int) bool {
	return s.above(s.Y[i]) && (i > 0 && s.ok(s.Y[i-1]) || i+1 < len(s.Y) && s.ok(s.Y[i+1]))
}

// bar is the error bar at i, if there is one.
func (s *line) bar(i int) (low, high float64, ok bool) {
	if i >= len(s.Low) || i >= len(s.High) || !s.ok(s.Low[i]) || !s.ok(s.High[i]) {
		return 0, 0, false
	}
	return s.Low[i], s.High[i], true
}

func (s *line) DataRange() (x0, x1, y0, y1 float64) {
	x0, y0 = math.Inf(1), math.Inf(1)
	x1, y1 = math.Inf(-1), math.Inf(-1)
	for i, y := range s.Y {
		if s.ok(y) || s.leaves(i) {
			x0, x1 = min(x0, s.X[i]), max(x1, s.X[i])
		}
		if !s.ok(y) {
			continue
		}
		y0, y1 = min(y0, y), max(y1, y)
		if low, high, ok := s.bar(i); ok {
			y0, y1 = min(y0, low), max(y1, high)
		}
	}
	return x0, x1, y0, y1
}

func (s *line) Plot(c draw.Canvas, p *plot.Plot) {
	tx, ty := p.Transforms(&c)
	style, mark := lineStyle(s.index)
	thin := draw.LineStyle{Color: style.Color, Width: 0.8}
	var pieces [][]vg.Point
	var piece []vg.Point
	for i, y := range s.Y {
		if s.leaves(i) {
			const far = 10 // times Top, where the value is not finite
			at := vg.Point{X: tx(s.X[i]), Y: ty(min(y, far*s.top))}
			if piece != nil {
				pieces = append(pieces, append(piece, at))
			}
			piece = []vg.Point{at}
			continue
		}
		if !s.ok(y) {
			pieces, piece = append(pieces, piece), nil
			continue
		}
		at := vg.Point{X: tx(s.X[i]), Y: ty(y)}
		piece = append(piece, at)
		if low, high, ok := s.bar(i); ok {
			c.StrokeLine2(thin, at.X, ty(low), at.X, ty(high))
			c.StrokeLine2(thin, at.X-2, ty(low), at.X+2, ty(low))
			c.StrokeLine2(thin, at.X-2, ty(high), at.X+2, ty(high))
		}
	}
	for _, piece := range append(pieces, piece) {
		if len(piece) > 1 {
			c.StrokeLines(style, c.ClipLinesXY(piece)...)
		}
		for _, at := range piece {
			if c.Contains(at) {
				c.DrawGlyph(mark, at)
			}
		}
	}
}

// level is a horizontal dashed line.
type level float64

func (l level) DataRange() (x0, x1, y0, y1 float64) {
	return math.Inf(1), math.Inf(-1), float64(l), float64(l)
}

func (l level) Plot(c draw.Canvas, p *plot.Plot) {
	_, ty := p.Transforms(&c)
	y := ty(float64(l))
	c.StrokeLine2(draw.LineStyle{Color: black, Width: 0.8, Dashes: []vg.Length{1, 2}}, c.Min.X, y, c.Max.X, y)
}

// grid draws pale lines at the ticks that have labels.
type grid struct{}

func (grid) Plot(c draw.Canvas, p *plot.Plot) {
	tx, ty := p.Transforms(&c)
	s := draw.LineStyle{Color: pale, Width: 0.5}
	for _, t := range p.X.Tick.Marker.Ticks(p.X.Min, p.X.Max) {
		if t.Label != "" && t.Value >= p.X.Min && t.Value <= p.X.Max {
			c.StrokeLine2(s, tx(t.Value), c.Min.Y, tx(t.Value), c.Max.Y)
		}
	}
	for _, t := range p.Y.Tick.Marker.Ticks(p.Y.Min, p.Y.Max) {
		if t.Label != "" && t.Value >= p.Y.Min && t.Value <= p.Y.Max {
			c.StrokeLine2(s, c.Min.X, ty(t.Value), c.Max.X, ty(t.Value))
		}
	}
}
