// The body of a ymm kernel of several rows of X. packed_batch_ymm_amd64.h, which has the plan of the registers, includes it with these defined:
//
//	NAME, FETCH       the function's name, and what prefetches a block
//	UNPACK(H)         sets the codes and scales of half H (0 or 1) of the group's 16 rows for a block of 32 columns
//	ROW(H)            multiplies them by the row of X at AX and adds to its sums
//	UNPACK_REST(H), ROW_REST(H)   perhaps: the same for what the codes do not fit the registers at once
//	ADVANCE           moves from block to block
//	SUPER             perhaps: blocks of a superblock
TEXT NAME(SB), 0, $832-8
	VPCMPEQW Y15, Y15, Y15
	VPSRLW   $15, Y15, Y15
	LEAQ     63(SP), DX
	ANDQ     $-64, DX

group:
	MOVQ a+0(FP), AX
	START_GROUP(done)
	MOVQ packedArgs_rows(AX), R14
	SHLQ $3, R14

	VPXOR Y0, Y0, Y0
	XORL  AX, AX

clear: // do {
	VMOVDQU Y0, (DX)(AX*8)
	VMOVDQU Y0, 32(DX)(AX*8)
	ADDQ    $8, AX
	CMPQ    AX, R14
	JLT     clear // } while (AX += 8) < R14

#ifdef SUPER
super: // do {
	MOVL $SUPER, BX
#endif

block: // do {
	FETCH
	UNPACK(0)
	XORL AX, AX

upper: // do {
	ROW(0)
	ADDQ $8, AX
	CMPQ AX, R14
	JLT  upper // } while (AX += 8) < R14

#ifdef UNPACK_REST
	UNPACK_REST(0)
	XORL AX, AX

upper_rest: // do {
	ROW_REST(0)
	ADDQ $8, AX
	CMPQ AX, R14
	JLT  upper_rest // } while (AX += 8) < R14
#endif

	UNPACK(1)
	XORL AX, AX

lower: // do {
	ROW(1)
	ADDQ $8, AX
	CMPQ AX, R14
	JLT  lower // } while (AX += 8) < R14

#ifdef UNPACK_REST
	UNPACK_REST(1)
	XORL AX, AX

lower_rest: // do {
	ROW_REST(1)
	ADDQ $8, AX
	CMPQ AX, R14
	JLT  lower_rest // } while (AX += 8) < R14
#endif

	ADVANCE
	ADDQ $256, DI

#ifdef SUPER
	DECL BX
	JNE  block // } while --BX > 0

	ADDQ $32, R11
	ADDQ $32, R12
	SUBQ $256, CX
	JNE  super // } while (CX -= 256) > 0
#else
	SUBQ $32, CX
	JNE  block // } while (CX -= 32) > 0
#endif

	MOVQ a+0(FP), AX
	MOVQ packedArgs_acc(AX), SI
	MOVQ packedArgs_accStride(AX), BX

store: // do {
	VMOVUPS (DX)(CX*8), Y0
	VMOVUPS 32(DX)(CX*8), Y1
	VMOVUPS Y0, (SI)
	VMOVUPS Y1, 32(SI)
	ADDQ    BX, SI
	ADDQ    $8, CX
	CMPQ    CX, R14
	JLT     store // } while (CX += 8) < R14

	ADDQ $64, packedArgs_acc(AX)
	MOVQ packedArgs_groupBytes(AX), BX
	ADDQ BX, packedArgs_w(AX)
	JMP  group

done:
	VZEROUPPER
	RET

#undef NAME
#undef FETCH
#undef UNPACK
#undef ROW
#undef ADVANCE
#ifdef UNPACK_REST
#undef UNPACK_REST
#undef ROW_REST
#endif
#ifdef SUPER
#undef SUPER
#endif
