//go:build !purego

package llft

//go:noescape
func packed4HalfMinAVX512(a *packedArgs)

//go:noescape
func packed5AVX512(a *packedArgs)

//go:noescape
func packed5HalfMinAVX512(a *packedArgs)

//go:noescape
func packed2MinAVX512(a *packedArgs)

//go:noescape
func packed3AVX512(a *packedArgs)

//go:noescape
func packed4LevelsAVX512(a *packedArgs)

//go:noescape
func packed4LevelsCodesAVX512(a *packedArgs)

// packedForm1 multiplies one row of X with a kind that packedDot does not know.
func packedForm1(k PackedKind, a *packedArgs) bool {
	switch k {
	case Packed4HalfMin:
		packed4HalfMinAVX512(a)
	case Packed5:
		packed5AVX512(a)
	case Packed5HalfMin:
		packed5HalfMinAVX512(a)
	case Packed2Min:
		packed2MinAVX512(a)
	case Packed3:
		packed3AVX512(a)
	case Packed4Levels:
		packed4LevelsAVX512(a)
	case Packed4LevelsCodes:
		packed4LevelsCodesAVX512(a)
	default:
		return false
	}
	return true
}
