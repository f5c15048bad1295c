//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"
#include "asm_unpack_amd64.h"

// Decoders of the K-quants, blocks of 256 values; see unpack_avx512_amd64.s for the tables. Frame:
//
//	 0  scales: d·scale of each run of values, floats (Q4_K, Q5_K: 8, and 8 offsets after them)
//	64  offsets: -(dmin·min) of each run
//
// Registers: Z0, Z1 levels, Z2 … Z5 tables, Z6 codes, Z7 values, Z8 and Z9 bytes of upper bits as lanes; others as each kernel says.

// Q2_K and Q3_K: codes of 2 bits, four times.
DATA fours<>+0(SB)/4, $0x00000000
DATA fours<>+4(SB)/4, $0x3f800000
DATA fours<>+8(SB)/4, $0x40000000
DATA fours<>+12(SB)/4, $0x40400000
DATA fours<>+16(SB)/4, $0x40800000 // 4
DATA fours<>+20(SB)/4, $0x41800000 // 16
GLOBL fours<>(SB), RODATA|NOPTR, $24

#define FLOAT_4 fours<>+16(SB)
#define FLOAT_16 fours<>+20(SB)

// bits<>: 1<<i, i < 8.
DATA bits<>+0(SB)/4, $0x01
DATA bits<>+4(SB)/4, $0x02
DATA bits<>+8(SB)/4, $0x04
DATA bits<>+12(SB)/4, $0x08
DATA bits<>+16(SB)/4, $0x10
DATA bits<>+20(SB)/4, $0x20
DATA bits<>+24(SB)/4, $0x40
DATA bits<>+28(SB)/4, $0x80
GLOBL bits<>(SB), RODATA|NOPTR, $32

// pickHalf: for VPSHUFB of a broadcast dword, word 0 eight times, then word 1.
DATA pickHalf<>+0(SB)/8, $0x0100010001000100
DATA pickHalf<>+8(SB)/8, $0x0100010001000100
DATA pickHalf<>+16(SB)/8, $0x0302030203020302
DATA pickHalf<>+24(SB)/8, $0x0302030203020302
GLOBL pickHalf<>(SB), RODATA|NOPTR, $32

// BROADCAST_HALF sets Z, whose lower half is Y, to the f16 at M.
#define BROADCAST_HALF(M, Y, Z) \
	VPBROADCASTW M, Y \
	VCVTPH2PS    Y, Z

// LOOKUP writes 16 values at TO(DI): table T by the codes Z6.
#define LOOKUP(T, TO) \
	VPERMPS T, Z6, Z7      \
	VMOVUPS Z7, (TO)(DI)

// LOOKUP_5 takes them from table T1 where K1 is set, else from T0.
#define LOOKUP_5(T0, T1, TO) \
	VPERMPS T0, Z6, Z7     \
	VPERMPS T1, Z6, K1, Z7 \
	VMOVUPS Z7, (TO)(DI)

// NEXT steps over a block of BYTES.
#define NEXT(BYTES) \
	ADDQ $BYTES, SI \
	ADDQ $1024, DI  \
	DECQ CX

// Q2K_16 is run S of 16 values: bits 2K and 2K+1 of Z8.
#define Q2K_16(S, K) \
	VMULPS.BCST (4*(S))(SP), Z1, Z2    \
	VADDPS.BCST (64+4*(S))(SP), Z2, Z2 \
	VPSRLD      $(2*K), Z8, Z6         \
	VPERMILPS   Z6, Z2, Z7             \
	VMOVUPS     Z7, (64*(S))(DI)

// Q2K_BYTES is the runs S, S+2, S+4, S+6, whose codes are in the 16 bytes at AT(SI).
#define Q2K_BYTES(S, AT) \
	VPMOVZXBD AT(SI), Z8 \
	Q2K_16(S, 0)         \
	Q2K_16(S+2, 1)       \
	Q2K_16(S+4, 2)       \
	Q2K_16(S+6, 3)

