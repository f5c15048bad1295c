// Vector instructions that Go's assembler lacks, as words. Encodings are those of the Arm Architecture Reference Manual (DDI 0487), section
// C7.2, "Alphabetical list of A64 Advanced SIMD and floating-point instructions"; for three registers
//
//	31      21 20   16 15      10 9     5 4     0
//	  opcode  |   Vm  |  opcode  |   Vn  |   Vd
//
// Operands are numbers of V registers, in the order of Go's assembler: second source M, first source N, destination D.
// arm64_operands_test.go holds the operands of every use to their range.

// Floats: lanes of 32 and 64 bits.
#define FADD_4S(M, N, D)       WORD $(0x4E20D400 | (M)<<16 | (N)<<5 | (D)) // FADD VD.4S, VN.4S, VM.4S
#define FSUB_4S(M, N, D)       WORD $(0x4EA0D400 | (M)<<16 | (N)<<5 | (D)) // FSUB VD.4S, VN.4S, VM.4S
#define FMUL_4S(M, N, D)       WORD $(0x6E20DC00 | (M)<<16 | (N)<<5 | (D)) // FMUL VD.4S, VN.4S, VM.4S
#define FDIV_4S(M, N, D)       WORD $(0x6E20FC00 | (M)<<16 | (N)<<5 | (D)) // FDIV VD.4S, VN.4S, VM.4S
#define FMAX_4S(M, N, D)       WORD $(0x4E20F400 | (M)<<16 | (N)<<5 | (D)) // FMAX VD.4S, VN.4S, VM.4S
#define FADDP_4S(M, N, D)      WORD $(0x6E20D400 | (M)<<16 | (N)<<5 | (D)) // FADDP VD.4S, VN.4S, VM.4S
#define FCMEQ_4S(M, N, D)      WORD $(0x4E20E400 | (M)<<16 | (N)<<5 | (D)) // FCMEQ VD.4S, VN.4S, VM.4S
#define FABS_4S(N, D)          WORD $(0x4EA0F800 | (N)<<5 | (D)) // FABS VD.4S, VN.4S
#define FNEG_4S(N, D)          WORD $(0x6EA0F800 | (N)<<5 | (D)) // FNEG VD.4S, VN.4S
#define FMLA_4S(M, N, D)       WORD $(0x4E20CC00 | (M)<<16 | (N)<<5 | (D)) // FMLA VD.4S, VN.4S, VM.4S
#define FADD_2D(M, N, D)       WORD $(0x4E60D400 | (M)<<16 | (N)<<5 | (D)) // FADD VD.2D, VN.2D, VM.2D

// Of all lanes, into lane 0 of D.
#define FMAXV_4S(N, D)         WORD $(0x6E30F800 | (N)<<5 | (D)) // FMAXV SD, VN.4S
#define UMAXV_4S(N, D)         WORD $(0x6EB0A800 | (N)<<5 | (D)) // UMAXV SD, VN.4S
#define FADDP_2S(N, D)         WORD $(0x7E30D800 | (N)<<5 | (D)) // FADDP SD, VN.2S
#define FADDP_2D(N, D)         WORD $(0x7E70D800 | (N)<<5 | (D)) // FADDP DD, VN.2D
#define SADDLV_16B(N, D)       WORD $(0x4E303800 | (N)<<5 | (D)) // SADDLV HD, VN.16B

