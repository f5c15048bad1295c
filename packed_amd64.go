//go:build !purego

package llft

// packedArgs is what the kernels of Packed take. They count groups down and move acc and w along.
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
	rows       int // of X, and the distance of theirs of acc in bytes
	accStride  int
}

//go:noescape
func packed4AVX512(a *packedArgs)

//go:noescape
func packed8AVX512(a *packedArgs)

//go:noescape
func packed4MinAVX512(a *packedArgs)

//go:noescape
func packed5MinAVX512(a *packedArgs)

//go:noescape
func packed6AVX512(a *packedArgs)

//go:noescape
func packed4AVXVNNI(a *packedArgs)

//go:noescape
func packed8AVXVNNI(a *packedArgs)

//go:noescape
func packed4MinAVXVNNI(a *packedArgs)

//go:noescape
func packed6AVXVNNI(a *packedArgs)

//go:noescape
func packed4AVX2(a *packedArgs)

//go:noescape
func packed8AVX2(a *packedArgs)

//go:noescape
func packed4MinAVX2(a *packedArgs)

//go:noescape
func packed6AVX2(a *packedArgs)

func packedFast(PackedKind) bool { return useAVX2 }

func packedBatch(PackedKind) bool { return useAVX2 }

func packedDot(p *Packed) {
	a := packedArgs{
		acc: &p.Acc[0], codes: &p.Codes[0], blocks: &p.Blocks[0], w: &p.W[0], groupBytes: p.GroupBytes,
		twos: p.Twos, scales: p.Scales, mins: p.Mins, d: p.D, dmin: p.DMin, cols: p.Cols, groups: p.Groups,
	}
	if packedForms[p.Kind].ones {
		a.twos = p.Ones
	}
	switch {
	case p.Rows > 1:
		a.rows, a.accStride = p.Rows, 4*p.AccStride
		switch {
		case useAVX512:
			packedBatchAVX512(p.Kind, &a)
		case useAVXVNNI:
			packedBatchAVXVNNI(p.Kind, &a)
		default:
			packedBatchAVX2(p.Kind, &a)
		}
	case packedForm1(p.Kind, &a):
	case useAVX512:
		switch p.Kind {
		case Packed4:
			packed4AVX512(&a)
		case Packed8:
			packed8AVX512(&a)
		case Packed4Min:
			packed4MinAVX512(&a)
		case Packed5Min:
			packed5MinAVX512(&a)
		case Packed6:
			packed6AVX512(&a)
		}
	case useAVXVNNI:
		switch p.Kind {
		case Packed4:
			packed4AVXVNNI(&a)
		case Packed8:
			packed8AVXVNNI(&a)
		case Packed4Min:
			packed4MinAVXVNNI(&a)
		case Packed6:
			packed6AVXVNNI(&a)
		}
	default:
		switch p.Kind {
		case Packed4:
			packed4AVX2(&a)
		case Packed8:
			packed8AVX2(&a)
		case Packed4Min:
			packed4MinAVX2(&a)
		case Packed6:
			packed6AVX2(&a)
		}
	}
}
