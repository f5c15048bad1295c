package llft

import (
	"bytes"
	"fmt"
	"testing"
)

var rowsNames = [rowsTypes]string{"Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "IQ4_XS"}

// interleaveOperands lays the parts of a group out, and says how long it is.
func interleaveOperands(id RowsType, blocks, rows int) (v Interleave, size int) {
	f := &rowsForms[id]
	v = Interleave{Type: id, Rows: rows, Cols: blocks * f.block}
	nibbles, twos, ones := f.planes()
	part := func(start *int, bytes int) {
		*start = size
		size += bytes
	}
	if f.bits >= 8 {
		size = v.Cols * PanelRows * f.bits / 8
	} else if nibbles {
		size = v.Cols * PanelRows / 2
	}
	runs := v.Cols / f.run * PanelRows
	part(&v.Twos, v.Cols*PanelRows/4*b2i(twos))
	part(&v.Ones, v.Cols*PanelRows/8*b2i(ones))
	switch f.scales {
	case scalesHalf:
		part(&v.Scales, 2*runs)
		part(&v.Mins, 2*runs*b2i(f.mins))
	case scalesBytes:
		part(&v.Scales, runs)
		part(&v.Mins, runs*b2i(f.mins))
	case scalesQ2_K:
		part(&v.Scales, runs)
	case scalesQ3_K:
		part(&v.Scales, runs/2)
		part(&v.Mins, runs/4)
	}
	if f.block == superBlock {
		part(&v.D, v.Cols/superBlock*PanelRows*2)
		part(&v.DMin, v.Cols/superBlock*PanelRows*2*b2i(f.mins))
	}
	v.RowBytes = blocks * f.bytes
	return v, size
}

// TestInterleave holds the kernels to the bytes of the reference.
func TestInterleave(t *testing.T) {
	for id := range rowsTypes {
		t.Run(rowsNames[id], func(t *testing.T) {
			eachTier(t, func(t *testing.T) {
				r := newRand()
				data, group := newArena(t, 512<<10), newArena(t, 512<<10)
				for _, rows := range []int{16, 1, 7, 15} {
					for _, blocks := range []int{1, 2, 3, 8, 13, 128<<10/PanelRows/rowsForms[id].bytes + 3} {
						for _, gap := range []int{0, 3} {
							v, size := interleaveOperands(id, blocks, rows)
							v.RowBytes += gap
							v.Data = take[byte](data, rows*v.RowBytes-gap)
							for i := range v.Data {
								v.Data[i] = byte(r.Uint32())
							}
							v.Group = take[byte](group, size)
							clear(v.Group)
							v.Do()
							group.check(t, "group")
							got := v.Group
							v.Group = make([]byte, size)
							interleaveGeneric(&v)
							if !bytes.Equal(got, v.Group) {
								for i := range got {
									if got[i] != v.Group[i] {
										t.Fatalf("%d rows, %d blocks: byte %d of %d is %#x, want %#x; %+v", rows, blocks, i, size, got[i], v.Group[i], layoutOf(&v))
									}
								}
							}
						}
					}
				}
			})
		})
	}
}

func layoutOf(v *Interleave) string {
	return fmt.Sprintf("twos %d, ones %d, scales %d, minima %d, d %d, dmin %d", v.Twos, v.Ones, v.Scales, v.Mins, v.D, v.DMin)
}

func TestInterleaveRefuses(t *testing.T) {
	v, size := interleaveOperands(RowsQ4_K, 2, PanelRows)
	v.Data, v.Group = make([]byte, PanelRows*v.RowBytes), make([]byte, size)
	v.Do()
	for name, spoil := range map[string]func(v *Interleave){
		"type":    func(v *Interleave) { v.Type = rowsTypes },
		"rows":    func(v *Interleave) { v.Rows = PanelRows + 1 },
		"columns": func(v *Interleave) { v.Cols = 300 },
		"data":    func(v *Interleave) { v.Data = v.Data[1:] },
		"group":   func(v *Interleave) { v.Group = v.Group[:size-1] },
		"minima":  func(v *Interleave) { v.Mins = -1 },
	} {
		w := v
		spoil(&w)
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			w.Do()
		}()
	}
}

// BenchmarkInterleave reports bytes of the file, of groups that a second-level cache holds.
func BenchmarkInterleave(b *testing.B) {
	for id := range rowsTypes {
		b.Run(rowsNames[id], func(b *testing.B) {
			benchTiers(b, func(b *testing.B) float64 {
				v, size := interleaveOperands(id, 4096/rowsForms[id].block, PanelRows)
				v.Data, v.Group = make([]byte, PanelRows*v.RowBytes), make([]byte, size)
				b.SetBytes(int64(len(v.Data)))
				for b.Loop() {
					v.Do()
				}
				return float64(size)
			})
		})
	}
}
