//go:build purego || (!amd64 && !arm64)

package bench

func cpuPeaks() []peak { return nil }

func readBytes(b []byte) { readBytesGeneric(b) }
