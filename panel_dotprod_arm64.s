//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_arm64.h"

// Panels. Requires: FEAT_DotProd

// Codes of 8 bits.
#define SIGNED
#define WIDE
#define STEPS 8

// func panel32SignedDotProd(a *panelArgs)
#define NAME ·panel32SignedDotProd
#include "panel_dotprod_arm64.h"
#undef NAME
#undef SIGNED

// func panel32DotProd(a *panelArgs)
#define NAME ·panel32DotProd
#include "panel_dotprod_arm64.h"
#undef NAME

// func panel32MinDotProd(a *panelArgs)
#define NAME ·panel32MinDotProd
#define MINS
#include "panel_dotprod_arm64.h"
#undef NAME
#undef WIDE
#undef STEPS
#define STEPS 4

// func panel16MinDotProd(a *panelArgs)
#define NAME ·panel16MinDotProd
#include "panel_dotprod_arm64.h"
#undef NAME
#undef MINS

// func panel16DotProd(a *panelArgs)
#define NAME ·panel16DotProd
#include "panel_dotprod_arm64.h"
