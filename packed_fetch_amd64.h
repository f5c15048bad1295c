// Prefetching of the kernels of Packed: while a group is multiplied, all of the next is fetched, in the order in which it lies, whatever its parts are.
// Fetching each part some way ahead instead leaves the beginning of each part to chance, and the scales of a group are spread thinly over a
// part of their own: 26 GB/s instead of 20 from one core of Zen 5 that reads 30.
//
//	R15  what is fetched next; FETCH_GROUP sets it when SI is at the codes of a group

#define FETCH_GROUP \
	MOVQ packedArgs_groupBytes(AX), R15 \
	ADDQ SI, R15

#define FETCH4(AT) \
	PREFETCHT0 AT(R15)       \
	PREFETCHT0 (AT+64)(R15)  \
	PREFETCHT0 (AT+128)(R15) \
	PREFETCHT0 (AT+192)(R15)

// A block of 32 columns of 16 rows, with its scales and a part of what belongs to a superblock, in bytes: 288, 544, 296, 360 and 420.

#define FETCH_BLOCK4 \
	FETCH4(0)           \
	PREFETCHT0 256(R15) \
	ADDQ $288, R15

#define FETCH_BLOCK8 \
	FETCH4(0)           \
	FETCH4(256)         \
	PREFETCHT0 512(R15) \
	ADDQ $544, R15

#define FETCH_BLOCK4MIN \
	FETCH4(0)           \
	PREFETCHT0 256(R15) \
	ADDQ $296, R15

#define FETCH_BLOCK5MIN \
	FETCH4(0)           \
	PREFETCHT0 256(R15) \
	PREFETCHT0 320(R15) \
	ADDQ $360, R15

#define FETCH_BLOCK6 \
	FETCH4(0)           \
	PREFETCHT0 256(R15) \
	PREFETCHT0 320(R15) \
	PREFETCHT0 384(R15) \
	ADDQ $420, R15
