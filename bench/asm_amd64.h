// Instructions that Go's assembler (1.26) lacks, as bytes. Encodings are those of Intel's Software Developer's Manual, volume 2, and for AMX of
// its "Instruction Set Reference": VEX and EVEX prefixes hold the high bits of register numbers inverted, hence the exclusive or.
// Operands are register numbers in the order of Go's assembler: second source S, first source V, destination D.
// asm_operands_test.go holds the operands of every use to their range; peak_test.go checks what the instructions compute.

// VPDPBUSD YD, YV, YS of AVX-VNNI: VEX.256.66.0F38.W0 50 /r, registers 0 to 15. YD += unsigned bytes of YV times signed bytes of YS, by fours.
#define VPDPBUSD_VEX(S, V, D) \
	BYTE $0xC4; BYTE $(0xE2 ^ (((D)&8)<<4 | ((S)&8)<<2)); BYTE $(0x7D ^ ((V)&15)<<3); BYTE $0x50; BYTE $(0xC0 | ((D)&7)<<3 | ((S)&7))

// VDPBF16PS ZD, ZV, ZS of AVX512-BF16: EVEX.512.F3.0F38.W0 52 /r, registers 0 to 31. ZD += pairs of bf16 of ZV times those of ZS.
#define VDPBF16PS_EVEX(S, V, D) \
	BYTE $0x62; BYTE $(0xF2 ^ (((D)&8)<<4 | ((S)&16)<<2 | ((S)&8)<<2 | ((D)&16))); BYTE $(0x7E ^ ((V)&15)<<3); \
	BYTE $(0x48 ^ ((V)&16)>>1); BYTE $0x52; BYTE $(0xC0 | ((D)&7)<<3 | ((S)&7))

// AMX; T is a tile, 0 to 7. Addresses: of the configuration AX; of a tile AX, its rows CX bytes apart.
#define LDTILECFG_AX     BYTE $0xC4; BYTE $0xE2; BYTE $0x78; BYTE $0x49; BYTE $0x00 // VEX.128.NP.0F38.W0 49 /0
#define TILERELEASE      BYTE $0xC4; BYTE $0xE2; BYTE $0x78; BYTE $0x49; BYTE $0xC0 // VEX.128.NP.0F38.W0 49 C0
#define TILEZERO(T)      BYTE $0xC4; BYTE $0xE2; BYTE $0x7B; BYTE $0x49; BYTE $(0xC0 | (T)<<3) // VEX.128.F2.0F38.W0 49
#define TILELOAD_AX(T)   BYTE $0xC4; BYTE $0xE2; BYTE $0x7B; BYTE $0x4B; BYTE $(0x04 | (T)<<3); BYTE $0x08 // VEX.128.F2.0F38.W0 4B
#define TILESTORE_AX(T)  BYTE $0xC4; BYTE $0xE2; BYTE $0x7A; BYTE $0x4B; BYTE $(0x04 | (T)<<3); BYTE $0x08 // VEX.128.F3.0F38.W0 4B
#define TDPBSSD(S, V, D)   BYTE $0xC4; BYTE $0xE2; BYTE $(0x7B ^ (S)<<3); BYTE $0x5E; BYTE $(0xC0 | (D)<<3 | (V)) // VEX.128.F2.0F38.W0 5E
#define TDPBF16PS(S, V, D) BYTE $0xC4; BYTE $0xE2; BYTE $(0x7A ^ (S)<<3); BYTE $0x5C; BYTE $(0xC0 | (D)<<3 | (V)) // VEX.128.F3.0F38.W0 5C
