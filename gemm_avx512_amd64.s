//go:build !purego

#include "textflag.h"
#include "asm_bf16_amd64.h"
#include "asm_gemm_avx512_amd64.h"

// Wide tiles have up to 32 columns, narrow ones up to 16; a step is one of float32, or of pairs of bfloat16.
#define LOAD_WIDE \
	VMOVUPS (PANEL), Z0 \
	VMOVUPS 64(PANEL), Z1
#define LOAD_NARROW VMOVUPS (PANEL), Z0

#define EACH_WIDE(OP, L, H) \
	OP(L, 0, K1) \
	OP(H, 64, K2)
#define EACH_NARROW(OP, L, H) OP(L, 0, K1)

#define EACH EACH_WIDE
#define LOAD_PANEL LOAD_WIDE
#define P_BYTES 128
#define ROW(M, L, NL, H, NH) \
	VBROADCASTSS M, Z2     \
	VFMADD231PS  Z0, Z2, L \
	VFMADD231PS  Z1, Z2, H

// func gemmWideAVX512(c *float32, ldc int, a *float32, ars, acs int, panel *float32, m, k, n, mode int)
// Requires: AVX512F
TEXT ·gemmWideAVX512(SB), NOSPLIT, $0-80
#include "gemm_tile_avx512_amd64.h"

#undef ROW
#define ROW(M, L, NL, H, NH) \
	VBROADCASTSS M, Z2  \
	VDPBF16PS(0, 2, NL) \
	VDPBF16PS(1, 2, NH)

// func gemmWideBF16(c *float32, ldc int, a *uint16, ars, acs int, panel *uint16, m, k, n, mode int)
// Requires: AVX512F, AVX512_BF16
TEXT ·gemmWideBF16(SB), NOSPLIT, $0-80
#include "gemm_tile_avx512_amd64.h"

#undef EACH
#define EACH EACH_NARROW
#undef LOAD_PANEL
#define LOAD_PANEL LOAD_NARROW
#undef P_BYTES
#define P_BYTES 64
#undef ROW
#define ROW(M, L, NL, H, NH) VFMADD231PS.BCST M, Z0, L

// func gemmNarrowAVX512(c *float32, ldc int, a *float32, ars, acs int, panel *float32, m, k, n, mode int)
// Requires: AVX512F
TEXT ·gemmNarrowAVX512(SB), NOSPLIT, $0-80
#include "gemm_tile_avx512_amd64.h"

#undef ROW
#define ROW(M, L, NL, H, NH) \
	VBROADCASTSS M, Z2 \
	VDPBF16PS(0, 2, NL)

// func gemmNarrowBF16(c *float32, ldc int, a *uint16, ars, acs int, panel *uint16, m, k, n, mode int)
// Requires: AVX512F, AVX512_BF16
TEXT ·gemmNarrowBF16(SB), NOSPLIT, $0-80
#include "gemm_tile_avx512_amd64.h"
