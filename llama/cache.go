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

// cache holds the rotated keys, times the scale of the scores, and the values of every layer and position, in panels as products take them,
// so that attention converts what it reads and moves nothing. A head of a layer is, in F32 and F16,
//
//	keys    [positions/panel][KeyDim][panel positions]
//	values  [panels of ValueDim][positions][columns of the panel]
//
// In Q8 a position of a head's keys is whole blocks, and so is one of each of its panels of values; the last block is filled up with zeros.
type cache struct {
	kind       CacheType
	capacity   int       // positions
	rows       int       // capacity in whole panels
	k, v       []float32 // CacheF32
	kHalf      []uint16  // CacheF16
	vHalf      []uint16
	kQ8, vQ8   []byte // CacheQ8
	keys, vals int    // the size of a head's keys and values: values, or bytes of CacheQ8
	c          *Config
	memory     offheap.Arena
}

const (
	q8Values = 32     // values of a block of Q8_0
	q8Bytes  = 2 + 32 // its size
)

// q8Size is the bytes of n values in whole blocks.
func q8Size(n int) int { return roundUp(n, q8Values) / q8Values * q8Bytes }

// valueColumns is the number of columns of a panel of the values that begins at column d: all that are left, in whole narrow panels.
func (c *Config) valueColumns(d int) int { return llft.PanelStride(min(panel, c.ValueDim-d)) }

// perPosition is how many values, or bytes of CacheQ8, a head's key and its value at one position take.
func (kind CacheType) perPosition(c *Config) (key, value int) {
	if kind == CacheQ8 {
		return q8Size(c.KeyDim), q8Size(c.ValueDim)
	}
	last := (c.ValueDim - 1) / panel * panel // columns before the last panel
	return c.KeyDim, last + c.valueColumns(last)
}

// newCache makes room for n positions; nothing is touched, so the system hands out pages only as they are filled.
func newCache(c *Config, kind CacheType, n int) (*cache, error) {
	if n < 1 || n > 1<<30 || c.CacheBytes(kind, n) > 1<<40 {
		return nil, fmt.Errorf("a context of %d positions is not possible", n)
	}
	kv := &cache{kind: kind, capacity: n, rows: roundUp(n, panel), c: c}
	key, value := kind.perPosition(c)
	kv.keys, kv.vals = kv.rows*key, kv.rows*value
	heads := c.Layers * c.KVHeads
	switch kind {
	case CacheF32:
		kv.k = offheap.Make[float32](&kv.memory, heads*kv.keys, offheap.Sparse)
		kv.v = offheap.Make[float32](&kv.memory, heads*kv.vals, offheap.Sparse)
	case CacheQ8:
		kv.kQ8 = offheap.Make[byte](&kv.memory, heads*kv.keys, offheap.Sparse)
		kv.vQ8 = offheap.Make[byte](&kv.memory, heads*kv.vals, offheap.Sparse)
	default:
		kv.kHalf = offheap.Make[uint16](&kv.memory, heads*kv.keys, offheap.Sparse)
		kv.vHalf = offheap.Make[uint16](&kv.memory, heads*kv.vals, offheap.Sparse)
	}
	return kv, nil
}

// CacheBytes is the size of a KV cache of n positions.
func (c *Config) CacheBytes(kind CacheType, n int) int64 {
	key, value := kind.perPosition(c)
	size := [...]int64{CacheF16: 2, CacheF32: 4, CacheQ8: 1}[kind]
	return size * int64(key+value) * int64(c.Layers) * int64(c.KVHeads) * int64(roundUp(n, panel))
}

// cached is the keys and values of one head of a layer.
type cached struct {
	*cache
	head int // of all layers
}

func (kv *cache) head(layer, head int) cached { return cached{kv, layer*kv.c.KVHeads + head} }

