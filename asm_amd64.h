// Macros that the assembly of the tier AVX2 shares.

#define ZERO(Y) VXORPS Y, Y, Y

// AHEAD is how far halves that are read once in long runs (adapters', the cache's, weights in 16 bits) are fetched before they are needed, in bytes:
// 32 lines, which CPUs keep open at once. An adapter of rank 16 costs a decoding model 6% instead of 8.
#define AHEAD 2048

// TAIL_MASK sets the sign of the first N lanes of MASK, 0 < N < 8, for VMASKMOVPS, which does not touch the memory of the others.
#define TAIL_MASK(N, TMP, MASK) \
	LEAQ    ·tailMask+32(SB), TMP \
	SHLQ    $2, N                  \
	SUBQ    N, TMP                 \
	VMOVUPS (TMP), MASK

// SUM_LANES leaves the sum of the 8 lanes of Y, whose lower half is X, in lane 0 of X. T is the lower half of a scratch register.
#define SUM_LANES(Y, X, T) \
	VEXTRACTF128 $1, Y, T \
	VADDPS       T, X, X  \
	VMOVHLPS     X, X, T  \
	VADDPS       T, X, X  \
	VMOVSHDUP    X, T     \
	VADDSS       T, X, X

// DOT_ARGS loads the arguments that the dot kernels of quantized rows share, and clears their sums Y0 and Y1.
#define DOT_ARGS \
	MOVQ w_base+0(FP), SI        \
	MOVQ q_Codes_base+24(FP), DI \
	MOVQ q_Scale_base+48(FP), R8 \
	MOVQ q_Scale_len+56(FP), CX  \
	ZERO(Y0)                     \
	ZERO(Y1)

// HALF_TO broadcasts the f16 at M, converted, to Y, whose lower half is X.
#define HALF_TO(M, X, Y) \
	VPBROADCASTW M, X \
	VCVTPH2PS    X, Y
