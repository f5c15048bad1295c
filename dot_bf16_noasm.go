//go:build (!amd64 && !arm64) || purego

package llft

func dotBF16(x []float32, h []uint16) float32 { return dotBF16Generic(x, h) }
