//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"
#include "asm_unpack_amd64.h"

// Decoders of the K-quants, blocks of 256 values; see unpack_avx2_amd64.s. Frame of the kernels that gather codes first (Q4_K needs none):
//
//	  0  256 codes, int8, in the order of the values
//	256  scales: d·scale of each run of 16 values (Q5_K: of 32), floats
//	320  offsets: -(dmin·min) likewise
//
// Registers: Y0 … Y5 scratch; Y6 scale, Y7 offset of a run; Y8 upper bits; Y11 … Y15 masks.

// SCALES_16 stores 16 floats at TO, D (f16) times the 16 × int8 of X0, which it uses up, with Y1 … Y3.
#define SCALES_16(D, TO) \
	VPMOVSXBD X0, Y1          \
	VPSRLDQ   $8, X0, X0      \
	VPMOVSXBD X0, Y2          \
	VCVTDQ2PS Y1, Y1          \
	VCVTDQ2PS Y2, Y2          \
	HALF_TO(D, X3, Y3)        \
	VMULPS    Y1, Y3, Y1      \
	VMULPS    Y2, Y3, Y2      \
	VMOVUPS   Y1, (TO)(SP)    \
	VMOVUPS   Y2, (TO+32)(SP)

// MINS_16 is SCALES_16 with the sign changed: Y11 has SIGN_BIT.
#define MINS_16(D, TO) \
	VPMOVSXBD X0, Y1          \
	VPSRLDQ   $8, X0, X0      \
	VPMOVSXBD X0, Y2          \
	VCVTDQ2PS Y1, Y1          \
	VCVTDQ2PS Y2, Y2          \
	HALF_TO(D, X3, Y3)        \
	VMULPS    Y1, Y3, Y1      \
	VMULPS    Y2, Y3, Y2      \
	VXORPS    Y11, Y1, Y1     \
	VXORPS    Y11, Y2, Y2     \
	VMOVUPS   Y1, (TO)(SP)    \
	VMOVUPS   Y2, (TO+32)(SP)

// SCALES_MINS_8 stores the 8 scales and 8 minima that SCALES_MINS finds at DS(SP) and MS(SP).
#define SCALES_MINS_8(DS, MS) \
	SCALES_MINS(X0)         \
	VPMOVZXBD X0, Y1        \
	VPSRLDQ   $8, X0, X0    \
	VPMOVZXBD X0, Y2        \
	VCVTDQ2PS Y1, Y1        \
	VCVTDQ2PS Y2, Y2        \
	HALF_TO((SI), X3, Y3)   \
	HALF_TO(2(SI), X4, Y4)  \
	VMULPS    Y1, Y3, Y1    \
	VMULPS    Y2, Y4, Y2    \
	VXORPS    Y11, Y2, Y2   \
	VMOVUPS   Y1, DS(SP)    \
	VMOVUPS   Y2, MS(SP)

// SCALED_8 sets values AT … AT+7 to Y6 times the codes.
#define SCALED_8(AT) \
	VPMOVSXBD (AT)(SP), Y0     \
	VCVTDQ2PS Y0, Y0           \
	VMULPS    Y0, Y6, Y0       \
	VMOVUPS   Y0, (4*(AT))(DI)

// SCALED_ADD_8 adds Y7.
#define SCALED_ADD_8(AT) \
	VPMOVSXBD (AT)(SP), Y0     \
	VCVTDQ2PS Y0, Y0           \
	VMULPS    Y0, Y6, Y0       \
	VADDPS    Y7, Y0, Y0       \
	VMOVUPS   Y0, (4*(AT))(DI)

// RUNS_2 is runs S and S+1 of 16 values.
#define RUNS_2(S) \
	VBROADCASTSS (256+4*(S))(SP), Y6   \
	SCALED_8(16*(S))                   \
	SCALED_8(16*(S)+8)                 \
	VBROADCASTSS (256+4*(S)+4)(SP), Y6 \
	SCALED_8(16*(S)+16)                \
	SCALED_8(16*(S)+24)

#define RUNS_ADD_2(S) \
	VBROADCASTSS (256+4*(S))(SP), Y6   \
	VBROADCASTSS (320+4*(S))(SP), Y7   \
	SCALED_ADD_8(16*(S))               \
	SCALED_ADD_8(16*(S)+8)             \
	VBROADCASTSS (256+4*(S)+4)(SP), Y6 \
	VBROADCASTSS (320+4*(S)+4)(SP), Y7 \
	SCALED_ADD_8(16*(S)+16)            \
	SCALED_ADD_8(16*(S)+24)

// NEXT steps over a block of BYTES.
#define NEXT(BYTES) \
	ADDQ $BYTES, SI \
	ADDQ $1024, DI  \
	DECQ CX

