//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_arm64.h"

// Panels on CPUs without the dot product instructions.

// Codes of 8 bits.
#define SIGNED
#define WIDE
#define STEPS 8

// func panel32SignedNEON(a *panelArgs)
#define NAME ·panel32SignedNEON
#include "panel_neon_arm64.h"
#undef NAME
#undef SIGNED

// func panel32NEON(a *panelArgs)
#define NAME ·panel32NEON
#include "panel_neon_arm64.h"
#undef NAME

// func panel32MinNEON(a *panelArgs)
#define NAME ·panel32MinNEON
#define MINS
#include "panel_neon_arm64.h"
#undef NAME
#undef WIDE
#undef STEPS
#define STEPS 4

// func panel16MinNEON(a *panelArgs)
#define NAME ·panel16MinNEON
#include "panel_neon_arm64.h"
#undef NAME
#undef MINS

// func panel16NEON(a *panelArgs)
#define NAME ·panel16NEON
#include "panel_neon_arm64.h"
