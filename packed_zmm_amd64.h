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

// FIFTH puts bit I of Z14, moved by L to bit 4, above the low nibbles A, and bit I+4, moved by R, above the high nibbles B.
#define FIFTH(A, B, SHIFT_L, L, SHIFT_R, R) \
	SHIFT_L $L, Z14, Z15       \
	SHIFT_R $R, Z14, Z16       \
	VPTERNLOGD $0xF8, Z28, Z15, A \
	VPTERNLOGD $0xF8, Z28, Z16, B

// UPPER_TWO puts two bits of T, moved to bits 4 and 5, above the nibbles of V, whose other bits are anything: V = V by mask 0x0f, else T;
// then by 0x3f.
#define UPPER_TWO(V, T, SHIFT, N) \
	SHIFT      $N, T, Z16           \
	VPTERNLOGD $0xE4, Z31, Z16, V   \
	VPANDD     Z29, V, V

// CODES_TO makes the 16 codes at M, times D, floats in Z.
#define CODES_TO(M, D, Z) \
	VPMOVSXBD M, Z    \
	VCVTDQ2PS Z, Z    \
	VMULPS    D, Z, Z