// Conversions: nearest even; L reads the lower half of N, L2 the upper; N writes the lower half of D, N2 the upper.
#define FCVTNS_4S(N, D)        WORD $(0x4E21A800 | (N)<<5 | (D)) // FCVTNS VD.4S, VN.4S
#define SCVTF_4S(N, D)         WORD $(0x4E21D800 | (N)<<5 | (D)) // SCVTF VD.4S, VN.4S
#define FCVTL_4S(N, D)         WORD $(0x0E217800 | (N)<<5 | (D)) // FCVTL VD.4S, VN.4H
#define FCVTL2_4S(N, D)        WORD $(0x4E217800 | (N)<<5 | (D)) // FCVTL2 VD.4S, VN.8H
#define FCVTN_4H(N, D)         WORD $(0x0E216800 | (N)<<5 | (D)) // FCVTN VD.4H, VN.4S
#define FCVTN2_8H(N, D)        WORD $(0x4E216800 | (N)<<5 | (D)) // FCVTN2 VD.8H, VN.4S
#define FCVTL_2D(N, D)         WORD $(0x0E617800 | (N)<<5 | (D)) // FCVTL VD.2D, VN.2S
#define FCVTL2_2D(N, D)        WORD $(0x4E617800 | (N)<<5 | (D)) // FCVTL2 VD.2D, VN.4S

// Integers.
#define SMULL_8H(M, N, D)      WORD $(0x0E20C000 | (M)<<16 | (N)<<5 | (D)) // SMULL VD.8H, VN.8B, VM.8B
#define SMULL2_8H(M, N, D)     WORD $(0x4E20C000 | (M)<<16 | (N)<<5 | (D)) // SMULL2 VD.8H, VN.16B, VM.16B
#define SMLAL_8H(M, N, D)      WORD $(0x0E208000 | (M)<<16 | (N)<<5 | (D)) // SMLAL VD.8H, VN.8B, VM.8B
#define SMLAL2_8H(M, N, D)     WORD $(0x4E208000 | (M)<<16 | (N)<<5 | (D)) // SMLAL2 VD.8H, VN.16B, VM.16B
#define SADDLP_4S(N, D)        WORD $(0x4E602800 | (N)<<5 | (D)) // SADDLP VD.4S, VN.8H
#define SADALP_4S(N, D)        WORD $(0x4E606800 | (N)<<5 | (D)) // SADALP VD.4S, VN.8H
#define MUL_16B(M, N, D)       WORD $(0x4E209C00 | (M)<<16 | (N)<<5 | (D)) // MUL VD.16B, VN.16B, VM.16B
#define MUL_4S(M, N, D)        WORD $(0x4EA09C00 | (M)<<16 | (N)<<5 | (D)) // MUL VD.4S, VN.4S, VM.4S
#define ADD_4S(M, N, D)        WORD $(0x4EA08400 | (M)<<16 | (N)<<5 | (D)) // ADD VD.4S, VN.4S, VM.4S
#define ADDP_4S(M, N, D)       WORD $(0x4EA0BC00 | (M)<<16 | (N)<<5 | (D)) // ADDP VD.4S, VN.4S, VM.4S
#define DUP0_4S(N, D)          WORD $(0x4E040400 | (N)<<5 | (D)) // DUP VD.4S, VN.S[0]
#define ZERO_16B(D)            WORD $(0x4F00E400 | (D)) // MOVI VD.16B, #0
#define UMAX_4S(M, N, D)       WORD $(0x6EA06400 | (M)<<16 | (N)<<5 | (D)) // UMAX VD.4S, VN.4S, VM.4S
#define CMHI_16B(M, N, D)      WORD $(0x6E203400 | (M)<<16 | (N)<<5 | (D)) // CMHI VD.16B, VN.16B, VM.16B: VN > VM, unsigned
#define CMLT0_4S(N, D)         WORD $(0x4EA0A800 | (N)<<5 | (D)) // CMLT VD.4S, VN.4S, #0
#define USHL_16B(M, N, D)      WORD $(0x6E204400 | (M)<<16 | (N)<<5 | (D)) // USHL VD.16B, VN.16B, VM.16B: left by VM, right by what is negative
#define USHL_4S(M, N, D)       WORD $(0x6EA04400 | (M)<<16 | (N)<<5 | (D)) // USHL VD.4S, VN.4S, VM.4S
#define SSHR1_4S(N, D)         WORD $(0x4F3F0400 | (N)<<5 | (D)) // SSHR VD.4S, VN.4S, #1

