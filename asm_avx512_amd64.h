// Macros that the float kernels of the tier AVX512 share.

// TAIL_K sets the lowest N bits of K, 0 < N < 16: the lanes that are left. It uses AX.
#define TAIL_K(N, K) \
	MOVL  $0xffff, AX \
	BZHIL N, AX, AX   \
	KMOVW AX, K

// SUM_LANES_16 leaves the sum of the 16 lanes of Z, whose parts are Y and X, in lane 0 of X. T and TX are a scratch register.
#define SUM_LANES_16(Z, Y, X, T, TX) \
	VEXTRACTF64X4 $1, Z, T  \
	VADDPS        T, Y, Y   \
	SUM_LANES(Y, X, TX)
