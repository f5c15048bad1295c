package llama

import (
	"fmt"
	"testing"
)

// BenchmarkAttendRow is attention of one row over 2,048 positions of a cache that no CPU cache holds, by the query heads that share a head of it: time
// per position and query head.
func BenchmarkAttendRow(b *testing.B) {
	const n, kvHeads, layers = 2048, 32, 4
	for _, kind := range []CacheType{CacheF16, CacheQ8} {
		for _, dim := range []int{64, 128} {
			for _, group := range []int{1, 4, 8} {
				b.Run(fmt.Sprintf("%v/dim=%d/group=%d", kind, dim, group), func(b *testing.B) {
					c := Config{Layers: layers, KVHeads: kvHeads, Heads: kvHeads * group, KeyDim: dim, ValueDim: dim, AttnScale: 0.125}
					m := &Model{Config: c}
					kv, err := newCache(&c, kind, n)
					if err != nil {
						b.Fatal(err)
					}
					defer kv.memory.Free()
					s, x, out := newAttentionScratch(&c), make([]float32, group*dim), make([]float32, group*dim)
					for i := range x {
						x[i] = float32(i%7) / 8
					}
					for l := range layers {
						for h := range kvHeads {
							for p := range n {
								kv.head(l, h).store(s, p, x[:dim], x[:dim])
							}
						}
					}
					for b.Loop() {
						for l := range layers {
							for h := range kvHeads {
								m.attendRow(s, out, x, n, kv.head(l, h))
							}
						}
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*layers*kvHeads*n*group), "ns/position")
				})
			}
		}
	}
}
