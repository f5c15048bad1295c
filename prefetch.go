package llft

// prefetchRun bounds the cache lines of one call into assembly: 20 µs where they come from memory.
const prefetchRun = 512

// cacheLine is the size of one in bytes; where lines are longer, some are asked for twice.
const cacheLine = 64

// Prefetch asks for n bytes at b[i*stride] for each i < rows to come into the caches, and returns at once. Short pieces of a
// matrix's rows would otherwise each wait for memory.
func Prefetch(b []byte, rows, stride, n int) {
	if rows <= 0 || n <= 0 {
		return
	}
	checkIndex("Prefetch", "b", (rows-1)*stride+n-1, len(b))
	step := max(1, prefetchRun/(n/cacheLine+2)) // a row that is not aligned has a line more
	for i := 0; i < rows; i += step {
		for at := 0; at < n; at += prefetchRun * cacheLine {
			prefetchRows(&b[i*stride+at], min(step, rows-i), stride, min(n-at, prefetchRun*cacheLine))
		}
	}
}
