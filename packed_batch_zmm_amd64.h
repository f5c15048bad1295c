// What the zmm kernels of up to 8 rows of X with packed weights share. The codes of a block stay in registers while the rows pass by.
//
// Registers are those of the kernels of one row, packed_avx512_amd64.s and packed_forms_avx512_amd64.s, but for
//
//	DI  codes of X, [block of 32][8 rows][32]     R9  blocks of X, [block][8 rows]     R14  rows of X
//	Z18-Z25  sums of floats of the rows           Z12, Z13  scales and minima, or the scales of two runs     Z14, Z15  minima of two runs

// Scales, or minima, of a block of 32 columns in binary16.
#define SCALES_32 \
	VCVTPH2PS (R8), Z12 \
	ADDQ      $32, R8

#define MINS_32 \
	VCVTPH2PS (R10), Z13 \
	ADDQ      $32, R10

// EACH_ROW does ROW for as many rows as there are.
#define EACH_ROW(ROW, END) \
	ROW(0, Z18)     \
	CMPQ R14, $2    \
	JLT  END        \
	ROW(1, Z19)     \
	CMPQ R14, $3    \
	JLT  END        \
	ROW(2, Z20)     \
	CMPQ R14, $4    \
	JLT  END        \
	ROW(3, Z21)     \
	CMPQ R14, $5    \
	JLT  END        \
	ROW(4, Z22)     \
	CMPQ R14, $6    \
	JLT  END        \
	ROW(5, Z23)     \
	CMPQ R14, $7    \
	JLT  END        \
	ROW(6, Z24)     \
	CMPQ R14, $8    \
	JLT  END        \
	ROW(7, Z25)

// DOT_ROW adds the 8 steps of row I to Z1 and Z2.
#define DOT_ROW(I) \
	VPDPBUSD.BCST (32*I)(DI), Z4, Z1     \
	VPDPBUSD.BCST (32*I+4)(DI), Z5, Z2   \
	VPDPBUSD.BCST (32*I+8)(DI), Z6, Z1   \
	VPDPBUSD.BCST (32*I+12)(DI), Z7, Z2  \
	VPDPBUSD.BCST (32*I+16)(DI), Z8, Z1  \
	VPDPBUSD.BCST (32*I+20)(DI), Z9, Z2  \
	VPDPBUSD.BCST (32*I+24)(DI), Z10, Z1 \
	VPDPBUSD.BCST (32*I+28)(DI), Z11, Z2 \
	VPADDD        Z2, Z1, Z1             \
	VCVTDQ2PS     Z1, Z1                 \
	VMULPS.BCST   (8*I+4)(R9), Z1, Z1

#define ROW_HALF(I, ACC) \
	VPBROADCASTD (8*I)(R9), Z1   \
	VPXORD       Z2, Z2, Z2      \
	DOT_ROW(I)                   \
	VFMADD231PS  Z12, Z1, ACC

#define ROW_MIN(I, ACC) \
	VPXORD       Z1, Z1, Z1           \
	VPXORD       Z2, Z2, Z2           \
	DOT_ROW(I)                        \
	VFMADD231PS  Z12, Z1, ACC         \
	VFMADD231PS.BCST (8*I)(R9), Z13, ACC

// RUNS_ROW adds the 4 steps of each of two runs of 16 columns to Z1 and to Z2.
#define RUNS_ROW(I) \
	VPDPBUSD.BCST (32*I)(DI), Z4, Z1      \
	VPDPBUSD.BCST (32*I+16)(DI), Z8, Z2   \
	VPDPBUSD.BCST (32*I+4)(DI), Z5, Z1    \
	VPDPBUSD.BCST (32*I+20)(DI), Z9, Z2   \
	VPDPBUSD.BCST (32*I+8)(DI), Z6, Z1    \
	VPDPBUSD.BCST (32*I+24)(DI), Z10, Z2  \
	VPDPBUSD.BCST (32*I+12)(DI), Z7, Z1   \
	VPDPBUSD.BCST (32*I+28)(DI), Z11, Z2  \
	VCVTDQ2PS     Z1, Z1                  \
	VCVTDQ2PS     Z2, Z2                  \
	VMULPS.BCST   (8*I+4)(R9), Z1, Z1     \
	VMULPS.BCST   (8*I+68)(R9), Z2, Z2

#define ROW_RUNS(I, ACC) \
	VPBROADCASTD  (8*I)(R9), Z1           \
	VPBROADCASTD  (8*I+64)(R9), Z2        \
	RUNS_ROW(I)                           \
	VFMADD231PS   Z12, Z1, ACC            \
	VFMADD231PS   Z13, Z2, ACC

// STORE_ROW stores the sums of a row at DX and moves on by CX.
#define STORE_ROW(I, ACC) \
	VMOVUPS ACC, (DX) \
	ADDQ    CX, DX
