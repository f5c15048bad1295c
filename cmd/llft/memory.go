package main

import (
	"fmt"
	"os"
	"strings"
)

// availableMemory is what the system could give without swapping, in bytes; 0: unknown (only Linux tells it in a file).
func availableMemory() int64 {
	data, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(data), "MemAvailable:")
	var kib int64
	if _, err := fmt.Sscan(rest, &kib); err != nil {
		return 0
	}
	return kib * 1024
}
