//go:build !purego

package llft

import "unsafe"

// panelArgs is what the kernels of panels take. They count rows down and move codes, blocks and acc along.
type panelArgs struct {
	acc         *float32
	codes       *int8
	codeStride  int // bytes
	blocks      *PanelBlock
	blockStride int // bytes
	w           *byte
	w1          int // bytes from w to the other panel
	scales      *float32
	cols        int
	rows        int
}

// The kernels are one body each for zmm and ymm, assembled for 8 or 4 steps that share a scale, with and without minima; those of ymm for the
// three ways in which AVX2 can sum, too. A zmm kernel computes both panels, a ymm kernel the first; the scales and Acc of the second
// lie one array and 64 bytes further on.

//go:noescape
func panel32AVX512(a *panelArgs)

//go:noescape
func panel16AVX512(a *panelArgs)

//go:noescape
func panel32MinAVX512(a *panelArgs)

//go:noescape
func panel16MinAVX512(a *panelArgs)

//go:noescape
func panel32AVXVNNI(a *panelArgs)

//go:noescape
func panel16AVXVNNI(a *panelArgs)

//go:noescape
func panel32MinAVXVNNI(a *panelArgs)

//go:noescape
func panel16MinAVXVNNI(a *panelArgs)

// Codes of 4 bits and less: sums of 16 products and more fit 16 bits.
//
//go:noescape
func panel32NibbleAVX2(a *panelArgs)

//go:noescape
func panel16NibbleAVX2(a *panelArgs)

//go:noescape
func panel32MinNibbleAVX2(a *panelArgs)

//go:noescape
func panel16MinNibbleAVX2(a *panelArgs)

// Codes of 7 bits and less: sums of two products fit 16 bits.
//
//go:noescape
func panel32AVX2(a *panelArgs)

//go:noescape
func panel16AVX2(a *panelArgs)

//go:noescape
func panel32MinAVX2(a *panelArgs)

// Codes of 8 bits with zero 128.
//
//go:noescape
func panel32SignedAVX2(a *panelArgs)

func panelTier() bool { return useAVX2 }

func panelDot(p *Panel) {
	switch {
	case useAVX512:
		a := p.args(0)
		if p.W[1] != nil {
			a.w1 = int(uintptr(unsafe.Pointer(&p.W[1][0])) - uintptr(unsafe.Pointer(&p.W[0][0])))
		}
		panelDotZmm(p, &a)
	case !useAVX2, !useAVXVNNI && p.Bits > 4 && p.Block == 16 && p.Mins, !useAVXVNNI && p.Bits == 8 && (p.Block == 16 || p.Mins):
		panelDotGeneric(p) // forms that no type has
	default:
		for half, w := range p.W {
			if w != nil {
				a := p.args(half)
				panelDotYmm(p, &a)
			}
		}
	}
}

func panelDotZmm(p *Panel, a *panelArgs) {
	switch wide := p.Block == 32; {
	case wide && !p.Mins:
		panel32AVX512(a)
	case wide:
		panel32MinAVX512(a)
	case !p.Mins:
		panel16AVX512(a)
	default:
		panel16MinAVX512(a)
	}
}

// args are those of the kernels for panel half.
func (p *Panel) args(half int) panelArgs {
	return panelArgs{
		acc:         &p.Acc[half*PanelRows],
		codes:       &p.Codes[0],
		codeStride:  p.CodeStride,
		blocks:      &p.Blocks[0],
		blockStride: p.BlockStride * int(unsafe.Sizeof(PanelBlock{})),
		w:           &p.W[half][0],
		scales:      &p.Scales.Scale[half][0],
		cols:        p.Cols,
		rows:        p.Rows,
	}
}

func panelDotYmm(p *Panel, a *panelArgs) {
	wide := p.Block == 32
	if useAVXVNNI {
		switch {
		case wide && !p.Mins:
			panel32AVXVNNI(a)
		case wide:
			panel32MinAVXVNNI(a)
		case !p.Mins:
			panel16AVXVNNI(a)
		default:
			panel16MinAVXVNNI(a)
		}
		return
	}
	switch {
	case p.Bits <= 4 && wide && !p.Mins:
		panel32NibbleAVX2(a)
	case p.Bits <= 4 && wide:
		panel32MinNibbleAVX2(a)
	case p.Bits <= 4 && !p.Mins:
		panel16NibbleAVX2(a)
	case p.Bits <= 4:
		panel16MinNibbleAVX2(a)
	case p.Bits <= 7 && wide && !p.Mins:
		panel32AVX2(a)
	case p.Bits <= 7 && wide:
		panel32MinAVX2(a)
	case p.Bits <= 7 && !p.Mins:
		panel16AVX2(a)
	default:
		panel32SignedAVX2(a)
	}
}
