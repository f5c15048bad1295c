package quant

import (
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
// then uses it; everything else goes on reading Data. read copies a part of some Data, on any worker; where Data is a mapped file it reads that file,
// so that no page of the mapping becomes resident, which would be a second copy, and cost more than the copying: a fault each few pages. With nil
// Data are read as they are. Where the tier in use has no kernels for packed weights nothing is done.
func Pack(p *parallel.Pool, matrices []*Matrix, read func(dst, data []byte) error) (*Packing, error) {
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
	readers := make([]reader, p.Threads())
	for _, w := range k.matrices {
		n := w.packedBytes()
		if err := w.pack(p, mem[:n:n], read, readers); err != nil {
			k.Close()
			return nil, err
		}
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

// reader is what a worker reads into, and what went wrong.
type reader struct {
	buffer []byte
	err    error
}

// pack fills mem and uses it from then on.
func (w *Matrix) pack(p *parallel.Pool, mem []byte, read func(dst, data []byte) error, readers []reader) error {
	f, file := formOf(w.Type), w.format()
	k := &packed{form: f, at: f.layout(w.Cols), cols: w.Cols, data: mem}
	rowBytes := w.Cols / file.block * file.bytes
	const chunk = 4 << 20 // bytes of the file that a worker reads at once
	groups := max(1, min(chunk/(rowBytes*packedRows), w.groups()/p.Threads()))
	p.Chunks(w.groups(), groups, func(i, lo, hi int) {
		data := w.Data[lo*packedRows*rowBytes : min(hi*packedRows, w.Rows)*rowBytes]
		if read != nil {
			v := &readers[i]
			v.buffer = grow(v.buffer, len(data))
			if err := read(v.buffer, data); err != nil {
				v.err = err
				return
			}
			data = v.buffer
		}
		for g := lo; g < hi; g++ {
			k.packGroup(k.data[g*k.at.size:][:k.at.size], data[(g-lo)*packedRows*rowBytes:], min(packedRows, w.Rows-g*packedRows), rowBytes)
		}
	})
	for _, v := range readers {
		if v.err != nil {
			return v.err
		}
	}
	w.packed = k
	return nil
}

// packGroup fills g from rows of the file. Fresh memory is zero, as are then the weights of rows that are missing.
func (k *packed) packGroup(g, data []byte, rows, rowBytes int) {
	l := &k.at
	v := llft.Interleave{
		Type: k.form.rows, Group: g, Twos: l.twos, Ones: l.ones, Scales: l.scales, Mins: l.mins, D: l.d, DMin: l.dmin,
		Data: data, RowBytes: rowBytes, Rows: rows, Cols: k.cols,
	}
	v.Do()
}

// halves views n binary16 values; the parts of a group lie at even addresses.
func halves(b []byte, n int) []uint16 {
	_ = b[2*n-1]
	return unsafe.Slice((*uint16)(unsafe.Pointer(&b[0])), n)
}
