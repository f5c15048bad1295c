// VDPBF16PS and VCVTNE2PS2BF16, which Go's assembler lacks, as macros on numbers of Z registers, 0 to 31, in the order of Go's assembler: second source S2, first source
// S1, destination D. By VDPBF16PS each 32-bit lane of D gains the products of the two bfloat16 of S1's lane with those of S2's.
//
// Encoding: Intel's Software Developer's Manual, volume 2, VDPBF16PS: EVEX.512.F3.0F38.W0 52 /r, and section 2.7 for the prefix. Bits with a
// bar are stored inverted; D is ModRM.reg, S1 is vvvv, S2 is ModRM.rm:
//
//	byte 0  0x62
//	byte 1  !D3 !S2.4 !S2.3 !D4 0 010      map 0F38
//	byte 2  W=0 !S1.3..!S1.0 1 10          prefix F3
//	byte 3  z=0 L'L=10 b=0 !S1.4 aaa=000   512 bits, no mask
//	byte 4  0x52
//	byte 5  11 D2..D0 S2.2..S2.0
//
// VCVTNE2PS2BF16 rounds the float32 of S2 into the low half of D's 32 bfloat16 and those of S1 into the high half: EVEX.512.F2.0F38.W0 72 /r, whose
// prefix in byte 2 is 11. To nearest even; denormals count as zero.
//
// bf16_operands_test.go holds the operands of every use to their range.
#define VDPBF16PS(S2, S1, D) \
	LONG $(0x62 | (0xF2 ^ ((D)&8)<<4 ^ ((S2)&16)<<2 ^ ((S2)&8)<<2 ^ ((D)&16))<<8 | (0x7E ^ ((S1)&15)<<3)<<16 | (0x48 ^ ((S1)&16)>>1)<<24) \
	WORD $(0x52 | (0xC0 | ((D)&7)<<3 | ((S2)&7))<<8)

#define VCVTNE2PS2BF16(S2, S1, D) \
	LONG $(0x62 | (0xF2 ^ ((D)&8)<<4 ^ ((S2)&16)<<2 ^ ((S2)&8)<<2 ^ ((D)&16))<<8 | (0x7F ^ ((S1)&15)<<3)<<16 | (0x48 ^ ((S1)&16)>>1)<<24) \
	WORD $(0x72 | (0xC0 | ((D)&7)<<3 | ((S2)&7))<<8)
