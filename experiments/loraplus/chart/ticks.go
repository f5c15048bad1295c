package chart

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
)

// logTicks marks powers of a base, 2 or 10; where there are too many of them every second or third, and where there are too few values between.
type logTicks struct{ base float64 }

// maxTicks is how many labels an axis has room for.
const maxTicks = 9

func (t logTicks) Ticks(low, high float64) []plot.Tick {
	log := func(x float64) float64 { return math.Log(x) / math.Log(t.base) }
	const rounding = 1e-9
	from, to := int(math.Ceil(log(low)-rounding)), int(math.Floor(log(high)+rounding))
	if to-from < 2 && (t.base > 2 || to == from) {
		return betweenTicks(low, high)
	}
	step := 1 + (to-from)/maxTicks
	var ticks []plot.Tick
	for e := from; e <= to; e++ {
		label := ""
		if e%step == 0 {
			label = t.label(e, from < -3 || to > 12)
		}
		ticks = append(ticks, plot.Tick{Value: math.Pow(t.base, float64(e)), Label: label})
	}
	return ticks
}

// label writes a power of the base: as a number, or far from one as 1e-4 or 2^-5.
func (t logTicks) label(e int, far bool) string {
	switch {
	case t.base == 2 && !far && e < 0:
		return fmt.Sprintf("1/%d", 1<<-e)
	case t.base == 2 && far:
		return fmt.Sprintf("2^%d", e)
	case t.base == 2 || e >= -2 && e <= 3:
		return fmt.Sprintf("%g", math.Pow(t.base, float64(e)))
	}
	return fmt.Sprintf("1e%d", e)
}

// betweenTicks marks a short stretch of a log axis with round numbers, as many as there is room for.
func betweenTicks(low, high float64) []plot.Tick {
	for _, digits := range [][]float64{{1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 6, 8}, {1, 2, 5}} {
		var ticks []plot.Tick
		for e := math.Floor(math.Log10(low)); e <= math.Ceil(math.Log10(high)); e++ {
			for _, d := range digits {
				if v := d * math.Pow(10, e); v >= low && v <= high {
					ticks = append(ticks, plot.Tick{Value: v, Label: fmt.Sprintf("%.3g", v)})
				}
			}
		}
		if len(ticks) > 2 && len(ticks) <= maxTicks {
			return ticks
		}
	}
	var ticks []plot.Tick // the stretch is too short, or too long, for round numbers
	for i := range 5 {
		v := low * math.Pow(high/low, float64(i)/4)
		ticks = append(ticks, plot.Tick{Value: v, Label: fmt.Sprintf("%.3g", v)})
	}
	return ticks
}
