//go:build !purego

package llft

// The zmm kernels of several rows of X: packed_batch_avx512_amd64.s and packed_batch_forms_avx512_amd64.s.

//go:noescape
func batch4AVX512(a *packedArgs)

//go:noescape
func batch8AVX512(a *packedArgs)

//go:noescape
func batch4MinAVX512(a *packedArgs)

//go:noescape
func batch5MinAVX512(a *packedArgs)

//go:noescape
func batch6AVX512(a *packedArgs)

//go:noescape
func batch4HalfMinAVX512(a *packedArgs)

//go:noescape
func batch5AVX512(a *packedArgs)

//go:noescape
func batch5HalfMinAVX512(a *packedArgs)

//go:noescape
func batch2MinAVX512(a *packedArgs)

//go:noescape
func batch3AVX512(a *packedArgs)

//go:noescape
func batch4LevelsAVX512(a *packedArgs)

//go:noescape
func batch4LevelsCodesAVX512(a *packedArgs)

func packedBatchAVX512(k PackedKind, a *packedArgs) {
	switch k {
	case Packed4:
		batch4AVX512(a)
	case Packed8:
		batch8AVX512(a)
	case Packed4Min:
		batch4MinAVX512(a)
	case Packed5Min:
		batch5MinAVX512(a)
	case Packed6:
		batch6AVX512(a)
	case Packed4HalfMin:
		batch4HalfMinAVX512(a)
	case Packed5:
		batch5AVX512(a)
	case Packed5HalfMin:
		batch5HalfMinAVX512(a)
	case Packed2Min:
		batch2MinAVX512(a)
	case Packed3:
		batch3AVX512(a)
	case Packed4Levels:
		batch4LevelsAVX512(a)
	case Packed4LevelsCodes:
		batch4LevelsCodesAVX512(a)
	}
}
