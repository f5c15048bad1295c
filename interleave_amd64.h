// The bodies of the kernels of Interleave, included with the macros of a tier defined. A vector has a dword of each of so many rows: 16 (zmm) or,
// in two calls, 8 (ymm). Once the rows lie so side by side, all else works on whole vectors.
//
//	V0 … V14                 vectors; X0, X8 are the lower parts of V0, V8
//	AND, XOR, MOVE           their instructions
//	LOAD_ROWS(OF, …)         16 bytes at OF of each row, in such lanes that unpacking puts the rows in order (below)
//	WORDS(OF, M)             the words at OF of each row, to M; spoils V8, V9
//	LOW_WORDS(V, M)          the lower words of V, to M; HIGH_WORDS the upper ones; they spoil V and V8
//	SPREAD(SHUFFLE, V, X, OF, M)  bytes of V, which spoils it, to OF(M): byte i of each row to line i of 16 bytes
//	NEXT(BYTES)              moves the rows on by a block
//	FETCH                    prefetches as many bytes as ROWS takes, from AX on: of the next group
//
//	SI, DX, R10, R11  rows 0, 4, 8, 12; R8, R9 are 1 and 3 rows       CX  blocks left
//	DI  codes     R15  twos or ones     R12  scales     R13  minima     BX  d     R14  dmin
//
//	V8 … V11  scratch     V12  0x0f     V13  0x33     V14  0x55

// ROWS turns 16 bytes at OF of each row into A … D: dwords 0 … 3 of the rows, in order.
//
//	A = rows 0 | 4 | 8 | 12, B = 1 | 5 | 9 | 13, C = 2 | 6 | 10 | 14, D = 3 | 7 | 11 | 15, each with 4 dwords,
//
// are interleaved by 32 and by 64 bits.
#define ROWS(OF, A, B, C, D, XA, XB, XC, XD) \
	LOAD_ROWS(OF, A, B, C, D, XA, XB, XC, XD) \
	VPUNPCKLDQ  B, A, V8     \
	VPUNPCKHDQ  B, A, V9     \
	VPUNPCKLDQ  D, C, V10    \
	VPUNPCKHDQ  D, C, V11    \
	VPUNPCKLQDQ V10, V8, A   \
	VPUNPCKHQDQ V10, V8, B   \
	VPUNPCKLQDQ V11, V9, C   \
	VPUNPCKHQDQ V11, V9, D

#define FEW_ROWS(OF) ROWS(OF, V0, V1, V2, V3, X0, X1, X2, X3)

#define ROWS_0(OF) \
	FETCH            \
	FEW_ROWS(OF)

#define ROWS_4(OF) \
	FETCH            \
	ROWS(OF, V4, V5, V6, V7, X4, X5, X6, X7)

#define STORE_0(OF, M) \
	MOVE V0, OF(M)       \
	MOVE V1, (OF+64)(M)  \
	MOVE V2, (OF+128)(M) \
	MOVE V3, (OF+192)(M)

#define STORE_4(OF, M) \
	MOVE V4, OF(M)       \
	MOVE V5, (OF+64)(M)  \
	MOVE V6, (OF+128)(M) \
	MOVE V7, (OF+192)(M)

// SWAP exchanges the bits of A N above those of MASK with the bits of B by MASK.
#define SWAP(A, B, N, MASK) \
	VPSRLW $N, A, V8    \
	XOR    B, V8, V8    \
	AND    MASK, V8, V8 \
	XOR    V8, B, B     \
	VPSLLW $N, V8, V8   \
	XOR    V8, A, A

// DELTA exchanges bits of each dword with those N above, by a MASK of the lower ones.
#define DELTA(V, N, MASK) \
	VPBROADCASTD MASK, V9   \
	VPSRLD $N, V, V8        \
	XOR    V, V8, V8        \
	AND    V9, V8, V8       \
	XOR    V8, V, V         \
	VPSLLD $N, V8, V8       \
	XOR    V8, V, V

// NIBBLES takes the 8 steps of 32 bytes: their low nibbles are 32 columns, stored at LOW, their high ones 32 others, at HIGH.
#define NIBBLES(LOW, HIGH) \
	SWAP(V0, V4, 4, V12) \
	SWAP(V1, V5, 4, V12) \
	SWAP(V2, V6, 4, V12) \
	SWAP(V3, V7, 4, V12) \
	STORE_0(LOW, DI)     \
	STORE_4(HIGH, DI)

