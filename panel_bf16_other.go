//go:build !amd64 || purego

package llft

func panelBF16(dst []uint16, stride int, codes []byte, scale, base []float32, block int) {
	panelBF16Generic(dst, stride, codes, scale, base, block)
}
