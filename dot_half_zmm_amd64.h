// The body of an AVX-512 kernel of a dot product with values of 16 bits. Who includes this defines:
//
//	NAME         the function's name
//	WIDEN(M, Z)  makes the 16 values at M, memory or the lower half of a register, floats
//
//	SI  x     DI  h     CX  values left     Z0-Z3  sums     Z4-Z7  floats of h     K1  the last len%16
//
// Sums are those of dotAVX512.
TEXT NAME(SB), NOSPLIT, $0-52
	MOVQ x_base+0(FP), SI
	MOVQ x_len+8(FP), CX
	MOVQ h_base+24(FP), DI
	ZERO(Y0)
	ZERO(Y1)
	ZERO(Y2)
	ZERO(Y3)
	SUBQ $64, CX
	JLT  rest

loop64: // do {
	PREFETCHT0  AHEAD(DI)
	PREFETCHT0  (AHEAD+64)(DI)
	WIDEN((DI), Z4)
	WIDEN(32(DI), Z5)
	WIDEN(64(DI), Z6)
	WIDEN(96(DI), Z7)
	VFMADD231PS (SI), Z4, Z0
	VFMADD231PS 64(SI), Z5, Z1
	VFMADD231PS 128(SI), Z6, Z2
	VFMADD231PS 192(SI), Z7, Z3
	ADDQ        $256, SI
	ADDQ        $128, DI
	SUBQ        $64, CX
	JGE         loop64 // } while (CX -= 64) >= 0

rest:
	ADDQ $48, CX // 16 less than what is left
	JLT  tail

loop16: // do {
	WIDEN((DI), Z4)
	VFMADD231PS (SI), Z4, Z0
	ADDQ        $64, SI
	ADDQ        $32, DI
	SUBQ        $16, CX
	JGE         loop16 // } while (CX -= 16) >= 0

tail:
	ADDQ $16, CX
	JEQ  sum
	TAIL_K(CX, K1)
	VMOVDQU16.Z (DI), K1, Y4
	WIDEN(Y4, Z4)
	VMOVUPS.Z   (SI), K1, Z5
	VFMADD231PS Z5, Z4, Z1

sum:
	VADDPS Z1, Z0, Z0
	VADDPS Z3, Z2, Z2
	VADDPS Z2, Z0, Z0
	SUM_LANES_16(Z0, Y0, X0, Y1, X1)
	VMOVSS X0, ret+48(FP)
	VZEROUPPER
	RET

#undef NAME
#undef WIDEN
