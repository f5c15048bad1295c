// Package chart draws the pictures of the experiments as SVG files: losses over a grid of two learning rates, and lines with error bars.
//
// Sizes are for GitHub, whose text is about 830 pixels wide: a line chart fills most of it, two heatmaps lie side by side. The colours can be
// told apart with any of the common kinds of colour blindness, and lines differ in their marks and dashes too.
package chart

import (
	"bytes"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"

	"llft/internal/atomicfile"
)

// picture is what can be drawn: on a canvas of its own size, in points of 1/72 inch, of which browsers make 4/3 pixels.
type picture interface {
	size() (width, height vg.Length)
	draw(c draw.Canvas)
}

// save writes a picture as SVG, whole or not at all.
func save(p picture, path string) error {
	w, h := p.size()
	canvas := vgsvg.New(w, h)
	p.draw(draw.New(canvas))
	var svg bytes.Buffer
	if _, err := canvas.WriteTo(&svg); err != nil {
		return err
	}
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Abort()
	// Liberation Sans is as wide as Arial, letter by letter, so that any of the two fits the places that were computed.
	out := bytes.ReplaceAll(svg.Bytes(), []byte("font-family:Liberation Sans;"), []byte("font-family:Liberation Sans,Arial,Helvetica,sans-serif;"))
	if _, err := f.Write(out); err != nil {
		return err
	}
	return f.Commit()
}

var (
	sans  = font.Font{Typeface: "Liberation", Variant: "Sans"}
	black = color.RGBA{0x22, 0x22, 0x22, 0xff}
	pale  = color.RGBA{0xdd, 0xdd, 0xdd, 0xff} // of the grid behind lines
)

// style is a text of the charts, size in points.
func style(size float64) text.Style {
	return text.Style{Color: black, Font: font.From(sans, vg.Length(size)), Handler: plot.DefaultTextHandler}
}

// frame is a plot in the charts' style. It draws the title and the names of the axes itself: gonum would make room for those of a log axis as if
// they stood at the middle of a linear one.
type frame struct {
	*plot.Plot
	title, xLabel, yLabel string
}

// newFrame has log axes where a base is given.
func newFrame(title, xLabel, yLabel string, xBase, yBase float64) *frame {
	p := plot.New()
	p.BackgroundColor = nil
	for _, a := range []struct {
		axis *plot.Axis
		base float64
	}{{&p.X, xBase}, {&p.Y, yBase}} {
		a.axis.Padding = 0
		a.axis.Tick.Label.Font = font.From(sans, 9)
		a.axis.Tick.Label.Color = black
		a.axis.Tick.Length = 4
		if a.base > 0 {
			a.axis.Scale = plot.LogScale{}
			a.axis.Tick.Marker = logTicks{a.base}
		}
	}
	return &frame{p, title, xLabel, yLabel}
}

// draw fills the part of a white canvas that is left when the margins are cut off, and returns the field of the data.
func (f *frame) draw(c draw.Canvas, right, bottom vg.Length) draw.Canvas {
	c.SetColor(color.White)
	c.Fill(c.Path())
	const line = 15 // points that the title and each axis' name take
	area := draw.Crop(c, line+2, -right, bottom+line, -line-4)
	f.Draw(area)
	data := f.DataCanvas(area)
	name := style(10)
	name.XAlign, name.YAlign = draw.XCenter, draw.YBottom
	c.FillText(name, vg.Point{X: data.Center().X, Y: c.Min.Y + bottom + 3}, f.xLabel)
	name.Rotation, name.YAlign = math.Pi/2, draw.YTop
	c.FillText(name, vg.Point{X: c.Min.X + 3, Y: data.Center().Y}, f.yLabel)
	title := style(11)
	title.XAlign, title.YAlign = draw.XCenter, draw.YTop
	c.FillText(title, vg.Point{X: c.Center().X, Y: c.Max.Y - 3}, f.title)
	return data
}

// widen gives an axis room at both ends, in shares of its length.
func widen(a *plot.Axis, share float64) {
	if _, log := a.Scale.(plot.LogScale); log {
		if a.Min == a.Max {
			a.Min, a.Max = a.Min/2, a.Max*2
		}
		f := math.Pow(a.Max/a.Min, share)
		a.Min, a.Max = a.Min/f, a.Max*f
		return
	}
	d := (a.Max - a.Min) * share
	a.Min, a.Max = a.Min-d, a.Max+d
}
