// The body of an AVX2 kernel of a dot product with values of 16 bits. Who includes this defines:
//
//	NAME         the function's name
//	WIDEN(M, Y)  makes the 8 values at M, memory or the lower half of a register, floats
//
//	SI  x     DI  h     CX  values left     Y0-Y3  sums     Y4-Y7  floats of h
//
// Sums are those of dotAVX2. There is no masked load of 16-bit values: the last len%8 are put into a register one by one.
TEXT NAME(SB), NOSPLIT, $0-52
	MOVQ x_base+0(FP), SI
	MOVQ x_len+8(FP), CX
	MOVQ h_base+24(FP), DI
	ZERO(Y0)
	ZERO(Y1)
	ZERO(Y2)
	ZERO(Y3)
	SUBQ $32, CX
	JLT  rest

loop32: // do {
	PREFETCHT0  AHEAD(DI)
	WIDEN((DI), Y4)
	WIDEN(16(DI), Y5)
	WIDEN(32(DI), Y6)
	WIDEN(48(DI), Y7)
	VFMADD231PS (SI), Y4, Y0
	VFMADD231PS 32(SI), Y5, Y1
	VFMADD231PS 64(SI), Y6, Y2
	VFMADD231PS 96(SI), Y7, Y3
	ADDQ        $128, SI
	ADDQ        $64, DI
	SUBQ        $32, CX
	JGE         loop32 // } while (CX -= 32) >= 0

rest:
	ADDQ $24, CX // 8 less than what is left
	JLT  tail

loop8: // do {
	WIDEN((DI), Y4)
	VFMADD231PS (SI), Y4, Y0
	ADDQ        $32, SI
	ADDQ        $16, DI
	SUBQ        $8, CX
	JGE         loop8 // } while (CX -= 8) >= 0

tail:
	ADDQ  $8, CX
	JEQ   sum
	VPXOR X4, X4, X4
	MOVQ  CX, DX

word: // do {
	VPSLLDQ $2, X4, X4
	VPINSRW $0, -2(DI)(DX*2), X4, X4
	DECQ    DX
	JNE     word // } while --DX > 0

	WIDEN(X4, Y4)
	TAIL_MASK(CX, AX, Y7)
	VMASKMOVPS  (SI), Y7, Y5
	VFMADD231PS Y5, Y4, Y1

sum:
	VADDPS Y1, Y0, Y0
	VADDPS Y3, Y2, Y2
	VADDPS Y2, Y0, Y0
	SUM_LANES(Y0, X0, X1)
	VMOVSS X0, ret+48(FP)
	VZEROUPPER
	RET

#undef NAME
#undef WIDEN
