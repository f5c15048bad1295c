//go:build !purego

#include "go_asm.h"
#include "textflag.h"

// Panels on AVX-512 with VNNI. Requires: AVX512F, AVX512BW, AVX512VNNI

// func panel32AVX512(a *panelArgs)
#define NAME ·panel32AVX512
#define WIDE
#define STEPS 8
#include "panel_zmm_amd64.h"

// func panel32MinAVX512(a *panelArgs)
#undef NAME
#define NAME ·panel32MinAVX512
#define MINS
#include "panel_zmm_amd64.h"

// func panel16MinAVX512(a *panelArgs)
#undef NAME
#undef WIDE
#undef STEPS
#define NAME ·panel16MinAVX512
#define STEPS 4
#include "panel_zmm_amd64.h"

// func panel16AVX512(a *panelArgs)
#undef NAME
#undef MINS
#define NAME ·panel16AVX512
#include "panel_zmm_amd64.h"
