//go:build !purego

#include "textflag.h"

// func adamWAVX2(value, grad, m, v *float32, n int, s *AdamWStep)
// Requires: AVX2
//
// 4 values a turn, in float64, with no fused operation: see AdamW.
//
// Register plan
//
//	Y6..Y12    Scale Beta1 Beta2 Step Root Eps Keep of s, in all lanes
//	Y13, Y14   1-Beta1, 1-Beta2
//	Y15        zero
//	Y0 g, later g²   Y1 m   Y2 v, √v/Root+Eps   Y3 scratch   Y4 p   Y5 lanes whose m is not zero
TEXT ·adamWAVX2(SB), NOSPLIT, $0-48
	MOVQ value+0(FP), DI
	MOVQ grad+8(FP), SI
	MOVQ m+16(FP), R8
	MOVQ v+24(FP), R9
	MOVQ n+32(FP), CX
	MOVQ s+40(FP), DX

	VBROADCASTSD 0(DX), Y6
	VBROADCASTSD 8(DX), Y7
	VBROADCASTSD 16(DX), Y8
	VBROADCASTSD 24(DX), Y9
	VBROADCASTSD 32(DX), Y10
	VBROADCASTSD 40(DX), Y11
	VBROADCASTSD 48(DX), Y12
	MOVQ         $0x3FF0000000000000, AX // 1.0
	MOVQ         AX, X3
	VBROADCASTSD X3, Y3
	VSUBPD       Y7, Y3, Y13
	VSUBPD       Y8, Y3, Y14
	VXORPD       Y15, Y15, Y15

adamw_loop: // do {
	VCVTPS2PD  (SI), Y0
	VCVTPS2PD  (R8), Y1
	VCVTPS2PD  (R9), Y2
	VCVTPS2PD  (DI), Y4
	VMULPD     Y6, Y0, Y0   // g·Scale
	VMULPD     Y7, Y1, Y1
	VMULPD     Y13, Y0, Y3
	VADDPD     Y3, Y1, Y1   // m
	VMULPD     Y0, Y0, Y0
	VMULPD     Y8, Y2, Y2
	VMULPD     Y14, Y0, Y0
	VADDPD     Y0, Y2, Y2   // v
	VCVTPD2PSY Y1, X3
	VMOVUPS    X3, (R8)
	VCVTPD2PSY Y2, X3
	VMOVUPS    X3, (R9)
	VSQRTPD    Y2, Y2
	VDIVPD     Y10, Y2, Y2  // √v/Root
	VADDPD     Y11, Y2, Y2
	VCMPPD     $4, Y15, Y1, Y5 // not equal, or not comparable
	VMULPD     Y9, Y1, Y1
	VDIVPD     Y2, Y1, Y1   // Step·m/(√v/Root+Eps)
	VANDPD     Y5, Y1, Y1
	VMULPD     Y12, Y4, Y4  // p·Keep
	VSUBPD     Y1, Y4, Y4
	VCVTPD2PSY Y4, X3
	VMOVUPS    X3, (DI)
	ADDQ       $16, SI
	ADDQ       $16, R8
	ADDQ       $16, R9
	ADDQ       $16, DI
	SUBQ       $4, CX
	JGT        adamw_loop // } while (n -= 4) > 0
	VZEROUPPER
	RET
