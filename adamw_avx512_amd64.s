//go:build !purego

#include "textflag.h"

// func adamWAVX512(value, grad, m, v *float32, n int, s *AdamWStep)
// Requires: AVX512F
//
// 8 values a turn, in float64, with no fused operation: see AdamW.
//
// Register plan
//
//	Z16..Z22   Scale Beta1 Beta2 Step Root Eps Keep of s, in all lanes
//	Z23, Z24   1-Beta1, 1-Beta2
//	Z25        zero
//	Z0 g, later g²   Z1 m   Z2 v, √v/Root+Eps   Z3 scratch   Z4 p
//	K1         lanes whose m is not zero
TEXT ·adamWAVX512(SB), NOSPLIT, $0-48
	MOVQ value+0(FP), DI
	MOVQ grad+8(FP), SI
	MOVQ m+16(FP), R8
	MOVQ v+24(FP), R9
	MOVQ n+32(FP), CX
	MOVQ s+40(FP), DX

	VBROADCASTSD 0(DX), Z16
	VBROADCASTSD 8(DX), Z17
	VBROADCASTSD 16(DX), Z18
	VBROADCASTSD 24(DX), Z19
	VBROADCASTSD 32(DX), Z20
	VBROADCASTSD 40(DX), Z21
	VBROADCASTSD 48(DX), Z22
	MOVQ         $0x3FF0000000000000, AX // 1.0
	VPBROADCASTQ AX, Z3
	VSUBPD       Z17, Z3, Z23
	VSUBPD       Z18, Z3, Z24
	VPXORQ       Z25, Z25, Z25

adamw_loop: // do {
	VCVTPS2PD (SI), Z0
	VCVTPS2PD (R8), Z1
	VCVTPS2PD (R9), Z2
	VCVTPS2PD (DI), Z4
	VMULPD    Z16, Z0, Z0   // g·Scale
	VMULPD    Z17, Z1, Z1
	VMULPD    Z23, Z0, Z3
	VADDPD    Z3, Z1, Z1    // m
	VMULPD    Z0, Z0, Z0
	VMULPD    Z18, Z2, Z2
	VMULPD    Z24, Z0, Z0
	VADDPD    Z0, Z2, Z2    // v
	VCVTPD2PS Z1, Y3
	VMOVUPS   Y3, (R8)
	VCVTPD2PS Z2, Y3
	VMOVUPS   Y3, (R9)
	VSQRTPD   Z2, Z2
	VDIVPD    Z20, Z2, Z2   // √v/Root
	VADDPD    Z21, Z2, Z2
	VCMPPD    $4, Z25, Z1, K1 // not equal, or not comparable
	VMULPD    Z19, Z1, Z1
	VDIVPD    Z2, Z1, Z1    // Step·m/(√v/Root+Eps)
	VMULPD    Z22, Z4, Z4   // p·Keep
	VSUBPD    Z1, Z4, K1, Z4
	VCVTPD2PS Z4, Y3
	VMOVUPS   Y3, (DI)
	ADDQ      $32, SI
	ADDQ      $32, R8
	ADDQ      $32, R9
	ADDQ      $32, DI
	SUBQ      $8, CX
	JGT       adamw_loop // } while (n -= 8) > 0
	VZEROUPPER
	RET
