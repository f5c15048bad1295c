// The bodies of the arm64 kernels of Packed, included with the macros of a tier defined:
//
//	NAME4, NAME8, NAME4MIN, NAME5MIN, NAME6    names of the functions
//	FROM_OFFSET, FROM_ZERO     what a block's sums start from, where they start from something
//	FROM_TWO_OFFSETS           the same for the two runs of 16 columns of Packed6
//	BLOCK_4, BLOCK_8, BLOCK_5  V4-V7 = the sums of a block of 32 columns, for the 16 rows
//	BLOCK_6                    V4-V7 and V8-V11 = the sums of two runs of 16 columns
//	ADD_OFFSET, ADD_TWO_OFFSETS    add the offset, where the sums did not start from it; spoil V12 (and V13)
//
//	R0  args                      R4  d                        R8   blocks of X
//	R1  codes of W                R5  dmin                     R9   columns left      R12  groups left
//	R2  scales                    R6  ones or twos             R10  blocks left of 8  R13  group
//	R3  minima                    R7  codes of X               R11  acc               R15  scratch
//
//	V0-V3    sums of floats of rows 0-3, 4-7, 8-11, 12-15      V24, V25  d, binary16
//	V4-V11   sums of integers                                  V26, V27  masks
//	V12, V13 codes of X; then offset and scale of a block      V28, V29  dmin, binary16
//	V14-V23  scratch                                           V30, V31  scratch

#define ARGS \
	MOVD a+0(FP), R0                  \
	MOVD packedArgs_acc(R0), R11      \
	MOVD packedArgs_groups(R0), R12   \
	MOVD packedArgs_w(R0), R13        \
	VMOVI $0x0f, V26.B16

#define NEXT_GROUP(DONE) \
	SUBS $1, R12, R12                 \
	BLT  DONE                         \
	MOVD R13, R1                      \
	MOVD packedArgs_scales(R0), R2    \
	MOVD packedArgs_mins(R0), R3      \
	MOVD packedArgs_d(R0), R4         \
	MOVD packedArgs_dmin(R0), R5      \
	MOVD packedArgs_twos(R0), R6      \
	ADD  R13, R2                      \
	ADD  R13, R3                      \
	ADD  R13, R4                      \
	ADD  R13, R5                      \
	ADD  R13, R6                      \
	MOVD packedArgs_codes(R0), R7     \
	MOVD packedArgs_blocks(R0), R8    \
	MOVD packedArgs_cols(R0), R9      \
	ZERO_16B(0)                       \
	ZERO_16B(1)                       \
	ZERO_16B(2)                       \
	ZERO_16B(3)

#define END_GROUP \
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R11)  \
	MOVD   packedArgs_groupBytes(R0), R15         \
	ADD    R15, R13

#define LOAD_X VLD1.P 32(R7), [V12.B16, V13.B16]

// SCALED makes the sums of integers floats and multiplies them by the scale of X.
#define SCALED(A, B, C, D) \
	FMOVD.P 8(R8), F12      \
	SCVTF_4S(A, A)          \
	SCVTF_4S(B, B)          \
	SCVTF_4S(C, C)          \
	SCVTF_4S(D, D)          \
	FMUL_LANE(1, 12, A, A)  \
	FMUL_LANE(1, 12, B, B)  \
	FMUL_LANE(1, 12, C, C)  \
	FMUL_LANE(1, 12, D, D)

// TO_FLOATS adds V(A) … V(D) times V16 … V19 to the sums.
#define TO_FLOATS(A, B, C, D) \
	FMLA_4S(16, A, 0)  \
	FMLA_4S(17, B, 1)  \
	FMLA_4S(18, C, 2)  \
	FMLA_4S(19, D, 3)

// HALF_SCALES adds V4-V7, times the scales of X and W, to the sums.
#define HALF_SCALES \
	SCALED(4, 5, 6, 7)                   \
	VLD1.P 32(R2), [V14.H8, V15.H8]      \
	FCVTL_4S(14, 16)                     \
	FCVTL2_4S(14, 17)                    \
	FCVTL_4S(15, 18)                     \
	FCVTL2_4S(15, 19)                    \
	TO_FLOATS(4, 5, 6, 7)

