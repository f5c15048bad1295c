// AMX, which Go's assembler lacks, as macros. T, A, B, D are numbers of tiles, 0 to 7; BASE and INDEX are numbers of general registers (AX 0, CX 1, DX 2,
// BX 3, SI 6, DI 7, R8 to R15 8 to 15); BASE is not SP, BP, R12 or R13, whose encodings mean other things, INDEX not SP.
//
// Encodings: Intel's Software Developer's Manual, volume 2, under each name; all have the three-byte VEX prefix C4, map 0F38, W0, 128 bits:
//
//	byte 1  R=1 !X !B 00010    X is bit 3 of INDEX, B of BASE
//	byte 2  0 !vvvv 0 pp       pp: none 00, F3 10, F2 11
//	byte 3  opcode
//	byte 4  ModRM, and byte 5 SIB where memory is addressed as BASE + row·INDEX
//
// bf16_operands_test.go holds the operands of every use to their range.
#define TILELOADD(T, BASE, INDEX) \
	LONG $(0xC4 | (0xE2 ^ ((INDEX)&8)<<3 ^ ((BASE)&8)<<2)<<8 | 0x7B<<16 | 0x4B<<24) \
	WORD $((T)<<3 | 4 | (((INDEX)&7)<<3 | ((BASE)&7))<<8)
#define TILESTORED(T, BASE, INDEX) \
	LONG $(0xC4 | (0xE2 ^ ((INDEX)&8)<<3 ^ ((BASE)&8)<<2)<<8 | 0x7A<<16 | 0x4B<<24) \
	WORD $((T)<<3 | 4 | (((INDEX)&7)<<3 | ((BASE)&7))<<8)
#define TILEZERO(T) \
	LONG $0x497BE2C4 \
	BYTE $(0xC0 | (T)<<3)

// TDPBF16PS adds to tile D the products of the pairs of A (rows of C) and B (columns of C).
#define TDPBF16PS(B, A, D) \
	LONG $(0xC4 | 0xE2<<8 | (0x7A ^ (B)<<3)<<16 | 0x5C<<24) \
	BYTE $(0xC0 | (D)<<3 | (A))

// LDTILECFG loads the 64 bytes at BASE.
#define LDTILECFG(BASE) \
	LONG $(0xC4 | (0xE2 ^ ((BASE)&8)<<2)<<8 | 0x78<<16 | 0x49<<24) \
	BYTE $((BASE)&7)
#define TILERELEASE \
	LONG $0x4978E2C4 \
	BYTE $0xC0
