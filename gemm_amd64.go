//go:build !purego

package llft

import (
	"github.com/klauspost/cpuid/v2"
	"golang.org/x/sys/cpu"
)

// gemmWidth is the number of columns of which gemmTiles takes multiples.
func gemmWidth() int {
	if useAVX2 && !useAVX512 {
		return narrow
	}
	return 1
}

func gemmTiles(c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, k, n int, mode gemmMode) {
	switch {
	case useAVX512 && n > narrow:
		gemmWideAVX512(&c[0], ldc, &a[0], 4*ars, 4*acs, &panel[0], m, k, n, int(mode))
	case useAVX512:
		gemmNarrowAVX512(&c[0], ldc, &a[0], 4*ars, 4*acs, &panel[0], m, k, n, int(mode))
	case useAVX2:
		for j := 0; j < n; j += narrow {
			gemmTilesAVX2(&c[j], ldc, &a[0], ars, acs, &panel[j], PanelStride(n), m, k, int(mode))
		}
	default:
		gemmTilesGeneric(c, ldc, a, ars, acs, panel, m, k, n, mode)
	}
}

// transpose sets panel[p*stride+j] = b[p+j*bcs] for p < rows, j < cols, as much of k rows and n columns as the tier's squares fit into.
func transpose(panel, b []float32, bcs, stride, k, n int) (rows, cols int) {
	switch {
	case useAVX512 && n >= 16:
		rows, cols = k&^3, n&^15
		if rows > 0 {
			for j := 0; j < cols; j += 16 {
				transpose16AVX512(&panel[j], &b[j*bcs], bcs, stride, rows)
			}
		}
	case useAVX2:
		rows, cols = k&^7, n&^7
		if rows > 0 {
			for j := 0; j < cols; j += 8 {
				transpose8AVX2(&panel[j], &b[j*bcs], bcs, stride, rows)
			}
		}
	}
	return rows, cols
}

// haveBF16 says that the CPU has VDPBF16PS, fastBF16 that it does twice the work of a fused multiply-add in its time.
var (
	haveBF16 = cpu.X86.HasAVX512BF16
	fastBF16 = haveBF16 && fastBF16CPU(cpuid.CPU.VendorID, cpuid.CPU.Family)
)

// fastBF16CPU is a table of the CPUs with AVX512_BF16 whose VDPBF16PS is fast, since the flag does not tell: AMD's Zen 4 (family 25, of which
// only it has the flag) and Zen 5 (26). On Intel's Cooper Lake, Sapphire, Emerald and Granite Rapids it is slower than float32: measured on
// Sapphire Rapids, 214 against 418 GFLOP/s of two threads; there AMX is the fast way. What is unknown counts as slow.
func fastBF16CPU(vendor cpuid.Vendor, family int) bool {
	return vendor == cpuid.AMD && (family == 25 || family == 26)
}

// FastBF16 says whether products in bfloat16 are faster than in float32 with the tier in use.
func FastBF16() bool { return useAMX || useAVX512 && fastBF16 }

// BF16OverInt8 says whether products in bfloat16 are faster than those of 8-bit integers with the tier in use.
func BF16OverInt8() bool { return useAMX }

// bf16Tier says whether the tier in use has a kernel for bfloat16.
func bf16Tier() bool { return useAMX || useAVX512 && haveBF16 }

func gemmTilesBF16(c []float32, ldc int, a []uint16, ars int, panel []uint16, m, k, n int, mode gemmMode) {
	switch {
	case useAMX:
		gemmTilesBF16AMX(c, ldc, a, ars, panel, m, k, n, mode)
	case useAVX512 && haveBF16 && n > narrow:
		gemmWideBF16(&c[0], ldc, &a[0], 2*ars, 4, &panel[0], m, k/2, n, int(mode))
	case useAVX512 && haveBF16:
		gemmNarrowBF16(&c[0], ldc, &a[0], 2*ars, 4, &panel[0], m, k/2, n, int(mode))
	default:
		gemmTilesBF16Generic(c, ldc, a, ars, panel, m, k, n, mode)
	}
}

func pairBF16(panel []uint16, stride int, b []float32, brs, k, n int) {
	done := 0
	if useAVX512 && n == PanelWidth {
		if done = k &^ 1; done > 0 {
			pairBF16AVX512(&panel[0], &b[0], brs, done)
		}
	}
	if done < k {
		pairBF16Generic(panel[done*stride:], stride, b[done*brs:], brs, k-done, n)
	}
}

func pairHalves(panel []uint16, stride int, b []uint16, brs, k, n int) {
	done := 0
	if useAVX512 && n == PanelWidth {
		if done = k &^ 1; done > 0 {
			pairHalvesAVX512(&panel[0], &b[0], brs, done)
		}
	}
	if done < k {
		pairHalvesGeneric(panel[done*stride:], stride, b[done*brs:], brs, k-done, n)
	}
}
