package quant

import "golang.org/x/sys/unix"

// adviseHuge asks for huge pages: a decode step reads every page once, and misses of the TLB would cost. It may be refused.
func adviseHuge(mem []byte) { _ = unix.Madvise(mem, unix.MADV_HUGEPAGE) }
