//go:build !purego

#include "textflag.h"
#include "asm_arm64.h"

// func dotF16NEON(x []float32, h []uint16) float32
#define NAME ·dotF16NEON
#define WIDEN(H, F) FCVTL_4S(H, F)
#define WIDEN_UPPER(H, F) FCVTL2_4S(H, F)
#include "dot_half_arm64.h"

// func dotBF16NEON(x []float32, h []uint16) float32
#define NAME ·dotBF16NEON
#define WIDEN(H, F) SHLL_4S(H, F)
#define WIDEN_UPPER(H, F) SHLL2_4S(H, F)
#include "dot_half_arm64.h"