// FOUR_TWOS turns A … D, whose bytes have two bits of columns 32k for k = 0 … 3, into the planes of these k.
#define FOUR_TWOS(A, B, C, D) \
	SWAP(A, B, 2, V13) \
	SWAP(C, D, 2, V13) \
	SWAP(A, C, 4, V12) \
	SWAP(B, D, 4, V12)

// TWOS stores the planes of 8 steps of 32 bytes, 4 times 32 columns, at OF of M.
#define TWOS(OF, M) \
	FOUR_TWOS(V0, V1, V2, V3) \
	FOUR_TWOS(V4, V5, V6, V7) \
	MOVE V0, OF(M)        \
	MOVE V4, (OF+64)(M)   \
	MOVE V1, (OF+128)(M)  \
	MOVE V5, (OF+192)(M)  \
	MOVE V2, (OF+256)(M)  \
	MOVE V6, (OF+320)(M)  \
	MOVE V3, (OF+384)(M)  \
	MOVE V7, (OF+448)(M)

// ONES stores the planes of 8 steps of 32 bytes, whose bit k belongs to columns 32k.
#define ONES(M) \
	SWAP(V0, V1, 1, V14) \
	SWAP(V2, V3, 1, V14) \
	SWAP(V4, V5, 1, V14) \
	SWAP(V6, V7, 1, V14) \
	SWAP(V0, V2, 2, V13) \
	SWAP(V1, V3, 2, V13) \
	SWAP(V4, V6, 2, V13) \
	SWAP(V5, V7, 2, V13) \
	SWAP(V0, V4, 4, V12) \
	SWAP(V1, V5, 4, V12) \
	SWAP(V2, V6, 4, V12) \
	SWAP(V3, V7, 4, V12) \
	STORE_0(0, M)        \
	STORE_4(256, M)

// FIFTHS stores the plane of 32 columns, of which bit c of V belongs to column c = 4s+j: it becomes bit s of byte j. Numbers of bits
// are s2 s1 s0 j1 j0, and exchanges of two digits lead to j1 j0 s2 s1 s0.
#define FIFTHS(V) \
	DELTA(V, 14, MASK_0000CCCC) \
	DELTA(V, 7, MASK_00AA00AA)  \
	DELTA(V, 2, MASK_0C)        \
	DELTA(V, 1, MASK_22)        \
	MOVE V, (R15)

// SCALES_MINS takes the first 16 bytes of a block of Q4_K and Q5_K (scaleMin in unpack_k.go).
#define SCALES_MINS \
	ROWS_0(0)                              \
	MOVE V0, V7                            \
	LOW_WORDS(V7, (BX))                    \
	HIGH_WORDS(V0, (R14))                  \
	VPSRLD $2, V1, V4                      \
	VPSRLD $2, V2, V5                      \
	VPSRLD $4, V3, V6                      \
	VPBROADCASTD MASK_3F, V9               \
	VPBROADCASTD MASK_30, V10              \
	AND V9, V1, V1                         \ // scales 0 … 3
	AND V9, V2, V2                         \ // minima
	AND V10, V4, V4                        \
	AND V10, V5, V5                        \
	AND V12, V3, V3                        \
	AND V12, V6, V6                        \
	XOR V3, V4, V4                         \ // scales 4 … 7
	XOR V6, V5, V5                         \
	SPREAD(SHUFFLE_BYTES, V1, X1, 0, R12)  \
	SPREAD(SHUFFLE_BYTES, V4, X4, 64, R12) \
	SPREAD(SHUFFLE_BYTES, V2, X2, 0, R13)  \
	SPREAD(SHUFFLE_BYTES, V5, X5, 64, R13)

