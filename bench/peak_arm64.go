//go:build !purego

package bench

import (
	"golang.org/x/sys/cpu"

	"llft"
)

// The loops of peak_arm64.s: n iterations, n at least 1; out gets what the sums add up to.

//go:noescape
func fmaNEON(n int, out *[256]uint32)

//go:noescape
func sdotNEON(n int, out *[256]uint32)

//go:noescape
func smmlaNEON(n int, out *[256]uint32)

//go:noescape
func readNEON(p *byte, n int)

// cpuPeaks lists what this CPU can do beyond plain Go.
func cpuPeaks() []peak {
	all := []peak{{name: "f32 FMA NEON", form: "f32", tier: llft.NEON, run: fmaNEON, steps: 24, products: 4, lanes: 4, added: 24, adds: 1}}
	if cpu.ARM64.HasASIMDDP {
		all = append(all, peak{name: "int8 SDOT", form: "int8", tier: llft.DotProd, run: sdotNEON, steps: 24, products: 16, lanes: 4, added: 24, adds: 4})
	}
	if cpu.ARM64.HasI8MM {
		all = append(all, peak{name: "int8 SMMLA", form: "int8", tier: llft.I8MM, run: smmlaNEON, steps: 24, products: 32, lanes: 4, added: 24, adds: 8})
	}
	return all
}

// readBytes reads b from memory; len(b) is a multiple of 256.
func readBytes(b []byte) {
	if len(b) > 0 {
		readNEON(&b[0], len(b))
	}
}
