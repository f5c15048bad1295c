package chart

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// saved is the text of a picture's file, which must be well-formed and without coordinates that are no numbers.
func saved(t *testing.T, save func(string) error) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "picture.svg")
	if err := save(path); err != nil {
		t.Fatal(err)
	}
	svg, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
	for _, bad := range []string{"NaN", "Inf"} {
		if strings.Contains(string(svg), bad) {
			t.Errorf("the picture has %s in it", bad)
		}
	}
	return string(svg)
}

func TestHeatmap(t *testing.T) {
	grid := []float64{1e-3, 1e-2, 1e-1, 1}
	inf, nan := math.Inf(1), math.NaN()
	for name, h := range map[string]Heatmap{
		"mixed":        {X: grid, Y: grid, Z: [][]float64{{3, 2, 1, inf}, {2, 0.5, 0.501, inf}, {3, nan, 2, inf}, {inf, inf, inf, inf}}},
		"with top":     {X: grid[:2], Y: grid, Top: 2, Z: [][]float64{{3, 2}, {2, 0.5}, {3, nan}, {inf, inf}}},
		"all diverged": {X: grid[:2], Y: grid[:2], Z: [][]float64{{inf, inf}, {inf, nan}}},
		"one cell":     {X: grid[:1], Y: grid[:1], Z: [][]float64{{1}}},
		"no diagonal":  {X: grid[:2], Y: grid[2:], Z: [][]float64{{1, 2}, {3, 4}}},
	} {
		t.Run(name, func(t *testing.T) {
			h.Title, h.XLabel, h.YLabel, h.ZLabel = "title & more", "learning rate of A", "learning rate of B", "loss"
			svg := saved(t, h.Save)
			for _, want := range []string{"title &amp; more", h.XLabel, h.YLabel} {
				if !strings.Contains(svg, want) {
					t.Errorf("no %q in the picture", want)
				}
			}
			if again := saved(t, h.Save); again != svg {
				t.Error("a second picture of the same is another file")
			}
		})
	}
}

func TestBest(t *testing.T) {
	h := Heatmap{Z: [][]float64{{3, math.NaN()}, {0.5, math.Inf(1)}}}
	if z, i, j := h.best(); z != 0.5 || i != 0 || j != 1 {
		t.Errorf("best %v at column %d, row %d", z, i, j)
	}
	if e := edges([]float64{1, 4, 16}); e[0] != 0.5 || e[1] != 2 || e[3] != 32 {
		t.Errorf("edges %v", e)
	}
}

func TestLines(t *testing.T) {
	inf := math.Inf(1)
	s := Series{Name: "ratio 4", X: []float64{32, 64, 128, 256}, Y: []float64{1, inf, 0.5, 0.4}, Low: []float64{0.9, 1, 0, 0.3}, High: []float64{1.1, 2, 1, inf}}
	for name, l := range map[string]Lines{
		"linear": {Series: []Series{s}},
		"log":    {Series: []Series{s, s, s}, LogY: true, Level: 1},
		"none":   {LogY: true},
		"one":    {Series: []Series{{Name: "one", X: []float64{4}, Y: []float64{3}}}, LogY: true},
		"empty":  {Series: []Series{{Name: "diverged", X: []float64{4}, Y: []float64{inf}}}},
	} {
		t.Run(name, func(t *testing.T) { saved(t, l.Save) })
	}
}

// TestTop: a line towards a point above the frame ends at the frame, and the point has no mark.
func TestTop(t *testing.T) {
	l := Lines{Top: 2, LogY: true, Series: []Series{{Name: "one", X: []float64{1, 2, 4, 8, 16}, Y: []float64{math.Inf(1), 1, 0.5, 30, math.Inf(1)}}}}
	lines := line{&l.Series[0], 0, true, l.Top}
	if x0, x1, y0, y1 := lines.DataRange(); x0 != 1 || x1 != 8 || y0 != 0.5 || y1 != 1 {
		t.Errorf("the frame is %g to %g, %g to %g", x0, x1, y0, y1)
	}
	inside := l
	inside.Series = []Series{{Name: "one", X: []float64{2, 4}, Y: []float64{1, 0.5}}}
	fill := func(l Lines) int { return strings.Count(saved(t, l.Save), "style=\"fill:#0072B2") }
	if marks, want := fill(l), fill(inside); marks != want || want == 0 {
		t.Errorf("%d marks, want %d", marks, want)
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		base, low, high float64
		want            string
	}{
		{10, 1e-4, 10, "1e-4 1e-3 0.01 0.1 1 10"},
		{2, 0.25, 8, "1/4 1/2 1 2 4 8"},
		{2, 31, 2100, "32 64 128 256 512 1024 2048"},
		{2, 1.0 / 1024, 2, "2^-10 2^-8 2^-6 2^-4 2^-2 2^0"},
		{2, 31, 65, "32 64"},
		{10, 0.3, 0.9, "0.3 0.4 0.5 0.6 0.7 0.8 0.9"},
		{10, 0.011, 0.0113, "0.011 0.0111 0.0111 0.0112 0.0113"},
	} {
		var labels []string
		for _, tick := range (logTicks{c.base}).Ticks(c.low, c.high) {
			if tick.Label != "" {
				labels = append(labels, tick.Label)
			}
		}
		if got := strings.Join(labels, " "); got != c.want {
			t.Errorf("base %g from %g to %g: %s, want %s", c.base, c.low, c.high, got, c.want)
		}
	}
}
