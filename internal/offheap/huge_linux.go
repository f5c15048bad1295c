package offheap

import "golang.org/x/sys/unix"

// hugeFrom is the size from which the last page, half empty on average, is a small part of a mapping.
const hugeFrom = 8 << 20

func huge(b []byte) {
	if len(b) >= hugeFrom {
		_ = unix.Madvise(b, unix.MADV_HUGEPAGE) // a wish; kernels without huge pages refuse it
	}
}
