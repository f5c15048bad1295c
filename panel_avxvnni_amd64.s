//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_vnni_amd64.h"

// Panels on AVX2 with AVX-VNNI. Requires: AVX2, FMA, AVXVNNI

#define VNNI

// func panel32AVXVNNI(a *panelArgs)
#define NAME ·panel32AVXVNNI
#define WIDE
#define STEPS 8
#include "panel_ymm_amd64.h"

// func panel32MinAVXVNNI(a *panelArgs)
#undef NAME
#define NAME ·panel32MinAVXVNNI
#define MINS
#include "panel_ymm_amd64.h"

// func panel16MinAVXVNNI(a *panelArgs)
#undef NAME
#undef WIDE
#undef STEPS
#define NAME ·panel16MinAVXVNNI
#define STEPS 4
#include "panel_ymm_amd64.h"

// func panel16AVXVNNI(a *panelArgs)
#undef NAME
#undef MINS
#define NAME ·panel16AVXVNNI
#include "panel_ymm_amd64.h"
