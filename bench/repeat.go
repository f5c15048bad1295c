package bench

import (
	"context"
	"fmt"
	"math"
	"time"
)

// A repetition longer than slow is repeated slowReps times only.
const (
	slow     = 20 * time.Second
	slowReps = 2
)

// repeat runs f once to warm up, then reps times, and notes the mean and the standard deviation of the tokens per second.
func (r *runner) repeat(ctx context.Context, res *Result, reps int, f func() error) error {
	var rates, seconds []float64
	for i := 0; i <= reps; i++ {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		start := time.Now()
		if err := f(); err != nil {
			return fmt.Errorf("%s of %s %s: %w", res.Work, res.Model, res.Type, err)
		}
		took := time.Since(start)
		if i > 0 {
			seconds = append(seconds, took.Seconds())
			rates = append(rates, float64(res.Tokens)/took.Seconds())
		} else if took > slow && reps > slowReps {
			r.Warn(fmt.Sprintf("%s takes %.0f s each time, so %d are measured instead of %d", res.Work, took.Seconds(), slowReps, reps))
			reps = slowReps
		}
	}
	res.Reps = reps
	res.TokS, res.Spread = meanAndDeviation(rates)
	res.Seconds, _ = meanAndDeviation(seconds)
	return nil
}

// meanAndDeviation has n-1 in the denominator; the deviation of one value is 0.
func meanAndDeviation(x []float64) (mean, deviation float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		deviation += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(deviation / float64(max(1, len(x)-1)))
}
