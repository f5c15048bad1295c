// Package stats sums up runs that are paired by their seeds.
package stats

import (
	"math"
	"slices"
)

// Mean is the mean of v and its standard error, NaN of fewer than two values.
func Mean(v []float64) (mean, se float64) {
	for _, x := range v {
		mean += x
	}
	mean /= float64(len(v))
	sq := 0.0
	for _, x := range v {
		sq += (x - mean) * (x - mean)
	}
	if len(v) < 2 {
		return mean, math.NaN()
	}
	return mean, math.Sqrt(sq / float64(len(v)-1) / float64(len(v)))
}

// GeoMean is the geometric mean of positive values, and the standard error of its logarithm. A loss that is infinite makes it infinite.
func GeoMean(v []float64) (mean, seLog float64) {
	m, se := Mean(logs(v))
	return math.Exp(m), se
}

// LogRatio is the mean of log(a/b), pair by pair, and its standard error: about the relative difference, negative where a is lower.
func LogRatio(a, b []float64) (mean, se float64) {
	la, lb := logs(a), logs(b)
	for i := range la {
		la[i] -= lb[i]
	}
	return Mean(la)
}

// Median is that of v, which is left as it is.
func Median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

func logs(v []float64) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = math.Log(x)
	}
	return out
}
