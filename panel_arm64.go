//go:build !purego

package llft

import "unsafe"

// panelArgs is what the kernels of panels take.
type panelArgs struct {
	acc         *float32
	codes       *int8
	codeStride  int // bytes
	blocks      *PanelBlock
	blockStride int // bytes
	w           *byte
	scales      *float32
	cols        int
	rows        int
}

// The kernels compute one panel. They are one body for each tier, assembled for 8 or 4 steps that share a scale, with and without minima.

//go:noescape
func panel32I8MM(a *panelArgs)

//go:noescape
func panel16I8MM(a *panelArgs)

//go:noescape
func panel32MinI8MM(a *panelArgs)

//go:noescape
func panel16MinI8MM(a *panelArgs)

// Codes of 7 bits and less.
//
//go:noescape
func panel32DotProd(a *panelArgs)

//go:noescape
func panel16DotProd(a *panelArgs)

//go:noescape
func panel32MinDotProd(a *panelArgs)

//go:noescape
func panel16MinDotProd(a *panelArgs)

// Codes of 8 bits with zero 128.
//
//go:noescape
func panel32SignedDotProd(a *panelArgs)

// Codes of 5 bits and less.
//
//go:noescape
func panel32NEON(a *panelArgs)

//go:noescape
func panel32MinNEON(a *panelArgs)

// Codes of 6 bits and less.
//
//go:noescape
func panel16NEON(a *panelArgs)

//go:noescape
func panel16MinNEON(a *panelArgs)

// Codes of 8 bits with zero 128.
//
//go:noescape
func panel32SignedNEON(a *panelArgs)

func panelTier() bool { return useNEON }

func panelDot(p *Panel) {
	signed := p.signed()
	switch {
	case useI8MM:
	case useDotProd && (signed || p.Bits <= 7):
	case useNEON && (signed || p.Bits <= 5 || p.Bits == 6 && p.Block == 16):
	default:
		panelDotGeneric(p) // forms that no type has
		return
	}
	const call = 64 // rows of X of one call: below 100 µs at 8 products a cycle and 1.2 GHz
	for half, w := range p.W {
		if w == nil {
			continue
		}
		for i := 0; i < p.Rows; i += call {
			a := panelArgs{
				acc:         &p.Acc[i*2*PanelRows+half*PanelRows],
				codes:       &p.Codes[i*p.CodeStride],
				codeStride:  p.CodeStride,
				blocks:      &p.Blocks[i*p.BlockStride],
				blockStride: p.BlockStride * int(unsafe.Sizeof(PanelBlock{})),
				w:           &w[0],
				scales:      &p.Scales.Scale[half][0],
				cols:        p.Cols,
				rows:        min(call, p.Rows-i),
			}
			panelKernel(p, &a)
		}
	}
}

// signed says whether codes have 8 bits and the zero 128, as those of the types that have 8 bits do.
func (p *Panel) signed() bool { return p.Bits == 8 && p.Block == 32 && !p.Mins }

func panelKernel(p *Panel, a *panelArgs) {
	wide := p.Block == 32
	switch {
	case useI8MM && wide && !p.Mins:
		panel32I8MM(a)
	case useI8MM && wide:
		panel32MinI8MM(a)
	case useI8MM && !p.Mins:
		panel16I8MM(a)
	case useI8MM:
		panel16MinI8MM(a)
	case useDotProd && p.signed():
		panel32SignedDotProd(a)
	case useDotProd && wide && !p.Mins:
		panel32DotProd(a)
	case useDotProd && wide:
		panel32MinDotProd(a)
	case useDotProd && !p.Mins:
		panel16DotProd(a)
	case useDotProd:
		panel16MinDotProd(a)
	case p.signed():
		panel32SignedNEON(a)
	case wide && !p.Mins:
		panel32NEON(a)
	case wide:
		panel32MinNEON(a)
	case !p.Mins:
		panel16NEON(a)
	default:
		panel16MinNEON(a)
	}
}
