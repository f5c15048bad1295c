//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"
#include "asm_avx512_amd64.h"

#define AHEAD 2048 // bytes from what is read to what is fetched, see half_amd64.s

// WIDEN makes 16 bfloat16, each the upper half of a float32, floats. The instruction of AVX-512 BF16 would take subnormals for zero and round X.
#define WIDEN(M, Z) \
	VPMOVZXWD M, Z      \
	VPSLLD    $16, Z, Z

// func dotBF16AVX512(x []float32, h []uint16) float32
// Requires: AVX512F, AVX512BW, AVX512VL, BMI2
TEXT ·dotBF16AVX512(SB), NOSPLIT, $0-52
	MOVQ x_base+0(FP), SI
	MOVQ x_len+8(FP), CX
	MOVQ h_base+24(FP), DI
	ZERO(Y0)
	ZERO(Y1)
	ZERO(Y2)
	ZERO(Y3)
	SUBQ $64, CX
	JLT  dotbf_rest

dotbf_loop64: // do {
	PREFETCHT0  AHEAD(DI)
	PREFETCHT0  (AHEAD+64)(DI)
	WIDEN((DI), Z4)
	WIDEN(32(DI), Z5)
	WIDEN(64(DI), Z6)
	WIDEN(96(DI), Z7)
	VFMADD231PS (SI), Z4, Z0
	VFMADD231PS 64(SI), Z5, Z1
	VFMADD231PS 128(SI), Z6, Z2
	VFMADD231PS 192(SI), Z7, Z3
	ADDQ        $256, SI
	ADDQ        $128, DI
	SUBQ        $64, CX
	JGE         dotbf_loop64 // } while (CX -= 64) >= 0

dotbf_rest:
	ADDQ $48, CX // 16 less than what is left
	JLT  dotbf_tail

dotbf_loop16: // do {
	WIDEN((DI), Z4)
	VFMADD231PS (SI), Z4, Z0
	ADDQ        $64, SI
	ADDQ        $32, DI
	SUBQ        $16, CX
	JGE         dotbf_loop16 // } while (CX -= 16) >= 0

dotbf_tail:
	ADDQ $16, CX
	JEQ  dotbf_sum
	TAIL_K(CX, K1)
	VMOVDQU16.Z (DI), K1, Y4
	WIDEN(Y4, Z4)
	VMOVUPS.Z   (SI), K1, Z5
	VFMADD231PS Z5, Z4, Z1

dotbf_sum:
	VADDPS Z1, Z0, Z0
	VADDPS Z3, Z2, Z2
	VADDPS Z2, Z0, Z0
	SUM_LANES_16(Z0, Y0, X0, Y1, X1)
	VMOVSS X0, ret+48(FP)
	VZEROUPPER
	RET
