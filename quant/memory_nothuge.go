//go:build unix && !linux

package quant

func adviseHuge([]byte) {}
