// What the decoders of unpack_avx2_amd64.s and unpack_avx512_amd64.s share: constants of unpack_avx2_amd64.s, and the unpacking of a
// block's scales, which is too little work for wide registers to matter. Arguments are in SI, source, DI, destination, and CX, blocks left.

// Levels of 4-bit codes, 16 × int8.
#define LEVELS_Q4_0 ·unpackLevels+0(SB)
#define LEVELS_IQ4 ·unpackLevels+16(SB)
#define LEVELS_COUNT ·unpackLevels+32(SB)

// One dword each, for VPBROADCASTD: four bytes …
#define BYTES_01 ·unpackMasks+0(SB)
#define BYTES_03 ·unpackMasks+4(SB)
#define BYTES_0F ·unpackMasks+8(SB)
#define BYTES_10 ·unpackMasks+12(SB)
#define BYTES_20 ·unpackMasks+16(SB)
#define BYTES_30 ·unpackMasks+20(SB)
#define BYTES_F0 ·unpackMasks+24(SB)
#define BYTES_04 ·unpackMasks+28(SB)
// … or one number.
#define DWORD_03 ·unpackMasks+32(SB)
#define DWORD_0F ·unpackMasks+36(SB)
#define DWORD_20 ·unpackMasks+40(SB)
#define SIGN_BIT ·unpackMasks+44(SB)

// Shift counts 0, 2 … 14 and 0, 4 … 28, 8 dwords each.
#define SHIFTS_2 ·unpackShifts+0(SB)
#define SHIFTS_4 ·unpackShifts+32(SB)

// UNPACK_ARGS loads the arguments and leaves if there is no block; SHIFT is log2 of a block's values.
#define UNPACK_ARGS(SHIFT, NONE) \
	MOVQ dst_base+0(FP), DI  \
	MOVQ dst_len+8(FP), CX   \
	MOVQ src_base+24(FP), SI \
	SHRQ $SHIFT, CX          \
	JEQ  NONE

// SCALES_MINS unpacks the 12 bytes at 4(SI) of a Q4_K or Q5_K block (scaleMin of unpack_k.go) to X: 8 scales, then 8 minima, a byte each.
// Scales and minima 0..3 are the lower 6 bits of AX and BX, byte by byte; 4..7 are nibbles of DX below the upper two bits of AX and BX.
#define SCALES_MINS(X) \
	MOVL    4(SI), AX        \
	MOVL    8(SI), BX        \
	MOVL    12(SI), DX       \
	MOVL    AX, R10          \
	SHRL    $2, R10          \
	ANDL    $0x30303030, R10 \
	MOVL    DX, R11          \
	ANDL    $0x0f0f0f0f, R11 \
	ORL     R11, R10         \ // scales 4..7
	ANDL    $0x3f3f3f3f, AX  \
	SHLQ    $32, R10         \
	ORQ     R10, AX          \
	MOVL    BX, R11          \
	SHRL    $2, R11          \
	ANDL    $0x30303030, R11 \
	SHRL    $4, DX           \
	ANDL    $0x0f0f0f0f, DX  \
	ORL     DX, R11          \ // minima 4..7
	ANDL    $0x3f3f3f3f, BX  \
	SHLQ    $32, R11         \
	ORQ     R11, BX          \
	VMOVQ   AX, X            \
	VPINSRQ $1, BX, X, X

// SCALES_Q3_K unpacks the scales of a Q3_K block to 16 × int8 in X: nibbles of 8 bytes at 96(SI), the low ones first, below pairs of bits of
// 4 bytes at 104(SI). M30 and M20 are BYTES_30 and BYTES_20, T is scratch.
#define SCALES_Q3_K(X, T, M30, M20) \
	VMOVQ        96(SI), X       \
	VPSRLW       $4, X, T        \
	VPUNPCKLQDQ  T, X, X         \
	VPBROADCASTD BYTES_0F, T     \
	VPAND        T, X, X         \
	VPBROADCASTD 104(SI), T      \
	VPSRLVD      SHIFTS_2, T, T  \ // pair i of each byte in dword i …
	VPSLLD       $4, T, T        \
	VPAND        M30, T, T       \ // … as bits 4 and 5
	VPOR         T, X, X         \
	VPSUBB       M20, X, X

// SCALES_IQ4_XS sets the 8 floats Y to d·(scale-32) of an IQ4_XS block: nibbles at 4(SI) below pairs of bits at 2(SI). T, of which TX is the
// lower half, is scratch.
#define SCALES_IQ4_XS(Y, T, TX) \
	MOVWLZX      2(SI), AX         \
	VMOVD        AX, TX            \
	VPBROADCASTD TX, T             \
	VPSRLVD      SHIFTS_2, T, T    \
	VPBROADCASTD DWORD_03, Y       \
	VPAND        Y, T, T           \
	VPSLLD       $4, T, T          \
	VPBROADCASTD 4(SI), Y          \
	VPSRLVD      SHIFTS_4, Y, Y    \
	VPSLLD       $28, Y, Y         \
	VPSRLD       $28, Y, Y         \
	VPOR         T, Y, Y           \
	VPBROADCASTD DWORD_20, T       \
	VPSUBD       T, Y, Y           \
	VCVTDQ2PS    Y, Y              \
	HALF_TO((SI), TX, T)           \
	VMULPS       Y, T, Y
