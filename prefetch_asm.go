//go:build (amd64 || arm64) && !purego

package llft

// prefetchRows is Prefetch without checks; rows and n are at least 1.
//
//go:noescape
func prefetchRows(b *byte, rows, stride, n int)