// TWO_BITS puts 4 codes of 2 bits of each of the 32 bytes at AT(SI) to the frame at TO: bits 0-1 first, as 32 codes each. Y15 is BYTES_03.
#define TWO_BITS(AT, TO) \
	VMOVDQU AT(SI), Y0        \
	VPAND   Y15, Y0, Y1       \
	VMOVDQU Y1, TO(SP)        \
	VPSRLW  $2, Y0, Y1        \
	VPAND   Y15, Y1, Y1       \
	VMOVDQU Y1, (TO+32)(SP)   \
	VPSRLW  $4, Y0, Y1        \
	VPAND   Y15, Y1, Y1       \
	VMOVDQU Y1, (TO+64)(SP)   \
	VPSRLW  $6, Y0, Y1        \
	VPAND   Y15, Y1, Y1       \
	VMOVDQU Y1, (TO+96)(SP)

// func decodeQ2_KAVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
TEXT ·decodeQ2_KAVX2(SB), NOSPLIT, $384-48
	UNPACK_ARGS(8, q2k_done)
	VPBROADCASTD BYTES_03, Y15
	VPBROADCASTD BYTES_0F, Y14
	VPBROADCASTD SIGN_BIT, Y11

q2k_loop: // do {
	VMOVDQU (SI), X4
	VPAND   X14, X4, X0
	SCALES_16(80(SI), 256)
	VPSRLW  $4, X4, X4
	VPAND   X14, X4, X0
	MINS_16(82(SI), 320)
	TWO_BITS(16, 0)
	TWO_BITS(48, 128)
	RUNS_ADD_2(0)
	RUNS_ADD_2(2)
	RUNS_ADD_2(4)
	RUNS_ADD_2(6)
	RUNS_ADD_2(8)
	RUNS_ADD_2(10)
	RUNS_ADD_2(12)
	RUNS_ADD_2(14)
	NEXT(84)
	JNE     q2k_loop // } while --CX > 0

q2k_done:
	VZEROUPPER
	RET

// THIRD_BITS adds the third bit to the 32 codes at AT of the frame, lowest bits of Y8 (moved on to the next), and subtracts 4.
#define THIRD_BITS(AT) \
	VPAND   Y14, Y8, Y0    \
	VPSLLW  $2, Y0, Y0     \
	VPOR    (AT)(SP), Y0, Y0 \
	VPSUBB  Y13, Y0, Y0    \
	VPSRLW  $1, Y8, Y8     \
	VMOVDQU Y0, (AT)(SP)

// func decodeQ3_KAVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
TEXT ·decodeQ3_KAVX2(SB), NOSPLIT, $384-48
	UNPACK_ARGS(8, q3k_done)
	VPBROADCASTD BYTES_03, Y15
	VPBROADCASTD BYTES_01, Y14
	VPBROADCASTD BYTES_04, Y13
	VPBROADCASTD BYTES_30, Y12
	VPBROADCASTD BYTES_20, Y11

q3k_loop: // do {
	SCALES_Q3_K(X0, X1, X12, X11)
	SCALES_16(108(SI), 256)
	VMOVDQU (SI), Y8
	TWO_BITS(32, 0)
	TWO_BITS(64, 128)
	THIRD_BITS(0)
	THIRD_BITS(32)
	THIRD_BITS(64)
	THIRD_BITS(96)
	THIRD_BITS(128)
	THIRD_BITS(160)
	THIRD_BITS(192)
	THIRD_BITS(224)
	RUNS_2(0)
	RUNS_2(2)
	RUNS_2(4)
	RUNS_2(6)
	RUNS_2(8)
	RUNS_2(10)
	RUNS_2(12)
	RUNS_2(14)
	NEXT(110)
	JNE     q3k_loop // } while --CX > 0

q3k_done:
	VZEROUPPER
	RET

// Q4K_8 is 8 bytes of pair H, the I-th: low nibbles are values of run 2H, scaled by Y6 and Y7, high ones of run 2H+1, by Y8 and Y9.
#define Q4K_8(H, I) \
	VPMOVZXBD (16+32*H+8*I)(SI), Y0      \
	VPSRLD    $4, Y0, Y1                 \
	VPAND     Y15, Y0, Y0                \
	VCVTDQ2PS Y0, Y0                     \
	VCVTDQ2PS Y1, Y1                     \
	VMULPS    Y0, Y6, Y0                 \
	VMULPS    Y1, Y8, Y1                 \
	VADDPS    Y7, Y0, Y0                 \
	VADDPS    Y9, Y1, Y1                 \
	VMOVUPS   Y0, (256*H+32*I)(DI)       \
	VMOVUPS   Y1, (256*H+32*I+128)(DI)

#define Q4K_PAIR(H) \
	VBROADCASTSS (8*H)(SP), Y6    \
	VBROADCASTSS (8*H+32)(SP), Y7 \
	VBROADCASTSS (8*H+4)(SP), Y8  \
	VBROADCASTSS (8*H+36)(SP), Y9 \
	Q4K_8(H, 0)                   \
	Q4K_8(H, 1)                   \
	Q4K_8(H, 2)                   \
	Q4K_8(H, 3)

// func decodeQ4_KAVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
//
// Frame: 8 scales, 8 offsets.
TEXT ·decodeQ4_KAVX2(SB), NOSPLIT, $64-48
	UNPACK_ARGS(8, q4k_done)
	VPBROADCASTD DWORD_0F, Y15
	VPBROADCASTD SIGN_BIT, Y11

