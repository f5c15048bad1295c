//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "asm_arm64.h"

// Panels. Requires: FEAT_I8MM. Codes of W of any width are unsigned here.

#define WIDE
#define STEPS 8

// func panel32I8MM(a *panelArgs)
#define NAME ·panel32I8MM
#include "panel_i8mm_arm64.h"
#undef NAME

// func panel32MinI8MM(a *panelArgs)
#define NAME ·panel32MinI8MM
#define MINS
#include "panel_i8mm_arm64.h"
#undef NAME
#undef WIDE
#undef STEPS
#define STEPS 4

// func panel16MinI8MM(a *panelArgs)
#define NAME ·panel16MinI8MM
#include "panel_i8mm_arm64.h"
#undef NAME
#undef MINS

// func panel16I8MM(a *panelArgs)
#define NAME ·panel16I8MM
#include "panel_i8mm_arm64.h"
