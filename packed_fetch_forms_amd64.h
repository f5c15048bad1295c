// Prefetching of the forms of packed_forms_*: as packed_fetch_amd64.h does, by the bytes of a block of 32 columns with its scales.

#define FETCH_168 \
	PREFETCHT0 (R15) \
	PREFETCHT0 64(R15) \
	PREFETCHT0 128(R15) \
	ADDQ $168, R15

#define FETCH_220 \
	FETCH4(0) \
	ADDQ $220, R15

#define FETCH_272 \
	FETCH4(0) \
	PREFETCHT0 256(R15) \
	ADDQ $272, R15

#define FETCH_288 \
	FETCH4(0) \
	PREFETCHT0 256(R15) \
	ADDQ $288, R15

#define FETCH_320 \
	FETCH4(0) \
	PREFETCHT0 256(R15) \
	ADDQ $320, R15

#define FETCH_352 \
	FETCH4(0) \
	PREFETCHT0 256(R15) \
	PREFETCHT0 320(R15) \
	ADDQ $352, R15

#define FETCH_384 \
	FETCH4(0) \
	PREFETCHT0 256(R15) \
	PREFETCHT0 320(R15) \
	ADDQ $384, R15
