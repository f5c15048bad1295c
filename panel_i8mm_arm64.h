// A kernel of panels by USMMLA, included with NAME, STEPS, WIDE and MINS as panel_arm64.h says. USMMLA multiplies two rows of 8 codes by two.
// Two steps of the panel are zipped to pairs of rows of W, 16 codes of two rows of X to pairs of those:
//
//	V16         c0-3 of rows 0, 1, 2, 3      zip   V28  row 0 c0-7, row 1 c0-7      sums   V0  W0·X0 W0·X1 W1·X0 W1·X1
//	V24         c4-7 of rows 0, 1, 2, 3      →     V29  row 2 c0-7, row 3 c0-7      of     V1  W2·X0 W2·X1 W3·X0 W3·X1  … V7
//
// and V8-V15 the same of rows 2 and 3 of X. A tile is 4 rows of X; a single row is multiplied by USDOT, as by SDOT in panel_dotprod_arm64.h.

#define TILE 4
#define TILE_SHIFT 2

#define LOAD_STEP(S) \
	FLDPQ ((S)*64)(R4), (F20, F21)      \
	FLDPQ ((S)*64+32)(R4), (F22, F23)

#ifdef MINS
#define START_ONE \
	ZERO_16B(0)  \
	ZERO_16B(1)  \
	ZERO_16B(2)  \
	ZERO_16B(3)

#define START_TILE \
	START_ONE     \
	ZERO_16B(4)   \
	ZERO_16B(5)   \
	ZERO_16B(6)   \
	ZERO_16B(7)   \
	ZERO_16B(8)   \
	ZERO_16B(9)   \
	ZERO_16B(10)  \
	ZERO_16B(11)  \
	ZERO_16B(12)  \
	ZERO_16B(13)  \
	ZERO_16B(14)  \
	ZERO_16B(15)
#else
#define START_ONE \
	VLD1R (R2), [V0.S4]     \
	VMOV  V0.B16, V1.B16    \
	VMOV  V0.B16, V2.B16    \
	VMOV  V0.B16, V3.B16

// PAIR_OFFSETS sets V to the offsets of two rows of X, twice.
#define PAIR_OFFSETS(V) \
	FMOVS (R14), F24                    \
	ADD   R8, R14                       \
	FMOVS (R14), F25                    \
	ADD   R8, R14                       \
	VZIP1 V25.S4, V24.S4, V24.S4        \
	VZIP1 V24.D2, V24.D2, V

#define START_TILE \
	PAIR_OFFSETS(V0.D2)       \
	PAIR_OFFSETS(V8.D2)       \
	VMOV V0.B16, V1.B16       \
	VMOV V0.B16, V2.B16       \
	VMOV V0.B16, V3.B16       \
	VMOV V0.B16, V4.B16       \
	VMOV V0.B16, V5.B16       \
	VMOV V0.B16, V6.B16       \
	VMOV V0.B16, V7.B16       \
	VMOV V8.B16, V9.B16       \
	VMOV V8.B16, V10.B16      \
	VMOV V8.B16, V11.B16      \
	VMOV V8.B16, V12.B16      \
	VMOV V8.B16, V13.B16      \
	VMOV V8.B16, V14.B16      \
	VMOV V8.B16, V15.B16
#endif

#define ADD_OFFSET(A, B, C, D)

#define STEP_ONE(S, I) \
	LOAD_STEP(S)             \
	USDOT_LANE(I, 16, 20, 0)  \
	USDOT_LANE(I, 16, 21, 1)  \
	USDOT_LANE(I, 16, 22, 2)  \
	USDOT_LANE(I, 16, 23, 3)

#define DOT_ONE(H) \
	FMOVQ (H*16)(R1), F16   \
	STEP_ONE(H*4, 0)        \
	STEP_ONE(H*4+1, 1)      \
	STEP_ONE(H*4+2, 2)      \
	STEP_ONE(H*4+3, 3)

