// Vector instructions that Go's assembler lacks, as words. Encodings are those of the Arm Architecture Reference Manual (DDI 0487), section
// C7.2. Operands are numbers of V registers, 0 to 31, in the order of Go's assembler: second source M, first source N, destination D.
// asm_operands_test.go holds the operands of every use to their range; peak_test.go checks what the instructions compute.

#define FADD_4S(M, N, D)   WORD $(0x4E20D400 | (M)<<16 | (N)<<5 | (D)) // FADD VD.4S, VN.4S, VM.4S
#define SDOT_4S(M, N, D)   WORD $(0x4E809400 | (M)<<16 | (N)<<5 | (D)) // SDOT VD.4S, VN.16B, VM.16B (FEAT_DotProd)
#define SMMLA_4S(M, N, D)  WORD $(0x4E80A400 | (M)<<16 | (N)<<5 | (D)) // SMMLA VD.4S, VN.16B, VM.16B (FEAT_I8MM)
