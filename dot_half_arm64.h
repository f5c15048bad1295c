// The body of a NEON kernel of a dot product with values of 16 bits. Who includes this defines:
//
//	NAME               the function's name
//	WIDEN(H, F)        makes the lower 4 values of register number H floats in register number F
//	WIDEN_UPPER(H, F)  the upper 4
//
//	R0  x     R1  h     R2  values left     V0-V3  sums     V4-V7  x     V16, V17  h     V18-V21  floats of h
//
// Sums are those of dotNEON.
TEXT NAME(SB), NOSPLIT, $0-52
	MOVD x_base+0(FP), R0
	MOVD x_len+8(FP), R2
	MOVD h_base+24(FP), R1
	VEOR V0.B16, V0.B16, V0.B16
	VEOR V1.B16, V1.B16, V1.B16
	VEOR V2.B16, V2.B16, V2.B16
	VEOR V3.B16, V3.B16, V3.B16
	SUBS $16, R2
	BLT  rest

loop16: // do {
	VLD1.P 64(R0), [V4.S4, V5.S4, V6.S4, V7.S4]
	VLD1.P 32(R1), [V16.H8, V17.H8]
	WIDEN(16, 18)
	WIDEN_UPPER(16, 19)
	WIDEN(17, 20)
	WIDEN_UPPER(17, 21)
	VFMLA  V4.S4, V18.S4, V0.S4
	VFMLA  V5.S4, V19.S4, V1.S4
	VFMLA  V6.S4, V20.S4, V2.S4
	VFMLA  V7.S4, V21.S4, V3.S4
	SUBS   $16, R2
	BGE    loop16 // } while (R2 -= 16) >= 0

rest:
	ADDS $12, R2 // 4 less than what is left
	BLT  sum

loop4: // do {
	VLD1.P 16(R0), [V4.S4]
	VLD1.P 8(R1), [V16.H4]
	WIDEN(16, 18)
	VFMLA  V4.S4, V18.S4, V0.S4
	SUBS   $4, R2
	BGE    loop4 // } while (R2 -= 4) >= 0

sum:
	FADD_4S(1, 0, 0)
	FADD_4S(3, 2, 2)
	FADD_4S(2, 0, 0)
	FADDP_4S(0, 0, 0)
	FADDP_2S(0, 0)
	ADDS $4, R2
	BEQ  done

one: // do {
	FMOVS.P 4(R0), F4
	MOVHU.P 2(R1), R3
	VMOV    R3, V16.H[0]
	WIDEN(16, 18)
	FMADDS  F4, F0, F18, F0
	SUBS    $1, R2
	BNE     one // } while --R2 > 0

done:
	FMOVS F0, ret+48(FP)
	RET

#undef NAME
#undef WIDEN
#undef WIDEN_UPPER
