//go:build (!amd64 && !arm64) || purego

package llft

func decodeQ4_0(dst []float32, src []byte)    { decodeQ4_0Generic(dst, src) }
func decodeQ4_1(dst []float32, src []byte)    { decodeQ4_1Generic(dst, src) }
func decodeQ5_0(dst []float32, src []byte)    { decodeQ5_0Generic(dst, src) }
func decodeQ5_1(dst []float32, src []byte)    { decodeQ5_1Generic(dst, src) }
func decodeQ8_0(dst []float32, src []byte)    { decodeQ8_0Generic(dst, src) }
func decodeQ2_K(dst []float32, src []byte)    { decodeQ2_KGeneric(dst, src) }
func decodeQ3_K(dst []float32, src []byte)    { decodeQ3_KGeneric(dst, src) }
func decodeQ4_K(dst []float32, src []byte)    { decodeQ4_KGeneric(dst, src) }
func decodeQ5_K(dst []float32, src []byte)    { decodeQ5_KGeneric(dst, src) }
func decodeQ6_K(dst []float32, src []byte)    { decodeQ6_KGeneric(dst, src) }
func decodeIQ4_NL(dst []float32, src []byte)  { decodeIQ4_NLGeneric(dst, src) }
func decodeIQ4_XS(dst []float32, src []byte)  { decodeIQ4_XSGeneric(dst, src) }
func decodeIQ3_XXS(dst []float32, src []byte) { decodeIQ3_XXSGeneric(dst, src) }
func decodeIQ3_S(dst []float32, src []byte)   { decodeIQ3_SGeneric(dst, src) }
func decodeTQ1_0(dst []float32, src []byte)   { decodeTQ1_0Generic(dst, src) }
func decodeTQ2_0(dst []float32, src []byte)   { decodeTQ2_0Generic(dst, src) }
