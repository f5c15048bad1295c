package parallel

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// performanceCores counts the cores that this process may run on, of a hybrid CPU only the fast ones. 0: the system does not tell.
func performanceCores() int {
	var set unix.CPUSet
	if unix.SchedGetaffinity(0, &set) != nil {
		return 0
	}
	var allowed []int
	for c := 0; c < len(set)*64 && len(allowed) < set.Count(); c++ {
		if set.IsSet(c) {
			allowed = append(allowed, c)
		}
	}
	return countCores(os.DirFS("/sys"), allowed)
}

// countCores is performanceCores of the CPUs allowed, by the files of sys:
//
//	devices/cpu_core/cpus                            CPUs of the performance cores (hybrid Intel)
//	devices/system/cpu/cpuN/cpu_capacity             speed relative to the fastest, 1024 (ARM)
//	devices/system/cpu/cpuN/topology/core_cpus_list  the CPUs of N's core; thread_siblings_list on older kernels
func countCores(sys fs.FS, allowed []int) int {
	cpus := fastest(sys, allowed)
	seen := map[int]bool{}
	for _, c := range cpus {
		dir := fmt.Sprintf("devices/system/cpu/cpu%d/topology/", c)
		siblings, ok := listIn(sys, dir+"core_cpus_list")
		if !ok {
			siblings, ok = listIn(sys, dir+"thread_siblings_list")
		}
		if !ok || len(siblings) == 0 {
			return 0
		}
		seen[slices.Min(siblings)] = true
	}
	return len(seen)
}

// fastest are the performance CPUs among those allowed, or all where none of them is one or nothing is known.
func fastest(sys fs.FS, allowed []int) []int {
	var fast []int
	if cores, ok := listIn(sys, "devices/cpu_core/cpus"); ok {
		for _, c := range allowed {
			if slices.Contains(cores, c) {
				fast = append(fast, c)
			}
		}
	} else {
		capacity := make([]int, len(allowed))
		for i, c := range allowed {
			text, _ := fs.ReadFile(sys, fmt.Sprintf("devices/system/cpu/cpu%d/cpu_capacity", c))
			capacity[i], _ = strconv.Atoi(strings.TrimSpace(string(text))) // 0 where there is none
		}
		for i, c := range allowed {
			if capacity[i]*2 >= slices.Max(capacity) { // the little cores of big.LITTLE are below half
				fast = append(fast, c)
			}
		}
	}
	if len(fast) == 0 {
		return allowed
	}
	return fast
}

func listIn(sys fs.FS, path string) ([]int, bool) {
	text, err := fs.ReadFile(sys, path)
	if err != nil {
		return nil, false
	}
	return parseCPUs(string(text))
}
