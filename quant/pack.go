package quant

import (
	"encoding/binary"
	"slices"
	"unsafe"

	"llft"
	"llft/internal/parallel"
)

// Packing is the memory of packed matrices, outside the Go heap.
type Packing struct {
	matrices []*Matrix
	mem      []byte
}

// Pack gives each matrix whose type has a packed form one, in memory that the system may give in huge pages. Mul with 8-bit activations
// then uses it; everything else goes on reading Data. release is told which parts of Data have just been packed (each once, in any order and
// on any worker), so that both copies are never resident; it may be nil. Where the tier in use has no kernels for packed
// weights nothing is done.
func Pack(p *parallel.Pool, matrices []*Matrix, release func(data []byte)) (*Packing, error) {
	k := &Packing{}
	if !llft.PanelTier() {
		return k, nil
	}
	size := 0
	for _, w := range matrices {
		if formOf(w.Type) != nil && w.packed == nil && !slices.Contains(k.matrices, w) {
			k.matrices = append(k.matrices, w)
			size += w.packedBytes()
		}
	}
	if size == 0 {
		return k, nil
	}
	mem, err := mapMemory(size)
	if err != nil {
		return nil, err
	}
	k.mem = mem
	for _, w := range k.matrices {
		n := w.packedBytes()
		w.pack(p, mem[:n:n], release)
		mem = mem[n:]
	}
	return k, nil
}

// Bytes is the size of the packed weights.
func (k *Packing) Bytes() int { return len(k.mem) }

// Close gives the memory back; the matrices multiply from Data again.
func (k *Packing) Close() error {
	for _, w := range k.matrices {
		w.packed = nil
	}
	mem := k.mem
	k.matrices, k.mem = nil, nil
	if mem == nil {
		return nil
	}
	return unmapMemory(mem)
}

// packedBytes is a multiple of 64: loads of 64 bytes should not straddle lines.
func (w *Matrix) packedBytes() int {
	return roundUp64(w.groups() * formOf(w.Type).layout(w.Cols).size)
}

func roundUp64(n int) int { return (n + 63) &^ 63 }

// groups is the number of groups of rows.
func (w *Matrix) groups() int { return (w.Rows + packedRows - 1) / packedRows }

// pack fills mem and uses it from then on.
func (w *Matrix) pack(p *parallel.Pool, mem []byte, release func([]byte)) {
	f, file := formOf(w.Type), w.format()
	k := &packed{form: f, at: f.layout(w.Cols), cols: w.Cols, data: mem}
	rowBytes := w.Cols / file.block * file.bytes
	const chunk = 4 << 20 // bytes of the file between two releases
	groups := max(1, min(chunk/(rowBytes*packedRows), w.groups()/p.Threads()))
	p.Chunks(w.groups(), groups, func(_, lo, hi int) {
		for g := lo; g < hi; g++ {
			for r := range packedRows {
				row := g*packedRows + r
				if row < w.Rows {
					k.packRow(g, r, w.Data[row*rowBytes:][:rowBytes], file)
				}
			}
		}
		if release != nil {
			release(w.Data[lo*packedRows*rowBytes : min(hi*packedRows, w.Rows)*rowBytes])
		}
	})
	w.packed = k
}

// packRow writes row r of a group. Fresh memory is zero, as are then the weights of rows that are missing.
func (k *packed) packRow(group, r int, row []byte, file *format) {
	f := k.form
	l := &k.at
	g := k.data[group*l.size:][:l.size]
	var u unit
	for col := 0; col < k.cols; col += file.block {
		f.open(&u, row[col/file.block*file.bytes:][:file.bytes])
		for c := 0; c < file.block; c += 32 {
			f.putCodes(g, l, (*[32]byte)(u.codes[c:]), col+c, r)
		}
		f.putScales(g, l, &u, col, file.block, r)
	}
}

// putCodes writes 32 codes of row r from column col on.
func (f *form) putCodes(g []byte, l *layout, codes *[32]byte, col, r int) {
	const line = 4 * packedRows // bytes of a step
	var step [8]uint32
	for s := range step {
		step[s] = binary.LittleEndian.Uint32(codes[4*s:])
	}
	put := func(at int, v uint32) { binary.LittleEndian.PutUint32(g[at+4*r:], v) }
	if f.bits == 8 {
		for s, v := range step {
			put(col*packedRows+s*line, v)
		}
		return
	}
	above := 0
	if f.bits >= 4 {
		const low = 0x0f0f0f0f
		for i := range 4 {
			put(col*packedRows/2+i*line, step[i]&low|step[4+i]&low<<4)
		}
		above = 4
	}
	if l.hasTwos {
		for part := range 2 {
			var v uint32
			for i := range 4 {
				v |= step[4*part+i] >> above & 0x03030303 << (2 * i)
			}
			put(l.twos+col*packedRows/4+part*line, v)
		}
		above += 2
	}
	if l.hasOnes {
		var v uint32
		for s := range step {
			v |= step[s] >> above & 0x01010101 << s
		}
		put(l.ones+col*packedRows/8, v)
	}
}

// putScales writes the scales of a block of n columns.
func (f *form) putScales(g []byte, l *layout, u *unit, col, n, r int) {
	put16 := func(start, index int, v uint16) {
		binary.LittleEndian.PutUint16(g[start+2*(index*packedRows+r):], v)
	}
	if f.scales == scalesHalf {
		put16(l.scales, col/32, u.d)
		if f.mins {
			put16(l.mins, col/32, u.dmin)
		}
		return
	}
	put16(l.d, col/superBlock, u.d)
	if f.mins {
		put16(l.dmin, col/superBlock, u.dmin)
	}
	for i := range n / f.run {
		run := col/f.run + i
		switch f.scales {
		case scalesBytes:
			g[l.scales+run*packedRows+r] = u.scale[i]
			if f.mins {
				g[l.mins+run*packedRows+r] = u.min[i]
			}
		case scalesQ2_K:
			g[l.scales+run*packedRows+r] = u.scale[i] | u.min[i]<<4
		case scalesQ3_K:
			g[l.scales+run/2*packedRows+r] |= u.scale[i] & 15 << (run % 2 * 4)
			g[l.mins+run/4*packedRows+r] |= u.scale[i] >> 4 << (run % 4 * 2)
		}
	}
}

// halves views n binary16 values; the parts of a group lie at even addresses.
func halves(b []byte, n int) []uint16 {
	_ = b[2*n-1]
	return unsafe.Slice((*uint16)(unsafe.Pointer(&b[0])), n)
}