// func decodeQ2_KAVX512(dst []float32, src []byte)
// Requires: AVX512F, AVX512DQ
//
// Z1 0 … 3 four times, Z10 sign, X11 BYTES_0F.
TEXT ·decodeQ2_KAVX512(SB), NOSPLIT, $128-48
	UNPACK_ARGS(8, q2k_done)
	VBROADCASTF32X4 fours<>(SB), Z1
	VPBROADCASTD    SIGN_BIT, Z10
	VPBROADCASTD    BYTES_0F, X11

q2k_loop: // do {
	VMOVDQU   (SI), X3
	VPAND     X11, X3, X2
	VPSRLW    $4, X3, X3
	VPAND     X11, X3, X3
	VPMOVZXBD X2, Z2
	VPMOVZXBD X3, Z3
	VCVTDQ2PS Z2, Z2
	VCVTDQ2PS Z3, Z3
	BROADCAST_HALF(80(SI), Y4, Z4)
	BROADCAST_HALF(82(SI), Y5, Z5)
	VMULPS    Z2, Z4, Z2
	VMULPS    Z3, Z5, Z3
	VXORPS    Z10, Z3, Z3
	VMOVUPS   Z2, (SP)
	VMOVUPS   Z3, 64(SP)
	Q2K_BYTES(0, 16)
	Q2K_BYTES(1, 32)
	Q2K_BYTES(8, 48)
	Q2K_BYTES(9, 64)
	NEXT(84)
	JNE       q2k_loop // } while --CX > 0

q2k_done:
	VZEROUPPER
	RET

// Q3K_16 is run S of 16 values: bits 2K and 2K+1 of Z6's bytes in Z5, and bit B of HIGH, which chooses between the tables of q-4 below and
// from zero on.
#define Q3K_16(S, K, B, HIGH) \
	VMULPS.BCST   (4*(S))(SP), Z0, Z2       \
	VMULPS.BCST   (4*(S))(SP), Z1, Z3       \
	VPTESTMD.BCST bits<>+(4*(B))(SB), HIGH, K1 \
	VPSRLD        $(2*K), Z5, Z6            \
	VPERMILPS     Z6, Z2, Z7                \
	VPERMILPS     Z6, Z3, K1, Z7            \
	VMOVUPS       Z7, (64*(S))(DI)

#define Q3K_BYTES(S, AT, B, HIGH) \
	VPMOVZXBD AT(SI), Z5     \
	Q3K_16(S, 0, B, HIGH)    \
	Q3K_16(S+2, 1, B+1, HIGH) \
	Q3K_16(S+4, 2, B+2, HIGH) \
	Q3K_16(S+6, 3, B+3, HIGH)

// func decodeQ3_KAVX512(dst []float32, src []byte)
// Requires: AVX512F
//
// Z0 -4 … -1 and Z1 0 … 3, four times each; X10 BYTES_30, X11 BYTES_20.
TEXT ·decodeQ3_KAVX512(SB), NOSPLIT, $64-48
	UNPACK_ARGS(8, q3k_done)
	VBROADCASTF32X4 fours<>(SB), Z1
	VSUBPS.BCST     FLOAT_4, Z1, Z0
	VPBROADCASTD    BYTES_30, X10
	VPBROADCASTD    BYTES_20, X11

q3k_loop: // do {
	SCALES_Q3_K(X2, X3, X10, X11)
	VPMOVSXBD X2, Z2
	VCVTDQ2PS Z2, Z2
	BROADCAST_HALF(108(SI), Y3, Z3)
	VMULPS    Z2, Z3, Z2
	VMOVUPS   Z2, (SP)
	VPMOVZXBD (SI), Z8
	VPMOVZXBD 16(SI), Z9
	Q3K_BYTES(0, 32, 0, Z8)
	Q3K_BYTES(1, 48, 0, Z9)
	Q3K_BYTES(8, 64, 4, Z8)
	Q3K_BYTES(9, 80, 4, Z9)
	NEXT(110)
	JNE       q3k_loop // } while --CX > 0

q3k_done:
	VZEROUPPER
	RET

