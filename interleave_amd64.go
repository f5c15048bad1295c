//go:build !purego

package llft

import "unsafe"

// interleaveArgs is what the kernels of Interleave take.
type interleaveArgs struct {
	data   unsafe.Pointer // of row 0
	stride int            // bytes from row to row
	blocks int
	codes  unsafe.Pointer // of Q3_K the ones
	upper  unsafe.Pointer // twos or ones
	scales unsafe.Pointer
	mins   unsafe.Pointer
	d      unsafe.Pointer
	dmin   unsafe.Pointer
	ahead  uintptr // what to prefetch
}

//go:noescape
func interleaveQ4_0AVX512(a *interleaveArgs)

//go:noescape
func interleaveQ4_1AVX512(a *interleaveArgs)

//go:noescape
func interleaveQ5_0AVX512(a *interleaveArgs)

//go:noescape
func interleaveQ5_1AVX512(a *interleaveArgs)

//go:noescape
func interleaveQ8_0AVX512(a *interleaveArgs)

//go:noescape
func interleaveQ2_KAVX512(a *interleaveArgs)

//go:noescape
func interleaveQ3_KAVX512(a *interleaveArgs)

//go:noescape
func interleaveQ4_KAVX512(a *interleaveArgs)

//go:noescape
func interleaveQ5_KAVX512(a *interleaveArgs)

//go:noescape
func interleaveQ6_KAVX512(a *interleaveArgs)

//go:noescape
func interleaveIQ4_XSAVX512(a *interleaveArgs)

//go:noescape
func interleaveQ4_0AVX2(a *interleaveArgs)

//go:noescape
func interleaveQ4_1AVX2(a *interleaveArgs)

//go:noescape
func interleaveQ5_0AVX2(a *interleaveArgs)

//go:noescape
func interleaveQ5_1AVX2(a *interleaveArgs)

//go:noescape
func interleaveQ8_0AVX2(a *interleaveArgs)

//go:noescape
func interleaveQ2_KAVX2(a *interleaveArgs)

//go:noescape
func interleaveQ3_KAVX2(a *interleaveArgs)

//go:noescape
func interleaveQ4_KAVX2(a *interleaveArgs)

//go:noescape
func interleaveQ5_KAVX2(a *interleaveArgs)

//go:noescape
func interleaveQ6_KAVX2(a *interleaveArgs)

//go:noescape
func interleaveIQ4_XSAVX2(a *interleaveArgs)

var interleaversAVX512 = [rowsTypes]func(*interleaveArgs){
	RowsQ4_0:   interleaveQ4_0AVX512,
	RowsQ4_1:   interleaveQ4_1AVX512,
	RowsQ5_0:   interleaveQ5_0AVX512,
	RowsQ5_1:   interleaveQ5_1AVX512,
	RowsQ8_0:   interleaveQ8_0AVX512,
	RowsQ2_K:   interleaveQ2_KAVX512,
	RowsQ3_K:   interleaveQ3_KAVX512,
	RowsQ4_K:   interleaveQ4_KAVX512,
	RowsQ5_K:   interleaveQ5_KAVX512,
	RowsQ6_K:   interleaveQ6_KAVX512,
	RowsIQ4_XS: interleaveIQ4_XSAVX512,
}

var interleaversAVX2 = [rowsTypes]func(*interleaveArgs){
	RowsQ4_0:   interleaveQ4_0AVX2,
	RowsQ4_1:   interleaveQ4_1AVX2,
	RowsQ5_0:   interleaveQ5_0AVX2,
	RowsQ5_1:   interleaveQ5_1AVX2,
	RowsQ8_0:   interleaveQ8_0AVX2,
	RowsQ2_K:   interleaveQ2_KAVX2,
	RowsQ3_K:   interleaveQ3_KAVX2,
	RowsQ4_K:   interleaveQ4_KAVX2,
	RowsQ5_K:   interleaveQ5_KAVX2,
	RowsQ6_K:   interleaveQ6_KAVX2,
	RowsIQ4_XS: interleaveIQ4_XSAVX2,
}

// interleave makes a group of 16 whole rows, or says that the tier in use has no kernel. A call into assembly takes some hundred KB at most.
func interleave(v *Interleave, blocks int) bool {
	if !useAVX2 {
		return false
	}
	f, g := &rowsForms[v.Type], v.Group
	const call = 128 << 10 // bytes of the file
	step := max(1, call/(PanelRows*f.bytes))
	runs, ofScale := f.block/f.run, 2
	if f.block == superBlock {
		ofScale = 1
	}
	upper := v.Twos
	if f.bits == 5 {
		upper = v.Ones
	}
	for b := 0; b < blocks; b += step {
		n := min(step, blocks-b)
		cols := b * f.block
		codes := cols * PanelRows * max(f.bits&^3, 4) / 8
		uppers := cols * PanelRows / 4
		scales := b * runs * PanelRows * ofScale
		mins := scales
		switch v.Type {
		case RowsQ3_K:
			codes, scales, mins = v.Ones+cols*PanelRows/8, scales/2, scales/4
		case RowsQ5_0, RowsQ5_1, RowsQ5_K:
			uppers /= 2
		}
		supers := cols / superBlock * PanelRows * 2
		at := func(i int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(g[min(i, len(g)):])) }
		for half := range 2 { // 8 rows each, of AVX2
			data := v.Data[half*8*v.RowBytes+b*f.bytes:]
			a := interleaveArgs{
				data: unsafe.Pointer(&data[0]), stride: v.RowBytes, blocks: n, codes: at(codes + half*32), upper: at(upper + uppers + half*32),
				scales: at(v.Scales + scales + half*8*ofScale), mins: at(v.Mins + mins + half*8*ofScale),
				d: at(v.D + supers + half*16), dmin: at(v.DMin + supers + half*16),
				ahead: uintptr(unsafe.Pointer(&v.Data[0])) + uintptr(PanelRows*(v.RowBytes+b*f.bytes)+half*8*n*f.bytes),
			}
			if useAVX512 {
				interleaversAVX512[v.Type](&a)
				break
			}
			interleaversAVX2[v.Type](&a)
		}
	}
	return true
}
