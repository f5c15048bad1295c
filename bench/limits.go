package bench

import (
	"fmt"
	"slices"

	"llft"
)

// bandwidthName is the limit of what reads the whole model for one token.
const bandwidthName = "read bandwidth"

// limits are those of this machine with a number of workers. The first is the bandwidth.
type limits struct {
	workers int
	all     []Limit
}

// measureLimits leaves out, with a warning, an instruction that does not compute what it should.
func measureLimits(workers int, warn func(string)) (*limits, error) {
	l := &limits{workers: workers, all: []Limit{{Name: bandwidthName, Unit: "GB/s"}}}
	if _, err := l.bandwidth(); err != nil {
		return nil, err
	}
	for _, p := range peaks() {
		v, speedup, err := p.measure(workers)
		if err != nil {
			warn("not measured: " + err.Error())
			continue
		}
		if speedup < 0.9*float64(workers) {
			warn(fmt.Sprintf("%s: %d workers reached %.1f times what one does; the machine is busy, or its cores share their units", p.name, workers, speedup))
		}
		l.all = append(l.all, Limit{Name: p.name, Unit: p.unit(), Value: v / 1e9, tier: p.tier, form: p.form})
	}
	return l, nil
}

// bandwidth measures the read bandwidth once more and keeps the best of all times; what comes back is that of now, since other machines
// may share the memory.
func (l *limits) bandwidth() (Limit, error) {
	v, err := readBandwidth(l.workers)
	now := l.all[0]
	now.Value = v / 1e9
	l.all[0].Value = max(l.all[0].Value, now.Value)
	return now, err
}

// best is the highest arithmetic limit of a tier in use, of one form or ("") of any. The best tier of the machine may use all that it has.
func (l *limits) best(inUse llft.Tier, form string) Limit {
	order := llft.Tiers()
	rank := slices.Index(order, inUse)
	var best Limit
	for _, x := range l.all[1:] {
		allowed := rank == len(order)-1 || slices.Contains(order[:rank+1], x.tier)
		if allowed && (form == "" || x.form == form) && x.Value > best.Value {
			best = x
		}
	}
	if best.Name == "" && form != "" { // no loop of that form on this machine
		return l.best(inUse, "")
	}
	return best
}
