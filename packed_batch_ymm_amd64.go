//go:build !purego

package llft

// The ymm kernels of several rows of X, packed_batch_ymm_amd64.h.

//go:noescape
func batch4AVX2(a *packedArgs)

//go:noescape
func batch8AVX2(a *packedArgs)

//go:noescape
func batch4MinAVX2(a *packedArgs)

//go:noescape
func batch5MinAVX2(a *packedArgs)

//go:noescape
func batch6AVX2(a *packedArgs)

//go:noescape
func batch4HalfMinAVX2(a *packedArgs)

//go:noescape
func batch5AVX2(a *packedArgs)

//go:noescape
func batch5HalfMinAVX2(a *packedArgs)

//go:noescape
func batch2MinAVX2(a *packedArgs)

//go:noescape
func batch3AVX2(a *packedArgs)

//go:noescape
func batch4LevelsAVX2(a *packedArgs)

//go:noescape
func batch4LevelsCodesAVX2(a *packedArgs)

//go:noescape
func batch4AVXVNNI(a *packedArgs)

//go:noescape
func batch8AVXVNNI(a *packedArgs)

//go:noescape
func batch4MinAVXVNNI(a *packedArgs)

//go:noescape
func batch5MinAVXVNNI(a *packedArgs)

//go:noescape
func batch6AVXVNNI(a *packedArgs)

//go:noescape
func batch4HalfMinAVXVNNI(a *packedArgs)

//go:noescape
func batch5AVXVNNI(a *packedArgs)

//go:noescape
func batch5HalfMinAVXVNNI(a *packedArgs)

//go:noescape
func batch2MinAVXVNNI(a *packedArgs)

//go:noescape
func batch3AVXVNNI(a *packedArgs)

//go:noescape
func batch4LevelsAVXVNNI(a *packedArgs)

//go:noescape
func batch4LevelsCodesAVXVNNI(a *packedArgs)

func packedBatchAVXVNNI(k PackedKind, a *packedArgs) {
	switch k {
	case Packed4:
		batch4AVXVNNI(a)
	case Packed8:
		batch8AVXVNNI(a)
	case Packed4Min:
		batch4MinAVXVNNI(a)
	case Packed5Min:
		batch5MinAVXVNNI(a)
	case Packed6:
		batch6AVXVNNI(a)
	case Packed4HalfMin:
		batch4HalfMinAVXVNNI(a)
	case Packed5:
		batch5AVXVNNI(a)
	case Packed5HalfMin:
		batch5HalfMinAVXVNNI(a)
	case Packed2Min:
		batch2MinAVXVNNI(a)
	case Packed3:
		batch3AVXVNNI(a)
	case Packed4Levels:
		batch4LevelsAVXVNNI(a)
	case Packed4LevelsCodes:
		batch4LevelsCodesAVXVNNI(a)
	}
}

func packedBatchAVX2(k PackedKind, a *packedArgs) {
	switch k {
	case Packed4:
		batch4AVX2(a)
	case Packed8:
		batch8AVX2(a)
	case Packed4Min:
		batch4MinAVX2(a)
	case Packed5Min:
		batch5MinAVX2(a)
	case Packed6:
		batch6AVX2(a)
	case Packed4HalfMin:
		batch4HalfMinAVX2(a)
	case Packed5:
		batch5AVX2(a)
	case Packed5HalfMin:
		batch5HalfMinAVX2(a)
	case Packed2Min:
		batch2MinAVX2(a)
	case Packed3:
		batch3AVX2(a)
	case Packed4Levels:
		batch4LevelsAVX2(a)
	case Packed4LevelsCodes:
		batch4LevelsCodesAVX2(a)
	}
}
