package quant

// superBlock is the number of values of a block of the K, IQ3, IQ4_XS and TQ types.
const superBlock = 256

// Sizes of blocks in bytes. Their layouts stand in package llft, unpack_*.go.
const (
	q4_0Bytes    = 18
	q4_1Bytes    = 20
	q5_0Bytes    = 22
	q5_1Bytes    = 24
	q8_0Bytes    = 34
	q2_kBytes    = 84
	q3_kBytes    = 110
	q4_kBytes    = 144
	q5_kBytes    = 176
	q6_kBytes    = 210
	iq3_xxsBytes = 98
	iq3_sBytes   = 110
	iq4_nlBytes  = 18
	iq4_xsBytes  = 136
	tq1_0Bytes   = 54
	tq2_0Bytes   = 66
)

// iq4Values are the 16 levels of the IQ4 types, as ggml's kvalues_iq4nl lists them.
var iq4Values = [16]float32{-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113}
