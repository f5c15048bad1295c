package parallel

import (
	"fmt"
	"testing"
	"testing/fstest"
)

// machine is a /sys with the CPUs of each core.
func machine(cores ...string) fstest.MapFS {
	sys := fstest.MapFS{}
	for _, core := range cores {
		cpus, _ := parseCPUs(core)
		for _, c := range cpus {
			sys[fmt.Sprintf("devices/system/cpu/cpu%d/topology/core_cpus_list", c)] = &fstest.MapFile{Data: []byte(core + "\n")}
		}
	}
	return sys
}

func TestCountCores(t *testing.T) {
	hybrid := machine("0-1", "2-3", "4", "5", "6", "7") // two performance cores of two threads, four efficiency cores
	hybrid["devices/cpu_core/cpus"] = &fstest.MapFile{Data: []byte("0-3\n")}
	little := machine("0", "1", "2", "3")
	for c, speed := range []string{"380", "380", "870", "1024"} {
		little[fmt.Sprintf("devices/system/cpu/cpu%d/cpu_capacity", c)] = &fstest.MapFile{Data: []byte(speed + "\n")}
	}
	for _, c := range []struct {
		name    string
		sys     fstest.MapFS
		allowed []int
		want    int
	}{
		{"two threads a core", machine("0,4", "1,5", "2,6", "3,7"), []int{0, 1, 2, 3, 4, 5, 6, 7}, 4},
		{"affinity to one thread of each of two cores", machine("0,4", "1,5", "2,6", "3,7"), []int{1, 6}, 2},
		{"affinity to both threads of a core", machine("0,4", "1,5"), []int{0, 4}, 1},
		{"hybrid", hybrid, []int{0, 1, 2, 3, 4, 5, 6, 7}, 2},
		{"hybrid, affinity to efficiency cores", hybrid, []int{5, 6}, 2},
		{"hybrid, affinity to some of each", hybrid, []int{1, 5, 6}, 1},
		{"big and little", little, []int{0, 1, 2, 3}, 2},
		{"little only", little, []int{0, 1}, 2},
		{"nothing known", fstest.MapFS{}, []int{0, 1}, 0},
	} {
		if got := countCores(c.sys, c.allowed); got != c.want {
			t.Errorf("%s: %d cores, want %d", c.name, got, c.want)
		}
	}
}
