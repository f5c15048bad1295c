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

//go:noescape
func packed4HalfMinAVXVNNI(a *packedArgs)

//go:noescape
func packed5AVXVNNI(a *packedArgs)

//go:noescape
func packed5HalfMinAVXVNNI(a *packedArgs)

//go:noescape
func packed2MinAVXVNNI(a *packedArgs)

//go:noescape
func packed3AVXVNNI(a *packedArgs)

//go:noescape
func packed4LevelsAVXVNNI(a *packedArgs)

//go:noescape
func packed4LevelsCodesAVXVNNI(a *packedArgs)

//go:noescape
func packed5MinAVXVNNI(a *packedArgs)

//go:noescape
func packed4HalfMinAVX2(a *packedArgs)

//go:noescape
func packed5AVX2(a *packedArgs)

//go:noescape
func packed5HalfMinAVX2(a *packedArgs)

//go:noescape
func packed2MinAVX2(a *packedArgs)

//go:noescape
func packed3AVX2(a *packedArgs)

//go:noescape
func packed4LevelsAVX2(a *packedArgs)

//go:noescape
func packed4LevelsCodesAVX2(a *packedArgs)

//go:noescape
func packed5MinAVX2(a *packedArgs)

// packedForm1 multiplies one row of X with a kind that packedDot leaves to it.
func packedForm1(k PackedKind, a *packedArgs) bool {
	switch {
	case useAVX512:
		return packedFormAVX512(k, a)
	case useAVXVNNI:
		return packedFormAVXVNNI(k, a)
	}
	return packedFormAVX2(k, a)
}

func packedFormAVX512(k PackedKind, a *packedArgs) bool {
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

func packedFormAVXVNNI(k PackedKind, a *packedArgs) bool {
	switch k {
	case Packed4HalfMin:
		packed4HalfMinAVXVNNI(a)
	case Packed5:
		packed5AVXVNNI(a)
	case Packed5HalfMin:
		packed5HalfMinAVXVNNI(a)
	case Packed2Min:
		packed2MinAVXVNNI(a)
	case Packed3:
		packed3AVXVNNI(a)
	case Packed4Levels:
		packed4LevelsAVXVNNI(a)
	case Packed4LevelsCodes:
		packed4LevelsCodesAVXVNNI(a)
	case Packed5Min:
		packed5MinAVXVNNI(a)
	default:
		return false
	}
	return true
}

func packedFormAVX2(k PackedKind, a *packedArgs) bool {
	switch k {
	case Packed4HalfMin:
		packed4HalfMinAVX2(a)
	case Packed5:
		packed5AVX2(a)
	case Packed5HalfMin:
		packed5HalfMinAVX2(a)
	case Packed2Min:
		packed2MinAVX2(a)
	case Packed3:
		packed3AVX2(a)
	case Packed4Levels:
		packed4LevelsAVX2(a)
	case Packed4LevelsCodes:
		packed4LevelsCodesAVX2(a)
	case Packed5Min:
		packed5MinAVX2(a)
	default:
		return false
	}
	return true
}