// EIGHT multiplies 8 rows of W, two steps of which are in V, W and V2, W2, by X0 and X1, pairs of rows of X, to the sums V(A) … and V(B) … .
#define EIGHT(V, W, V2, W2, X0, X1, A, B) \
	VZIP1 W, V, V28.S4      \
	VZIP2 W, V, V29.S4      \
	VZIP1 W2, V2, V30.S4    \
	VZIP2 W2, V2, V31.S4    \
	USMMLA_4S(X0, 28, A)    \
	USMMLA_4S(X1, 28, B)    \
	USMMLA_4S(X0, 29, A+1)  \
	USMMLA_4S(X1, 29, B+1)  \
	USMMLA_4S(X0, 30, A+2)  \
	USMMLA_4S(X1, 30, B+2)  \
	USMMLA_4S(X0, 31, A+3)  \
	USMMLA_4S(X1, 31, B+3)

// STEPS_2 multiplies steps S and S+1; V16-V19 and V24-V27 hold them.
#define STEPS_2(S, X0, X1) \
	FLDPQ ((S)*64)(R4), (F16, F17)        \
	FLDPQ ((S)*64+32)(R4), (F18, F19)     \
	FLDPQ ((S)*64+64)(R4), (F24, F25)     \
	FLDPQ ((S)*64+96)(R4), (F26, F27)     \
	EIGHT(V16.S4, V24.S4, V17.S4, V25.S4, X0, X1, 0, 8)    \
	EIGHT(V18.S4, V26.S4, V19.S4, V27.S4, X0, X1, 4, 12)

// V20, V21 = columns 0-7 and 8-15 of rows 0 and 1 of X; V22, V23 those of rows 2 and 3.
#define DOT_TILE(H) \
	ADD   R7, R1, R14         \
	FMOVQ (H*16)(R1), F16     \
	FMOVQ (H*16)(R14), F17    \
	ADD   R7, R14             \
	FMOVQ (H*16)(R14), F18    \
	ADD   R7, R14             \
	FMOVQ (H*16)(R14), F19    \
	VZIP1 V17.D2, V16.D2, V20.D2   \
	VZIP2 V17.D2, V16.D2, V21.D2   \
	VZIP1 V19.D2, V18.D2, V22.D2   \
	VZIP2 V19.D2, V18.D2, V23.D2   \
	STEPS_2(H*4, 20, 22)      \
	STEPS_2(H*4+2, 21, 23)

#define FINISH_ONE FINISH_ROW(0, 0, 1, 2, 3)

// FINISH_TILE unzips the sums of a pair of rows of X, the first row's to V25 and three that are free, the second's to the odd ones.
#define FINISH_TILE \
	VUZP1 V1.S4, V0.S4, V25.S4     \
	VUZP2 V1.S4, V0.S4, V1.S4      \
	VUZP1 V3.S4, V2.S4, V0.S4      \
	VUZP2 V3.S4, V2.S4, V3.S4      \
	VUZP1 V5.S4, V4.S4, V2.S4      \
	VUZP2 V5.S4, V4.S4, V5.S4      \
	VUZP1 V7.S4, V6.S4, V4.S4      \
	VUZP2 V7.S4, V6.S4, V7.S4      \
	FINISH_ROW(0, 25, 0, 2, 4)     \
	FINISH_ROW(1, 1, 3, 5, 7)      \
	VUZP1 V9.S4, V8.S4, V25.S4     \
	VUZP2 V9.S4, V8.S4, V9.S4      \
	VUZP1 V11.S4, V10.S4, V8.S4    \
	VUZP2 V11.S4, V10.S4, V11.S4   \
	VUZP1 V13.S4, V12.S4, V10.S4   \
	VUZP2 V13.S4, V12.S4, V13.S4   \
	VUZP1 V15.S4, V14.S4, V12.S4   \
	VUZP2 V15.S4, V14.S4, V15.S4   \
	FINISH_ROW(2, 25, 8, 10, 12)   \
	FINISH_ROW(3, 9, 11, 13, 15)

#include "panel_arm64.h"

#undef TILE
#undef TILE_SHIFT
#undef LOAD_STEP
#undef START_ONE
#undef START_TILE
#ifndef MINS
#undef PAIR_OFFSETS
#endif
#undef ADD_OFFSET
#undef STEP_ONE
#undef DOT_ONE
#undef EIGHT
#undef STEPS_2
#undef DOT_TILE
#undef FINISH_ONE
#undef FINISH_TILE
