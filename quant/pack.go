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
			k.packGroup(k.data[g*k.at.size:][:k.at.size], w.Data[g*packedRows*rowBytes:], min(packedRows, w.Rows-g*packedRows), rowBytes, file)
		}
		if release != nil {
			release(w.Data[lo*packedRows*rowBytes : min(hi*packedRows, w.Rows)*rowBytes])
		}
	})
	w.packed = k
}

// packGroup fills g from rows of the file, a block of all rows after the other. Fresh memory is zero, as are then the weights of rows that are
// missing.
func (k *packed) packGroup(g, data []byte, rows, rowBytes int, file *format) {
	f := k.form
	if f.direct != nil {
		f.direct(g, &k.at, k.cols, data, rows, rowBytes)
		return
	}
	var u unit
	for col, at := 0, 0; col < k.cols; col, at = col+file.block, at+file.bytes {
		for r := range rows {
			src := data[r*rowBytes+at:][:file.bytes]
			f.open(&u, src)
			for c := 0; c < file.block; c += 32 {
				f.putCodes(g, &k.at, (*[32]byte)(u.codes[c:]), col+c, r)
			}
			f.putScales(g, &k.at, &u, col, file.block, r)
		}
	}
}

const line = 4 * packedRows // bytes of a step

func get32(b []byte) uint32    { return binary.LittleEndian.Uint32(b) }
func put32(b []byte, v uint32) { binary.LittleEndian.PutUint32(b, v) }
func put16(b []byte, v uint16) { binary.LittleEndian.PutUint16(b, v) }

// putCodes writes 32 codes of row r from column col on.
func (f *form) putCodes(g []byte, l *layout, codes *[32]byte, col, r int) {
	step := [8]uint32{get32(codes[:]), get32(codes[4:]), get32(codes[8:]), get32(codes[12:]),
		get32(codes[16:]), get32(codes[20:]), get32(codes[24:]), get32(codes[28:])}
	above := 0
	if f.bits >= 4 {
		const low = 0x0f0f0f0f
		dst := g[col*packedRows/2+4*r:][:3*line+4]
		put32(dst, step[0]&low|step[4]&low<<4)
		put32(dst[line:], step[1]&low|step[5]&low<<4)
		put32(dst[2*line:], step[2]&low|step[6]&low<<4)
		put32(dst[3*line:], step[3]&low|step[7]&low<<4)
		above = 4
	}
	if l.hasTwos {
		const two = 0x03030303
		dst := g[l.twos+col*packedRows/4+4*r:][:line+4]
		put32(dst, step[0]>>above&two|step[1]>>above&two<<2|step[2]>>above&two<<4|step[3]>>above&two<<6)
		put32(dst[line:], step[4]>>above&two|step[5]>>above&two<<2|step[6]>>above&two<<4|step[7]>>above&two<<6)
		above += 2
	}
	if l.hasOnes {
		const one = 0x01010101
		v := step[0]>>above&one | step[1]>>above&one<<1 | step[2]>>above&one<<2 | step[3]>>above&one<<3 |
			step[4]>>above&one<<4 | step[5]>>above&one<<5 | step[6]>>above&one<<6 | step[7]>>above&one<<7
		put32(g[l.ones+col*packedRows/8+4*r:], v)
	}
}

// putScales writes the scales of a block of n columns.
func (f *form) putScales(g []byte, l *layout, u *unit, col, n, r int) {
	if f.scales == scalesHalf {
		put16(g[l.scales+2*(col/32*packedRows+r):], u.d)
		if f.mins {
			put16(g[l.mins+2*(col/32*packedRows+r):], u.dmin)
		}
		return
	}
	put16(g[l.d+2*(col/superBlock*packedRows+r):], u.d)
	if f.mins {
		put16(g[l.dmin+2*(col/superBlock*packedRows+r):], u.dmin)
	}
	runs, at := n/f.run, col/f.run*packedRows+r // of the first scale, in bytes
	switch f.scales {
	case scalesBytes:
		dst := g[l.scales+at:]
		for i, v := range u.scale[:runs] {
			dst[i*packedRows] = v
		}
		if f.mins {
			dst := g[l.mins+at:]
			for i, v := range u.min[:runs] {
				dst[i*packedRows] = v
			}
		}
	case scalesQ2_K:
		for i := range runs {
			g[l.scales+at+i*packedRows] = u.scale[i] | u.min[i]<<4
		}
	case scalesQ3_K:
		for i := range runs {
			run := col/f.run + i
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
