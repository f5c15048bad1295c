//go:build !purego

package bench

import "golang.org/x/sys/unix"

// amxPermitted asks the kernel for the tiles, which a process gets only on request: arch_prctl(ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA) of
// Linux, Documentation/arch/x86/xstate.rst.
func amxPermitted() bool {
	const requestPermission, tileData = 0x1023, 18
	_, _, errno := unix.Syscall(unix.SYS_ARCH_PRCTL, requestPermission, tileData, 0)
	return errno == 0
}