#define ARGS \
	MOVQ a+0(FP), AX                   \
	MOVQ interleaveArgs_data(AX), SI   \
	MOVQ interleaveArgs_stride(AX), R8 \
	MOVQ interleaveArgs_blocks(AX), CX \
	MOVQ interleaveArgs_codes(AX), DI  \
	MOVQ interleaveArgs_upper(AX), R15 \
	MOVQ interleaveArgs_scales(AX), R12 \
	MOVQ interleaveArgs_mins(AX), R13  \
	MOVQ interleaveArgs_d(AX), BX      \
	MOVQ interleaveArgs_dmin(AX), R14  \
	LEAQ (R8)(R8*2), R9                \
	LEAQ (SI)(R8*4), DX                \
	LEAQ (DX)(R8*4), R10               \
	LEAQ (R10)(R8*4), R11              \
	MOVQ interleaveArgs_ahead(AX), AX  \
	VPBROADCASTD MASK_0F, V12          \
	VPBROADCASTD MASK_33, V13          \
	VPBROADCASTD MASK_55, V14

TEXT NAME_Q4_0(SB), NOSPLIT, $0-8
	ARGS

q4_0: // do {
	ROWS_0(2)
	STORE_0(0, DI)
	WORDS(0, (R12))
	ADDQ $256, DI
	ADDQ $32, R12
	NEXT(18)
	DECQ CX
	JNE  q4_0 // } while --CX > 0
	VZEROUPPER
	RET

TEXT NAME_Q4_1(SB), NOSPLIT, $0-8
	ARGS

q4_1: // do {
	FEW_ROWS(0)
	MOVE V0, V7
	LOW_WORDS(V7, (R12))
	HIGH_WORDS(V0, (R13))
	ROWS_0(4)
	STORE_0(0, DI)
	ADDQ $256, DI
	ADDQ $32, R12
	ADDQ $32, R13
	NEXT(20)
	DECQ CX
	JNE  q4_1 // } while --CX > 0
	VZEROUPPER
	RET

TEXT NAME_Q5_0(SB), NOSPLIT, $0-8
	ARGS

q5_0: // do {
	FEW_ROWS(2)
	FIFTHS(V0)
	ROWS_0(6)
	STORE_0(0, DI)
	WORDS(0, (R12))
	ADDQ $256, DI
	ADDQ $64, R15
	ADDQ $32, R12
	NEXT(22)
	DECQ CX
	JNE  q5_0 // } while --CX > 0
	VZEROUPPER
	RET

TEXT NAME_Q5_1(SB), NOSPLIT, $0-8
	ARGS

q5_1: // do {
	FEW_ROWS(0)
	FIFTHS(V1)
	MOVE V0, V7
	LOW_WORDS(V7, (R12))
	HIGH_WORDS(V0, (R13))
	ROWS_0(8)
	STORE_0(0, DI)
	ADDQ $256, DI
	ADDQ $64, R15
	ADDQ $32, R12
	ADDQ $32, R13
	NEXT(24)
	DECQ CX
	JNE  q5_1 // } while --CX > 0
	VZEROUPPER
	RET

// Codes get zero 128.
TEXT NAME_Q8_0(SB), NOSPLIT, $0-8
	ARGS
	VPBROADCASTD MASK_80, V14

q8_0: // do {
	ROWS_0(2)
	ROWS_4(18)
	XOR V14, V0, V0
	XOR V14, V1, V1
	XOR V14, V2, V2
	XOR V14, V3, V3
	XOR V14, V4, V4
	XOR V14, V5, V5
	XOR V14, V6, V6
	XOR V14, V7, V7
	STORE_0(0, DI)
	STORE_4(256, DI)
	WORDS(0, (R12))
	ADDQ $512, DI
	ADDQ $32, R12
	NEXT(34)
	DECQ CX
	JNE  q8_0 // } while --CX > 0
	VZEROUPPER
	RET

TEXT NAME_Q2_K(SB), NOSPLIT, $0-8
	ARGS

q2_k: // do {
	ROWS_0(0)
	SPREAD(SHUFFLE_BYTES, V0, X0, 0, R12)
	SPREAD(SHUFFLE_BYTES, V1, X1, 64, R12)
	SPREAD(SHUFFLE_BYTES, V2, X2, 128, R12)
	SPREAD(SHUFFLE_BYTES, V3, X3, 192, R12)
	WORDS(80, (BX))
	WORDS(82, (R14))
	ROWS_0(16)
	ROWS_4(32)
	TWOS(0, R15)
	ROWS_0(48)
	ROWS_4(64)
	TWOS(512, R15)
	ADDQ $1024, R15
	ADDQ $256, R12
	ADDQ $32, BX
	ADDQ $32, R14
	NEXT(84)
	DECQ CX
	JNE  q2_k // } while --CX > 0
	VZEROUPPER
	RET

