// The body of each AVX-512 GEMM kernel, on the macros of asm_gemm_avx512_amd64.h. Arguments: see gemmTilesGeneric; strides are in bytes.

	// The columns that exist, as masks.
	MOVQ  n+64(FP), CX
	MOVL  $1, AX
	SHLQ  CX, AX
	DECQ  AX
	KMOVW AX, K1
	SHRQ  $16, AX
	KMOVW AX, K2

	MOVQ c+0(FP), C
	MOVQ ldc+8(FP), LDC
	SHLQ $2, LDC
	MOVQ a+16(FP), A_NEXT
	MOVQ ars+24(FP), ARS
	MOVQ acs+32(FP), ACS
	MOVQ m+48(FP), ROWS

tiles: // do {
	LEAQ (ARS)(ARS*2), TMP
	MOVQ A_NEXT, A0
	LEAQ (A0)(TMP*1), A3
	LEAQ (A3)(TMP*1), A6
	LEAQ (A6)(TMP*1), A9
	LEAQ (A9)(TMP*1), A_NEXT
	MOVQ panel+40(FP), PANEL

	ZERO512(Z8)
	ZERO512(Z9)
	ZERO512(Z10)
	ZERO512(Z11)
	ZERO512(Z12)
	ZERO512(Z13)
	ZERO512(Z14)
	ZERO512(Z15)
	ZERO512(Z16)
	ZERO512(Z17)
	ZERO512(Z18)
	ZERO512(Z19)
	ZERO512(Z20)
	ZERO512(Z21)
	ZERO512(Z22)
	ZERO512(Z23)
	ZERO512(Z24)
	ZERO512(Z25)
	ZERO512(Z26)
	ZERO512(Z27)
	ZERO512(Z28)
	ZERO512(Z29)
	ZERO512(Z30)
	ZERO512(Z31)
	MOVQ  C, TMP
	CMPQ  mode+72(FP), $1 // 0: C is added at the end, 1: it is overwritten, 2: sums begin with it
	JEQ   start
	JLT   prefetch
	EACH_ROW(LOAD_C, loaded)

loaded:
	MOVQ TMP, C
	JMP  start

prefetch: // C comes from afar, and the sums take a while
	MOVQ ROWS, STEPS
	CMPQ STEPS, $12
	JLE  prefetch_row
	MOVL $12, STEPS

prefetch_row: // do {
	PREFETCHT0 (TMP)
	PREFETCHT0 64(TMP)
	ADDQ LDC, TMP
	DECQ STEPS
	JNE  prefetch_row // } while --STEPS > 0

start:
	MOVQ k+56(FP), STEPS
	CMPQ ROWS, $6
	JEQ  rows6
	JLT  below6
	CMPQ ROWS, $12
	JGE  rows12
	CMPQ ROWS, $8
	JEQ  rows8
	JLT  rows7
	CMPQ ROWS, $10
	JEQ  rows10
	JLT  rows9
	JMP  rows11

below6:
	CMPQ ROWS, $3
	JEQ  rows3
	JLT  below3
	CMPQ ROWS, $4
	JEQ  rows4
	JMP  rows5

below3:
	CMPQ ROWS, $1
	JEQ  rows1
	JMP  rows2

	LOOP(rows12, ROWS12)
	LOOP(rows11, ROWS11)
	LOOP(rows10, ROWS10)
	LOOP(rows9, ROWS9)
	LOOP(rows8, ROWS8)
	LOOP(rows7, ROWS7)
	LOOP(rows6, ROWS6)
	LOOP(rows5, ROWS5)
	LOOP(rows4, ROWS4)
	LOOP(rows3, ROWS3)
	LOOP(rows2, ROWS2)
	LOOP(rows1, ROWS1)

store:
	CMPQ mode+72(FP), $0
	JEQ  add
	EACH_ROW(STORE_C, done)
	JMP  next

add:
	EACH_ROW(ADD_C, done)

next:
	SUBQ $12, ROWS
	JGT  tiles // } while (ROWS -= 12) > 0

done:
	VZEROUPPER
	RET