// store writes the key and value at one position. s is the worker's.
func (h cached) store(s *attentionScratch, pos int, k, v []float32) {
	kd, vd := h.c.KeyDim, h.c.ValueDim
	at := h.head*h.keys + pos/panel*panel*kd + pos%panel
	key := s.wide[:kd]
	copy(key, k)
	llft.Scale(key, h.c.AttnScale)
	switch h.kind {
	case CacheF32:
		for i, x := range key {
			h.k[at+i*panel] = x
		}
	case CacheQ8:
		size := q8Size(kd)
		storeQ8(s.wide, h.kQ8[h.head*h.keys+pos*size:][:size], key)
	default:
		half := s.key[:kd]
		llft.F32ToF16(half, key)
		for i, x := range half {
			h.kHalf[at+i*panel] = x
		}
	}
	for d := 0; d < vd; d += panel {
		part := v[d:min(d+panel, vd)]
		switch at := h.value(d, pos); h.kind {
		case CacheF32:
			copy(h.v[at:], part)
		case CacheQ8:
			storeQ8(s.wide, h.vQ8[at:][:q8Bytes], part)
		default:
			llft.F32ToF16(h.vHalf[at:][:len(part)], part)
		}
	}
}

// value is where the part of a value from column d on lies, which begins a panel.
func (h cached) value(d, pos int) int {
	at := h.head * h.vals
	if h.kind == CacheQ8 {
		return at + (d/panel*h.rows+pos)*q8Bytes
	}
	return at + d*h.rows + pos*h.c.valueColumns(d)
}

// storeQ8 writes x in blocks, by way of wide, where it is filled up.
func storeQ8(wide []float32, blocks []byte, x []float32) {
	wide = wide[:len(blocks)/q8Bytes*q8Values]
	clear(wide[copy(wide, x):])
	must(quant.Quantize(gguf.Q8_0, blocks, wide))
}

// loadQ8 sets wide to the values of blocks.
func loadQ8(wide []float32, blocks []byte) { must(quant.Dequantize(gguf.Q8_0, wide, blocks)) }

// keyPanels sets to [panels][KeyDim][panel] to the keys of n positions from lo on, which begins a panel, times the scale of the scores. What it
// holds beyond them is finite.
func (h cached) keyPanels(s *attentionScratch, to []float32, lo, n int) {
	kd := h.c.KeyDim
	at, size := h.head*h.keys+lo*kd, roundUp(n, panel)*kd
	switch h.kind {
	case CacheF32:
		copy(to, h.k[at:][:size])
	case CacheQ8:
		dim, size := roundUp(kd, q8Values), q8Size(kd)
		for j := 0; j < n; j += panel {
			m := min(panel, n-j)
			wide := s.wide[:m*dim]
			loadQ8(wide, h.kQ8[h.head*h.keys+(lo+j)*size:][:m*size])
			llft.PackColumns(to[j*kd:], panel, wide, dim, kd, m)
		}
	default:
		llft.F16ToF32(to[:size], h.kHalf[at:][:size])
	}
}

// halfKeys is the panel of keys that begins at position lo, in float16; nil for other caches.
func (h cached) halfKeys(lo int) []uint16 {
	if h.kind != CacheF16 {
		return nil
	}
	return h.kHalf[h.head*h.keys+lo*h.c.KeyDim:][:panel*h.c.KeyDim]
}

// halfValues is the part of a whole panel of values that valuePanel converts, in float16; nil for other caches and for a narrow panel.
func (h cached) halfValues(d, lo, n int) []uint16 {
	if h.kind != CacheF16 || d+panel > h.c.ValueDim {
		return nil
	}
	return h.vHalf[h.value(d, lo):][:n*panel]
}

// valuePanel sets to [n][columns] to the panel of the values of n positions from lo on that begins at column d.
func (h cached) valuePanel(s *attentionScratch, to []float32, d, lo, n int) {
	columns := h.c.valueColumns(d)
	switch at := h.value(d, lo); h.kind {
	case CacheF32:
		copy(to, h.v[at:][:n*columns])
	case CacheQ8:
		blocks := h.vQ8[at:][:n*q8Bytes]
		if columns == q8Values {
			loadQ8(to[:n*q8Values], blocks)
			return
		}
		wide := s.wide[:n*q8Values]
		loadQ8(wide, blocks)
		llft.Pack(to, wide, q8Values, 1, n, columns)
	default:
		llft.F16ToF32(to[:n*columns], h.vHalf[at:][:n*columns])
	}
}

// must is for errors that only a mistake in this file makes.
func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("llama: %v", err))
	}
}
