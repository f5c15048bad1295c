//go:build !amd64 || purego

package llft

func adamW(p, g, m, v []float32, s *AdamWStep) { adamWGeneric(p, g, m, v, s) }
