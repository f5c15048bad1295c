// The body of a zmm kernel of several rows of X. packed_batch_zmm_amd64.h has the plan of the registers; who includes this defines:
//
//	NAME, CONSTANTS      the function's name; sets masks
//	UNPACK               prefetches, and sets the codes and scales of a block of 32 columns; moves on to the next
//	ROW(I, ACC)          multiplies them by row I of X and adds to its sums
//	BLOCKS               bytes of the 8 rows' blocks of X for those columns: 64, or 128 where a block has 16
//	UNPACK_ODD           perhaps: unpacks each second block of 32 columns
//	SUPER                perhaps: passes of a superblock, each a block or, with UNPACK_ODD, two
TEXT NAME(SB), NOSPLIT, $0-8
	MOVQ a+0(FP), AX
	CONSTANTS

group:
	START_GROUP(done)
	MOVQ   packedArgs_rows(AX), R14
	VPXORD Z18, Z18, Z18
	VPXORD Z19, Z19, Z19
	VPXORD Z20, Z20, Z20
	VPXORD Z21, Z21, Z21
	VPXORD Z22, Z22, Z22
	VPXORD Z23, Z23, Z23
	VPXORD Z24, Z24, Z24
	VPXORD Z25, Z25, Z25

#ifdef SUPER
super: // do {
	VCVTPH2PS (R11), Z26
	VCVTPH2PS (R12), Z27
	MOVL      $SUPER, BX
#endif

block: // do {
	UNPACK
	EACH_ROW(ROW, next)

next:
	ADDQ $256, DI
	ADDQ $BLOCKS, R9

#ifdef UNPACK_ODD
	UNPACK_ODD
	EACH_ROW(ROW, odd_next)

odd_next:
	ADDQ $256, DI
	ADDQ $BLOCKS, R9
#endif

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

	MOVQ packedArgs_acc(AX), DX
	MOVQ packedArgs_accStride(AX), CX
	EACH_ROW(STORE_ROW, stored)

stored:
	ADDQ $64, packedArgs_acc(AX)
	MOVQ packedArgs_groupBytes(AX), DX
	ADDQ DX, packedArgs_w(AX)
	JMP  group

done:
	VZEROUPPER
	RET

#undef NAME
#undef CONSTANTS
#undef UNPACK
#undef ROW
#undef BLOCKS
#ifdef UNPACK_ODD
#undef UNPACK_ODD
#endif
#ifdef SUPER
#undef SUPER
#endif
