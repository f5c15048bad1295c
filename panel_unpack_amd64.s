//go:build !purego

#include "textflag.h"

// Planes of packed codes to panels, and integer scales to floats. Stores bound the unpacking: ymm, two a cycle, do as well as zmm.
// Each kernel prefetches its planes a panel ahead, since nothing is read from memory while that panel is multiplied.
//
//	SI, R8, R9  nibbles, twos, ones      DI  panel      CX  blocks of 32 columns left
//	Y15 0x0f, Y14 the mask of the upper bits, Y13 table; Y12 ones of the block

#define BYTES(N, TMP, X, Y) \
	MOVL         N, TMP \
	VMOVD        TMP, X \
	VPBROADCASTB X, Y

// NIBBLES loads part I, half H of the nibbles: low ones in LOW, high ones in HIGH.
#define NIBBLES(I, H, LOW, HIGH) \
	VMOVDQU (I*64+H*32)(SI), LOW \
	VPSRLW  $4, LOW, HIGH        \
	VPAND   Y15, LOW, LOW        \
	VPAND   Y15, HIGH, HIGH

#define STORE(I, H, LOW, HIGH) \
	VMOVDQU LOW, (I*64+H*32)(DI)        \
	VMOVDQU HIGH, (I*64+H*32+256)(DI)

#define PREFETCH_4 \
	PREFETCHT0 4096(SI) \
	PREFETCHT0 4160(SI) \
	PREFETCHT0 4224(SI) \
	PREFETCHT0 4288(SI)

#define PART_4(I, H) \
	NIBBLES(I, H, Y0, Y1) \
	STORE(I, H, Y0, Y1)

