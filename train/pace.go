package train

import "time"

// pace measures speed and guesses the time left. Go's monotonic clock stands still while the machine sleeps on most systems; where it does
// not, one step that took ten times the usual is not counted.
type pace struct {
	token  float64 // seconds per token, recent
	tokens float64 // per step, recent
	eval   time.Duration
}

// smoothing is the weight of the newest step in what is recent.
const smoothing = 0.1

func (p *pace) stepped(d time.Duration, tokens int) {
	token := d.Seconds() / float64(tokens)
	if p.token == 0 {
		p.token, p.tokens = token, float64(tokens)
		return
	}
	if token > 10*p.token {
		return
	}
	p.token += smoothing * (token - p.token)
	p.tokens += smoothing * (float64(tokens) - p.tokens)
}

// rate is tokens per second, 0 before the first step.
func (p *pace) rate() float64 {
	if p.token == 0 {
		return 0
	}
	return 1 / p.token
}

// left is the time that so many steps and measurements will take.
func (p *pace) left(steps, evals int) time.Duration {
	return time.Duration(float64(steps)*p.tokens*p.token*float64(time.Second)) + time.Duration(evals)*p.eval
}
