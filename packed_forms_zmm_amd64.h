// What the zmm kernels of the less usual forms of packed weights share, for one row of X and for several: codes and scales of a block of 32 columns.
//
//	SI  nibbles, or twos     R13  ones: both move along     R8  scales     R10  minima, or upper bits of scales
//
//	Z4-Z7, Z8-Z11  codes of steps 0-3, 4-7     Z14-Z16  scratch     Z26, Z27  d, dmin
//	Z3  levels, or 0x30 in dwords     Z28-Z31  masks: 0x10 or 0x04, 0x03, 15 in dwords, 0x0f or 32 in dwords

#include "packed_zmm_amd64.h"
#include "packed_fetch_forms_amd64.h"

#define DWORDS(N, Z) \
	MOVL         N, DX \
	VPBROADCASTD DX, Z

#define NIBBLES \
	LOAD_NIBBLES  \
	ADDQ $256, SI \
	MASK_NIBBLES

#define TWOS \
	VMOVDQU32  (SI), Z4         \
	VMOVDQU32  64(SI), Z8       \
	ADDQ       $128, SI         \
	VPSRLW     $2, Z4, Z5       \
	VPSRLW     $4, Z4, Z6       \
	VPSRLW     $6, Z4, Z7       \
	VPSRLW     $2, Z8, Z9       \
	VPSRLW     $4, Z8, Z10      \
	VPSRLW     $6, Z8, Z11      \
	VPANDD     Z29, Z4, Z4      \
	VPANDD     Z29, Z5, Z5      \
	VPANDD     Z29, Z6, Z6      \
	VPANDD     Z29, Z7, Z7      \
	VPANDD     Z29, Z8, Z8      \
	VPANDD     Z29, Z9, Z9      \
	VPANDD     Z29, Z10, Z10    \
	VPANDD     Z29, Z11, Z11

#define THIRDS \
	VMOVDQU32  (R13), Z14       \
	ADDQ       $64, R13         \
	ONE(Z4, VPSLLW, 2, Z15)     \
	ONE(Z5, VPSLLW, 1, Z16)     \
	ONE(Z6, VPSLLW, 0, Z15)     \
	ONE(Z7, VPSRLW, 1, Z16)     \
	ONE(Z8, VPSRLW, 2, Z15)     \
	ONE(Z9, VPSRLW, 3, Z16)     \
	ONE(Z10, VPSRLW, 4, Z15)    \
	ONE(Z11, VPSRLW, 5, Z16)

// LEVELS turns nibbles into the levels of the IQ4 types, with zero 128.
#define LEVELS \
	VPSHUFB Z4, Z3, Z4   \
	VPSHUFB Z5, Z3, Z5   \
	VPSHUFB Z6, Z3, Z6   \
	VPSHUFB Z7, Z3, Z7   \
	VPSHUFB Z8, Z3, Z8   \
	VPSHUFB Z9, Z3, Z9   \
	VPSHUFB Z10, Z3, Z10 \
	VPSHUFB Z11, Z3, Z11

#define LOAD_LEVELS \
	BYTES($0x80, Z14)              \
	VBROADCASTI32X4 LEVELS_IQ4, Z3 \
	VPXORD Z14, Z3, Z3

// NIBBLES_TO makes the low nibbles of the 16 bytes at M, times d, floats in S, and the high ones, times dmin, in T.
#define NIBBLES_TO(M, S, T) \
	VPMOVZXBD M, S        \
	VPSRLD    $4, S, T    \
	VPANDD    Z30, S, S   \
	VCVTDQ2PS S, S        \
	VCVTDQ2PS T, T        \
	VMULPS    Z26, S, S   \
	VMULPS    Z27, T, T

// Scales of 6 bits, less 32, times d: nibbles, those of two runs in 16 bytes at R8, below two bits of Z17, the 16 bytes at R10, which serve 4 runs.
#define CONSTANTS_3 \
	BYTES($0x03, Z29)  \
	BYTES($0x04, Z28)  \
	DWORDS($15, Z30)   \
	DWORDS($32, Z31)   \
	DWORDS($0x30, Z3)

// SIX_SCALES makes them floats in Z12 and Z13; SHIFT0 and SHIFT1 move their bits of Z17 to 4 and 5.
#define SIX_SCALES(SHIFT0, N0, SHIFT1, N1) \
	VPMOVZXBD  (R8), Z12          \
	SHIFT0     $N0, Z17, Z14      \
	SHIFT1     $N1, Z17, Z15      \
	VPSRLD     $4, Z12, Z13       \
	VPANDD     Z30, Z12, Z12      \
	VPTERNLOGD $0xF8, Z3, Z14, Z12 \
	VPTERNLOGD $0xF8, Z3, Z15, Z13 \
	VPSUBD     Z31, Z12, Z12      \
	VPSUBD     Z31, Z13, Z13      \
	VCVTDQ2PS  Z12, Z12           \
	VCVTDQ2PS  Z13, Z13           \
	VMULPS     Z26, Z12, Z12      \
	VMULPS     Z26, Z13, Z13
