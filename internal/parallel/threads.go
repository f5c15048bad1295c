package parallel

import (
	"runtime"
	"strconv"
	"strings"

	"github.com/klauspost/cpuid/v2"
)

// DefaultThreads is the number of physical cores, where the system tells them apart only of its performance cores, and at most the
// CPUs that this process may use (affinity and cgroup limits, which Go's GOMAXPROCS follows). Two threads of one core share its vector
// units, so the logical ones would add nothing; an efficiency core would make the others wait at every barrier.
func DefaultThreads() int {
	n := runtime.GOMAXPROCS(0)
	cores := performanceCores()
	if cores < 1 {
		cores = cpuid.CPU.PhysicalCores
	}
	if cores > 0 && cores < n {
		return cores
	}
	return n
}

// parseCPUs reads a list as Linux writes it, "0-3,8,10-11\n". ok is false if it is malformed or names a CPU above 65535.
func parseCPUs(s string) (cpus []int, ok bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, true
	}
	for part := range strings.SplitSeq(s, ",") {
		first, last, isRange := strings.Cut(part, "-")
		lo, err := strconv.ParseUint(first, 10, 16)
		if err != nil {
			return nil, false
		}
		hi := lo
		if isRange {
			if hi, err = strconv.ParseUint(last, 10, 16); err != nil || hi < lo {
				return nil, false
			}
		}
		for c := lo; c <= hi; c++ {
			cpus = append(cpus, int(c))
		}
	}
	return cpus, true
}
