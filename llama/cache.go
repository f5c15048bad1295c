package llama

import (
	"errors"
	"fmt"

	"llft"
	"llft/gguf"
	"llft/internal/offheap"
	"llft/quant"
)

// CacheType is the precision of a KV cache.
type CacheType int

const (
	CacheF16 CacheType = iota // the default
	CacheF32
	CacheQ8 // blocks of Q8_0 along a head: half the size of CacheF16, and twice the positions
)

var cacheNames = [...]string{CacheF16: "f16", CacheF32: "f32", CacheQ8: "q8_0"}

func (kind CacheType) String() string { return cacheNames[kind] }

// ParseCacheType reads "f16", "q8_0" or "f32".
func ParseCacheType(s string) (CacheType, error) {
	for kind, name := range cacheNames {
		if s == name {
			return CacheType(kind), nil
		}
	}
	return CacheF16, fmt.Errorf("unknown cache type %q (f16, q8_0 or f32)", s)
}

// ErrContextFull is what Session.Eval wraps when the cache has no room for the tokens.
var ErrContextFull = errors.New("context is full")

// cache holds the rotated keys and the values of every layer and position. A head's positions lie together,
// [layer][KV head][position][headDim], since decoding reads one head from the first position to the last. In CacheQ8 a position of
// a head is whole blocks, the last one filled up with zeros.
type cache struct {
	kind         CacheType
	capacity     int       // positions
	k, v         []float32 // CacheF32
	kHalf, vHalf []uint16  // CacheF16
	kQ8, vQ8     []byte    // CacheQ8
	memory       offheap.Arena
}

const (
	q8Values = 32     // values of a block of Q8_0
	q8Bytes  = 2 + 32 // its size
)

// size is the bytes that n values of one head at one position take.
func (kind CacheType) size(n int) int64 {
	switch kind {
	case CacheF32:
		return 4 * int64(n)
	case CacheQ8:
		return int64(roundUp(n, q8Values) / q8Values * q8Bytes)
	}
	return 2 * int64(n)
}

// newCache makes room for n positions; nothing is touched, so the system hands out pages only as they are filled.
func newCache(c *Config, kind CacheType, n int) (*cache, error) {
	if n < 1 || n > 1<<30 || c.CacheBytes(kind, n) > 1<<40 {
		return nil, fmt.Errorf("a context of %d positions is not possible", n)
	}
	kv := &cache{kind: kind, capacity: n}
	heads := c.Layers * c.KVHeads * n
	switch kind {
	case CacheF32:
		kv.k = offheap.Make[float32](&kv.memory, heads*c.KeyDim, offheap.Sparse)
		kv.v = offheap.Make[float32](&kv.memory, heads*c.ValueDim, offheap.Sparse)
	case CacheQ8:
		kv.kQ8 = offheap.Make[byte](&kv.memory, heads*int(kind.size(c.KeyDim)), offheap.Sparse)
		kv.vQ8 = offheap.Make[byte](&kv.memory, heads*int(kind.size(c.ValueDim)), offheap.Sparse)
	default:
		kv.kHalf = offheap.Make[uint16](&kv.memory, heads*c.KeyDim, offheap.Sparse)
		kv.vHalf = offheap.Make[uint16](&kv.memory, heads*c.ValueDim, offheap.Sparse)
	}
	return kv, nil
}

// CacheBytes is the size of a KV cache of n positions.
func (c *Config) CacheBytes(kind CacheType, n int) int64 {
	return (kind.size(c.KeyDim) + kind.size(c.ValueDim)) * int64(c.Layers) * int64(c.KVHeads) * int64(n)
}

// head gives the keys and values of one head of a layer.
func (kv *cache) head(c *Config, layer, head int) keys {
	at := (layer*c.KVHeads + head) * kv.capacity
	h := keys{kStride: c.KeyDim, vStride: c.ValueDim}
	switch kv.kind {
	case CacheF32:
		h.k, h.v = kv.k[at*h.kStride:], kv.v[at*h.vStride:]
	case CacheQ8:
		h.kStride, h.vStride = int(kv.kind.size(c.KeyDim)), int(kv.kind.size(c.ValueDim))
		h.kQ8, h.vQ8 = kv.kQ8[at*h.kStride:], kv.vQ8[at*h.vStride:]
	default:
		h.kHalf, h.vHalf = kv.kHalf[at*h.kStride:], kv.vHalf[at*h.vStride:]
	}
	return h
}

// store writes the key and value of one head at one position. s is the worker's.
func (kv *cache) store(s *attentionScratch, c *Config, layer, head, pos int, k, v []float32) {
	h := kv.head(c, layer, head)
	switch kv.kind {
	case CacheF32:
		copy(h.k[pos*h.kStride:][:h.kStride], k)
		copy(h.v[pos*h.vStride:][:h.vStride], v)
	case CacheQ8:
		storeQ8(s.wide, h.kQ8[pos*h.kStride:][:h.kStride], k)
		storeQ8(s.wide, h.vQ8[pos*h.vStride:][:h.vStride], v)
	default:
		llft.F32ToF16(h.kHalf[pos*h.kStride:][:h.kStride], k)
		llft.F32ToF16(h.vHalf[pos*h.vStride:][:h.vStride], v)
	}
}

// storeQ8 writes x in blocks, by way of wide, where it is filled up.
func storeQ8(wide []float32, blocks []byte, x []float32) {
	wide = wide[:len(blocks)/q8Bytes*q8Values]
	clear(wide[copy(wide, x):])
	must(quant.Quantize(gguf.Q8_0, blocks, wide))
}

// loadQ8 sets wide to the values of blocks.
func loadQ8(wide []float32, blocks []byte) { must(quant.Dequantize(gguf.Q8_0, wide, blocks)) }

// must is for errors that only a mistake in this file makes.
func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("llama: %v", err))
	}
}

// keysAt returns the keys of n <= keyTile positions from lo on as float32 and their stride; others are converted into s.wide.
func (kv *keys) keysAt(s *attentionScratch, lo, n, dim int) ([]float32, int) {
	return tile(s.wide, kv.k, kv.kHalf, kv.kQ8, kv.kStride, lo, n, dim)
}

// valuesAt is keysAt for values.
func (kv *keys) valuesAt(s *attentionScratch, lo, n, dim int) ([]float32, int) {
	return tile(s.wide, kv.v, kv.vHalf, kv.vQ8, kv.vStride, lo, n, dim)
}

func tile(wide, x []float32, half []uint16, q8 []byte, stride, lo, n, dim int) ([]float32, int) {
	switch {
	case half != nil: // positions follow one another without gaps, as in blocks
		llft.F16ToF32(wide[:n*dim], half[lo*dim:][:n*dim])
		return wide, dim
	case q8 != nil:
		dim = roundUp(dim, q8Values)
		loadQ8(wide[:n*dim], q8[lo*stride:][:n*stride])
		return wide, dim
	}
	return x[lo*stride:], stride
}
