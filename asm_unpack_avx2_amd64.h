// Macros of the decoders of the tier AVX2 whose 32 codes go through Y0. Registers:
//
//	Y0   codes, then scratch    Y6   d   Y7 m
//	Y2…5 32 floats

// For BITS_32: byte i of 4 eight times, and bit i of byte i.
#define EACH_BYTE ·unpackEachByte(SB)
#define DIAGONAL ·unpackDiagonal(SB)

// BITS_32 sets the bytes of Y1 to -1 where the bit of that number, of the 32 at M, is set, else to 0. Y14 is EACH_BYTE, Y13 DIAGONAL.
#define BITS_32(M) \
	VPBROADCASTD M, Y1   \
	VPSHUFB      Y14, Y1, Y1  \
	VPAND        Y13, Y1, Y1  \
	VPCMPEQB     Y13, Y1, Y1

// FLOATS_32 turns the 32 × int8 of Y0 to floats in Y2 … Y5.
#define FLOATS_32 \
	VPSRLDQ      $8, Y0, Y1 \
	VPMOVSXBD    X0, Y2     \
	VPMOVSXBD    X1, Y3     \
	VEXTRACTI128 $1, Y0, X0 \
	VEXTRACTI128 $1, Y1, X1 \
	VPMOVSXBD    X0, Y4     \
	VPMOVSXBD    X1, Y5     \
	VCVTDQ2PS    Y2, Y2     \
	VCVTDQ2PS    Y3, Y3     \
	VCVTDQ2PS    Y4, Y4     \
	VCVTDQ2PS    Y5, Y5

// SCALE_32 multiplies Y2 … Y5 by D.
#define SCALE_32(D) \
	VMULPS Y2, D, Y2 \
	VMULPS Y3, D, Y3 \
	VMULPS Y4, D, Y4 \
	VMULPS Y5, D, Y5

#define ADD_32(M) \
	VADDPS M, Y2, Y2 \
	VADDPS M, Y3, Y3 \
	VADDPS M, Y4, Y4 \
	VADDPS M, Y5, Y5

#define STORE_32(AT) \
	VMOVUPS Y2, (AT)(DI)    \
	VMOVUPS Y3, (AT+32)(DI) \
	VMOVUPS Y4, (AT+64)(DI) \
	VMOVUPS Y5, (AT+96)(DI)

// NEXT steps over a block of BYTES and VALUES.
#define NEXT(BYTES, VALUES) \
	ADDQ $BYTES, SI      \
	ADDQ $(4*VALUES), DI \
	DECQ CX
