//go:build !purego

package llft

func decodeQ4_0(dst []float32, src []byte) {
	switch {
	case useAVX512:
		decodeQ4_0AVX512(dst, src)
	case useAVX2:
		decodeQ4_0AVX2(dst, src)
	default:
		decodeQ4_0Generic(dst, src)
	}
}

func decodeQ4_1(dst []float32, src []byte) {
	switch {
	case useAVX512:
		decodeQ4_1AVX512(dst, src)
	case useAVX2:
		decodeQ4_1AVX2(dst, src)
	default:
		decodeQ4_1Generic(dst, src)
	}
}

func decodeQ5_0(dst []float32, src []byte) {
	switch {
	case useAVX512:
		decodeQ5_0AVX512(dst, src)
	case useAVX2:
		decodeQ5_0AVX2(dst, src)
	default:
		decodeQ5_0Generic(dst, src)
	}
}

func decodeQ5_1(dst []float32, src []byte) {
	switch {
	case useAVX512:
		decodeQ5_1AVX512(dst, src)
	case useAVX2:
		decodeQ5_1AVX2(dst, src)
	default:
		decodeQ5_1Generic(dst, src)
	}
}

func decodeQ8_0(dst []float32, src []byte) {
	switch {
	case useAVX512:
		decodeQ8_0AVX512(dst, src)
	case useAVX2:
		decodeQ8_0AVX2(dst, src)
	default:
		decodeQ8_0Generic(dst, src)
	}
}

func decodeQ2_K(dst []float32, src []byte) {
	switch {
	case useAVX512:
		decodeQ2_KAVX512(dst, src)
	case useAVX2:
		decodeQ2_KAVX2(dst, src)
	default:
		decodeQ2_KGeneric(dst, src)
	}
}

func decodeQ3_K(dst []float32, src []byte) {
	switch {
	case useAVX512:
		decodeQ3_KAVX512(dst, src)
	case useAVX2:
		decodeQ3_KAVX2(dst, src)
	default:
		decodeQ3_KGeneric(dst, src)
	}
}

func decodeQ4_K(dst []float32, src []byte) {
	switch {
	case useAVX512:
		decodeQ4_KAVX512(dst, src)
	case useAVX2:
		decodeQ4_KAVX2(dst, src)
	default:
		decodeQ4_KGeneric(dst, src)
	}
}

func decodeQ5_K(dst []float32, src []byte) {
	switch {
	case useAVX512:
		decodeQ5_KAVX512(dst, src)
	case useAVX2:
		decodeQ5_KAVX2(dst, src)
	default:
		decodeQ5_KGeneric(dst, src)
	}
}

func decodeQ6_K(dst []float32, src []byte) {
	switch {
	case useAVX512:
		decodeQ6_KAVX512(dst, src)
	case useAVX2:
		decodeQ6_KAVX2(dst, src)
	default:
		decodeQ6_KGeneric(dst, src)
	}
}

func decodeIQ4_NL(dst []float32, src []byte) {
	switch {
	case useAVX512:
		decodeIQ4_NLAVX512(dst, src)
	case useAVX2:
		decodeIQ4_NLAVX2(dst, src)
	default:
		decodeIQ4_NLGeneric(dst, src)
	}
}

func decodeIQ4_XS(dst []float32, src []byte) {
	switch {
	case useAVX512:
		decodeIQ4_XSAVX512(dst, src)
	case useAVX2:
		decodeIQ4_XSAVX2(dst, src)
	default:
		decodeIQ4_XSGeneric(dst, src)
	}
}

// AVX-512 has no kernels of its own for these.

func decodeIQ3_XXS(dst []float32, src []byte) {
	if useAVX2 {
		decodeIQ3_XXSAVX2(dst, src)
		return
	}
	decodeIQ3_XXSGeneric(dst, src)
}

func decodeIQ3_S(dst []float32, src []byte) {
	if useAVX2 {
		decodeIQ3_SAVX2(dst, src)
		return
	}
	decodeIQ3_SGeneric(dst, src)
}

func decodeTQ1_0(dst []float32, src []byte) {
	if useAVX2 {
		decodeTQ1_0AVX2(dst, src)
		return
	}
	decodeTQ1_0Generic(dst, src)
}

func decodeTQ2_0(dst []float32, src []byte) {
	if useAVX2 {
		decodeTQ2_0AVX2(dst, src)
		return
	}
	decodeTQ2_0Generic(dst, src)
}

// The assembly of the tiers AVX2 and AVX512. Each function computes, to the bit, what the function of the same name with Generic does.

//go:noescape
func decodeQ4_0AVX2(dst []float32, src []byte)

//go:noescape
func decodeQ4_0AVX512(dst []float32, src []byte)

//go:noescape
func decodeQ4_1AVX2(dst []float32, src []byte)

//go:noescape
func decodeQ4_1AVX512(dst []float32, src []byte)

//go:noescape
func decodeQ5_0AVX2(dst []float32, src []byte)

//go:noescape
func decodeQ5_0AVX512(dst []float32, src []byte)

//go:noescape
func decodeQ5_1AVX2(dst []float32, src []byte)

//go:noescape
func decodeQ5_1AVX512(dst []float32, src []byte)

//go:noescape
func decodeQ8_0AVX2(dst []float32, src []byte)

//go:noescape
func decodeQ8_0AVX512(dst []float32, src []byte)

//go:noescape
func decodeQ2_KAVX2(dst []float32, src []byte)

//go:noescape
func decodeQ2_KAVX512(dst []float32, src []byte)

//go:noescape
func decodeQ3_KAVX2(dst []float32, src []byte)

//go:noescape
func decodeQ3_KAVX512(dst []float32, src []byte)

//go:noescape
func decodeQ4_KAVX2(dst []float32, src []byte)

//go:noescape
func decodeQ4_KAVX512(dst []float32, src []byte)

//go:noescape
func decodeQ5_KAVX2(dst []float32, src []byte)

//go:noescape
func decodeQ5_KAVX512(dst []float32, src []byte)

//go:noescape
func decodeQ6_KAVX2(dst []float32, src []byte)

//go:noescape
func decodeQ6_KAVX512(dst []float32, src []byte)

//go:noescape
func decodeIQ4_NLAVX2(dst []float32, src []byte)

//go:noescape
func decodeIQ4_NLAVX512(dst []float32, src []byte)

//go:noescape
func decodeIQ4_XSAVX2(dst []float32, src []byte)

//go:noescape
func decodeIQ4_XSAVX512(dst []float32, src []byte)

//go:noescape
func decodeIQ3_XXSAVX2(dst []float32, src []byte)

//go:noescape
func decodeIQ3_SAVX2(dst []float32, src []byte)

//go:noescape
func decodeTQ1_0AVX2(dst []float32, src []byte)

//go:noescape
func decodeTQ2_0AVX2(dst []float32, src []byte)
