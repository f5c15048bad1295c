//go:build !purego

#include "textflag.h"
#include "asm_amd64.h"

// func dotF16AVX2(x []float32, h []uint16) float32
// Requires: AVX2, FMA, F16C
#define NAME ·dotF16AVX2
#define WIDEN(M, Y) VCVTPH2PS M, Y
#include "dot_half_ymm_amd64.h"

// func dotBF16AVX2(x []float32, h []uint16) float32
// Requires: AVX2, FMA
#define NAME ·dotBF16AVX2
#define WIDEN(M, Y) \
	VPMOVZXWD M, Y      \
	VPSLLD    $16, Y, Y
#include "dot_half_ymm_amd64.h"
