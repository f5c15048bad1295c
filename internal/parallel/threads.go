package parallel

import (
	"runtime"

	"github.com/klauspost/cpuid/v2"
)

// DefaultThreads is the number of physical cores, at most the CPUs that this process may use (affinity and cgroup limits, which
// Go's GOMAXPROCS follows). Two threads of one core share its vector units, so the logical ones would add nothing.
func DefaultThreads() int {
	n := runtime.GOMAXPROCS(0)
	if cores := cpuid.CPU.PhysicalCores; cores > 0 && cores < n {
		return cores
	}
	return n
}
