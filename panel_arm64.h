// The body of an arm64 kernel of panels: NAME, STEPS (of 4 columns in a block), perhaps WIDE (STEPS is 8), MINS and SIGNED (codes of 8 bits
// with zero 128 are made signed, so that the block's offset is not needed) are defined by who includes it, and by the tier
//
//	TILE, TILE_SHIFT               rows of X of a tile, 2^TILE_SHIFT; none where tiles of one row are all that there is
//	START_ROW(A, B, C, D), START_TILE    what sums start from: the offsets at R14 and on, or zeros
//	DOT_ONE(H), DOT_TILE(H)        add 16 columns, half H of a block
//	FINISH_ONE, FINISH_TILE        end in FINISH_ROW for each row
//
// A tile is TILE rows of X, or 1, by the 16 rows of W of one panel. Of each block it sums integers and then adds them, as floats and scaled, to Acc.
//
//	R0  args                               R7   bytes from row to row of X
//	R1  codes of X, first row of the tile  R8   bytes from row to row of its blocks
//	R2  its blocks                         R9   rows left
//	R3  acc, rows of 128 bytes             R10  codes of X, R11 blocks, at the first column
//	R4  panel                              R14  codes or blocks of the row at hand
//	R5  scales                             R15  minima
//	R6  columns left
//
//	V0-V15  sums of integers      V16-V19  codes of X, then minima      V20-V23  a step of the panel, then scales
//	V24     a block of X          V28-V31  a row of Acc                 V25-V27  scratch, constants

#define MIN0 4096 // bytes from scales to minima

#ifdef MINS
#define LOAD_SCALES \
	VLD1.P 64(R5), [V20.S4, V21.S4, V22.S4, V23.S4]   \
	VLD1.P 64(R15), [V16.S4, V17.S4, V18.S4, V19.S4]

#define ADD_MINS \
	FMLA_LANE(0, 24, 16, 28)  \
	FMLA_LANE(0, 24, 17, 29)  \
	FMLA_LANE(0, 24, 18, 30)  \
	FMLA_LANE(0, 24, 19, 31)
#else
#define LOAD_SCALES VLD1.P 64(R5), [V20.S4, V21.S4, V22.S4, V23.S4]
#define ADD_MINS
#endif

// FINISH_ROW adds the sums of row I, whose block R14 points at, to Acc, and goes on to the next row's.
#define FINISH_ROW(I, A, B, C, D) \
	FMOVD (R14), F24                   \
	ADD   R8, R14                      \
	FLDPQ (I*128)(R3), (F28, F29)      \
	FLDPQ (I*128+32)(R3), (F30, F31)   \
	ADD_OFFSET(A, B, C, D)             \
	SCVTF_4S(A, A)                     \
	SCVTF_4S(B, B)                     \
	SCVTF_4S(C, C)                     \
	SCVTF_4S(D, D)                     \
	FMUL_LANE(1, 24, A, A)             \
	FMUL_LANE(1, 24, B, B)             \
	FMUL_LANE(1, 24, C, C)             \
	FMUL_LANE(1, 24, D, D)             \
	FMLA_4S(20, A, 28)                 \
	FMLA_4S(21, B, 29)                 \
	FMLA_4S(22, C, 30)                 \
	FMLA_4S(23, D, 31)                 \
	ADD_MINS                           \
	FSTPQ (F28, F29), (I*128)(R3)      \
	FSTPQ (F30, F31), (I*128+32)(R3)

// NEXT_BLOCK goes on by a block of columns and sets the flags.
#define NEXT_BLOCK \
	ADD  $(STEPS*64), R4     \
	ADD  $(STEPS*4), R1      \
	ADD  $8, R2              \
	SUBS $(STEPS*4), R6

TEXT NAME(SB), NOSPLIT, $0-8
	MOVD  a+0(FP), R0
	MOVD  panelArgs_codes(R0), R10
	MOVD  panelArgs_codeStride(R0), R7
	MOVD  panelArgs_blocks(R0), R11
	MOVD  panelArgs_blockStride(R0), R8
	MOVD  panelArgs_acc(R0), R3
	MOVD  panelArgs_rows(R0), R9
	VMOVI $0x80, V27.B16

next_tile:
	MOVD R10, R1
	MOVD R11, R2
	MOVD panelArgs_w(R0), R4
	MOVD panelArgs_scales(R0), R5
	MOVD panelArgs_cols(R0), R6
	ADD  $MIN0, R5, R15

#ifdef TILE
	CMP $TILE, R9
	BLT few

tile_block: // do {
	MOVD R2, R14
	START_TILE
	DOT_TILE(0)
#ifdef WIDE
	DOT_TILE(1)
#endif
	LOAD_SCALES
	MOVD R2, R14
	FINISH_TILE
	NEXT_BLOCK
	BNE tile_block // } while (R6 -= block) > 0

	ADD R7<<TILE_SHIFT, R10
	ADD R8<<TILE_SHIFT, R11
	ADD $(TILE*128), R3
	SUB $TILE, R9
	B   next_tile

few:
#endif
	SUBS $1, R9
	BLT  done

one_block: // do {
	MOVD R2, R14
	START_ONE
	DOT_ONE(0)
#ifdef WIDE
	DOT_ONE(1)
#endif
	LOAD_SCALES
	MOVD R2, R14
	FINISH_ONE
	NEXT_BLOCK
	BNE one_block // } while (R6 -= block) > 0

	ADD R7, R10
	ADD R8, R11
	ADD $128, R3
	B   next_tile

done:
	RET

#undef MIN0
#undef LOAD_SCALES
#undef ADD_MINS
#undef FINISH_ROW
#undef NEXT_BLOCK
