// What the zmm kernels of Packed and PackedBatch share; packed_avx512_amd64.s has the plan of the registers.

#include "packed_group_amd64.h"

#define BYTES(N, Z) \
	MOVL         N, DX \
	VPBROADCASTB DX, Z

#define LOAD_NIBBLES \
	VMOVDQU32 (SI), Z4      \
	VMOVDQU32 64(SI), Z5    \
	VMOVDQU32 128(SI), Z6   \
	VMOVDQU32 192(SI), Z7   \
	VPSRLW    $4, Z4, Z8    \
	VPSRLW    $4, Z5, Z9    \
	VPSRLW    $4, Z6, Z10   \
	VPSRLW    $4, Z7, Z11

#define LOAD_BYTES \
	VMOVDQU32 (SI), Z4      \
	VMOVDQU32 64(SI), Z5    \
	VMOVDQU32 128(SI), Z6   \
	VMOVDQU32 192(SI), Z7   \
	VMOVDQU32 256(SI), Z8   \
	VMOVDQU32 320(SI), Z9   \
	VMOVDQU32 384(SI), Z10  \
	VMOVDQU32 448(SI), Z11

#define MASK_NIBBLES \
	VPANDD Z31, Z4, Z4   \
	VPANDD Z31, Z5, Z5   \
	VPANDD Z31, Z6, Z6   \
	VPANDD Z31, Z7, Z7   \
	VPANDD Z31, Z8, Z8   \
	VPANDD Z31, Z9, Z9   \
	VPANDD Z31, Z10, Z10 \
	VPANDD Z31, Z11, Z11

// ONE puts bit I of the ones Z14, moved to where the mask Z28 has one, above the codes V: V |= bit & mask.
#define ONE(V, SHIFT, N, T) \
	SHIFT      $N, Z14, T       \
	VPTERNLOGD $0xF8, Z28, T, V

#define FIFTHS \
	VMOVDQU32  (R13), Z14       \
	ADDQ       $64, R13         \
	ONE(Z4, VPSLLW, 4, Z15)     \
	ONE(Z5, VPSLLW, 3, Z16)     \
	ONE(Z6, VPSLLW, 2, Z15)     \
	ONE(Z7, VPSLLW, 1, Z16)     \
	ONE(Z8, VPSLLW, 0, Z15)     \
	ONE(Z9, VPSRLW, 1, Z16)     \
	ONE(Z10, VPSRLW, 2, Z15)    \
	ONE(Z11, VPSRLW, 3, Z16)

// UPPER_TWO puts two bits of T, moved to bits 4 and 5, above the nibbles of V, whose other bits are anything: V = V by mask 0x0f, else T;
// then by 0x3f.
#define UPPER_TWO(V, T, SHIFT, N) \
	SHIFT      $N, T, Z16           \
	VPTERNLOGD $0xE4, Z31, Z16, V   \
	VPANDD     Z29, V, V

// UPPER_TWOS does so with all nibbles as they were loaded; R13, twos, moves along.
#define UPPER_TWOS \
	VMOVDQU32 (R13), Z14        \
	VMOVDQU32 64(R13), Z15      \
	ADDQ      $128, R13         \
	UPPER_TWO(Z4, Z14, VPSLLW, 4)  \
	UPPER_TWO(Z5, Z14, VPSLLW, 2)  \
	UPPER_TWO(Z6, Z14, VPSLLW, 0)  \
	UPPER_TWO(Z7, Z14, VPSRLW, 2)  \
	UPPER_TWO(Z8, Z15, VPSLLW, 4)  \
	UPPER_TWO(Z9, Z15, VPSLLW, 2)  \
	UPPER_TWO(Z10, Z15, VPSLLW, 0) \
	UPPER_TWO(Z11, Z15, VPSRLW, 2)

// CODES_TO makes the 16 codes at M, times D, floats in Z.
#define CODES_TO(M, D, Z) \
	VPMOVSXBD M, Z    \
	VCVTDQ2PS Z, Z    \
	VMULPS    D, Z, Z
