package lab

import (
	"fmt"
	"math"

	"llft/experiments/loraplus/stats"
)

// Plural writes a number of things.
func Plural(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	return fmt.Sprintf("%d %ss", n, name)
}

// studentT are the two-sided 95% quantiles of Student's t with 1, 2, ... degrees of freedom.
var studentT = []float64{12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23}

// Outcome says in words what the paired difference of a and b shows.
func Outcome(a, b []float64) string {
	m, se := stats.LogRatio(a, b)
	if len(a) < 2 {
		return "one pair, which shows nothing"
	}
	switch t := studentT[min(len(a)-2, len(studentT)-1)]; {
	case !(math.Abs(m) > t*se):
		return "a tie (95%, Student's t)"
	case m < 0:
		return "lower (95%, Student's t)"
	}
	return "higher (95%, Student's t)"
}

// Difference is the mean of log(a/b) in percent, with its standard error.
func Difference(a, b []float64) string {
	m, se := stats.LogRatio(a, b)
	if math.IsNaN(se) {
		return Signed(100*math.Expm1(m)) + " (one pair)"
	}
	return fmt.Sprintf("%+.1f ± %.1f%%", 100*math.Expm1(m), 100*se)
}

// Signed writes a difference in percent.
func Signed(percent float64) string { return fmt.Sprintf("%+.1f%%", percent) }

// Number writes a loss or a rate in three or four digits.
func Number(x float64) string {
	switch {
	case math.IsNaN(x):
		return "–"
	case math.IsInf(x, 1):
		return "diverged"
	case x != 0 && math.Abs(x) < 0.01:
		return fmt.Sprintf("%.2e", x)
	}
	return fmt.Sprintf("%.4f", x)
}