// SCALES_MINS_8 stores d·scale, 8 floats, and -(dmin·min) after them. Z10 has the sign in lanes 8 … 15, Y11 is pickHalf.
#define SCALES_MINS_8 \
	SCALES_MINS(X2)            \
	VPMOVZXBD    X2, Z2        \
	VCVTDQ2PS    Z2, Z2        \
	VPBROADCASTD (SI), Y3      \ // d, dmin
	VPSHUFB      Y11, Y3, Y3   \
	VCVTPH2PS    Y3, Z3        \
	VMULPS       Z2, Z3, Z2    \
	VXORPS       Z10, Z2, Z2   \
	VMOVUPS      Z2, (SP)

// LOAD_SCALES_CONST prepares SCALES_MINS_8.
#define LOAD_SCALES_CONST \
	VMOVDQU         pickHalf<>(SB), Y11 \
	MOVL            $0xff00, AX         \
	KMOVW           AX, K1              \
	VPBROADCASTD.Z  SIGN_BIT, K1, Z10

// Q4K_PAIR is runs 2H (low nibbles) and 2H+1.
#define Q4K_PAIR(H) \
	VMULPS.BCST (8*H)(SP), Z1, Z2    \
	VMULPS.BCST (8*H+4)(SP), Z1, Z3  \
	VADDPS.BCST (8*H+32)(SP), Z2, Z2 \
	VADDPS.BCST (8*H+36)(SP), Z3, Z3 \
	VPMOVZXBD   (16+32*H)(SI), Z6    \
	LOOKUP(Z2, 256*H)                \
	VPSRLD      $4, Z6, Z6           \
	LOOKUP(Z3, 256*H+128)            \
	VPMOVZXBD   (32+32*H)(SI), Z6    \
	LOOKUP(Z2, 256*H+64)             \
	VPSRLD      $4, Z6, Z6           \
	LOOKUP(Z3, 256*H+192)

// func decodeQ4_KAVX512(dst []float32, src []byte)
// Requires: AVX512F, AVX512DQ
//
// Z1 0 … 15.
TEXT ·decodeQ4_KAVX512(SB), NOSPLIT, $64-48
	UNPACK_ARGS(8, q4k_done)
	LOAD_SCALES_CONST
	VPMOVSXBD LEVELS_COUNT, Z1
	VCVTDQ2PS Z1, Z1

q4k_loop: // do {
	SCALES_MINS_8
	Q4K_PAIR(0)
	Q4K_PAIR(1)
	Q4K_PAIR(2)
	Q4K_PAIR(3)
	NEXT(144)
	JNE q4k_loop // } while --CX > 0

q4k_done:
	VZEROUPPER
	RET

// Q5K_TABLES sets T0 and T1 to the tables of run S, fifth bit clear and set.
#define Q5K_TABLES(S, T0, T1) \
	VMULPS.BCST (4*(S))(SP), Z0, T0     \
	VMULPS.BCST (4*(S))(SP), Z1, T1     \
	VADDPS.BCST (4*(S)+32)(SP), T0, T0  \
	VADDPS.BCST (4*(S)+32)(SP), T1, T1

// Q5K_PAIR is runs 2H (low nibbles, fifth bits at 2H of Z8 and Z9) and 2H+1.
#define Q5K_PAIR(H) \
	Q5K_TABLES(2*H, Z2, Z3)                      \
	Q5K_TABLES(2*H+1, Z4, Z5)                    \
	VPMOVZXBD     (48+32*H)(SI), Z6              \
	VPTESTMD.BCST bits<>+(8*H)(SB), Z8, K1       \
	LOOKUP_5(Z2, Z3, 256*H)                      \
	VPSRLD        $4, Z6, Z6                     \
	VPTESTMD.BCST bits<>+(8*H+4)(SB), Z8, K1     \
	LOOKUP_5(Z4, Z5, 256*H+128)                  \
	VPMOVZXBD     (64+32*H)(SI), Z6              \
	VPTESTMD.BCST bits<>+(8*H)(SB), Z9, K1       \
	LOOKUP_5(Z2, Z3, 256*H+64)                   \
	VPSRLD        $4, Z6, Z6                     \
	VPTESTMD.BCST bits<>+(8*H+4)(SB), Z9, K1     \
	LOOKUP_5(Z4, Z5, 256*H+192)

