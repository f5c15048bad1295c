//go:build !purego

#include "textflag.h"

DATA panelBrain<>+0(SB)/4, $0xff       // a code of four
DATA panelBrain<>+4(SB)/4, $0x7fff     // just under half of the last place
DATA panelBrain<>+8(SB)/4, $1
DATA panelBrain<>+12(SB)/4, $0x7fc00000 // NaN
GLOBL panelBrain<>(SB), RODATA|NOPTR, $16

// ONE_NAN makes every NaN of X the one whose rounding does not run over into the sign.
#define ONE_NAN(X) \
	VCMPPS    $3, X, X, Y0    \
	VBLENDVPS Y0, Y12, X, X

// WEIGHT makes the codes C a weight by scale S and base B, plus what rounds it to the upper half.
#define WEIGHT(C, S, B, T) \
	VCVTDQ2PS   C, C       \
	VFMADD213PS B, S, C    \
	VPSRLD      $16, C, T  \
	VPAND       Y14, T, T  \
	VPADDD      Y13, T, T  \
	VPADDD      T, C, C

// PAIRS turns a step of 8 rows, at AT, into the two pairs of each.
#define PAIRS(AT, S, B) \
	VMOVDQU  AT(SI), Y0            \
	VPAND    Y15, Y0, Y1           \
	VPSRLD   $8, Y0, Y2            \
	VPAND    Y15, Y2, Y2           \
	VPSRLD   $16, Y0, Y3           \
	VPAND    Y15, Y3, Y3           \
	VPSRLD   $24, Y0, Y4           \
	WEIGHT(Y1, S, B, Y5)           \
	WEIGHT(Y2, S, B, Y6)           \
	WEIGHT(Y3, S, B, Y7)           \
	WEIGHT(Y4, S, B, Y0)           \
	VPSRLD   $16, Y1, Y1           \
	VPSRLD   $16, Y3, Y3           \
	VPBLENDW $0xaa, Y2, Y1, Y1     \
	VPBLENDW $0xaa, Y4, Y3, Y3     \
	VMOVDQU  Y1, AT(DI)            \
	VMOVDQU  Y3, AT(DI)(R8*1)

// func panelBF16AVX2(dst *uint16, stride int, codes *byte, scale, base *float32, blocks, steps int)
// Requires: AVX2, FMA
//
//	SI codes     DI pairs     R8 bytes of a step of pairs     R9 scales     R10 bases     CX blocks left     DX steps of a block, left in BX
//	Y8, Y9 scales of rows 0-7 and 8-15     Y10, Y11 bases     Y12-Y15 constants
TEXT ·panelBF16AVX2(SB), NOSPLIT, $0-56
	MOVQ         dst+0(FP), DI
	MOVQ         stride+8(FP), R8
	MOVQ         codes+16(FP), SI
	MOVQ         scale+24(FP), R9
	MOVQ         base+32(FP), R10
	MOVQ         blocks+40(FP), CX
	MOVQ         steps+48(FP), DX
	VBROADCASTSS panelBrain<>+0(SB), Y15
	VBROADCASTSS panelBrain<>+4(SB), Y13
	VBROADCASTSS panelBrain<>+8(SB), Y14
	VBROADCASTSS panelBrain<>+12(SB), Y12

brain_block: // do {
	VMOVUPS (R9), Y8
	VMOVUPS 32(R9), Y9
	VMOVUPS (R10), Y10
	VMOVUPS 32(R10), Y11
	ONE_NAN(Y8)
	ONE_NAN(Y9)
	ONE_NAN(Y10)
	ONE_NAN(Y11)
	ADDQ    $64, R9
	ADDQ    $64, R10
	MOVQ    DX, BX

brain_step: // do {
	PAIRS(0, Y8, Y10)
	PAIRS(32, Y9, Y11)
	ADDQ $64, SI
	LEAQ (DI)(R8*2), DI
	DECQ BX
	JNE  brain_step // } while --BX > 0

	DECQ CX
	JNE  brain_block // } while --CX > 0
	VZEROUPPER
	RET
