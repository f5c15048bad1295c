// The body of a zmm kernel of panels: NAME, STEPS (of 4 columns in a block) and perhaps MINS are defined by who includes it.
//
// A tile is 6 rows of X, or 4, or 1, by 32 rows of W. Of each block it sums integers in Z0-Z11, starting from the block's Offset, and then adds
// them, as floats and scaled, to Z12-Z23:
//
//	            rows 0-15 of W   rows 16-31
//	row i of X      Z(2i)          Z(2i+1)      + 12 for the floats
//
//	Z24, Z25  a step of the panels        Z26, Z27  broadcast codes, scales and offsets
//	Z28, Z29  scales                      Z30, Z31  minima
//
//	SI  codes of the first row of X, R8 R9 R10 = 1, 3, 5 strides     BX  panel, R15 = distance of the other
//	DI  its blocks, R11 R12 R13 = 1, 3, 5 strides (R12 also rows left)  R14 scales     DX  acc     CX  columns left     AX  args

#define SCALE1 2048 // bytes from the scales of a panel to those of the other
#define MIN0 4096   // and to the minima
#define MIN1 6144

#define LOAD_STEP(S) \
	VMOVDQU32 (S*64)(BX), Z24         \
	VMOVDQU32 (S*64)(BX)(R15*1), Z25

#define DOT_STEP(X, T, A, B) \
	VPBROADCASTD X, T     \
	VPDPBUSD     T, Z24, A \
	VPDPBUSD     T, Z25, B

#define STEP_6(S) \
	LOAD_STEP(S)                              \
	DOT_STEP((S*4)(SI), Z26, Z0, Z1)          \
	DOT_STEP((S*4)(SI)(R8*1), Z27, Z2, Z3)    \
	DOT_STEP((S*4)(SI)(R8*2), Z26, Z4, Z5)    \
	DOT_STEP((S*4)(SI)(R9*1), Z27, Z6, Z7)    \
	DOT_STEP((S*4)(SI)(R8*4), Z26, Z8, Z9)    \
	DOT_STEP((S*4)(SI)(R10*1), Z27, Z10, Z11)

#define STEP_4(S) \
	LOAD_STEP(S)                              \
	DOT_STEP((S*4)(SI), Z26, Z0, Z1)          \
	DOT_STEP((S*4)(SI)(R8*1), Z27, Z2, Z3)    \
	DOT_STEP((S*4)(SI)(R8*2), Z26, Z4, Z5)    \
	DOT_STEP((S*4)(SI)(R9*1), Z27, Z6, Z7)

#define STEP_1(S) \
	LOAD_STEP(S)                     \
	DOT_STEP((S*4)(SI), Z26, Z0, Z1)

#ifdef MINS
#define START(OF, A, B) \
	VPXORD A, A, A \
	VPXORD B, B, B

#define LOAD_SCALES \
	VMOVUPS (R14), Z28       \
	VMOVUPS SCALE1(R14), Z29 \
	VMOVUPS MIN0(R14), Z30   \
	VMOVUPS MIN1(R14), Z31

#define FINISH(OF, SCALE, A, B, FA, FB) \
	VBROADCASTSS SCALE, Z26    \
	VBROADCASTSS OF, Z27       \
	VCVTDQ2PS    A, A          \
	VCVTDQ2PS    B, B          \
	VMULPS       Z26, A, A     \
	VMULPS       Z26, B, B     \
	VFMADD231PS  Z28, A, FA    \
	VFMADD231PS  Z29, B, FB    \
	VFMADD231PS  Z30, Z27, FA  \
	VFMADD231PS  Z31, Z27, FB
#else
#define START(OF, A, B) \
	VPBROADCASTD OF, A \
	VMOVDQA32    A, B

#define LOAD_SCALES \
	VMOVUPS (R14), Z28       \
	VMOVUPS SCALE1(R14), Z29

#define FINISH(OF, SCALE, A, B, FA, FB) \
	VBROADCASTSS SCALE, Z26    \
	VCVTDQ2PS    A, A          \
	VCVTDQ2PS    B, B          \
	VMULPS       Z26, A, A     \
	VMULPS       Z26, B, B     \
	VFMADD231PS  Z28, A, FA    \
	VFMADD231PS  Z29, B, FB
#endif

#define LOAD_ACC(I, FA, FB) \
	VMOVUPS (I*128)(DX), FA    \
	VMOVUPS (I*128+64)(DX), FB

#define STORE_ACC(I, FA, FB) \
	VMOVUPS FA, (I*128)(DX)    \
	VMOVUPS FB, (I*128+64)(DX)