q4k_loop: // do {
	SCALES_MINS_8(0, 32)
	Q4K_PAIR(0)
	Q4K_PAIR(1)
	Q4K_PAIR(2)
	Q4K_PAIR(3)
	NEXT(144)
	JNE q4k_loop // } while --CX > 0

q4k_done:
	VZEROUPPER
	RET

// Q5K_PAIR is runs 2H and 2H+1: the nibbles of 32 bytes, each with the lowest bit of Y8 as its fifth, which then moves on.
#define Q5K_PAIR(H) \
	VMOVDQU (48+32*H)(SI), Y0   \
	VPSRLW  $4, Y0, Y1          \
	VPAND   Y15, Y0, Y0         \
	VPAND   Y15, Y1, Y1         \
	VPAND   Y14, Y8, Y2         \
	VPSRLW  $1, Y8, Y8          \
	VPAND   Y14, Y8, Y3         \
	VPSRLW  $1, Y8, Y8          \
	VPSLLW  $4, Y2, Y2          \
	VPSLLW  $4, Y3, Y3          \
	VPOR    Y2, Y0, Y0          \
	VPOR    Y3, Y1, Y1          \
	VMOVDQU Y0, (64*H)(SP)      \
	VMOVDQU Y1, (64*H+32)(SP)

// Q5K_RUN is run S of 32 values.
#define Q5K_RUN(S) \
	VBROADCASTSS (256+4*S)(SP), Y6 \
	VBROADCASTSS (320+4*S)(SP), Y7 \
	SCALED_ADD_8(32*S)             \
	SCALED_ADD_8(32*S+8)           \
	SCALED_ADD_8(32*S+16)          \
	SCALED_ADD_8(32*S+24)

// func decodeQ5_KAVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
TEXT ·decodeQ5_KAVX2(SB), NOSPLIT, $384-48
	UNPACK_ARGS(8, q5k_done)
	VPBROADCASTD BYTES_0F, Y15
	VPBROADCASTD BYTES_01, Y14
	VPBROADCASTD SIGN_BIT, Y11

q5k_loop: // do {
	SCALES_MINS_8(256, 320)
	VMOVDQU 16(SI), Y8
	Q5K_PAIR(0)
	Q5K_PAIR(1)
	Q5K_PAIR(2)
	Q5K_PAIR(3)
	Q5K_RUN(0)
	Q5K_RUN(1)
	Q5K_RUN(2)
	Q5K_RUN(3)
	Q5K_RUN(4)
	Q5K_RUN(5)
	Q5K_RUN(6)
	Q5K_RUN(7)
	NEXT(176)
	JNE     q5k_loop // } while --CX > 0

q5k_done:
	VZEROUPPER
	RET

// Q6K_32 makes 32 codes of nibbles V and upper bits H, both in place of the code's bits already, and puts them at AT of the frame.
#define Q6K_32(V, H, AT) \
	VPAND   Y15, V, V  \
	VPAND   Y14, H, H  \
	VPOR    H, V, V    \
	VPSUBB  Y13, V, V  \
	VMOVDQU V, AT(SP)

// Q6K_HALF is 128 codes, whose nibbles are at LOW(SI) and whose upper bits are at HIGH(SI).
#define Q6K_HALF(LOW, HIGH, AT) \
	VMOVDQU HIGH(SI), Y8     \
	VMOVDQU LOW(SI), Y0      \
	VMOVDQU (LOW+32)(SI), Y1 \
	VPSRLW  $4, Y0, Y2       \
	VPSRLW  $4, Y1, Y3       \
	VPSLLW  $4, Y8, Y4       \
	VPSLLW  $2, Y8, Y5       \
	VPSRLW  $2, Y8, Y6       \
	Q6K_32(Y0, Y4, AT)       \
	Q6K_32(Y1, Y5, (AT+32))  \
	Q6K_32(Y2, Y8, (AT+64))  \
	Q6K_32(Y3, Y6, (AT+96))

// func decodeQ6_KAVX2(dst []float32, src []byte)
// Requires: AVX2, F16C
TEXT ·decodeQ6_KAVX2(SB), NOSPLIT, $384-48
	UNPACK_ARGS(8, q6k_done)
	VPBROADCASTD BYTES_0F, Y15
	VPBROADCASTD BYTES_30, Y14
	VPBROADCASTD BYTES_20, Y13

q6k_loop: // do {
	VMOVDQU 192(SI), X0
	SCALES_16(208(SI), 256)
	Q6K_HALF(0, 128, 0)
	Q6K_HALF(64, 160, 128)
	RUNS_2(0)
	RUNS_2(2)
	RUNS_2(4)
	RUNS_2(6)
	RUNS_2(8)
	RUNS_2(10)
	RUNS_2(12)
	RUNS_2(14)
	NEXT(210)
	JNE     q6k_loop // } while --CX > 0

q6k_done:
	VZEROUPPER
	RET
