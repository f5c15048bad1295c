// The ymm kernels of Packed for codes of 2 and 3 bits, included by packed_forms_ymm_amd64.h, whose registers and macros these share.
// Beside those a tier defines:
//
//	FIRST_NIBBLE(W, X, A, w, x, a)    sums A = bytes W times bytes X, which DOT_NIBBLE adds to
//	SUM_QUARTERS(A, B)                A + B/4 as 32-bit sums A; spoils B
//	RUN_3(OF, OFFSET)                 32-bit sums Y2, Y3 of steps 0-3, with the block's Offset: codes in Y4, Y5 and, of rows 8-15, Y6, Y7, as below,
//	                                  times X from OF on; spoils Y4-Y7, Y12, Y15
//
// Arithmetic bounds these kernels, not memory, so what costs an instruction for each code counts, and so does how many of them go to the two ports that
// multiply: sums stay 16-bit where they fit, codes are not moved where a sum of them can be, and masks are shared by two codes in a byte.

// Packed2Min. A byte of twos has a column of four steps. Steps 1 and 3 are left where they are, times 4, and their sums divided in the end, exactly:
//
//	bits               7 6      5 4      3 2      1 0
//	the byte          step 3   step 2   step 1   step 0
//	moved down by 4                     step 3   step 2
//	masks                                0x0c     0x03
//
// Registers: Y12, Y15  sums of codes times 4     Y13  0x0c     Y14  0x03     Y10, Y11  dmin/16

// RUN_2 sums 4 steps in Y2, Y3: the twos at M and M32, times X from OF on. Of 16 bits a sum is 2·2·4·3·127 < 2¹⁵ at most.
#define RUN_2(M, M32, OF) \
	VMOVDQU M, Y4                       \
	VMOVDQU M32, Y5                     \
	VPBROADCASTD OF(DI), Y7             \
	VPAND   Y14, Y4, Y6                 \
	FIRST_NIBBLE(Y6, Y7, Y2, 6, 7, 2)   \
	VPAND   Y14, Y5, Y6                 \
	FIRST_NIBBLE(Y6, Y7, Y3, 6, 7, 3)   \
	VPBROADCASTD (OF+4)(DI), Y7         \
	VPAND   Y13, Y4, Y6                 \
	FIRST_NIBBLE(Y6, Y7, Y12, 6, 7, 12) \
	VPAND   Y13, Y5, Y6                 \
	FIRST_NIBBLE(Y6, Y7, Y15, 6, 7, 15) \
	VPBROADCASTD (OF+8)(DI), Y7         \
	VPSRLW  $4, Y4, Y4                  \
	VPSRLW  $4, Y5, Y5                  \
	VPAND   Y14, Y4, Y6                 \
	DOT_NIBBLE(Y6, Y7, Y2, 6, 7, 2)     \
	VPAND   Y14, Y5, Y6                 \
	DOT_NIBBLE(Y6, Y7, Y3, 6, 7, 3)     \
	VPBROADCASTD (OF+12)(DI), Y7        \
	VPAND   Y13, Y4, Y4                 \
	VPAND   Y13, Y5, Y5                 \
	DOT_NIBBLE(Y4, Y7, Y12, 4, 7, 12)   \
	DOT_NIBBLE(Y5, Y7, Y15, 5, 7, 15)   \
	SUM_QUARTERS(Y2, Y12)               \
	SUM_QUARTERS(Y3, Y15)

// NIBBLE_SCALES adds Y2, Y3, times d and the low nibbles of 16 bytes at M, and the sum of X at X, times dmin and the high ones, to Y0, Y1.
// The high nibbles stay where they are, times 16.
#define NIBBLE_SCALES(M, M8, S, X) \
	SCALE_X(Y2, Y3, S)         \
	VPBROADCASTD BYTES_0F, Y12 \
	VPMOVZXBD    M, Y4         \
	VPMOVZXBD    M8, Y5        \
	VPAND        Y12, Y4, Y6   \
	VPAND        Y12, Y5, Y7   \
	VPXOR        Y6, Y4, Y4    \
	VPXOR        Y7, Y5, Y5    \
	VCVTDQ2PS    Y6, Y6        \
	VCVTDQ2PS    Y7, Y7        \
	VCVTDQ2PS    Y4, Y4        \
	VCVTDQ2PS    Y5, Y5        \
	VMULPS       Y8, Y6, Y6    \
	VMULPS       Y9, Y7, Y7    \
	VMULPS       Y10, Y4, Y4   \
	VMULPS       Y11, Y5, Y5   \
	VFMADD231PS  Y6, Y2, Y0    \
	VFMADD231PS  Y7, Y3, Y1    \
	VBROADCASTSS X, Y6         \
	VFMADD231PS  Y4, Y6, Y0    \
	VFMADD231PS  Y5, Y6, Y1

#define NAME NAME_2MIN
#define CONSTANTS \
	BYTES($0x03, X14, Y14) \
	BYTES($0x0c, X13, Y13)
#define PRELUDE \
	MOVL         $0x3d800000, DX   \ // 1/16
	VMOVD        DX, X4       \
	VPBROADCASTD X4, Y4       \
	VMULPS       Y4, Y10, Y10 \
	VMULPS       Y4, Y11, Y11
#define BLOCK \
	FETCH_168                                    \
	RUN_2((SI), 32(SI), 0)                       \
	NIBBLE_SCALES((R8), 8(R8), 4(R9), (R9))      \
	RUN_2(64(SI), 96(SI), 16)                    \
	NIBBLE_SCALES(16(R8), 24(R8), 12(R9), 8(R9)) \
	ADDQ $128, SI                                \
	ADDQ $32, DI                                 \
	ADDQ $32, R8                                 \
	ADDQ $16, R9
