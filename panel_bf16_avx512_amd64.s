//go:build !purego

#include "textflag.h"
#include "asm_bf16_amd64.h"

// Words 0 and 16, 1 and 17, … side by side.
DATA panelPairs<>+0(SB)/8, $0x0011000100100000
DATA panelPairs<>+8(SB)/8, $0x0013000300120002
DATA panelPairs<>+16(SB)/8, $0x0015000500140004
DATA panelPairs<>+24(SB)/8, $0x0017000700160006
DATA panelPairs<>+32(SB)/8, $0x0019000900180008
DATA panelPairs<>+40(SB)/8, $0x001b000b001a000a
DATA panelPairs<>+48(SB)/8, $0x001d000d001c000c
DATA panelPairs<>+56(SB)/8, $0x001f000f001e000e
GLOBL panelPairs<>(SB), RODATA|NOPTR, $64

// func panelBF16AVX512(dst *uint16, stride int, codes *byte, scale, base *float32, blocks, steps int)
// Requires: AVX512F, AVX512BW, AVX512_BF16
//
//	SI codes     DI pairs     R8 bytes of a step of pairs     R9 scales     R10 bases     CX blocks left     DX steps of a block, left in BX
//	Z8 scales     Z9 bases     Z14 panelPairs     Z15 a code of four
TEXT ·panelBF16AVX512(SB), NOSPLIT, $0-56
	MOVQ         dst+0(FP), DI
	MOVQ         stride+8(FP), R8
	MOVQ         codes+16(FP), SI
	MOVQ         scale+24(FP), R9
	MOVQ         base+32(FP), R10
	MOVQ         blocks+40(FP), CX
	MOVQ         steps+48(FP), DX
	MOVL         $0xff, AX
	VPBROADCASTD AX, Z15
	VMOVDQU32    panelPairs<>(SB), Z14

brain512_block: // do {
	VMOVUPS (R9), Z8
	VMOVUPS (R10), Z9
	ADDQ    $64, R9
	ADDQ    $64, R10
	MOVQ    DX, BX

brain512_step: // do {
	VMOVDQU32   (SI), Z0
	VPSRLD      $8, Z0, Z2
	VPSRLD      $16, Z0, Z3
	VPSRLD      $24, Z0, Z4
	VPANDD      Z15, Z0, Z1
	VPANDD      Z15, Z2, Z2
	VPANDD      Z15, Z3, Z3
	VCVTDQ2PS   Z1, Z1
	VCVTDQ2PS   Z2, Z2
	VCVTDQ2PS   Z3, Z3
	VCVTDQ2PS   Z4, Z4
	VFMADD213PS Z9, Z8, Z1
	VFMADD213PS Z9, Z8, Z2
	VFMADD213PS Z9, Z8, Z3
	VFMADD213PS Z9, Z8, Z4
	VCVTNE2PS2BF16(1, 2, 5)
	VCVTNE2PS2BF16(3, 4, 6)
	VPERMW      Z5, Z14, Z5
	VPERMW      Z6, Z14, Z6
	VMOVDQU32   Z5, (DI)
	VMOVDQU32   Z6, (DI)(R8*1)
	ADDQ        $64, SI
	LEAQ        (DI)(R8*2), DI
	DECQ        BX
	JNE         brain512_step // } while --BX > 0

	DECQ CX
	JNE  brain512_block // } while --CX > 0
	VZEROUPPER
	RET
