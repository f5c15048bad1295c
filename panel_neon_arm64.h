// A kernel of panels by SMLAL, included with NAME, STEPS, WIDE, MINS and SIGNED as panel_arm64.h says. A step meets 4 codes of X, repeated; sums of
// 16 bits, one a row and column, as packed_neon_arm64.s draws them, are in V0-V7 for the first row of a tile of 2 and in V8-V15 for the second.
// They fit for a block: 8 steps of 31·127 (codes of 5 bits) stay below 2¹⁵, as do 4 of 63·127 (6 bits).
//
// SIGNED, 2 steps of 128·127, moves them to V0-V7, of 32 bits, every second step, and has tiles of one row only.

#define START_ONE \
	ZERO_16B(0)  \
	ZERO_16B(1)  \
	ZERO_16B(2)  \
	ZERO_16B(3)  \
	ZERO_16B(4)  \
	ZERO_16B(5)  \
	ZERO_16B(6)  \
	ZERO_16B(7)

#define LOAD_STEP(S) \
	FLDPQ ((S)*64)(R4), (F20, F21)      \
	FLDPQ ((S)*64+32)(R4), (F22, F23)

#define DOT_ROW(X, A, B, C, D, E, F, G, H) \
	SMLAL_8H(X, 20, A)   \
	SMLAL2_8H(X, 20, B)  \
	SMLAL_8H(X, 21, C)   \
	SMLAL2_8H(X, 21, D)  \
	SMLAL_8H(X, 22, E)   \
	SMLAL2_8H(X, 22, F)  \
	SMLAL_8H(X, 23, G)   \
	SMLAL2_8H(X, 23, H)

#ifdef SIGNED

#define ADD_OFFSET(A, B, C, D)

#define LOAD_SIGNED(S) \
	LOAD_STEP(S)                      \
	VEOR  V27.B16, V20.B16, V20.B16   \
	VEOR  V27.B16, V21.B16, V21.B16   \
	VEOR  V27.B16, V22.B16, V22.B16   \
	VEOR  V27.B16, V23.B16, V23.B16

// STEPS_2 multiplies steps S and S+1 by lanes X and X2 of V16.
#define STEPS_2(S, X, X2) \
	LOAD_SIGNED(S)        \
	VDUP X, V18.S4        \
	SMULL_8H(18, 20, 8)   \
	SMULL2_8H(18, 20, 9)  \
	SMULL_8H(18, 21, 10)  \
	SMULL2_8H(18, 21, 11) \
	SMULL_8H(18, 22, 12)  \
	SMULL2_8H(18, 22, 13) \
	SMULL_8H(18, 23, 14)  \
	SMULL2_8H(18, 23, 15) \
	LOAD_SIGNED(S+1)      \
	VDUP X2, V18.S4       \
	DOT_ROW(18, 8, 9, 10, 11, 12, 13, 14, 15) \
	SADALP_4S(8, 0)       \
	SADALP_4S(9, 1)       \
	SADALP_4S(10, 2)      \
	SADALP_4S(11, 3)      \
	SADALP_4S(12, 4)      \
	SADALP_4S(13, 5)      \
	SADALP_4S(14, 6)      \
	SADALP_4S(15, 7)

#define DOT_ONE(H) \
	FMOVQ (H*16)(R1), F16                \
	STEPS_2(H*4, V16.S[0], V16.S[1])     \
	STEPS_2(H*4+2, V16.S[2], V16.S[3])

#define FINISH_ONE \
	ADDP_4S(1, 0, 0)   \
	ADDP_4S(3, 2, 1)   \
	ADDP_4S(5, 4, 2)   \
	ADDP_4S(7, 6, 3)   \
	FINISH_ROW(0, 0, 1, 2, 3)

#else

#define TILE 2
#define TILE_SHIFT 1

#ifdef MINS
#define ADD_OFFSET(A, B, C, D)
#else
#define ADD_OFFSET(A, B, C, D) \
	DUP0_4S(24, 25)   \
	ADD_4S(25, A, A)  \
	ADD_4S(25, B, B)  \
	ADD_4S(25, C, C)  \
	ADD_4S(25, D, D)
#endif

#define START_TILE \
	START_ONE     \
	ZERO_16B(8)   \
	ZERO_16B(9)   \
	ZERO_16B(10)  \
	ZERO_16B(11)  \
	ZERO_16B(12)  \
	ZERO_16B(13)  \
	ZERO_16B(14)  \
	ZERO_16B(15)

#define STEP_ONE(S, X) \
	LOAD_STEP(S)      \
	VDUP X, V18.S4    \
	DOT_ROW(18, 0, 1, 2, 3, 4, 5, 6, 7)

#define STEP_TILE(S, X, X2) \
	LOAD_STEP(S)      \
	VDUP X, V18.S4    \
	VDUP X2, V19.S4   \
	DOT_ROW(18, 0, 1, 2, 3, 4, 5, 6, 7) \
	DOT_ROW(19, 8, 9, 10, 11, 12, 13, 14, 15)

#define DOT_ONE(H) \
	FMOVQ (H*16)(R1), F16        \
	STEP_ONE(H*4, V16.S[0])      \
	STEP_ONE(H*4+1, V16.S[1])    \
	STEP_ONE(H*4+2, V16.S[2])    \
	STEP_ONE(H*4+3, V16.S[3])

#define DOT_TILE(H) \
	ADD   R7, R1, R14                       \
	FMOVQ (H*16)(R1), F16                   \
	FMOVQ (H*16)(R14), F17                  \
	STEP_TILE(H*4, V16.S[0], V17.S[0])      \
	STEP_TILE(H*4+1, V16.S[1], V17.S[1])    \
	STEP_TILE(H*4+2, V16.S[2], V17.S[2])    \
	STEP_TILE(H*4+3, V16.S[3], V17.S[3])

// SUM_16 sets V(A), V(B), V(C), V(D), in this order, to the sums of 16 rows.
#define SUM_16(A, B, C, D, E, F, G, H) \
	SADDLP_4S(A, A)   \
	SADDLP_4S(B, B)   \
	SADDLP_4S(C, C)   \
	SADDLP_4S(D, D)   \
	SADDLP_4S(E, E)   \
	SADDLP_4S(F, F)   \
	SADDLP_4S(G, G)   \
	SADDLP_4S(H, H)   \
	ADDP_4S(B, A, A)  \
	ADDP_4S(D, C, B)  \
	ADDP_4S(F, E, C)  \
	ADDP_4S(H, G, D)

#define FINISH_ONE \
	SUM_16(0, 1, 2, 3, 4, 5, 6, 7)  \
	FINISH_ROW(0, 0, 1, 2, 3)

#define FINISH_TILE \
	FINISH_ONE                             \
	SUM_16(8, 9, 10, 11, 12, 13, 14, 15)   \
	FINISH_ROW(1, 8, 9, 10, 11)
#endif

#include "panel_arm64.h"

#undef START_ONE
#undef LOAD_STEP
#undef DOT_ROW
#undef ADD_OFFSET
#undef DOT_ONE
#undef FINISH_ONE
#ifdef SIGNED
#undef LOAD_SIGNED
#undef STEPS_2
#else
#undef TILE
#undef TILE_SHIFT
#undef START_TILE
#undef STEP_ONE
#undef STEP_TILE
#undef DOT_TILE
#undef SUM_16
#undef FINISH_TILE
#endif
