// A kernel of panels by SDOT, included with NAME, STEPS, WIDE, MINS and SIGNED as panel_arm64.h says. The sums of row i of a tile of 4 are in
// V(4i) … V(4i+3), for rows 0-3, 4-7, 8-11 and 12-15 of W; its 16 codes of X are in V(16+i), of which lane s meets step s. Codes of W of 7 bits or
// less are the same with and without sign.

#define TILE 4
#define TILE_SHIFT 2

#ifdef SIGNED
#define FROM_ZERO
#define LOAD_STEP(S) \
	FLDPQ ((S)*64)(R4), (F20, F21)      \
	FLDPQ ((S)*64+32)(R4), (F22, F23)   \
	VEOR  V27.B16, V20.B16, V20.B16   \
	VEOR  V27.B16, V21.B16, V21.B16   \
	VEOR  V27.B16, V22.B16, V22.B16   \
	VEOR  V27.B16, V23.B16, V23.B16
#else
#define LOAD_STEP(S) \
	FLDPQ ((S)*64)(R4), (F20, F21)      \
	FLDPQ ((S)*64+32)(R4), (F22, F23)
#endif
#ifdef MINS
#define FROM_ZERO
#endif

#ifdef FROM_ZERO
#define START_ROW(A, B, C, D) \
	ZERO_16B(A)  \
	ZERO_16B(B)  \
	ZERO_16B(C)  \
	ZERO_16B(D)
#else
#define START_ROW(A, B, C, D) \
	FMOVS (R14), F24   \
	ADD   R8, R14      \
	DUP0_4S(24, A)     \
	DUP0_4S(24, B)     \
	DUP0_4S(24, C)     \
	DUP0_4S(24, D)
#endif

#define ADD_OFFSET(A, B, C, D)

#define START_ONE START_ROW(0, 1, 2, 3)
#define START_TILE \
	START_ROW(0, 1, 2, 3)      \
	START_ROW(4, 5, 6, 7)      \
	START_ROW(8, 9, 10, 11)    \
	START_ROW(12, 13, 14, 15)

#define DOT_ROW(I, X, A, B, C, D) \
	SDOT_LANE(I, X, 20, A)  \
	SDOT_LANE(I, X, 21, B)  \
	SDOT_LANE(I, X, 22, C)  \
	SDOT_LANE(I, X, 23, D)

#define STEP_ONE(S, I) \
	LOAD_STEP(S)                   \
	DOT_ROW(I, 16, 0, 1, 2, 3)

#define STEP_TILE(S, I) \
	LOAD_STEP(S)                   \
	DOT_ROW(I, 16, 0, 1, 2, 3)     \
	DOT_ROW(I, 17, 4, 5, 6, 7)     \
	DOT_ROW(I, 18, 8, 9, 10, 11)   \
	DOT_ROW(I, 19, 12, 13, 14, 15)

#define DOT_ONE(H) \
	FMOVQ (H*16)(R1), F16   \
	STEP_ONE(H*4, 0)        \
	STEP_ONE(H*4+1, 1)      \
	STEP_ONE(H*4+2, 2)      \
	STEP_ONE(H*4+3, 3)

#define DOT_TILE(H) \
	ADD   R7, R1, R14         \
	FMOVQ (H*16)(R1), F16     \
	FMOVQ (H*16)(R14), F17    \
	ADD   R7, R14             \
	FMOVQ (H*16)(R14), F18    \
	ADD   R7, R14             \
	FMOVQ (H*16)(R14), F19    \
	STEP_TILE(H*4, 0)         \
	STEP_TILE(H*4+1, 1)       \
	STEP_TILE(H*4+2, 2)       \
	STEP_TILE(H*4+3, 3)

#define FINISH_ONE FINISH_ROW(0, 0, 1, 2, 3)
#define FINISH_TILE \
	FINISH_ROW(0, 0, 1, 2, 3)      \
	FINISH_ROW(1, 4, 5, 6, 7)      \
	FINISH_ROW(2, 8, 9, 10, 11)    \
	FINISH_ROW(3, 12, 13, 14, 15)

#include "panel_arm64.h"

#undef TILE
#undef TILE_SHIFT
#ifdef FROM_ZERO
#undef FROM_ZERO
#endif
#undef LOAD_STEP
#undef START_ROW
#undef ADD_OFFSET
#undef START_ONE
#undef START_TILE
#undef DOT_ROW
#undef STEP_ONE
#undef STEP_TILE
#undef DOT_ONE
#undef DOT_TILE
#undef FINISH_ONE
#undef FINISH_TILE