// Integers made wider, and narrower with saturation (SHRN16: the upper halves).
#define SXTL_8H(N, D)          WORD $(0x0F08A400 | (N)<<5 | (D)) // SXTL VD.8H, VN.8B
#define SXTL2_8H(N, D)         WORD $(0x4F08A400 | (N)<<5 | (D)) // SXTL2 VD.8H, VN.16B
#define SXTL_4S(N, D)          WORD $(0x0F10A400 | (N)<<5 | (D)) // SXTL VD.4S, VN.4H
#define SXTL2_4S(N, D)         WORD $(0x4F10A400 | (N)<<5 | (D)) // SXTL2 VD.4S, VN.8H
#define SHLL_4S(N, D)          WORD $(0x2E613800 | (N)<<5 | (D)) // SHLL VD.4S, VN.4H, #16: bfloat16 to float32
#define SHLL2_4S(N, D)         WORD $(0x6E613800 | (N)<<5 | (D)) // SHLL2 VD.4S, VN.8H, #16
#define SQXTN_4H(N, D)         WORD $(0x0E614800 | (N)<<5 | (D)) // SQXTN VD.4H, VN.4S
#define SQXTN2_8H(N, D)        WORD $(0x4E614800 | (N)<<5 | (D)) // SQXTN2 VD.8H, VN.4S
#define SQXTN_8B(N, D)         WORD $(0x0E214800 | (N)<<5 | (D)) // SQXTN VD.8B, VN.8H
#define SQXTN2_16B(N, D)       WORD $(0x4E214800 | (N)<<5 | (D)) // SQXTN2 VD.16B, VN.8H
#define SHRN16_4H(N, D)        WORD $(0x0F108400 | (N)<<5 | (D)) // SHRN VD.4H, VN.4S, #16
#define SHRN16_8H(N, D)        WORD $(0x4F108400 | (N)<<5 | (D)) // SHRN2 VD.8H, VN.4S, #16

// By lane I of M: D = N·M[I], or added to D.
#define FMUL_LANE(I, M, N, D)  WORD $(0x4F809000 | ((I)&1)<<21 | ((I)>>1)<<11 | (M)<<16 | (N)<<5 | (D)) // FMUL VD.4S, VN.4S, VM.S[I]
#define FMLA_LANE(I, M, N, D)  WORD $(0x4F801000 | ((I)&1)<<21 | ((I)>>1)<<11 | (M)<<16 | (N)<<5 | (D)) // FMLA VD.4S, VN.4S, VM.S[I]
#define MUL_LANE(I, M, N, D)   WORD $(0x4F808000 | ((I)&1)<<21 | ((I)>>1)<<11 | (M)<<16 | (N)<<5 | (D)) // MUL VD.4S, VN.4S, VM.S[I]
#define MLA_LANE(I, M, N, D)   WORD $(0x6F800000 | ((I)&1)<<21 | ((I)>>1)<<11 | (M)<<16 | (N)<<5 | (D)) // MLA VD.4S, VN.4S, VM.S[I]

// Four products of 8 bits added to each lane of 32: FEAT_DotProd, and FEAT_I8MM where N, the weights, is unsigned. Lane I of M are 4 bytes.
#define SDOT_LANE(I, M, N, D)  WORD $(0x4F80E000 | ((I)&1)<<21 | ((I)>>1)<<11 | (M)<<16 | (N)<<5 | (D)) // SDOT VD.4S, VN.16B, VM.4B[I]
#define USDOT_LANE(I, M, N, D) WORD $(0x4F80F000 | ((I)&1)<<21 | ((I)>>1)<<11 | (M)<<16 | (N)<<5 | (D)) // USDOT VD.4S, VN.16B, VM.4B[I]

// Two rows of 8 bytes by two rows: the sums of 8 products are added to lanes N0·M0, N0·M1, N1·M0, N1·M1. FEAT_I8MM; N is unsigned.
#define USMMLA_4S(M, N, D)     WORD $(0x4E80AC00 | (M)<<16 | (N)<<5 | (D)) // USMMLA VD.4S, VN.16B, VM.16B