// Ones in DI.
TEXT NAME_Q3_K(SB), NOSPLIT, $0-8
	ARGS

q3_k: // do {
	ROWS_0(94) // the scales are bytes 96 … 107, d 108 and 109
	VPSRLD $16, V0, V0
	VPSLLD $16, V1, V4
	XOR    V4, V0, V0 // A = bytes 0 … 3 of the scales
	VPSRLD $16, V1, V1
	VPSLLD $16, V2, V4
	XOR    V4, V1, V1 // B = 4 … 7
	VPSRLD $16, V2, V2
	VPSLLD $16, V3, V4
	XOR    V4, V2, V2 // C = 8 … 11
	HIGH_WORDS(V3, (BX))
	DELTA(V2, 12, MASK_0000F0F0)
	DELTA(V2, 6, MASK_00CC00CC)
	SPREAD(SHUFFLE_BYTES, V2, X2, 0, R13)
	VPBROADCASTD MASK_000F, V9
	VPBROADCASTD MASK_00F0, V10

	// Low nibbles of bytes 0 1 | 2 3 of A, 0 1 | 2 3 of B: lines 0, 1, 2, 3; the high ones: lines 4 … 7.
	AND    V9, V0, V4
	AND    V9, V1, V5
	VPSRLW $4, V0, V0
	VPSRLW $4, V1, V1
	AND    V10, V0, V6
	AND    V10, V1, V7
	XOR    V6, V4, V4
	XOR    V7, V5, V5
	AND    V9, V0, V2
	AND    V9, V1, V3
	VPSRLW $4, V0, V0
	VPSRLW $4, V1, V1
	AND    V10, V0, V0
	AND    V10, V1, V1
	XOR    V2, V0, V0
	XOR    V3, V1, V1
	VPSLLW $8, V5, V5
	VPSLLW $8, V1, V1
	XOR    V5, V4, V4
	XOR    V1, V0, V0
	SPREAD(SHUFFLE_EVEN, V4, X4, 0, R12)
	SPREAD(SHUFFLE_EVEN, V0, X0, 64, R12)
	ROWS_0(0)
	ROWS_4(16)
	ONES(DI)
	ROWS_0(32)
	ROWS_4(48)
	TWOS(0, R15)
	ROWS_0(64)
	ROWS_4(80)
	TWOS(512, R15)
	ADDQ $1024, R15
	ADDQ $512, DI
	ADDQ $128, R12
	ADDQ $64, R13
	ADDQ $32, BX
	NEXT(110)
	DECQ CX
	JNE  q3_k // } while --CX > 0
	VZEROUPPER
	RET

TEXT NAME_Q4_K(SB), NOSPLIT, $0-8
	ARGS

q4_k: // do {
	SCALES_MINS
	ROWS_0(16)
	ROWS_4(32)
	NIBBLES(0, 256)
	ROWS_0(48)
	ROWS_4(64)
	NIBBLES(512, 768)
	ROWS_0(80)
	ROWS_4(96)
	NIBBLES(1024, 1280)
	ROWS_0(112)
	ROWS_4(128)
	NIBBLES(1536, 1792)
	ADDQ $2048, DI
	ADDQ $128, R12
	ADDQ $128, R13
	ADDQ $32, BX
	ADDQ $32, R14
	NEXT(144)
	DECQ CX
	JNE  q4_k // } while --CX > 0
	VZEROUPPER
	RET

TEXT NAME_Q5_K(SB), NOSPLIT, $0-8
	ARGS

q5_k: // do {
	SCALES_MINS
	ROWS_0(16)
	ROWS_4(32)
	ONES(R15)
	ROWS_0(48)
	ROWS_4(64)
	NIBBLES(0, 256)
	ROWS_0(80)
	ROWS_4(96)
	NIBBLES(512, 768)
	ROWS_0(112)
	ROWS_4(128)
	NIBBLES(1024, 1280)
	ROWS_0(144)
	ROWS_4(160)
	NIBBLES(1536, 1792)
	ADDQ $2048, DI
	ADDQ $512, R15
	ADDQ $128, R12
	ADDQ $128, R13
	ADDQ $32, BX
	ADDQ $32, R14
	NEXT(176)
	DECQ CX
	JNE  q5_k // } while --CX > 0
	VZEROUPPER
	RET

