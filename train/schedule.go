package train

import "math"

// The ways that the learning rate goes after the warmup.
const (
	constant = "constant"
	linear   = "linear" // to zero at the end
	cosine   = "cosine" // half a period down to cosineEnd
)

var schedules = []string{constant, linear, cosine}

// cosineEnd is the part of the learning rate that a cosine schedule ends with.
const cosineEnd = 0.1

// rate is the learning rate of a step, counted from 0: up in a line over the warmup, whose last step has LR, then as the schedule says.
func (c Config) rate(step int) float64 {
	if step < c.Warmup {
		return c.LR * float64(step+1) / float64(c.Warmup)
	}
	done := float64(step-c.Warmup) / float64(max(1, c.Steps-c.Warmup)) // 0 to below 1
	switch c.Schedule {
	case linear:
		return c.LR * (1 - done)
	case cosine:
		return c.LR * (cosineEnd + (1-cosineEnd)*(1+math.Cos(math.Pi*done))/2)
	}
	return c.LR
}

// ratio is what B's learning rate is times A's; a full run has one rate.
func (c Config) ratio() float64 {
	if c.Full {
		return 1
	}
	return c.Ratio
}

// product is what a run makes, in words.
func (c Config) product() string { return string(c.kind()) }

// kind is that of the file that a run writes at its end.
func (c Config) kind() Kind {
	if c.Full {
		return Model
	}
	return Adapter
}
