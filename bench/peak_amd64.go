//go:build !purego

package bench

import (
	"slices"

	"golang.org/x/sys/cpu"

	"llft"
)

// The loops of peak_amd64.s and peak_amx_amd64.s: n iterations, n at least 1; out gets what the sums add up to.

//go:noescape
func fmaYMM(n int, out *[256]uint32)

//go:noescape
func maddYMM(n int, out *[256]uint32)

//go:noescape
func dpbusdYMM(n int, out *[256]uint32)

//go:noescape
func fmaZMM(n int, out *[256]uint32)

//go:noescape
func dpbusdZMM(n int, out *[256]uint32)

//go:noescape
func dpbf16ZMM(n int, out *[256]uint32)

//go:noescape
func amxInt8(n int, out *[256]uint32)

//go:noescape
func amxBF16(n int, out *[256]uint32)

//go:noescape
func readYMM(p *byte, n int)

// cpuPeaks lists what this CPU can do beyond plain Go.
func cpuPeaks() []peak {
	has := func(t llft.Tier) bool { return slices.Contains(llft.Tiers(), t) }
	var all []peak
	add := func(have bool, p peak) {
		if have {
			all = append(all, p)
		}
	}
	add(has(llft.AVX2), peak{name: "f32 FMA ymm", form: "f32", tier: llft.AVX2, run: fmaYMM, steps: 24, products: 8, lanes: 8, added: 24, adds: 1})
	add(has(llft.AVX2), peak{name: "int8 vpmaddubsw+vpmaddwd ymm", form: "int8", tier: llft.AVX2, run: maddYMM, steps: 12, products: 32, lanes: 8, added: 12, adds: 4})
	add(has(llft.AVXVNNI), peak{name: "int8 vpdpbusd ymm", form: "int8", tier: llft.AVXVNNI, run: dpbusdYMM, steps: 24, products: 32, lanes: 8, added: 24, adds: 4})
	add(has(llft.AVX512), peak{name: "f32 FMA zmm", form: "f32", tier: llft.AVX512, run: fmaZMM, steps: 24, products: 16, lanes: 16, added: 24, adds: 1})
	add(has(llft.AVX512), peak{name: "int8 vpdpbusd zmm", form: "int8", tier: llft.AVX512, run: dpbusdZMM, steps: 24, products: 64, lanes: 16, added: 24, adds: 4})
	add(has(llft.AVX512) && cpu.X86.HasAVX512BF16,
		peak{name: "bf16 vdpbf16ps zmm", form: "bf16", tier: llft.AVX512, run: dpbf16ZMM, steps: 24, products: 32, lanes: 16, added: 24, adds: 2})
	amx := cpu.X86.HasAMXTile && amxPermitted()
	add(amx && cpu.X86.HasAMXInt8, peak{name: "int8 AMX", form: "int8", tier: llft.AMX, run: amxInt8, steps: 6, products: 16 * 16 * 64, lanes: 256, added: 1, adds: 64})
	add(amx && cpu.X86.HasAMXBF16, peak{name: "bf16 AMX", form: "bf16", tier: llft.AMX, run: amxBF16, steps: 6, products: 16 * 16 * 32, lanes: 256, added: 1, adds: 32})
	return all
}

// readBytes reads b from memory; len(b) is a multiple of 256.
func readBytes(b []byte) {
	if len(b) > 0 && slices.Contains(llft.Tiers(), llft.AVX2) {
		readYMM(&b[0], len(b))
		return
	}
	readBytesGeneric(b)
}
