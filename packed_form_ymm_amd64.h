// The body of a ymm kernel of Packed with a form of its own. packed_forms_ymm_amd64.h includes it with NAME, CONSTANTS and BLOCK defined, and perhaps
//
//	SUPER    times of BLOCK in a superblock
//	DMIN     where a superblock has one
//	PRELUDE  what is made of a superblock's scales before its blocks
//	FRAME    bytes of the stack that it needs
//	SECOND   what follows BLOCK: the assembler refuses a macro that becomes too large
#ifndef FRAME
#define FRAME 0
#endif
TEXT NAME(SB), NOSPLIT, $FRAME-8
	MOVQ     a+0(FP), AX
	VPCMPEQW Y15, Y15, Y15
	VPSRLW   $15, Y15, Y15
	CONSTANTS

group:
	START_GROUP(done)
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1

#ifdef SUPER
super: // do {
	VCVTPH2PS (R11), Y8
	VCVTPH2PS 16(R11), Y9
#ifdef DMIN
	VCVTPH2PS (R12), Y10
	VCVTPH2PS 16(R12), Y11
#endif
#ifdef PRELUDE
	PRELUDE
#endif
	MOVL      $SUPER, BX

block: // do {
	BLOCK
#ifdef SECOND
	SECOND
#endif
	DECL BX
	JNE  block // } while --BX > 0

	ADDQ $32, R11
	ADDQ $32, R12
	SUBQ $256, CX
	JNE  super // } while (CX -= 256) > 0
#else
block: // do {
	BLOCK
	SUBQ $32, CX
	JNE  block // } while (CX -= 32) > 0
#endif

	MOVQ    packedArgs_acc(AX), DX
	VMOVUPS Y0, (DX)
	VMOVUPS Y1, 32(DX)
	ADDQ    $64, packedArgs_acc(AX)
	MOVQ    packedArgs_groupBytes(AX), DX
	ADDQ    DX, packedArgs_w(AX)
	JMP     group

done:
	VZEROUPPER
	RET

#undef NAME
#undef CONSTANTS
#undef BLOCK
#undef FRAME
#ifdef SECOND
#undef SECOND
#endif
#ifdef SUPER
#undef SUPER
#endif
#ifdef DMIN
#undef DMIN
#endif
#ifdef PRELUDE
#undef PRELUDE
#endif
