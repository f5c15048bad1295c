package stats

import (
	"math"
	"testing"
)

func TestStats(t *testing.T) {
	near := func(name string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	m, se := Mean([]float64{1, 2, 3, 6})
	near("mean", m, 3)
	near("standard error", se, math.Sqrt(14.0/3/4))
	g, _ := GeoMean([]float64{1, 4, 16})
	near("geometric mean", g, 4)
	d, se := LogRatio([]float64{2, 8}, []float64{1, 2})
	near("log ratio", d, 1.5*math.Ln2)
	near("its standard error", se, math.Ln2/2)
	near("median of 3", Median([]float64{9, 1, 2}), 2)
	near("median of 4", Median([]float64{9, 1, 2, 4}), 3)
	if g, _ := GeoMean([]float64{1, math.Inf(1)}); !math.IsInf(g, 1) {
		t.Errorf("a diverged run gives %v", g)
	}
	if _, se := Mean([]float64{1}); !math.IsNaN(se) {
		t.Errorf("standard error of one value: %v", se)
	}
}
