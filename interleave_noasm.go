//go:build purego || !amd64

package llft

func interleave(*Interleave, int) bool { return false }
