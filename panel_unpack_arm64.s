//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"
#include "asm_planes_arm64.h"

// Planes of packed codes to panels, and integer scales to floats. Registers of planes are those of asm_planes_arm64.h.
//
//	R0  panel      R2  blocks of 32 columns left      R5  ones of the types of 3 bits      V25  table, or the mask of their upper bit

// STORE writes V16-V19 to step I and V20-V23 to step I+4.
#define STORE(I) \
	FSTPQ (F16, F17), (I*64)(R0)       \
	FSTPQ (F18, F19), (I*64+32)(R0)    \
	FSTPQ (F20, F21), (I*64+256)(R0)   \
	FSTPQ (F22, F23), (I*64+288)(R0)

#define PART_4(I) \
	NIBBLES(I)  \
	STORE(I)

// func unpack4NEON(dst, nibbles *byte, blocks int)
TEXT ·unpack4NEON(SB), NOSPLIT, $0-24
	MOVD  dst+0(FP), R0
	MOVD  nibbles+8(FP), R1
	MOVD  blocks+16(FP), R2
	VMOVI $0x0f, V26.B16

unpack4_block: // do {
	PART_4(0)
	PART_4(1)
	PART_4(2)
	PART_4(3)
	ADD  $256, R1
	ADD  $512, R0
	SUBS $1, R2
	BNE  unpack4_block // } while --R2 > 0
	RET

#define PART_TABLE(I) \
	NIBBLES(I)                              \
	VTBL V16.B16, [V25.B16], V16.B16        \
	VTBL V17.B16, [V25.B16], V17.B16        \
	VTBL V18.B16, [V25.B16], V18.B16        \
	VTBL V19.B16, [V25.B16], V19.B16        \
	VTBL V20.B16, [V25.B16], V20.B16        \
	VTBL V21.B16, [V25.B16], V21.B16        \
	VTBL V22.B16, [V25.B16], V22.B16        \
	VTBL V23.B16, [V25.B16], V23.B16        \
	STORE(I)

// func unpackTableNEON(dst, nibbles *byte, table *[16]byte, blocks int)
TEXT ·unpackTableNEON(SB), NOSPLIT, $0-32
	MOVD  dst+0(FP), R0
	MOVD  nibbles+8(FP), R1
	MOVD  table+16(FP), R3
	MOVD  blocks+24(FP), R2
	VLD1  (R3), [V25.B16]
	VMOVI $0x0f, V26.B16

table_block: // do {
	PART_TABLE(0)
	PART_TABLE(1)
	PART_TABLE(2)
	PART_TABLE(3)
	ADD  $256, R1
	ADD  $512, R0
	SUBS $1, R2
	BNE  table_block // } while --R2 > 0
	RET

#define PART_5(I, LEFT, RIGHT) \
	NIBBLES(I)                                                  \
	FIFTH(0, V16.B16, V17.B16, V20.B16, V21.B16, LEFT, RIGHT)   \
	FIFTH(32, V18.B16, V19.B16, V22.B16, V23.B16, LEFT, RIGHT)  \
	STORE(I)

// func unpack5NEON(dst, nibbles, ones *byte, blocks int)
TEXT ·unpack5NEON(SB), NOSPLIT, $0-32
	MOVD  dst+0(FP), R0
	MOVD  nibbles+8(FP), R1
	MOVD  ones+16(FP), R6
	MOVD  blocks+24(FP), R2
	VMOVI $0x0f, V26.B16
	VMOVI $0x10, V27.B16

unpack5_block: // do {
	PART_5(0, VSHL $4, VSHL $0)
	PART_5(1, VSHL $3, VUSHR $1)
	PART_5(2, VSHL $2, VUSHR $2)
	PART_5(3, VSHL $1, VUSHR $3)
	ADD  $256, R1
	ADD  $64, R6
	ADD  $512, R0
	SUBS $1, R2
	BNE  unpack5_block // } while --R2 > 0
	RET

#define PART_6(I, SHIFT) \
	NIBBLES(I)                                                  \
	UPPER_TWO(0, 32, V16.B16, V17.B16, V18.B16, V19.B16, SHIFT)  \
	UPPER_TWO(64, 96, V20.B16, V21.B16, V22.B16, V23.B16, SHIFT) \
	STORE(I)

// func unpack6NEON(dst, nibbles, twos *byte, blocks int)
TEXT ·unpack6NEON(SB), NOSPLIT, $0-32
	MOVD  dst+0(FP), R0
	MOVD  nibbles+8(FP), R1
	MOVD  twos+16(FP), R6
	MOVD  blocks+24(FP), R2
	VMOVI $0x0f, V26.B16
	VMOVI $0x30, V27.B16

unpack6_block: // do {
	PART_6(0, VSHL $4)
	PART_6(1, VSHL $2)
	PART_6(2, VSHL $0)
	PART_6(3, VUSHR $2)
	ADD  $256, R1
	ADD  $128, R6
	ADD  $512, R0
	SUBS $1, R2
	BNE  unpack6_block // } while --R2 > 0
	RET

