package parallel

import "golang.org/x/sys/unix"

// performanceCores counts the cores of the fastest kind. 0: the system does not tell.
func performanceCores() int {
	n, err := unix.SysctlUint32("hw.perflevel0.physicalcpu")
	if err != nil {
		return 0
	}
	return int(n)
}
