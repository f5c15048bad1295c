package bench

import (
	"time"

	"github.com/klauspost/cpuid/v2"

	"llft/internal/machine"
)

// A call reads readPiece bytes, in some 30-100 µs. A trial is readWindow bytes on all workers together, some milliseconds; the windows go
// round the memory readPasses times, and by the time that one comes again the caches have forgotten it.
const (
	readPiece  = 1 << 20
	readWindow = 256 << 20
	readPasses = 3
	readTime   = time.Second / 2 // at least
)

// bandwidthBytes is how much memory to read: far more than the caches hold, and no more than a quarter of what is free.
func bandwidthBytes() int {
	const least, most = 256 << 20, 2 << 30
	n := min(max(1<<30, 8*cpuid.CPU.Cache.L3), most)
	if free := machine.FreeMemory(); free > 0 {
		n = min(n, max(least, int(free/4)))
	}
	return n &^ (readWindow - 1)
}

// readBandwidth is the most bytes per second that all workers read together in any trial.
func readBandwidth(workers int) (float64, error) {
	memory, release, err := mapMemory(bandwidthBytes())
	if err != nil {
		return 0, err
	}
	defer release()
	for i := 0; i < len(memory); i += 4096 { // until it is written, memory is one page of zeros
		memory[i] = 1
	}
	windows, pieces := len(memory)/readWindow, readWindow/readPiece
	best := together(workers, readPasses*windows, readTime, 0, func(trial, w int) {
		window := memory[trial%windows*readWindow:]
		for p := w * pieces / workers; p < (w+1)*pieces/workers; p++ {
			readBytes(window[p*readPiece : (p+1)*readPiece])
		}
	})
	return readWindow / best.Seconds(), nil
}
