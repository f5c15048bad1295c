//go:build !purego

package llft

// packedArgs is what the kernels of Packed take.
type packedArgs struct {
	acc        *float32
	codes      *int8
	blocks     *PanelBlock
	w          *byte
	groupBytes int
	twos       int // of Packed5Min the ones
	scales     int
	mins       int
	d          int
	dmin       int
	cols       int
	groups     int
}

//go:noescape
func packed4NEON(a *packedArgs)

//go:noescape
func packed8NEON(a *packedArgs)

//go:noescape
func packed4MinNEON(a *packedArgs)

//go:noescape
func packed5MinNEON(a *packedArgs)

//go:noescape
func packed6NEON(a *packedArgs)

//go:noescape
func packed4DotProd(a *packedArgs)

//go:noescape
func packed8DotProd(a *packedArgs)

//go:noescape
func packed4MinDotProd(a *packedArgs)

//go:noescape
func packed5MinDotProd(a *packedArgs)

//go:noescape
func packed6DotProd(a *packedArgs)

func packedFast(k PackedKind) bool {
	switch k {
	case Packed4, Packed8, Packed4Min, Packed5Min, Packed6:
		return useNEON
	}
	return false
}

func packedBatch(PackedKind) bool { return false } // panels do it

// packedDot is for one row of X. FEAT_I8MM brings nothing for that.
func packedDot(p *Packed) {
	const call = 1 << 17 // bytes of one call: below 100 µs where 2 GB/s are read
	step := max(1, call/p.GroupBytes)
	for g := 0; g < p.Groups; g += step {
		a := packedArgs{
			acc: &p.Acc[g*PanelRows], codes: &p.Codes[0], blocks: &p.Blocks[0], w: &p.W[g*p.GroupBytes], groupBytes: p.GroupBytes,
			twos: p.Twos, scales: p.Scales, mins: p.Mins, d: p.D, dmin: p.DMin, cols: p.Cols, groups: min(step, p.Groups-g),
		}
		if p.Kind == Packed5Min {
			a.twos = p.Ones
		}
		if useDotProd {
			packedDotProd(p.Kind, &a)
		} else {
			packedNEON(p.Kind, &a)
		}
	}
}

func packedDotProd(k PackedKind, a *packedArgs) {
	switch k {
	case Packed4:
		packed4DotProd(a)
	case Packed8:
		packed8DotProd(a)
	case Packed4Min:
		packed4MinDotProd(a)
	case Packed5Min:
		packed5MinDotProd(a)
	case Packed6:
		packed6DotProd(a)
	}
}

func packedNEON(k PackedKind, a *packedArgs) {
	switch k {
	case Packed4:
		packed4NEON(a)
	case Packed8:
		packed8NEON(a)
	case Packed4Min:
		packed4MinNEON(a)
	case Packed5Min:
		packed5MinNEON(a)
	case Packed6:
		packed6NEON(a)
	}
}
