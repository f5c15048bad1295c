// AVX-VNNI's VPDPBUSD, which Go's assembler knows in the EVEX encoding of AVX-512 only. Intel SDM, volume 2, "VPDPBUSD": VEX.256.66.0F38.W0 50 /r,
//
//	C4 | R̄ X̄ B̄ 00010 | 0 v̄v̄v̄v̄ 1 01 | 50 | 11 reg rm
//
// D += W·X: numbers of Y registers, bytes of X signed, those of W not. R̄ is the complement of bit 3 of D, B̄ that of X; v̄ is the complement of W.
// TestVexOperands holds the operands of every use to their range.
#define VEX_VPDPBUSD(X, W, D) \
	BYTE $0xC4                                             \
	BYTE $(0x42 | ((((D)>>3)^1)<<7) | ((((X)>>3)^1)<<5))   \
	BYTE $(0x05 | (((W)^15)<<3))                           \
	BYTE $0x50                                             \
	BYTE $(0xC0 | (((D)&7)<<3) | ((X)&7))
