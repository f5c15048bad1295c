package llama

import (
	"errors"
	"fmt"

	"llft"
)

// CacheType is the precision of a KV cache.
type CacheType int

const (
	CacheF16 CacheType = iota // the default
	CacheF32
)

// ErrContextFull is what Session.Eval wraps when the cache has no room for the tokens.
var ErrContextFull = errors.New("context is full")

// cache holds the rotated keys and the values of every layer and position. A head's positions lie together,
// [layer][KV head][position][headDim], since decoding reads one head from the first position to the last.
type cache struct {
	kind         CacheType
	capacity     int       // positions
	k, v         []float32 // CacheF32
	kHalf, vHalf []uint16  // CacheF16
}

// newCache makes room for n positions; nothing is touched, so the system hands out pages only as they are filled.
func newCache(c *Config, kind CacheType, n int) (*cache, error) {
	keys := int64(c.Layers) * int64(c.KVHeads) * int64(n) * int64(c.KeyDim)
	values := keys / int64(c.KeyDim) * int64(c.ValueDim)
	if n < 1 || keys+values > 1<<38 {
		return nil, fmt.Errorf("a context of %d positions is not possible", n)
	}
	kv := &cache{kind: kind, capacity: n}
	if kind == CacheF32 {
		kv.k, kv.v = make([]float32, keys), make([]float32, values)
	} else {
		kv.kHalf, kv.vHalf = make([]uint16, keys), make([]uint16, values)
	}
	return kv, nil
}

// bytesPerPosition is the size of one position over all layers.
func (kind CacheType) bytesPerPosition(c *Config) int64 {
	size := int64(2)
	if kind == CacheF32 {
		size = 4
	}
	return size * int64(c.Layers) * int64(c.KVHeads) * int64(c.KeyDim+c.ValueDim)
}

// CacheBytes is the size of a KV cache of n positions.
func (c *Config) CacheBytes(kind CacheType, n int) int64 { return kind.bytesPerPosition(c) * int64(n) }

// head gives the keys and values of one head of a layer.
func (kv *cache) head(c *Config, layer, head int) keys {
	at := (layer*c.KVHeads + head) * kv.capacity
	if kv.kind == CacheF32 {
		return keys{k: kv.k[at*c.KeyDim:], v: kv.v[at*c.ValueDim:], kStride: c.KeyDim, vStride: c.ValueDim}
	}
	return keys{kHalf: kv.kHalf[at*c.KeyDim:], vHalf: kv.vHalf[at*c.ValueDim:], kStride: c.KeyDim, vStride: c.ValueDim, half: true}
}

// store writes the key and value of one head at one position.
func (kv *cache) store(c *Config, layer, head, pos int, k, v []float32) {
	h := kv.head(c, layer, head)
	if h.half {
		llft.F32ToF16(h.kHalf[pos*h.kStride:pos*h.kStride+c.KeyDim], k)
		llft.F32ToF16(h.vHalf[pos*h.vStride:pos*h.vStride+c.ValueDim], v)
		return
	}
	copy(h.k[pos*h.kStride:pos*h.kStride+c.KeyDim], k)
	copy(h.v[pos*h.vStride:pos*h.vStride+c.ValueDim], v)
}
