package bench

import (
	"testing"
	"time"

	"llft/internal/parallel"
)

// TestPeaksCompute holds every loop to what its instruction computes, over several lengths.
func TestPeaksCompute(t *testing.T) {
	for _, p := range peaks() {
		t.Run(p.name, func(t *testing.T) {
			for _, n := range []int{1, 2, 3, 100} {
				if err := p.check(n); err != nil {
					t.Error(err)
				}
			}
			wrong := p
			wrong.adds++
			if wrong.check(3) == nil {
				t.Error("a wrong sum went unnoticed")
			}
		})
	}
}

// TestPeaksMeasure only looks for figures that cannot be: the design's table is a matter of a machine at rest.
func TestPeaksMeasure(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	workers := parallel.DefaultThreads()
	for _, p := range peaks() {
		start := time.Now()
		got, speedup, err := p.measure(workers)
		if err != nil || got < 1e6 || got > 1e16 {
			t.Errorf("%s: %g operations a second, error %v", p.name, got, err)
		}
		t.Logf("%s: %.0f %s, %.2f times one worker, measured in %v", p.name, got/1e9, p.unit(), speedup, time.Since(start).Round(time.Millisecond))
	}
	start := time.Now()
	got, err := readBandwidth(workers)
	if err != nil || got < 1e6 || got > 1e14 {
		t.Errorf("read bandwidth: %g bytes a second, error %v", got, err)
	}
	t.Logf("read bandwidth: %.1f GB/s, measured in %v", got/1e9, time.Since(start).Round(time.Millisecond))
}
