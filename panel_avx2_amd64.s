//go:build !purego

#include "go_asm.h"
#include "textflag.h"

// Panels on AVX2. Requires: AVX2, FMA

// Codes of 8 bits.
#define SIGNED
#define WIDE
#define STEPS 8

// func panel32SignedAVX2(a *panelArgs)
#define NAME ·panel32SignedAVX2
#include "panel_ymm_amd64.h"
#undef NAME
#undef SIGNED

// Codes of 7 bits and less.
#define SEVEN

// func panel32AVX2(a *panelArgs)
#define NAME ·panel32AVX2
#include "panel_ymm_amd64.h"
#undef NAME

// func panel32MinAVX2(a *panelArgs)
#define NAME ·panel32MinAVX2
#define MINS
#include "panel_ymm_amd64.h"
#undef NAME
#undef MINS
#undef WIDE
#undef STEPS
#define STEPS 4

// func panel16AVX2(a *panelArgs)
#define NAME ·panel16AVX2
#include "panel_ymm_amd64.h"
#undef NAME
#undef SEVEN

// Codes of 4 bits and less.
#define NIBBLE

// func panel16NibbleAVX2(a *panelArgs)
#define NAME ·panel16NibbleAVX2
#include "panel_ymm_amd64.h"
#undef NAME

// func panel16MinNibbleAVX2(a *panelArgs)
#define MINS
#define NAME ·panel16MinNibbleAVX2
#include "panel_ymm_amd64.h"
#undef NAME
#undef STEPS
#define WIDE
#define STEPS 8

// func panel32MinNibbleAVX2(a *panelArgs)
#define NAME ·panel32MinNibbleAVX2
#include "panel_ymm_amd64.h"
#undef NAME
#undef MINS

// func panel32NibbleAVX2(a *panelArgs)
#define NAME ·panel32NibbleAVX2
#include "panel_ymm_amd64.h"
