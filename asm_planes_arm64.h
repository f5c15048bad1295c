// Codes from the planes of packed weights (see panel.go). A step of 16 rows × 4 columns is 64 bytes, four registers.
//
//	R1  nibbles of a block of 32 columns     V26  0x0f
//	R6  its ones or twos                     V27  the mask of what belongs above the nibbles: 0x10, or 0x30 of two bits
//	V14, V15, V30, V31  scratch; several, as a core that works in order would wait for a single one

// NIBBLES sets V16-V19 to step I and V20-V23 to step I+4.
#define NIBBLES(I) \
	FLDPQ (I*64)(R1), (F16, F17)        \
	FLDPQ (I*64+32)(R1), (F18, F19)     \
	VUSHR $4, V16.B16, V20.B16          \
	VUSHR $4, V17.B16, V21.B16          \
	VUSHR $4, V18.B16, V22.B16          \
	VUSHR $4, V19.B16, V23.B16          \
	VAND  V26.B16, V16.B16, V16.B16     \
	VAND  V26.B16, V17.B16, V17.B16     \
	VAND  V26.B16, V18.B16, V18.B16     \
	VAND  V26.B16, V19.B16, V19.B16

// NIBBLES_HALF sets V16, V17 to rows 0-7 (H is 0) or 8-15 (1) of step I, and V18, V19 to those of step I+4.
#define NIBBLES_HALF(I, H) \
	FLDPQ (I*64+H*32)(R1), (F16, F17)   \
	VUSHR $4, V16.B16, V18.B16          \
	VUSHR $4, V17.B16, V19.B16          \
	VAND  V26.B16, V16.B16, V16.B16     \
	VAND  V26.B16, V17.B16, V17.B16

// FIFTH puts a bit of the ones at AT, two registers, which LEFT moves to bit 4, above the nibbles of A and B, and one that RIGHT moves there above
// those of C and D.
#define FIFTH(AT, A, B, C, D, LEFT, RIGHT) \
	FLDPQ AT(R6), (F14, F15)        \
	LEFT, V14.B16, V30.B16          \
	LEFT, V15.B16, V31.B16          \
	RIGHT, V14.B16, V14.B16         \
	RIGHT, V15.B16, V15.B16         \
	VBIT  V27.B16, V30.B16, A       \
	VBIT  V27.B16, V31.B16, B       \
	VBIT  V27.B16, V14.B16, C       \
	VBIT  V27.B16, V15.B16, D

// UPPER_TWO puts two bits of the twos at AT and at AT2, two registers each, which SHIFT moves to bits 4 and 5, above the nibbles of A and B, C and D.
#define UPPER_TWO(AT, AT2, A, B, C, D, SHIFT) \
	FLDPQ AT(R6), (F14, F15)        \
	FLDPQ AT2(R6), (F30, F31)       \
	SHIFT, V14.B16, V14.B16         \
	SHIFT, V15.B16, V15.B16         \
	SHIFT, V30.B16, V30.B16         \
	SHIFT, V31.B16, V31.B16         \
	VBIT  V27.B16, V14.B16, A       \
	VBIT  V27.B16, V15.B16, B       \
	VBIT  V27.B16, V30.B16, C       \
	VBIT  V27.B16, V31.B16, D