// func decodeQ5_KAVX512(dst []float32, src []byte)
// Requires: AVX512F, AVX512DQ
//
// Z0 0 … 15, Z1 16 … 31.
TEXT ·decodeQ5_KAVX512(SB), NOSPLIT, $64-48
	UNPACK_ARGS(8, q5k_done)
	LOAD_SCALES_CONST
	VPMOVSXBD   LEVELS_COUNT, Z0
	VCVTDQ2PS   Z0, Z0
	VADDPS.BCST FLOAT_16, Z0, Z1

q5k_loop: // do {
	SCALES_MINS_8
	VPMOVZXBD 16(SI), Z8
	VPMOVZXBD 32(SI), Z9
	Q5K_PAIR(0)
	Q5K_PAIR(1)
	Q5K_PAIR(2)
	Q5K_PAIR(3)
	NEXT(176)
	JNE       q5k_loop // } while --CX > 0

q5k_done:
	VZEROUPPER
	RET

// Q6_K: codes of 6 bits are too many for a table. As the low bits of a float of 2²³ and more, whose last place is one, a code becomes its
// float by a subtraction: (2²³ + q) - (2²³ + 32), exact.
DATA q6Const<>+0(SB)/4, $0x0f
DATA q6Const<>+4(SB)/4, $0x3f
DATA q6Const<>+8(SB)/4, $0x4b000000  // 2²³
DATA q6Const<>+12(SB)/4, $0x4b000020 // 2²³ + 32
GLOBL q6Const<>(SB), RODATA|NOPTR, $16

// Q6K_16 is run S of 16 values: nibbles LOW, and in Z6 the two upper bits in their place, with others around them.
#define Q6K_16(S, LOW) \
	VPTERNLOGD  $0xd8, Z10, LOW, Z6   \ // Z10 ? LOW : Z6
	VPTERNLOGD  $0xea, Z12, Z11, Z6   \ // Z6&Z11 | Z12
	VSUBPS      Z13, Z6, Z6           \
	VMULPS.BCST (4*(S))(SP), Z6, Z6   \
	VMOVUPS     Z6, (64*(S))(DI)

// Q6K_BYTES is the runs S, S+2, S+4, S+6 of one half: nibbles at LOW(SI) and LOW+32(SI), upper bits at HIGH(SI).
#define Q6K_BYTES(S, LOW, HIGH) \
	VPMOVZXBD (LOW)(SI), Z2    \
	VPMOVZXBD (LOW+32)(SI), Z3 \
	VPMOVZXBD (HIGH)(SI), Z8   \
	VPSLLD    $4, Z8, Z6       \
	Q6K_16(S, Z2)              \
	VPSLLD    $2, Z8, Z6       \
	Q6K_16(S+2, Z3)            \
	VPSRLD    $4, Z2, Z2       \
	VMOVDQA32 Z8, Z6           \
	Q6K_16(S+4, Z2)            \
	VPSRLD    $4, Z3, Z3       \
	VPSRLD    $2, Z8, Z6       \
	Q6K_16(S+6, Z3)

// func decodeQ6_KAVX512(dst []float32, src []byte)
// Requires: AVX512F
//
// Z10 … Z13 the constants of q6Const.
TEXT ·decodeQ6_KAVX512(SB), NOSPLIT, $64-48
	UNPACK_ARGS(8, q6k_done)
	VPBROADCASTD q6Const<>+0(SB), Z10
	VPBROADCASTD q6Const<>+4(SB), Z11
	VPBROADCASTD q6Const<>+8(SB), Z12
	VPBROADCASTD q6Const<>+12(SB), Z13

q6k_loop: // do {
	VPMOVSXBD 192(SI), Z2
	VCVTDQ2PS Z2, Z2
	BROADCAST_HALF(208(SI), Y3, Z3)
	VMULPS    Z2, Z3, Z2
	VMOVUPS   Z2, (SP)
	Q6K_BYTES(0, 0, 128)
	Q6K_BYTES(1, 16, 144)
	Q6K_BYTES(8, 64, 160)
	Q6K_BYTES(9, 80, 176)
	NEXT(210)
	JNE       q6k_loop // } while --CX > 0

q6k_done:
	VZEROUPPER
	RET