#define SUPER 8
#define DMIN
#include "packed_form_ymm_amd64.h"

// Packed3. Steps two apart are put together from the twos and the ones, whose nibble a table spreads to where they belong:
//
//	bits     7   6   5 4   3   2   1 0
//	             o    c        o    c
//	             └step 2┘      └step 0┘
//
// Registers: Y10, Y11  the tables of steps 0, 2 and 1, 3     Y13  0x33     Y14  0x0f     Y12, Y15  scratch

#define SPREAD_02 ·packedSpread+0(SB)
#define SPREAD_13 ·packedSpread+16(SB)

// CODES_3 sets E to steps 0 and 2, F to steps 1 and 3: the twos at M with the ones that are nibbles of Y12, of which bit 7 has to be 0.
#define CODES_3(M, E, F) \
	VPSHUFB Y12, Y10, E   \
	VPSHUFB Y12, Y11, F   \
	VMOVDQU M, Y12        \
	VPSRLW  $2, Y12, Y15  \
	VPAND   Y13, Y12, Y12 \
	VPAND   Y13, Y15, Y15 \
	VPOR    Y12, E, E     \
	VPOR    Y15, F, F

#define ONES_0(M) \
	VPAND M, Y14, Y12

#define ONES_4(M) \
	VMOVDQU M, Y12       \
	VPSRLW  $4, Y12, Y12 \
	VPAND   Y14, Y12, Y12

// SIX_SCALES makes the scales of 6 bits, less 32, of a superblock bytes at DX: nibbles at R8 below pairs of bits at R10. SIX_SCALES_4 makes those of four
// runs, of which a vector has every second one, as the nibbles have:
//
//	bytes from AT on   0      16     32     48
//	16 rows of run     0      2      1      3
//
// Y6 = 0x20, Y7 = shifts of runs 0 and 2, by 4 and 0 bits, Y12 = 0x30.
#define SIX_SCALES_4(AT) \
	VBROADCASTI128 (AT/4)(R10), Y2 \
	VMOVDQU        (AT/2)(R8), Y3  \
	VPSRLW         $2, Y2, Y4      \
	VPSRLW         $4, Y3, Y5      \
	VPSLLVD        Y7, Y2, Y2      \
	VPSLLVD        Y7, Y4, Y4      \
	VPAND          Y12, Y2, Y2     \
	VPAND          Y12, Y4, Y4     \
	VPAND          Y14, Y3, Y3     \
	VPAND          Y14, Y5, Y5     \
	VPOR           Y2, Y3, Y3      \
	VPOR           Y4, Y5, Y5      \
	VPSUBB         Y6, Y3, Y3      \
	VPSUBB         Y6, Y5, Y5      \
	VMOVDQA        Y3, AT(DX)      \
	VMOVDQA        Y5, (AT+32)(DX)

#define SIX_SCALES \
	LEAQ           31(SP), DX    \
	ANDQ           $-32, DX      \
	VPBROADCASTD   BYTES_30, Y12 \
	VPBROADCASTD   BYTES_20, Y6  \
	VPCMPEQD       X7, X7, X7    \
	VPSRLD         $31, X7, X7   \
	VPSLLD         $2, X7, X7    \
	SIX_SCALES_4(0)              \
	SIX_SCALES_4(64)             \
	SIX_SCALES_4(128)            \
	SIX_SCALES_4(192)            \
	ADDQ $128, R8                \
	ADDQ $64, R10

// SIGNED_SCALES adds Y2, Y3, times the scale of X and those at M(DX), to Y0, Y1.
#define SIGNED_SCALES(M, S) \
	SCALE_X(Y2, Y3, S)         \
	VPMOVSXBD    M(DX), Y4     \
	VPMOVSXBD    (M+8)(DX), Y5 \
	VCVTDQ2PS    Y4, Y4        \
	VCVTDQ2PS    Y5, Y5        \
	VMULPS       Y8, Y4, Y4    \
	VMULPS       Y9, Y5, Y5    \
	VFMADD231PS  Y4, Y2, Y0    \
	VFMADD231PS  Y5, Y3, Y1

#define HALF_3(R0, R1) \
	FETCH_220                 \
	ONES_0((R13))             \
	CODES_3((SI), Y4, Y5)     \
	ONES_0(32(R13))           \
	CODES_3(32(SI), Y6, Y7)   \
	RUN_3(0, (R9))            \
	SIGNED_SCALES(R0, 4(R9))  \
	ONES_4((R13))             \
	CODES_3(64(SI), Y4, Y5)   \
	ONES_4(32(R13))           \
	CODES_3(96(SI), Y6, Y7)   \
	RUN_3(16, 8(R9))          \
	SIGNED_SCALES(R1, 12(R9)) \
	ADDQ $128, SI             \
	ADDQ $64, R13             \
	ADDQ $32, DI              \
	ADDQ $16, R9

#define NAME NAME_3
#define CONSTANTS \
	BYTES($0x33, X13, Y13)        \
	BYTES($0x0f, X14, Y14)        \
	VBROADCASTI128 SPREAD_02, Y10 \
	VBROADCASTI128 SPREAD_13, Y11
#define FRAME 288
#define PRELUDE SIX_SCALES
#define BLOCK HALF_3(0, 32)
#define SECOND \
	HALF_3(16, 48) \
	ADDQ $64, DX
#define SUPER 4
#include "packed_form_ymm_amd64.h"
