// Constants of the kernels of Interleave: dwords for VPBROADCASTD, which interleave_avx2_amd64.s holds.

#define MASK_0F ·interleaveMasks+0(SB)
#define MASK_33 ·interleaveMasks+4(SB)
#define MASK_55 ·interleaveMasks+8(SB)
#define MASK_80 ·interleaveMasks+12(SB)
#define MASK_3F ·interleaveMasks+16(SB)
#define MASK_30 ·interleaveMasks+20(SB)
#define MASK_20 ·interleaveMasks+24(SB)
#define MASK_0C ·interleaveMasks+28(SB)
#define MASK_22 ·interleaveMasks+32(SB)
#define MASK_0000CCCC ·interleaveMasks+36(SB)
#define MASK_00AA00AA ·interleaveMasks+40(SB)
#define MASK_0000F0F0 ·interleaveMasks+44(SB)
#define MASK_00CC00CC ·interleaveMasks+48(SB)
#define MASK_000F ·interleaveMasks+52(SB)
#define MASK_00F0 ·interleaveMasks+56(SB)
#define MASK_00FF00FF ·interleaveMasks+60(SB)

// For VPSHUFB: bytes 0 of 4 dwords, then bytes 1, 2, 3; or the bytes in the order 0, 2, 1, 3.
#define SHUFFLE_BYTES ·interleaveShuffles+0(SB)
#define SHUFFLE_EVEN ·interleaveShuffles+64(SB)

// For VPERMD: dword i of each lane side by side, of 4 lanes and of 2.
#define LANES_16 ·interleaveLanes+0(SB)
#define LANES_8 ·interleaveLanes+64(SB)
