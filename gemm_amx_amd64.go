//go:build !purego

package llft

import (
	"runtime"

	"golang.org/x/sys/cpu"
)

//go:noescape
func gemmTilesAMX(c *float32, ldc int, a *uint16, ars int, panel *uint16, stride, blocks, steps int, config *[64]byte, flags int)

func requestTiles() (errno int)

const (
	amxRows = 32 // of a block of C, in two tiles
	amxStep = 32 // values of k

	amxBeginWithC, amxWide, amxLower = 1, 2, 4
)

// amxConfig describes the tiles of a block of m ≤ 32 rows and n ≤ 32 columns with a step of k ≤ 32, even. Intel's Software Developer's Manual, volume 1,
// section 18.3, "TILECFG": byte 0 palette, from 16 on each tile's bytes of a row (16 bits), from 48 on its rows. A tile that is not needed has none.
func amxConfig(m, n, k int) (c [64]byte) {
	c[0] = 1
	tile := func(i, rows, bytes int) {
		if rows > 0 && bytes > 0 {
			c[16+2*i], c[48+i] = byte(bytes), byte(rows)
		}
	}
	upper, left := min(16, m), 4*min(16, n)
	lower, right := m-upper, 4*n-left
	tile(0, upper, left)
	tile(1, upper, right)
	tile(2, lower, left)
	tile(3, lower, right)
	tile(4, upper, 2*k)
	tile(5, lower, 2*k)
	tile(6, k/2, left)
	tile(7, k/2, right)
	return c
}

// gemmTilesBF16AMX is gemmTilesBF16Generic but for the order of the sums: a step adds the products of even and of odd k of 32 each as a chain, then
// both to C's element, with which the sum begins also where the mode is gemmAdd. Bits do not depend on m, n or the caller's cut.
func gemmTilesBF16AMX(c []float32, ldc int, a []uint16, ars int, panel []uint16, m, k, n int, mode gemmMode) {
	flags := 0
	if mode != gemmSet {
		flags = amxBeginWithC
	}
	if n > narrow {
		flags |= amxWide
	}
	stride := PanelStride(n)
	for at := 0; at < k; flags |= amxBeginWithC {
		steps, depth := (k-at)/amxStep, amxStep
		if steps == 0 {
			steps, depth = 1, k-at
		}
		for i := 0; i < m; {
			blocks, rows := (m-i)/amxRows, amxRows
			if blocks == 0 {
				blocks, rows = 1, m-i
			}
			f := flags
			if rows > 16 {
				f |= amxLower
			}
			config := amxConfig(rows, n, depth)
			gemmTilesAMX(&c[i*ldc], 4*ldc, &a[i*ars+at], 2*ars, &panel[at*stride], 4*stride, blocks, steps, &config, f)
			i += blocks * rows
		}
		at += steps * depth
	}
}

// amxReady says whether the CPU has AMX and the operating system permits its use.
func amxReady() bool {
	return cpu.X86.HasAMXTile && cpu.X86.HasAMXBF16 && runtime.GOOS == "linux" && requestTiles() == 0
}
