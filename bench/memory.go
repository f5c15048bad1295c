package bench

import (
	"fmt"
	"os"
	"strings"
)

// peakMemory is the most physical memory that the process has used since resetPeakMemory, in bytes, mapped files included; where the
// system does not tell (only Linux does, in a file), fallback's figure, which may be that of the whole process.
func peakMemory(fallback func() int64) int64 {
	if n := kib("/proc/self/status", "VmHWM:"); n > 0 {
		return n
	}
	if fallback != nil {
		return fallback()
	}
	return 0
}

// resetPeakMemory starts peakMemory anew, where the system can (Linux: proc_pid_clear_refs(5)).
func resetPeakMemory() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

// kib reads a number of KiB that follows a label in one of Linux's status files, as bytes; 0: not there.
func kib(path, label string) int64 {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(data), label)
	var n int64
	if _, err := fmt.Sscan(rest, &n); err != nil {
		return 0
	}
	return n * 1024
}