// func unpack4AVX2(dst, nibbles *byte, blocks int)
// Requires: AVX2
TEXT ·unpack4AVX2(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ nibbles+8(FP), SI
	MOVQ blocks+16(FP), CX
	BYTES($0x0f, AX, X15, Y15)

unpack4_block: // do {
	PREFETCH_4
	PART_4(0, 0)
	PART_4(0, 1)
	PART_4(1, 0)
	PART_4(1, 1)
	PART_4(2, 0)
	PART_4(2, 1)
	PART_4(3, 0)
	PART_4(3, 1)
	ADDQ $256, SI
	ADDQ $512, DI
	DECQ CX
	JNE  unpack4_block // } while --CX > 0
	VZEROUPPER
	RET

// func unpack4AVX512(dst, nibbles *byte, blocks int)
// Requires: AVX512F, AVX512BW
TEXT ·unpack4AVX512(SB), NOSPLIT, $0-24
	MOVQ         dst+0(FP), DI
	MOVQ         nibbles+8(FP), SI
	MOVQ         blocks+16(FP), CX
	MOVL         $0x0f, AX
	VPBROADCASTB AX, Z15

unpack4z_block: // do {
	VMOVDQU32 (SI), Z0
	VMOVDQU32 64(SI), Z1
	VMOVDQU32 128(SI), Z2
	VMOVDQU32 192(SI), Z3
	PREFETCH_4
	VPSRLW    $4, Z0, Z4
	VPSRLW    $4, Z1, Z5
	VPSRLW    $4, Z2, Z6
	VPSRLW    $4, Z3, Z7
	VPANDD    Z15, Z0, Z0
	VPANDD    Z15, Z1, Z1
	VPANDD    Z15, Z2, Z2
	VPANDD    Z15, Z3, Z3
	VPANDD    Z15, Z4, Z4
	VPANDD    Z15, Z5, Z5
	VPANDD    Z15, Z6, Z6
	VPANDD    Z15, Z7, Z7
	VMOVDQU32 Z0, (DI)
	VMOVDQU32 Z1, 64(DI)
	VMOVDQU32 Z2, 128(DI)
	VMOVDQU32 Z3, 192(DI)
	VMOVDQU32 Z4, 256(DI)
	VMOVDQU32 Z5, 320(DI)
	VMOVDQU32 Z6, 384(DI)
	VMOVDQU32 Z7, 448(DI)
	ADDQ      $256, SI
	ADDQ      $512, DI
	DECQ      CX
	JNE       unpack4z_block // } while --CX > 0
	VZEROUPPER
	RET

#define PART_TABLE(I, H) \
	NIBBLES(I, H, Y0, Y1) \
	VPSHUFB Y0, Y13, Y0   \
	VPSHUFB Y1, Y13, Y1   \
	STORE(I, H, Y0, Y1)

// func unpackTableAVX2(dst, nibbles *byte, table *[16]byte, blocks int)
// Requires: AVX2
TEXT ·unpackTableAVX2(SB), NOSPLIT, $0-32
	MOVQ           dst+0(FP), DI
	MOVQ           nibbles+8(FP), SI
	MOVQ           table+16(FP), AX
	MOVQ           blocks+24(FP), CX
	VBROADCASTI128 (AX), Y13
	BYTES($0x0f, AX, X15, Y15)

table_block: // do {
	PREFETCH_4
	PART_TABLE(0, 0)
	PART_TABLE(0, 1)
	PART_TABLE(1, 0)
	PART_TABLE(1, 1)
	PART_TABLE(2, 0)
	PART_TABLE(2, 1)
	PART_TABLE(3, 0)
	PART_TABLE(3, 1)
	ADDQ $256, SI
	ADDQ $512, DI
	DECQ CX
	JNE  table_block // } while --CX > 0
	VZEROUPPER
	RET

// PART_5 puts bit I of Y12, moved by L to bit 4, above the low nibbles, and bit I+4, moved by R, above the high ones.
#define PART_5(I, H, SHIFT_L, L, SHIFT_R, R) \
	NIBBLES(I, H, Y0, Y1) \
	SHIFT_L $L, Y12, Y2   \
	SHIFT_R $R, Y12, Y3   \
	VPAND   Y14, Y2, Y2   \
	VPAND   Y14, Y3, Y3   \
	VPOR    Y2, Y0, Y0    \
	VPOR    Y3, Y1, Y1    \
	STORE(I, H, Y0, Y1)

#define HALF_5(H) \
	VMOVDQU (H*32)(R9), Y12                 \
	PART_5(0, H, VPSLLW, 4, VPSRLW, 0)      \
	PART_5(1, H, VPSLLW, 3, VPSRLW, 1)      \
	PART_5(2, H, VPSLLW, 2, VPSRLW, 2)      \
	PART_5(3, H, VPSLLW, 1, VPSRLW, 3)

// func unpack5AVX2(dst, nibbles, ones *byte, blocks int)
// Requires: AVX2
TEXT ·unpack5AVX2(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ nibbles+8(FP), SI
	MOVQ ones+16(FP), R9
	MOVQ blocks+24(FP), CX
	BYTES($0x0f, AX, X15, Y15)
	BYTES($0x10, AX, X14, Y14)

unpack5_block: // do {
	PREFETCH_4
	PREFETCHT0 1024(R9)
	HALF_5(0)
	HALF_5(1)
	ADDQ $256, SI
	ADDQ $64, R9
	ADDQ $512, DI
	DECQ CX
	JNE  unpack5_block // } while --CX > 0
	VZEROUPPER
	RET

// PART_6 puts two bits of Y12 (for the low nibbles) and of Y11 (for the high ones), moved to bits 4 and 5, above the nibbles.
#define PART_6(I, H, SHIFT, N) \
	NIBBLES(I, H, Y0, Y1) \
	SHIFT   $N, Y12, Y2   \
	SHIFT   $N, Y11, Y3   \
	VPAND   Y14, Y2, Y2   \
	VPAND   Y14, Y3, Y3   \
	VPOR    Y2, Y0, Y0    \
	VPOR    Y3, Y1, Y1    \
	STORE(I, H, Y0, Y1)

#define HALF_6(H) \
	VMOVDQU (H*32)(R8), Y12     \
	VMOVDQU (H*32+64)(R8), Y11  \
	PART_6(0, H, VPSLLW, 4)     \
	PART_6(1, H, VPSLLW, 2)     \
	PART_6(2, H, VPSLLW, 0)     \
	PART_6(3, H, VPSRLW, 2)

// func unpack6AVX2(dst, nibbles, twos *byte, blocks int)
// Requires: AVX2
TEXT ·unpack6AVX2(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ nibbles+8(FP), SI
	MOVQ twos+16(FP), R8
	MOVQ blocks+24(FP), CX
	BYTES($0x0f, AX, X15, Y15)
	BYTES($0x30, AX, X14, Y14)

unpack6_block: // do {
	PREFETCH_4
	PREFETCHT0 2048(R8)
	PREFETCHT0 2112(R8)
	HALF_6(0)
	HALF_6(1)
	ADDQ $256, SI
	ADDQ $128, R8
	ADDQ $512, DI
	DECQ CX
	JNE  unpack6_block // } while --CX > 0
	VZEROUPPER
	RET

#define PART_2(I, H) \
	VPSRLW $(2*I), Y12, Y0   \
	VPSRLW $(2*I), Y11, Y1   \
	VPAND  Y14, Y0, Y0       \
	VPAND  Y14, Y1, Y1       \
	STORE(I, H, Y0, Y1)

#define HALF_2(H) \
	VMOVDQU (H*32)(R8), Y12     \
	VMOVDQU (H*32+64)(R8), Y11  \
	PART_2(0, H)                \
	PART_2(1, H)                \
	PART_2(2, H)                \
	PART_2(3, H)

// func unpack2AVX2(dst, twos *byte, blocks int)
// Requires: AVX2
TEXT ·unpack2AVX2(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ twos+8(FP), R8
	MOVQ blocks+16(FP), CX
	BYTES($3, AX, X14, Y14)

unpack2_block: // do {
	PREFETCHT0 2048(R8)
	PREFETCHT0 2112(R8)
	HALF_2(0)
	HALF_2(1)
	ADDQ $128, R8
	ADDQ $512, DI
	DECQ CX
	JNE  unpack2_block // } while --CX > 0
	VZEROUPPER
	RET

// PART_3 is PART_2 with a bit of Y10 moved to bit 2: bit I for the first step, I+4 for the second.
#define PART_3(I, H, SHIFT, N) \
	VPSRLW $(2*I), Y12, Y0   \
	VPSRLW $(2*I), Y11, Y1   \
	VPAND  Y14, Y0, Y0       \
	VPAND  Y14, Y1, Y1       \
	SHIFT  $N, Y10, Y2       \
	VPSRLW $(2+I), Y10, Y3   \
	VPAND  Y13, Y2, Y2       \
	VPAND  Y13, Y3, Y3       \
	VPOR   Y2, Y0, Y0        \
	VPOR   Y3, Y1, Y1        \
	STORE(I, H, Y0, Y1)

#define HALF_3(H) \
	VMOVDQU (H*32)(R8), Y12     \
	VMOVDQU (H*32+64)(R8), Y11  \
	VMOVDQU (H*32)(R9), Y10     \
	PART_3(0, H, VPSLLW, 2)     \
	PART_3(1, H, VPSLLW, 1)     \
	PART_3(2, H, VPSLLW, 0)     \
	PART_3(3, H, VPSRLW, 1)

// func unpack3AVX2(dst, twos, ones *byte, blocks int)
// Requires: AVX2
TEXT ·unpack3AVX2(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ twos+8(FP), R8
	MOVQ ones+16(FP), R9
	MOVQ blocks+24(FP), CX
	BYTES($3, AX, X14, Y14)
	BYTES($4, AX, X13, Y13)

unpack3_block: // do {
	PREFETCHT0 2048(R8)
	PREFETCHT0 2112(R8)
	PREFETCHT0 1024(R9)
	HALF_3(0)
	HALF_3(1)
	ADDQ $128, R8
	ADDQ $64, R9
	ADDQ $512, DI
	DECQ CX
	JNE  unpack3_block // } while --CX > 0
	VZEROUPPER
	RET

// func scaleCodesAVX2(dst *float32, codes *byte, d *uint16, blocks int)
// Requires: AVX2, F16C
TEXT ·scaleCodesAVX2(SB), NOSPLIT, $0-32
	MOVQ      dst+0(FP), DI
	MOVQ      codes+8(FP), SI
	MOVQ      d+16(FP), AX
	MOVQ      blocks+24(FP), CX
	VCVTPH2PS (AX), Y4
	VCVTPH2PS 16(AX), Y5

scale_block: // do {
	VPMOVSXBD (SI), Y0
	VPMOVSXBD 8(SI), Y1
	VCVTDQ2PS Y0, Y0
	VCVTDQ2PS Y1, Y1
	VMULPS    Y4, Y0, Y0
	VMULPS    Y5, Y1, Y1
	VMOVUPS   Y0, (DI)
	VMOVUPS   Y1, 32(DI)
	ADDQ      $16, SI
	ADDQ      $64, DI
	DECQ      CX
	JNE       scale_block // } while --CX > 0
	VZEROUPPER
	RET
