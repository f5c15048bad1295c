//go:build !purego

package llft

func decodeQ4_0(dst []float32, src []byte) {
	if useNEON {
		decodeQ4_0NEON(dst, src)
		return
	}
	decodeQ4_0Generic(dst, src)
}

func decodeQ4_1(dst []float32, src []byte) {
	if useNEON {
		decodeQ4_1NEON(dst, src)
		return
	}
	decodeQ4_1Generic(dst, src)
}

func decodeQ5_0(dst []float32, src []byte) {
	if useNEON {
		decodeQ5_0NEON(dst, src)
		return
	}
	decodeQ5_0Generic(dst, src)
}

func decodeQ5_1(dst []float32, src []byte) {
	if useNEON {
		decodeQ5_1NEON(dst, src)
		return
	}
	decodeQ5_1Generic(dst, src)
}

func decodeQ8_0(dst []float32, src []byte) {
	if useNEON {
		decodeQ8_0NEON(dst, src)
		return
	}
	decodeQ8_0Generic(dst, src)
}

func decodeQ2_K(dst []float32, src []byte) {
	if useNEON {
		decodeQ2_KNEON(dst, src)
		return
	}
	decodeQ2_KGeneric(dst, src)
}

func decodeQ3_K(dst []float32, src []byte) {
	if useNEON {
		decodeQ3_KNEON(dst, src)
		return
	}
	decodeQ3_KGeneric(dst, src)
}

func decodeQ4_K(dst []float32, src []byte) {
	if useNEON {
		decodeQ4_KNEON(dst, src)
		return
	}
	decodeQ4_KGeneric(dst, src)
}

func decodeQ5_K(dst []float32, src []byte) {
	if useNEON {
		decodeQ5_KNEON(dst, src)
		return
	}
	decodeQ5_KGeneric(dst, src)
}

func decodeQ6_K(dst []float32, src []byte) {
	if useNEON {
		decodeQ6_KNEON(dst, src)
		return
	}
	decodeQ6_KGeneric(dst, src)
}

func decodeIQ4_NL(dst []float32, src []byte) {
	if useNEON {
		decodeIQ4_NLNEON(dst, src)
		return
	}
	decodeIQ4_NLGeneric(dst, src)
}

func decodeIQ4_XS(dst []float32, src []byte) {
	if useNEON {
		decodeIQ4_XSNEON(dst, src)
		return
	}
	decodeIQ4_XSGeneric(dst, src)
}

func decodeIQ3_XXS(dst []float32, src []byte) {
	if useNEON {
		decodeIQ3_XXSNEON(dst, src)
		return
	}
	decodeIQ3_XXSGeneric(dst, src)
}

func decodeIQ3_S(dst []float32, src []byte) {
	if useNEON {
		decodeIQ3_SNEON(dst, src)
		return
	}
	decodeIQ3_SGeneric(dst, src)
}

func decodeTQ1_0(dst []float32, src []byte) {
	if useNEON {
		decodeTQ1_0NEON(dst, src)
		return
	}
	decodeTQ1_0Generic(dst, src)
}

func decodeTQ2_0(dst []float32, src []byte) {
	if useNEON {
		decodeTQ2_0NEON(dst, src)
		return
	}
	decodeTQ2_0Generic(dst, src)
}

// The assembly of the tier NEON. Each function computes, to the bit, what the function of the same name with Generic does.

//go:noescape
func decodeQ4_0NEON(dst []float32, src []byte)

//go:noescape
func decodeQ4_1NEON(dst []float32, src []byte)

//go:noescape
func decodeQ5_0NEON(dst []float32, src []byte)

//go:noescape
func decodeQ5_1NEON(dst []float32, src []byte)

//go:noescape
func decodeQ8_0NEON(dst []float32, src []byte)

//go:noescape
func decodeQ2_KNEON(dst []float32, src []byte)

//go:noescape
func decodeQ3_KNEON(dst []float32, src []byte)

//go:noescape
func decodeQ4_KNEON(dst []float32, src []byte)

//go:noescape
func decodeQ5_KNEON(dst []float32, src []byte)

//go:noescape
func decodeQ6_KNEON(dst []float32, src []byte)

//go:noescape
func decodeIQ4_NLNEON(dst []float32, src []byte)

//go:noescape
func decodeIQ4_XSNEON(dst []float32, src []byte)

//go:noescape
func decodeIQ3_XXSNEON(dst []float32, src []byte)

//go:noescape
func decodeIQ3_SNEON(dst []float32, src []byte)

//go:noescape
func decodeTQ1_0NEON(dst []float32, src []byte)

//go:noescape
func decodeTQ2_0NEON(dst []float32, src []byte)
