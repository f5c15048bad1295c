// What the decoders of quantized blocks share; layouts are in unpack_*.go. Codes become 16 × int8 in V4, these 16 floats, which are multiplied by
// lane I of the scales V(SC) and stored. Registers of all of them:
//
//	R0  destination    V4      16 codes        V30  mask of a nibble
//	R1  source         V5, V6  scratch
//	R2  blocks left    V16-V19 16 floats

// UNPACK_ARGS loads the arguments and leaves if there is no block; SHIFT is log2 of a block's values.
#define UNPACK_ARGS(SHIFT, NONE) \
	MOVD dst_base+0(FP), R0  \
	MOVD dst_len+8(FP), R2   \
	MOVD src_base+24(FP), R1 \
	LSR  $SHIFT, R2          \
	CBZ  R2, NONE

// FLOATS_16 sets V16 … V19 to the 16 × int8 of V4, by V5 and V6.
#define FLOATS_16 \
	SXTL_8H(4, 5)    \
	SXTL2_8H(4, 6)   \
	SXTL_4S(5, 16)   \
	SXTL2_4S(5, 17)  \
	SXTL_4S(6, 18)   \
	SXTL2_4S(6, 19)  \
	SCVTF_4S(16, 16) \
	SCVTF_4S(17, 17) \
	SCVTF_4S(18, 18) \
	SCVTF_4S(19, 19)

#define SCALE_16(I, SC) \
	FMUL_LANE(I, SC, 16, 16) \
	FMUL_LANE(I, SC, 17, 17) \
	FMUL_LANE(I, SC, 18, 18) \
	FMUL_LANE(I, SC, 19, 19)

#define STORE_16 VST1.P [V16.S4, V17.S4, V18.S4, V19.S4], 64(R0)

#define SCALED_16(I, SC) \
	FLOATS_16       \
	SCALE_16(I, SC) \
	STORE_16

// ADDED_16 is SCALED_16 with the offset M, four times, added.
#define ADDED_16(I, SC, M) \
	FLOATS_16          \
	SCALE_16(I, SC)    \
	FADD_4S(M, 16, 16) \
	FADD_4S(M, 17, 17) \
	FADD_4S(M, 18, 18) \
	FADD_4S(M, 19, 19) \
	STORE_16

// Constants of BITS_16, 16 bytes each: byte i of 2 eight times, and bit i of byte i, twice.
#define EACH_BYTE ·unpackBits+0(SB)
#define DIAGONAL ·unpackBits+16(SB)

// BITS_16 sets the bytes of D to -1 where the bit of that number is set in two bytes of W, which EACH picks, else to 0. V29 is DIAGONAL.
#define BITS_16(EACH, W, D) \
	VTBL   EACH, [W], D       \
	VCMTST V29.B16, D, D

// SCALES_MINS unpacks the 12 bytes of scales and minima of a Q4_K or Q5_K block (scaleMin of unpack_k.go), which SRC then is past: 8 scales to V24 and
// V25, 8 minima to V22 and V23, int32. Those of number 0..3 are the lower 6 bits of R5 and R6, byte by byte; 4..7 are nibbles of R7 below the upper two
// bits of R5 and R6.
#define SCALES_MINS(SRC) \
	MOVWU.P 4(SRC), R5           \
	MOVWU.P 4(SRC), R6           \
	MOVWU.P 4(SRC), R7           \
	AND     $0x0f0f0f0f, R7, R8  \
	LSR     $2, R5, R9           \
	AND     $0x30303030, R9      \
	ORR     R9, R8               \ // scales 4..7
	AND     $0x3f3f3f3f, R5      \
	ORR     R8<<32, R5           \
	LSR     $4, R7               \
	AND     $0x0f0f0f0f, R7      \
	LSR     $2, R6, R9           \
	AND     $0x30303030, R9      \
	ORR     R9, R7               \ // minima 4..7
	AND     $0x3f3f3f3f, R6      \
	ORR     R7<<32, R6           \
	FMOVD   R5, F24              \
	FMOVD   R6, F22              \
	VUXTL   V24.B8, V24.H8       \
	VUXTL2  V24.H8, V25.S4       \
	VUXTL   V24.H4, V24.S4       \
	VUXTL   V22.B8, V22.H8       \
	VUXTL2  V22.H8, V23.S4       \
	VUXTL   V22.H4, V22.S4
