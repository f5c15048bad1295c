package main

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// memoryCounters is PROCESS_MEMORY_COUNTERS of psapi.h.
type memoryCounters struct {
	size           uint32
	_              uint32 // page faults
	peakWorkingSet uintptr
	_              [7]uintptr
}

var getProcessMemoryInfo = windows.NewLazySystemDLL("kernel32.dll").NewProc("K32GetProcessMemoryInfo")

// peakRSS is the most physical memory that the process has used, in bytes, mapped files included; 0: unknown.
func peakRSS() int64 {
	var m memoryCounters
	m.size = uint32(unsafe.Sizeof(m))
	ok, _, _ := getProcessMemoryInfo.Call(uintptr(windows.CurrentProcess()), uintptr(unsafe.Pointer(&m)), uintptr(m.size))
	if ok == 0 {
		return 0
	}
	return int64(m.peakWorkingSet)
}
