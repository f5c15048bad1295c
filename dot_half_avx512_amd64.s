//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"
#include "asm_avx512_amd64.h"

// func dotF16AVX512(x []float32, h []uint16) float32
// Requires: AVX512F, AVX512BW, AVX512VL, BMI2
#define NAME ·dotF16AVX512
#define WIDEN(M, Z) VCVTPH2PS M, Z
#include "dot_half_zmm_amd64.h"

// The instruction of AVX-512 BF16 would take subnormals for zero and round X.

// func dotBF16AVX512(x []float32, h []uint16) float32
// Requires: AVX512F, AVX512BW, AVX512VL, BMI2
#define NAME ·dotBF16AVX512
#define WIDEN(M, Z) \
	VPMOVZXWD M, Z      \
	VPSLLD    $16, Z, Z
#include "dot_half_zmm_amd64.h"
