// What all kernels of Packed on amd64 begin a group of rows of W with.

#include "packed_fetch_amd64.h"

// START_GROUP sets the registers of the next group, or goes to DONE when there is none.
//
//	SI  codes of W      R8  scales    R10 minima    R11 d     R12 dmin    R13 twos, or ones
//	DI  codes of X      R9  blocks of X             CX  columns left      AX  args      R15 what is fetched
#define START_GROUP(DONE) \
	SUBQ $1, packedArgs_groups(AX)   \
	JLT  DONE                        \
	MOVQ packedArgs_w(AX), SI        \
	MOVQ packedArgs_scales(AX), R8   \
	MOVQ packedArgs_mins(AX), R10    \
	MOVQ packedArgs_d(AX), R11       \
	MOVQ packedArgs_dmin(AX), R12    \
	MOVQ packedArgs_twos(AX), R13    \
	ADDQ SI, R8                      \
	ADDQ SI, R10                     \
	ADDQ SI, R11                     \
	ADDQ SI, R12                     \
	ADDQ SI, R13                     \
	MOVQ packedArgs_codes(AX), DI    \
	MOVQ packedArgs_blocks(AX), R9   \
	MOVQ packedArgs_cols(AX), CX     \
	FETCH_GROUP
