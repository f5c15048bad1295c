package llft

import (
	"fmt"
	"testing"
)

// BenchmarkPanelDot is a panel that has been unpacked, with many rows of X and with one.
func BenchmarkPanelDot(b *testing.B) {
	for _, f := range panelForms {
		for _, rows := range []int{256, 8, 1} {
			b.Run(fmt.Sprintf("%s/n=%d", f.name, rows), func(b *testing.B) {
				benchTiers(b, func(b *testing.B) float64 {
					const cols = PanelCols
					p := &Panel{Rows: rows, Cols: cols, Block: f.block, Mins: f.mins, Bits: f.bits, CodeStride: 2048, BlockStride: 2048 / f.block,
						Scales: new(PanelScales), Acc: make([]float32, rows*2*PanelRows), Codes: make([]int8, rows*2048),
						Blocks: make([]PanelBlock, rows*2048/f.block), W: [2][]byte{make([]byte, cols*PanelRows), make([]byte, cols*PanelRows)}}
					for b.Loop() {
						p.Dot()
					}
					return 2 * float64(rows) * cols * 2 * PanelRows
				})
			})
		}
	}
}

// BenchmarkUnpack reports bytes of planes.
func BenchmarkUnpack(b *testing.B) {
	for _, f := range panelForms {
		if f.bits == 8 && !f.table {
			continue
		}
		b.Run(f.name, func(b *testing.B) {
			benchTiers(b, func(b *testing.B) float64 {
				const blocks = 16
				var p Planes
				plane := func(use bool, bytes int) []byte {
					if !use {
						return nil
					}
					b.SetBytes(int64(blocks * bytes))
					return make([]byte, blocks*bytes)
				}
				p.Twos = plane(f.twos, panelBlock/4)
				p.Ones = plane(f.ones, panelBlock/8)
				p.Nibbles = plane(f.nibbles, panelBlock/2)
				if f.table {
					p.Table = new([16]byte)
				}
				dst := make([]byte, blocks*panelBlock)
				for b.Loop() {
					p.Unpack(dst)
				}
				return blocks * panelBlock
			})
		})
	}
}