TEXT NAME_Q6_K(SB), NOSPLIT, $0-8
	ARGS

q6_k: // do {
	ROWS_0(192)
	SPREAD(SHUFFLE_BYTES, V0, X0, 0, R12)
	SPREAD(SHUFFLE_BYTES, V1, X1, 64, R12)
	SPREAD(SHUFFLE_BYTES, V2, X2, 128, R12)
	SPREAD(SHUFFLE_BYTES, V3, X3, 192, R12)
	WORDS(208, (BX))
	ROWS_0(0)
	ROWS_4(16)
	NIBBLES(0, 512)
	ROWS_0(32)
	ROWS_4(48)
	NIBBLES(256, 768)
	ROWS_0(64)
	ROWS_4(80)
	NIBBLES(1024, 1536)
	ROWS_0(96)
	ROWS_4(112)
	NIBBLES(1280, 1792)
	ROWS_0(128)
	ROWS_4(144)
	TWOS(0, R15)
	ROWS_0(160)
	ROWS_4(176)
	TWOS(512, R15)
	ADDQ $2048, DI
	ADDQ $1024, R15
	ADDQ $256, R12
	ADDQ $32, BX
	NEXT(210)
	DECQ CX
	JNE  q6_k // } while --CX > 0
	VZEROUPPER
	RET

// NIBBLES_TO_BYTES moves the nibbles of the low words of V apart; TWOS_TO_BYTES pairs of bits of the low bytes, to bits 4 and 5.
#define NIBBLES_TO_BYTES(V) \
	VPSLLD $8, V, V8             \
	XOR V8, V, V                 \
	VPBROADCASTD MASK_00FF00FF, V8 \
	AND V8, V, V                 \
	VPSLLD $4, V, V8             \
	XOR V8, V, V                 \
	AND V12, V, V

#define TWOS_TO_BYTES(V) \
	VPSLLD $12, V, V8            \
	XOR V8, V, V                 \
	VPBROADCASTD MASK_000F, V8   \
	AND V8, V, V                 \
	VPSLLD $10, V, V8            \
	VPSLLD $4, V, V              \
	XOR V8, V, V                 \
	VPBROADCASTD MASK_30, V8     \
	AND V8, V, V

TEXT NAME_IQ4_XS(SB), NOSPLIT, $0-8
	ARGS

iq4_xs: // do {
	ROWS_0(0)
	VPSLLD $16, V1, V2
	VPSRLD $16, V2, V2 // nibbles of scales 0 … 3
	VPSRLD $16, V1, V3 // 4 … 7
	VPSLLD $8, V0, V4
	VPSRLD $24, V4, V4 // upper bits of 0 … 3
	VPSRLD $24, V0, V5 // 4 … 7
	LOW_WORDS(V0, (BX))
	NIBBLES_TO_BYTES(V2)
	NIBBLES_TO_BYTES(V3)
	TWOS_TO_BYTES(V4)
	TWOS_TO_BYTES(V5)
	XOR    V4, V2, V2
	XOR    V5, V3, V3
	VPBROADCASTD MASK_20, V8
	VPSUBB V8, V2, V2
	VPSUBB V8, V3, V3
	SPREAD(SHUFFLE_BYTES, V2, X2, 0, R12)
	SPREAD(SHUFFLE_BYTES, V3, X3, 64, R12)
	ROWS_0(8)
	STORE_0(0, DI)
	ROWS_0(24)
	STORE_0(256, DI)
	ROWS_0(40)
	STORE_0(512, DI)
	ROWS_0(56)
	STORE_0(768, DI)
	ROWS_0(72)
	STORE_0(1024, DI)
	ROWS_0(88)
	STORE_0(1280, DI)
	ROWS_0(104)
	STORE_0(1536, DI)
	ROWS_0(120)
	STORE_0(1792, DI)
	ADDQ $2048, DI
	ADDQ $128, R12
	ADDQ $32, BX
	NEXT(136)
	DECQ CX
	JNE  iq4_xs // } while --CX > 0
	VZEROUPPER
	RET