TEXT NAME(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	MOVQ panelArgs_w1(AX), R15
	MOVQ panelArgs_codeStride(AX), R8
	LEAQ (R8)(R8*2), R9
	LEAQ (R8)(R8*4), R10
	MOVQ panelArgs_blockStride(AX), R11
	LEAQ (R11)(R11*4), R13

next_tile:
	MOVQ panelArgs_codes(AX), SI
	MOVQ panelArgs_blocks(AX), DI
	MOVQ panelArgs_acc(AX), DX
	MOVQ panelArgs_w(AX), BX
	MOVQ panelArgs_scales(AX), R14
	MOVQ panelArgs_cols(AX), CX
	MOVQ panelArgs_rows(AX), R12
	CMPQ R12, $8 // two tiles of 4 rows, not one of 6 and two of 1
	JEQ  four
	CMPQ R12, $6
	JLT  few
	LEAQ (R11)(R11*2), R12

	LOAD_ACC(0, Z12, Z13)
	LOAD_ACC(1, Z14, Z15)
	LOAD_ACC(2, Z16, Z17)
	LOAD_ACC(3, Z18, Z19)
	LOAD_ACC(4, Z20, Z21)
	LOAD_ACC(5, Z22, Z23)

block6: // do {
	START((DI), Z0, Z1)
	START((DI)(R11*1), Z2, Z3)
	START((DI)(R11*2), Z4, Z5)
	START((DI)(R12*1), Z6, Z7)
	START((DI)(R11*4), Z8, Z9)
	START((DI)(R13*1), Z10, Z11)
	STEP_6(0)
	STEP_6(1)
	STEP_6(2)
	STEP_6(3)
#ifdef WIDE
	STEP_6(4)
	STEP_6(5)
	STEP_6(6)
	STEP_6(7)
#endif
	LOAD_SCALES
	FINISH((DI), 4(DI), Z0, Z1, Z12, Z13)
	FINISH((DI)(R11*1), 4(DI)(R11*1), Z2, Z3, Z14, Z15)
	FINISH((DI)(R11*2), 4(DI)(R11*2), Z4, Z5, Z16, Z17)
	FINISH((DI)(R12*1), 4(DI)(R12*1), Z6, Z7, Z18, Z19)
	FINISH((DI)(R11*4), 4(DI)(R11*4), Z8, Z9, Z20, Z21)
	FINISH((DI)(R13*1), 4(DI)(R13*1), Z10, Z11, Z22, Z23)
	ADDQ $(STEPS*64), BX
	ADDQ $(STEPS*4), SI
	ADDQ $8, DI
	ADDQ $64, R14
	SUBQ $(STEPS*4), CX
	JNE  block6 // } while (CX -= block) > 0

	STORE_ACC(0, Z12, Z13)
	STORE_ACC(1, Z14, Z15)
	STORE_ACC(2, Z16, Z17)
	STORE_ACC(3, Z18, Z19)
	STORE_ACC(4, Z20, Z21)
	STORE_ACC(5, Z22, Z23)
	LEAQ (R8)(R10*1), CX
	ADDQ CX, panelArgs_codes(AX)
	LEAQ (R11)(R13*1), CX
	ADDQ CX, panelArgs_blocks(AX)
	ADDQ $(6*128), panelArgs_acc(AX)
	SUBQ $6, panelArgs_rows(AX)
	JMP  next_tile

few:
	CMPQ R12, $4
	JLT  one

four:
	LEAQ (R11)(R11*2), R12
	LOAD_ACC(0, Z12, Z13)
	LOAD_ACC(1, Z14, Z15)
	LOAD_ACC(2, Z16, Z17)
	LOAD_ACC(3, Z18, Z19)

block4: // do {
	START((DI), Z0, Z1)
	START((DI)(R11*1), Z2, Z3)
	START((DI)(R11*2), Z4, Z5)
	START((DI)(R12*1), Z6, Z7)
	STEP_4(0)
	STEP_4(1)
	STEP_4(2)
	STEP_4(3)
#ifdef WIDE
	STEP_4(4)
	STEP_4(5)
	STEP_4(6)
	STEP_4(7)
#endif
	LOAD_SCALES
	FINISH((DI), 4(DI), Z0, Z1, Z12, Z13)
	FINISH((DI)(R11*1), 4(DI)(R11*1), Z2, Z3, Z14, Z15)
	FINISH((DI)(R11*2), 4(DI)(R11*2), Z4, Z5, Z16, Z17)
	FINISH((DI)(R12*1), 4(DI)(R12*1), Z6, Z7, Z18, Z19)
	ADDQ $(STEPS*64), BX
	ADDQ $(STEPS*4), SI
	ADDQ $8, DI
	ADDQ $64, R14
	SUBQ $(STEPS*4), CX
	JNE  block4 // } while (CX -= block) > 0

	STORE_ACC(0, Z12, Z13)
	STORE_ACC(1, Z14, Z15)
	STORE_ACC(2, Z16, Z17)
	STORE_ACC(3, Z18, Z19)
	LEAQ (R8)(R9*1), CX
	ADDQ CX, panelArgs_codes(AX)
	LEAQ (R11)(R12*1), CX
	ADDQ CX, panelArgs_blocks(AX)
	ADDQ $(4*128), panelArgs_acc(AX)
	SUBQ $4, panelArgs_rows(AX)
	JMP  next_tile

one:
	SUBQ $1, panelArgs_rows(AX)
	JLT  done
	LOAD_ACC(0, Z12, Z13)

block1: // do {
	START((DI), Z0, Z1)
	STEP_1(0)
	STEP_1(1)
	STEP_1(2)
	STEP_1(3)
#ifdef WIDE
	STEP_1(4)
	STEP_1(5)
	STEP_1(6)
	STEP_1(7)
#endif
	LOAD_SCALES
	FINISH((DI), 4(DI), Z0, Z1, Z12, Z13)
	ADDQ $(STEPS*64), BX
	ADDQ $(STEPS*4), SI
	ADDQ $8, DI
	ADDQ $64, R14
	SUBQ $(STEPS*4), CX
	JNE  block1 // } while (CX -= block) > 0

	STORE_ACC(0, Z12, Z13)
	ADDQ R8, panelArgs_codes(AX)
	ADDQ R11, panelArgs_blocks(AX)
	ADDQ $128, panelArgs_acc(AX)
	JMP  next_tile

done:
	VZEROUPPER
	RET

#undef SCALE1
#undef MIN0
#undef MIN1
#undef LOAD_STEP
#undef DOT_STEP
#undef STEP_6
#undef STEP_4
#undef STEP_1
#undef START
#undef LOAD_SCALES
#undef FINISH
#undef LOAD_ACC
#undef STORE_ACC
