// The body of a ymm kernel of panels: NAME, STEPS (of 4 columns in a block), perhaps WIDE (STEPS is 8) and MINS, and one of VNNI, NIBBLE,
// SEVEN or SIGNED are defined by who includes it.
//
// A tile is 4 rows of X, or 1, by the 16 rows of W of one panel. Of each block it sums integers in Y0-Y7 and then adds them, as floats
// and scaled, to Acc (the tile of 1 row keeps that in Y4, Y5):
//
//	            rows 0-7 of W   rows 8-15
//	row i of X     Y(2i)         Y(2i+1)
//
//	Y8, Y9  a step of the panel    Y10  broadcast codes    Y11-Y13  scratch    Y14, Y15  constants
//
// How a step is summed:
//
//	VNNI    VPDPBUSD, from the block's Offset
//	NIBBLE  VPMADDUBSW into 16-bit sums, |2·8·15·127| < 2¹⁵; VPMADDWD by ones at the block's end
//	SEVEN   VPMADDUBSW, |2·127·127| < 2¹⁵; VPMADDWD by ones
//	SIGNED  the same with codes less 128: the sign of W moves to X, which is never -128, and W's magnitude is 128 at most
//
//	SI  codes of the first row of X, R8 R9 = 1, 3 strides      BX  panel      R14 scales     DX  acc
//	DI  its blocks, R11 R12 = 1, 3 strides                     CX  columns left              AX  args

#define MIN0 4096 // bytes from scales to minima

#ifdef VNNI
#define DOT(A, B, NA, NB) \
	VEX_VPDPBUSD(10, 8, NA) \
	VEX_VPDPBUSD(10, 9, NB)

#define WHOLE(OF, A, B)
#ifndef MINS
#define FROM_OFFSET
#define START(OF, A, B) \
	VPBROADCASTD OF, A \
	VMOVDQA      A, B
#endif
#endif

#ifdef NIBBLE
#define DOT(A, B, NA, NB) \
	VPMADDUBSW Y10, Y8, Y11 \
	VPMADDUBSW Y10, Y9, Y12 \
	VPADDW     Y11, A, A    \
	VPADDW     Y12, B, B

#ifdef MINS
#define WHOLE(OF, A, B) \
	VPMADDWD Y15, A, A \
	VPMADDWD Y15, B, B
#else
#define WHOLE(OF, A, B) \
	VPMADDWD     Y15, A, A \
	VPMADDWD     Y15, B, B \
	VPBROADCASTD OF, Y10   \
	VPADDD       Y10, A, A \
	VPADDD       Y10, B, B
#endif
#endif

#ifdef SEVEN
#define DOT(A, B, NA, NB) \
	VPMADDUBSW Y10, Y8, Y11   \
	VPMADDUBSW Y10, Y9, Y12   \
	VPMADDWD   Y15, Y11, Y11  \
	VPMADDWD   Y15, Y12, Y12  \
	VPADDD     Y11, A, A      \
	VPADDD     Y12, B, B

#ifdef MINS
#define WHOLE(OF, A, B)
#else
#define WHOLE(OF, A, B) \
	VPBROADCASTD OF, Y10   \
	VPADDD       Y10, A, A \
	VPADDD       Y10, B, B
#endif
#endif

#ifdef SIGNED
#define CONSTANTS \
	VPCMPEQW Y15, Y15, Y15 \
	VPSLLW   $15, Y15, Y14 \
	VPSRLW   $8, Y14, Y13  \
	VPOR     Y13, Y14, Y14 \
	VPSRLW   $15, Y15, Y15

// Y8, Y9 = codes less 128; Y12, Y13 = their magnitudes.
#define LOAD_STEP(S) \
	VPXOR  (S*64)(BX), Y14, Y8    \
	VPXOR  (S*64+32)(BX), Y14, Y9 \
	VPABSB Y8, Y12                \
	VPABSB Y9, Y13

#define DOT(A, B, NA, NB) \
	VPSIGNB    Y8, Y10, Y11   \
	VPSIGNB    Y9, Y10, Y10   \
	VPMADDUBSW Y11, Y12, Y11  \
	VPMADDUBSW Y10, Y13, Y10  \
	VPMADDWD   Y15, Y11, Y11  \
	VPMADDWD   Y15, Y10, Y10  \
	VPADDD     Y11, A, A      \
	VPADDD     Y10, B, B

#define WHOLE(OF, A, B)
#endif

#ifndef FROM_OFFSET
#define START(OF, A, B) \
	VPXOR A, A, A \
	VPXOR B, B, B
#else
#undef FROM_OFFSET
#endif

#ifndef SIGNED
#define CONSTANTS \
	VPCMPEQW Y15, Y15, Y15 \
	VPSRLW   $15, Y15, Y15

#define LOAD_STEP(S) \
	VMOVDQU (S*64)(BX), Y8    \
	VMOVDQU (S*64+32)(BX), Y9
#endif

