// The body of a zmm kernel of Packed with a form of its own: NAME, CONSTANTS, BLOCK and perhaps SUPER, blocks of a superblock, are defined by who
// includes it, packed_forms_avx512_amd64.s, which has the plan of the registers.
TEXT NAME(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	CONSTANTS

group:
	START_GROUP(done)
	VPXORD Z0, Z0, Z0

#ifdef SUPER
super: // do {
	VCVTPH2PS (R11), Z26
	VCVTPH2PS (R12), Z27
	MOVL      $SUPER, BX

block: // do {
	BLOCK
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
	VMOVUPS Z0, (DX)
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
#ifdef SUPER
#undef SUPER
#endif
