package quant

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"llft/gguf"
	"llft/internal/parallel"
)

// BenchmarkPanels makes the panels of a matrix that no cache holds, as one worker of Mul and of MulT does: 10⁹ weights a second.
func BenchmarkPanels(b *testing.B) {
	const rows, cols = 32000, 2048
	rng := rand.New(rand.NewPCG(1, 1))
	s, u := new(panelScratch), new(packedScratch)
	for _, id := range []gguf.Type{gguf.Q4_0, gguf.Q4_K, gguf.Q8_0, gguf.BF16, gguf.F32} {
		w := randomMatrix(b, id, rows, cols, rng)
		f := w.format()
		run := func(name string, pass func()) {
			b.Run(fmt.Sprintf("%v/%s", id, name), func(b *testing.B) {
				for b.Loop() {
					pass()
				}
				b.ReportMetric(float64(b.N)*rows*cols/b.Elapsed().Seconds()/1e9, "Gweights/s")
			})
		}
		for _, as := range []held{heldF32, heldBF16} {
			chunk, name := as.chunk(), map[held]string{heldF32: "f32", heldBF16: "bf16"}[as]
			run("Mul/"+name, func() {
				for group := 0; group < rows; group += mostPanels * width {
					for col := 0; col < cols; col += chunk {
						for row := group; row < min(rows, group+mostPanels*width); row += width {
							w.packRows(f, s, as, (row-group)/width, row, width, col, min(chunk, cols-col))
						}
					}
				}
			})
			run("MulT/"+name, func() {
				for col := 0; col < cols; col += mostColumns {
					for row := 0; row < rows; row += chunk {
						for r := 0; r < min(chunk, rows-row); r += rowsAtOnce {
							w.packColumns(f, s, as, r, row+r, rowsAtOnce, col, mostColumns)
						}
					}
				}
			})
		}
		if formOf(id) == nil {
			continue
		}
		p := parallel.New(2)
		k, err := Pack(p, []*Matrix{w}, nil)
		p.Close()
		if err != nil {
			b.Fatal(err)
		}
		run("Mul/packed", func() {
			for row := 0; row < rows; row += width {
				for col := 0; col < cols; col += chunkBF16 {
					w.packed.panelBF16(&u.unpacked, halfWords(s.panels[:]), row, width, col, chunkBF16)
				}
			}
		})
		k.Close()
	}
}