#define STEP_4(S) \
	LOAD_STEP(S)                            \
	VPBROADCASTD (S*4)(SI), Y10             \
	DOT(Y0, Y1, 0, 1)                       \
	VPBROADCASTD (S*4)(SI)(R8*1), Y10       \
	DOT(Y2, Y3, 2, 3)                       \
	VPBROADCASTD (S*4)(SI)(R8*2), Y10       \
	DOT(Y4, Y5, 4, 5)                       \
	VPBROADCASTD (S*4)(SI)(R9*1), Y10       \
	DOT(Y6, Y7, 6, 7)

#define STEP_1(S) \
	LOAD_STEP(S)                 \
	VPBROADCASTD (S*4)(SI), Y10  \
	DOT(Y0, Y1, 0, 1)

#ifdef MINS
#define ADD_MIN(OF, FA, FB) \
	VBROADCASTSS OF, Y10                    \
	VFMADD231PS  MIN0(R14), Y10, FA         \
	VFMADD231PS  (MIN0+32)(R14), Y10, FB
#else
#define ADD_MIN(OF, FA, FB)
#endif

// FINISH adds the sums A, B of a row to FA, FB.
#define FINISH(OF, SCALE, A, B, FA, FB) \
	WHOLE(OF, A, B)                \
	VBROADCASTSS SCALE, Y10        \
	VCVTDQ2PS    A, A              \
	VCVTDQ2PS    B, B              \
	VMULPS       Y10, A, A         \
	VMULPS       Y10, B, B         \
	VFMADD231PS  (R14), A, FA      \
	VFMADD231PS  32(R14), B, FB    \
	ADD_MIN(OF, FA, FB)

// FINISH_MEMORY is FINISH to row I of Acc.
#define FINISH_MEMORY(I, OF, SCALE, A, B) \
	VMOVUPS (I*128)(DX), Y11               \
	VMOVUPS (I*128+32)(DX), Y12            \
	FINISH(OF, SCALE, A, B, Y11, Y12)      \
	VMOVUPS Y11, (I*128)(DX)               \
	VMOVUPS Y12, (I*128+32)(DX)

TEXT NAME(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	MOVQ panelArgs_codeStride(AX), R8
	LEAQ (R8)(R8*2), R9
	MOVQ panelArgs_blockStride(AX), R11
	LEAQ (R11)(R11*2), R12

next_tile:
	MOVQ panelArgs_codes(AX), SI
	MOVQ panelArgs_blocks(AX), DI
	MOVQ panelArgs_acc(AX), DX
	MOVQ panelArgs_w(AX), BX
	MOVQ panelArgs_scales(AX), R14
	MOVQ panelArgs_cols(AX), CX
	CONSTANTS
	CMPQ panelArgs_rows(AX), $4
	JLT  few

block4: // do {
	START((DI), Y0, Y1)
	START((DI)(R11*1), Y2, Y3)
	START((DI)(R11*2), Y4, Y5)
	START((DI)(R12*1), Y6, Y7)
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
	FINISH_MEMORY(0, (DI), 4(DI), Y0, Y1)
	FINISH_MEMORY(1, (DI)(R11*1), 4(DI)(R11*1), Y2, Y3)
	FINISH_MEMORY(2, (DI)(R11*2), 4(DI)(R11*2), Y4, Y5)
	FINISH_MEMORY(3, (DI)(R12*1), 4(DI)(R12*1), Y6, Y7)
	ADDQ $(STEPS*64), BX
	ADDQ $(STEPS*4), SI
	ADDQ $8, DI
	ADDQ $64, R14
	SUBQ $(STEPS*4), CX
	JNE  block4 // } while (CX -= block) > 0

	LEAQ (R8)(R9*1), CX
	ADDQ CX, panelArgs_codes(AX)
	LEAQ (R11)(R12*1), CX
	ADDQ CX, panelArgs_blocks(AX)
	ADDQ $(4*128), panelArgs_acc(AX)
	SUBQ $4, panelArgs_rows(AX)
	JMP  next_tile

few:
	SUBQ    $1, panelArgs_rows(AX)
	JLT     done
	VMOVUPS (DX), Y4
	VMOVUPS 32(DX), Y5

block1: // do {
	START((DI), Y0, Y1)
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
	FINISH((DI), 4(DI), Y0, Y1, Y4, Y5)
	ADDQ $(STEPS*64), BX
	ADDQ $(STEPS*4), SI
	ADDQ $8, DI
	ADDQ $64, R14
	SUBQ $(STEPS*4), CX
	JNE  block1 // } while (CX -= block) > 0

	VMOVUPS Y4, (DX)
	VMOVUPS Y5, 32(DX)
	ADDQ    R8, panelArgs_codes(AX)
	ADDQ    R11, panelArgs_blocks(AX)
	ADDQ    $128, panelArgs_acc(AX)
	JMP     next_tile

done:
	VZEROUPPER
	RET

#undef MIN0
#undef CONSTANTS
#undef LOAD_STEP
#undef START
#undef DOT
#undef WHOLE
#undef STEP_4
#undef STEP_1
#undef ADD_MIN
#undef FINISH
#undef FINISH_MEMORY
