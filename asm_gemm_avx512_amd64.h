// What the AVX-512 GEMM kernels share: tiles of up to 12 rows of C. The kernels' common body is gemm_tile_avx512_amd64.h; before each
// inclusion of it, these are defined:
//
//	LOAD_PANEL            loads a step of the panel into Z0 (columns 0..15) and, if wide, Z1 (16..31)
//	P_BYTES               bytes of a step of the panel
//	ROW(M, L, NL, H, NH)  adds the step's products of the row of A whose 32-bit value (a float32, or a pair of bfloat16) lies at M to L and H,
//	                      which are registers with the numbers NL and NH; a narrow tile has no H
//	EACH(OP, L, H)        OP on the row's registers, each with its offset in C and mask
//
// Register plan
//
//	Z8+2r, Z9+2r   sums of row r < 12: columns 0..15 and 16..31
//	Z0, Z1         a step of the panel
//	Z2             a value of A in all lanes
//	K1, K2         columns of C that exist
//
// A step loads 14 vectors for 24 multiply-adds (wide), so that two FMA units stay busy beside two load units. Rows of A are addressed from every
// third of them. Each height has a loop of its own, as a row that is not there has no memory to read.

#define A0 R8     // row 0 of the tile, at the current step
#define A3 R9     // row 3
#define A6 R10    // row 6
#define A9 R11    // row 9
#define A_NEXT R14 // row 0 of the next tile, at step 0
#define ARS R12   // from a row of A to the next, bytes
#define ACS AX    // from a step of A to the next, bytes
#define PANEL BX
#define STEPS CX
#define C DI
#define LDC R13   // bytes
#define ROWS SI   // rows left
#define TMP DX

#define ZERO512(Z) VPXORD Z, Z, Z

#define LOAD_C(SUM, OFFSET, MASK) VMOVUPS.Z OFFSET(C), MASK, SUM
#define STORE_C(SUM, OFFSET, MASK) VMOVUPS SUM, MASK, OFFSET(C)
#define ADD_C(SUM, OFFSET, MASK) \
	VMOVUPS.Z OFFSET(C), MASK, Z2 \
	VADDPS    Z2, SUM, SUM        \
	VMOVUPS   SUM, MASK, OFFSET(C)

#define ROWS1 ROW((A0), Z8, 8, Z9, 9)
#define ROWS2 \
	ROWS1 \
	ROW((A0)(ARS*1), Z10, 10, Z11, 11)
#define ROWS3 \
	ROWS2 \
	ROW((A0)(ARS*2), Z12, 12, Z13, 13)
#define ROWS4 \
	ROWS3 \
	ROW((A3), Z14, 14, Z15, 15)
#define ROWS5 \
	ROWS4 \
	ROW((A3)(ARS*1), Z16, 16, Z17, 17)
#define ROWS6 \
	ROWS5 \
	ROW((A3)(ARS*2), Z18, 18, Z19, 19)
#define ROWS7 \
	ROWS6 \
	ROW((A6), Z20, 20, Z21, 21)
#define ROWS8 \
	ROWS7 \
	ROW((A6)(ARS*1), Z22, 22, Z23, 23)
#define ROWS9 \
	ROWS8 \
	ROW((A6)(ARS*2), Z24, 24, Z25, 25)
#define ROWS10 \
	ROWS9 \
	ROW((A9), Z26, 26, Z27, 27)
#define ROWS11 \
	ROWS10 \
	ROW((A9)(ARS*1), Z28, 28, Z29, 29)
#define ROWS12 \
	ROWS11 \
	ROW((A9)(ARS*2), Z30, 30, Z31, 31)

// LOOP is all steps of a tile of some height.
#define LOOP(LABEL, HEIGHT) \
LABEL: \
	LOAD_PANEL            \
	HEIGHT                \
	ADDQ ACS, A0          \
	ADDQ ACS, A3          \
	ADDQ ACS, A6          \
	ADDQ ACS, A9          \
	ADDQ $P_BYTES, PANEL  \
	DECQ STEPS            \
	JNE  LABEL            \
	JMP  store

// EACH_ROW is OP on the sums of every row of the tile, whose rows of C it passes; END is where it ends. C is left behind the last full row.
#define EACH_ROW(OP, END) \
	EACH(OP, Z8, Z9)   \
	ADDQ LDC, C        \
	CMPQ ROWS, $2      \
	JLT  END           \
	EACH(OP, Z10, Z11) \
	ADDQ LDC, C        \
	CMPQ ROWS, $3      \
	JLT  END           \
	EACH(OP, Z12, Z13) \
	ADDQ LDC, C        \
	CMPQ ROWS, $4      \
	JLT  END           \
	EACH(OP, Z14, Z15) \
	ADDQ LDC, C        \
	CMPQ ROWS, $5      \
	JLT  END           \
	EACH(OP, Z16, Z17) \
	ADDQ LDC, C        \
	CMPQ ROWS, $6      \
	JLT  END           \
	EACH(OP, Z18, Z19) \
	ADDQ LDC, C        \
	CMPQ ROWS, $7      \
	JLT  END           \
	EACH(OP, Z20, Z21) \
	ADDQ LDC, C        \
	CMPQ ROWS, $8      \
	JLT  END           \
	EACH(OP, Z22, Z23) \
	ADDQ LDC, C        \
	CMPQ ROWS, $9      \
	JLT  END           \
	EACH(OP, Z24, Z25) \
	ADDQ LDC, C        \
	CMPQ ROWS, $10     \
	JLT  END           \
	EACH(OP, Z26, Z27) \
	ADDQ LDC, C        \
	CMPQ ROWS, $11     \
	JLT  END           \
	EACH(OP, Z28, Z29) \
	ADDQ LDC, C        \
	CMPQ ROWS, $12     \
	JLT  END           \
	EACH(OP, Z30, Z31) \
	ADDQ LDC, C
