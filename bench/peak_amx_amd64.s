//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"

// The tiles of AMX: 0-5 sums [16][16], 6 and 7 operands of 16 rows of 64 bytes, all 0x3C. A call configures and releases them, so that no
// tile is live where the scheduler may switch.
//
// Configuration (64 bytes): palette 1 at byte 0; bytes of a row of each tile (uint16) from 16 on; rows of each tile (bytes) from 48 on.

DATA tiles<>+0(SB)/8, $1
DATA tiles<>+8(SB)/8, $0
DATA tiles<>+16(SB)/8, $0x0040004000400040
DATA tiles<>+24(SB)/8, $0x0040004000400040
DATA tiles<>+32(SB)/8, $0
DATA tiles<>+40(SB)/8, $0
DATA tiles<>+48(SB)/8, $0x1010101010101010
DATA tiles<>+56(SB)/8, $0
GLOBL tiles<>(SB), RODATA|NOPTR, $64

DATA row3c<>+0(SB)/8, $0x3C3C3C3C3C3C3C3C
DATA row3c<>+8(SB)/8, $0x3C3C3C3C3C3C3C3C
DATA row3c<>+16(SB)/8, $0x3C3C3C3C3C3C3C3C
DATA row3c<>+24(SB)/8, $0x3C3C3C3C3C3C3C3C
DATA row3c<>+32(SB)/8, $0x3C3C3C3C3C3C3C3C
DATA row3c<>+40(SB)/8, $0x3C3C3C3C3C3C3C3C
DATA row3c<>+48(SB)/8, $0x3C3C3C3C3C3C3C3C
DATA row3c<>+56(SB)/8, $0x3C3C3C3C3C3C3C3C
GLOBL row3c<>(SB), RODATA|NOPTR, $64

// START_TILES clears the sums and loads the operands: every row the same 64 bytes, rows being 0 bytes apart.
#define START_TILES \
	LEAQ tiles<>(SB), AX \
	LDTILECFG_AX         \
	TILEZERO(0); TILEZERO(1); TILEZERO(2); TILEZERO(3); TILEZERO(4); TILEZERO(5); \
	LEAQ row3c<>(SB), AX \
	XORQ CX, CX          \
	TILELOAD_AX(6)       \
	TILELOAD_AX(7)       \
	MOVQ n+0(FP), DX

// END_TILES stores the sum of tile 5.
#define END_TILES \
	MOVQ out+8(FP), AX \
	MOVQ $64, CX       \
	TILESTORE_AX(5)    \
	TILERELEASE

// func amxInt8(n int, out *[256]uint32)
// 6 TDPBSSD of 16·16·64 products an iteration.
TEXT ·amxInt8(SB), NOSPLIT, $0-16
	START_TILES
	PCALIGN $64

amxInt8Loop:
	TDPBSSD(7, 6, 0)
	TDPBSSD(7, 6, 1)
	TDPBSSD(7, 6, 2)
	TDPBSSD(7, 6, 3)
	TDPBSSD(7, 6, 4)
	TDPBSSD(7, 6, 5)
	DECQ DX
	JNZ  amxInt8Loop
	END_TILES
	RET

// func amxBF16(n int, out *[256]uint32)
// 6 TDPBF16PS of 16·16·32 products an iteration.
TEXT ·amxBF16(SB), NOSPLIT, $0-16
	START_TILES
	PCALIGN $64

amxBF16Loop:
	TDPBF16PS(7, 6, 0)
	TDPBF16PS(7, 6, 1)
	TDPBF16PS(7, 6, 2)
	TDPBF16PS(7, 6, 3)
	TDPBF16PS(7, 6, 4)
	TDPBF16PS(7, 6, 5)
	DECQ DX
	JNZ  amxBF16Loop
	END_TILES
	RET