// CODES_TIMES sets V16-V19 to the 16 signed bytes of V14, times the binary16 of V(DA), V(DB).
#define CODES_TIMES(DA, DB) \
	SXTL_8H(14, 16)      \
	SXTL2_8H(14, 18)     \
	SXTL2_4S(16, 17)     \
	SXTL_4S(16, 16)      \
	SXTL2_4S(18, 19)     \
	SXTL_4S(18, 18)      \
	SCVTF_4S(16, 16)     \
	SCVTF_4S(17, 17)     \
	SCVTF_4S(18, 18)     \
	SCVTF_4S(19, 19)     \
	FCVTL_4S(DA, 20)     \
	FCVTL2_4S(DA, 21)    \
	FCVTL_4S(DB, 22)     \
	FCVTL2_4S(DB, 23)    \
	FMUL_4S(20, 16, 16)  \
	FMUL_4S(21, 17, 17)  \
	FMUL_4S(22, 18, 18)  \
	FMUL_4S(23, 19, 19)

// CODE_SCALES adds V(A) … V(D), times the scales of X and, by d, the next codes of scales, to the sums.
#define CODE_SCALES(A, B, C, D) \
	SCALED(A, B, C, D)            \
	VLD1.P 16(R2), [V14.B16]      \
	CODES_TIMES(24, 25)           \
	TO_FLOATS(A, B, C, D)

// CODE_MINS adds the minima times what V12 holds for them.
#define CODE_MINS \
	VLD1.P 16(R3), [V14.B16]   \
	CODES_TIMES(28, 29)        \
	FMLA_LANE(0, 12, 16, 0)    \
	FMLA_LANE(0, 12, 17, 1)    \
	FMLA_LANE(0, 12, 18, 2)    \
	FMLA_LANE(0, 12, 19, 3)

TEXT NAME4(SB), NOSPLIT, $0-8
	ARGS

group4:
	NEXT_GROUP(done4)

block4: // do {
	LOAD_X
	FROM_OFFSET
	BLOCK_4
	ADD_OFFSET
	HALF_SCALES
	ADD  $256, R1
	SUBS $32, R9
	BNE  block4 // } while (R9 -= 32) > 0

	END_GROUP
	B group4

done4:
	RET

// Codes of 8 bits are made signed: their zero is 128, so the block's offset is not needed.
TEXT NAME8(SB), NOSPLIT, $0-8
	ARGS
	VMOVI $0x80, V27.B16

group8:
	NEXT_GROUP(done8)

block8: // do {
	LOAD_X
	FROM_ZERO
	BLOCK_8
	HALF_SCALES
	ADD  $512, R1
	SUBS $32, R9
	BNE  block8 // } while (R9 -= 32) > 0

	END_GROUP
	B group8

done8:
	RET

// NEXT_SUPER loads d and dmin of a superblock.
#define NEXT_SUPER \
	VLD1.P 32(R4), [V24.H8, V25.H8]  \
	VLD1.P 32(R5), [V28.H8, V29.H8]  \
	MOVD   $8, R10

TEXT NAME4MIN(SB), NOSPLIT, $0-8
	ARGS

group4m:
	NEXT_GROUP(done4m)

super4m: // do {
	NEXT_SUPER

block4m: // do {
	LOAD_X
	FROM_ZERO
	BLOCK_4
	CODE_SCALES(4, 5, 6, 7)
	CODE_MINS
	ADD  $256, R1
	SUBS $1, R10
	BNE  block4m // } while --R10 > 0

	SUBS $256, R9
	BNE  super4m // } while (R9 -= 256) > 0

	END_GROUP
	B group4m

done4m:
	RET

TEXT NAME5MIN(SB), NOSPLIT, $0-8
	ARGS
	VMOVI $0x10, V27.B16

group5m:
	NEXT_GROUP(done5m)

super5m: // do {
	NEXT_SUPER

block5m: // do {
	LOAD_X
	FROM_ZERO
	BLOCK_5
	CODE_SCALES(4, 5, 6, 7)
	CODE_MINS
	ADD  $256, R1
	ADD  $64, R6
	SUBS $1, R10
	BNE  block5m // } while --R10 > 0

	SUBS $256, R9
	BNE  super5m // } while (R9 -= 256) > 0

	END_GROUP
	B group5m

done5m:
	RET

TEXT NAME6(SB), NOSPLIT, $0-8
	ARGS
	VMOVI $0x30, V27.B16

group6:
	NEXT_GROUP(done6)

super6: // do {
	VLD1.P 32(R4), [V24.H8, V25.H8]
	MOVD   $8, R10

block6: // do {
	LOAD_X
	FROM_TWO_OFFSETS
	BLOCK_6
	ADD_TWO_OFFSETS
	CODE_SCALES(4, 5, 6, 7)
	CODE_SCALES(8, 9, 10, 11)
	ADD  $256, R1
	ADD  $128, R6
	SUBS $1, R10
	BNE  block6 // } while --R10 > 0

	SUBS $256, R9
	BNE  super6 // } while (R9 -= 256) > 0

	END_GROUP
	B group6

done6:
	RET