// TWOS sets V16-V19 to the lowest two bits of V0-V3, and V20-V23 to those of V4-V7, once SHIFT has moved them there.
#define TWOS(SHIFT) \
	SHIFT, V0.B16, V16.B16            \
	SHIFT, V1.B16, V17.B16            \
	SHIFT, V2.B16, V18.B16            \
	SHIFT, V3.B16, V19.B16            \
	SHIFT, V4.B16, V20.B16            \
	SHIFT, V5.B16, V21.B16            \
	SHIFT, V6.B16, V22.B16            \
	SHIFT, V7.B16, V23.B16            \
	VAND   V27.B16, V16.B16, V16.B16  \
	VAND   V27.B16, V17.B16, V17.B16  \
	VAND   V27.B16, V18.B16, V18.B16  \
	VAND   V27.B16, V19.B16, V19.B16  \
	VAND   V27.B16, V20.B16, V20.B16  \
	VAND   V27.B16, V21.B16, V21.B16  \
	VAND   V27.B16, V22.B16, V22.B16  \
	VAND   V27.B16, V23.B16, V23.B16

#define LOAD_TWOS \
	VLD1.P 64(R6), [V0.B16, V1.B16, V2.B16, V3.B16]  \
	VLD1.P 64(R6), [V4.B16, V5.B16, V6.B16, V7.B16]

// func unpack2NEON(dst, twos *byte, blocks int)
TEXT ·unpack2NEON(SB), NOSPLIT, $0-24
	MOVD  dst+0(FP), R0
	MOVD  twos+8(FP), R6
	MOVD  blocks+16(FP), R2
	VMOVI $3, V27.B16

unpack2_block: // do {
	LOAD_TWOS
	TWOS(VSHL $0)
	STORE(0)
	TWOS(VUSHR $2)
	STORE(1)
	TWOS(VUSHR $4)
	STORE(2)
	TWOS(VUSHR $6)
	STORE(3)
	ADD  $512, R0
	SUBS $1, R2
	BNE  unpack2_block // } while --R2 > 0
	RET

// THIRD puts a bit of V(ONES), which LEFT moves to bit 2, above the two of V(LOW), and one that RIGHT moves there above those of V(HIGH).
#define THIRD(ONES, LOW, HIGH, LEFT, RIGHT) \
	LEFT, ONES, V14.B16           \
	VBIT  V25.B16, V14.B16, LOW   \
	RIGHT, ONES, V15.B16          \
	VBIT  V25.B16, V15.B16, HIGH

#define PART_3(I, SHIFT, LEFT, RIGHT) \
	TWOS(SHIFT)                                      \
	THIRD(V8.B16, V16.B16, V20.B16, LEFT, RIGHT)     \
	THIRD(V9.B16, V17.B16, V21.B16, LEFT, RIGHT)     \
	THIRD(V10.B16, V18.B16, V22.B16, LEFT, RIGHT)    \
	THIRD(V11.B16, V19.B16, V23.B16, LEFT, RIGHT)    \
	STORE(I)

// func unpack3NEON(dst, twos, ones *byte, blocks int)
TEXT ·unpack3NEON(SB), NOSPLIT, $0-32
	MOVD  dst+0(FP), R0
	MOVD  twos+8(FP), R6
	MOVD  ones+16(FP), R5
	MOVD  blocks+24(FP), R2
	VMOVI $3, V27.B16
	VMOVI $4, V25.B16

unpack3_block: // do {
	LOAD_TWOS
	VLD1.P 64(R5), [V8.B16, V9.B16, V10.B16, V11.B16]
	PART_3(0, VSHL $0, VSHL $2, VUSHR $2)
	PART_3(1, VUSHR $2, VSHL $1, VUSHR $3)
	PART_3(2, VUSHR $4, VSHL $0, VUSHR $4)
	PART_3(3, VUSHR $6, VUSHR $1, VUSHR $5)
	ADD  $512, R0
	SUBS $1, R2
	BNE  unpack3_block // } while --R2 > 0
	RET

// func scaleCodesNEON(dst *float32, codes *byte, d *uint16, blocks int)
//
// V0-V3 d
TEXT ·scaleCodesNEON(SB), NOSPLIT, $0-32
	MOVD dst+0(FP), R0
	MOVD codes+8(FP), R1
	MOVD d+16(FP), R3
	MOVD blocks+24(FP), R2
	VLD1 (R3), [V2.H8, V3.H8]
	FCVTL_4S(2, 0)
	FCVTL2_4S(2, 1)
	FCVTL_4S(3, 2)
	FCVTL2_4S(3, 3)

scale_block: // do {
	VLD1.P 16(R1), [V14.B16]
	SXTL_8H(14, 16)
	SXTL2_8H(14, 18)
	SXTL2_4S(16, 17)
	SXTL_4S(16, 16)
	SXTL2_4S(18, 19)
	SXTL_4S(18, 18)
	SCVTF_4S(16, 16)
	SCVTF_4S(17, 17)
	SCVTF_4S(18, 18)
	SCVTF_4S(19, 19)
	FMUL_4S(0, 16, 16)
	FMUL_4S(1, 17, 17)
	FMUL_4S(2, 18, 18)
	FMUL_4S(3, 19, 19)
	VST1.P [V16.S4, V17.S4, V18.S4, V19.S4], 64(R0)
	SUBS   $1, R2
	BNE    scale_block // } while --R2 > 0
	RET
