package offheap

import "golang.org/x/sys/unix"

// huge asks for huge pages; kernels without them refuse, which does no harm.
func huge(b []byte) { _ = unix.Madvise(b[:len(b)&^(hugePage-1)], unix.MADV_HUGEPAGE) }
