package llft

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// A tier is tried when the program starts, before it is listed: most machines that llft runs on have never run its tests, and some of its kernels have run
// on emulated CPUs only. All numbers of the products are small integers, so that every order of the sums gives the same floats, and a product is right
// or it is not (verify_halves.go: products with float16 and bfloat16). Decoded weights have the same bits in every tier (verify_unpack.go).

// kernels are what is tried, as the rest of the package calls it. A test puts faulty ones in their place.
type kernels struct {
	enable func(Tier)
	decode func(d *decoder, dst []float32, src []byte)
	panel  func(*Panel)
	packed func(*Packed)
	f32    func(name string, c []float32, ldc int, a []float32, ars, acs int, panel []float32, m, k, n int, mode gemmMode)
	bf16   func(name string, c []float32, ldc int, a []uint16, ars int, panel []uint16, m, k, n int, mode gemmMode)

	panelBF16       func(dst []uint16, stride int, codes []byte, scale, base []float32, block int)
	gemv            func(c, x []float32, panel []uint16)
	dotF16, dotBF16 func(x []float32, h []uint16) float32
}

func ownKernels() kernels {
	decode := func(d *decoder, dst []float32, src []byte) { d.decode(dst, src) }
	return kernels{enable, decode, (*Panel).Dot, (*Packed).Dot, gemmPanel, gemmPanelBF16, PanelBF16, GemvPanelF16, DotF16, DotBF16}
}

// trial computes something with the tier in use and compares.
type trial func() error

// trusted leaves out of the candidates, which are in order, those with a wrong result and those that have the kernels of one, and says so in a line.
func trusted(candidates []Tier, k kernels) (good []Tier, warning string) {
	if len(candidates) == 0 {
		return nil, ""
	}
	defer enable(active) // Generic, if the program starts
	trials := k.trials()
	var bad []Tier
	var first error
	for _, t := range candidates {
		k.enable(t)
		err := runAll(trials)
		first = cmp.Or(first, err)
		if err != nil || slices.ContainsFunc(bad, t.includes) {
			bad = append(bad, t)
		} else {
			good = append(good, t)
		}
	}
	switch {
	case len(bad) == 1:
		warning = fmt.Sprintf("the tier %s of this CPU is not used: %v", bad[0], first)
	case len(bad) > 1:
		warning = fmt.Sprintf("the tiers %s of this CPU are not used: %v", join(bad), first)
	}
	return good, warning
}

// includes says whether t, a tier above u, has kernels of u. AVX-512 has those of AVX-VNNI in an encoding of its own.
func (t Tier) includes(u Tier) bool { return u != AVXVNNI }

func join(tiers []Tier) string {
	names := make([]string, len(tiers))
	for i, t := range tiers {
		names[i] = string(t)
	}
	return strings.Join(names, ", ")
}

func runAll(trials []trial) error {
	for _, try := range trials {
		if err := try(); err != nil {
			return err
		}
	}
	return nil
}

func (k kernels) trials() []trial {
	r := lcg(1)
	var all []trial
	for i := range decoders {
		all = append(all, k.tryDecoder(&r, &decoders[i]))
	}
	for _, f := range verifiedPanels {
		all = append(all, k.tryPanel(&r, f))
	}
	for kind := range packedKinds {
		all = append(all, k.tryPacked(&r, kind))
	}
	for _, s := range verifiedShapes {
		all = append(all, k.tryGemm(&r, s))
	}
	return append(all, k.tryPanelBF16(&r), k.tryGemv(&r), k.tryDot(&r))
}

// lcg is a generator of numbers that costs nothing to set up.
type lcg uint64

// below is a number in [0, n).
func (r *lcg) below(n int) int {
	*r = *r*6364136223846793005 + 1442695040888963407
	return int(uint64(*r)>>33) % n
}

// sameProduct compares what a product set with what it should have.
func sameProduct(got, want []float32, format string, args ...any) error {
	for i, v := range want {
		if got[i] != v {
			return fmt.Errorf("%s gives %g in place of %g", fmt.Sprintf(format, args...), got[i], v)
		}
	}
	return nil
}

// verifiedPanels are the forms of panels that types have.
var verifiedPanels = []struct {
	bits, block int
	mins        bool
}{{2, 16, true}, {3, 16, false}, {4, 32, false}, {4, 32, true}, {5, 32, false}, {5, 32, true}, {6, 16, false}, {8, 32, false}}

func (k kernels) tryPanel(r *lcg, f struct {
	bits, block int
	mins        bool
}) trial {
	const rows, cols = 5, 64 // a tile and a row left
	p := Panel{Acc: make([]float32, rows*2*PanelRows), Codes: make([]int8, rows*cols), CodeStride: cols, Blocks: make([]PanelBlock, rows*cols/f.block),
		BlockStride: cols / f.block, Scales: new(PanelScales), Rows: rows, Cols: cols, Block: f.block, Mins: f.mins, Bits: f.bits}
	both := make([]byte, 2*cols*PanelRows)
	for i := range both {
		both[i] = byte(r.below(1 << f.bits))
	}
	for half := range p.W {
		p.W[half] = both[half*cols*PanelRows:][:cols*PanelRows]
		for i := range cols / f.block * PanelRows {
			p.Scales.Scale[half][i], p.Scales.Min[half][i] = float32(r.below(4)), float32(r.below(4))
		}
	}
	integerX(r, p.Codes, p.Blocks, f.block, 1<<f.bits/2, f.mins)
	want := p
	want.Acc = make([]float32, len(p.Acc))
	panelDotGeneric(&want)
	return func() error {
		clear(p.Acc)
		q := p
		k.panel(&q)
		return sameProduct(p.Acc, want.Acc, "a product with codes of %d bits in blocks of %d", f.bits, f.block)
	}
}

// integerX fills codes of X and their blocks, of scale 1; zero is what stands for 0 in a code of W.
func integerX(r *lcg, codes []int8, blocks []PanelBlock, block, zero int, mins bool) {
	for i := range codes {
		codes[i] = int8(r.below(255) - 127)
	}
	for b := range blocks {
		sum := 0
		for _, x := range codes[b*block:][:block] {
			sum += int(x)
		}
		blocks[b] = PanelBlock{Offset: uint32(int32(-zero * sum)), Scale: 1}
		if mins {
			blocks[b].Offset = math.Float32bits(float32(-sum))
		}
	}
}

// layPacked is a product of one row of X with groups that have the parts of a kind one after another; nothing is allocated.
func layPacked(kind PackedKind, groups, cols int) Packed {
	p := Packed{Kind: kind, Rows: 1, Groups: groups, Cols: cols}
	starts := map[string]*int{"twos": &p.Twos, "ones": &p.Ones, "scales": &p.Scales, "minima": &p.Mins, "upper bits of scales": &p.Mins, "d": &p.D, "dmin": &p.DMin}
	packedForms[kind].parts(&p, func(name string, _, bytes int) {
		if start := starts[name]; start != nil {
			*start = p.GroupBytes
		}
		p.GroupBytes += bytes
	})
	return p
}

// tryPacked tries a kind with one row of X and, in tiers that take several, with as many as they take: the same two in turn.
func (k kernels) tryPacked(r *lcg, kind PackedKind) trial {
	const cols, groups = superBlock, 1
	f := &packedForms[kind]
	p := layPacked(kind, groups, cols)
	p.W = make([]byte, p.GroupBytes)
	f.parts(&p, func(name string, start, bytes int) { f.fillIntegers(r, name, p.W[start:][:bytes]) })
	var want [2][]float32
	batch := p
	batch.Rows, batch.AccStride = PackedBatch, PanelRows
	batch.Acc = make([]float32, PackedBatch*PanelRows)
	batch.Codes, batch.Blocks = make([]int8, cols*PackedBatch), make([]PanelBlock, cols/f.block*PackedBatch)
	one := p
	one.Acc = make([]float32, PanelRows)
	one.Codes, one.Blocks = make([]int8, cols), make([]PanelBlock, cols/f.block)
	for i := range want {
		integerX(r, one.Codes, one.Blocks, f.block, int(f.zero), f.mins)
		want[i] = one.byPanels(unpackPlanesGeneric, panelDotGeneric)
		for row := i; row < PackedBatch; row += len(want) {
			for b, of := range one.Blocks {
				batch.Blocks[b*PackedBatch+row] = of
			}
			for c := 0; c < cols; c += 32 {
				copy(batch.Codes[c*PackedBatch+row*32:], one.Codes[c:c+32])
			}
		}
	}
	return func() error {
		if kind.Fast() {
			clear(one.Acc)
			q := one
			k.packed(&q)
			if err := sameProduct(one.Acc, want[1], "a product with packed weights of kind %d", kind); err != nil {
				return err
			}
		}
		if kind.Batch() {
			clear(batch.Acc)
			q := batch
			k.packed(&q)
			for row := range PackedBatch {
				got := batch.Acc[row*batch.AccStride:]
				if err := sameProduct(got, want[row%2], "a product of %d rows with packed weights of kind %d", PackedBatch, kind); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

// fillIntegers fills a part of a group: any codes, scales and minima that are 1 to 3, d and dmin that are 1.
func (f *packedForm) fillIntegers(r *lcg, name string, part []byte) {
	halves := [4]uint16{0, 0x3c00, 0x4000, 0x4200} // 0 to 3 in binary16
	for i := range part {
		small := byte(1 + r.below(3))
		switch name {
		case "nibbles", "codes", "twos", "ones":
			part[i] = byte(r.below(256))
		case "d", "dmin":
			part[i] = byte(halves[1] >> (i % 2 * 8))
		case "upper bits of scales":
			part[i] = 0xaa // 32, which stands for 0
		default:
			switch f.scales {
			case scalesBytes:
				part[i] = small
			case scalesHalf:
				part[i] = 0
				if i%2 == 1 {
					part[i] = byte(halves[small] >> 8)
				}
			default:
				part[i] = small | small<<4
			}
		}
	}
}

// verifiedShapes are m, k and n of the dense products: more than two of AMX's blocks of 32 rows and two steps of 32 pairs' values, each with a rest;
// rows that a tile does not fill; few columns.
var verifiedShapes = [][3]int{{70, 68, 17}, {37, 44, 32}, {16, 32, 16}, {5, 2, 3}}

// tryGemm tries a product in float32 and, in tiers that have kernels for it, in bfloat16, set and then added to.
func (k kernels) tryGemm(r *lcg, shape [3]int) trial {
	rows, depth, cols := shape[0], shape[1], shape[2]
	integers := func(n int) ([]int, []float32) {
		x, f := make([]int, n), make([]float32, n)
		for i := range x {
			x[i] = r.below(17) - 8
			f[i] = float32(x[i])
		}
		return x, f
	}
	ai, a := integers(rows * depth)
	bi, b := integers(depth * cols)
	want := make([]float32, rows*cols)
	for i := range rows {
		for j := range cols {
			sum := 0
			for p := range depth {
				sum += ai[i*depth+p] * bi[p*cols+j]
			}
			want[i*cols+j] = float32(sum)
		}
	}
	brains := make([]uint16, len(a))
	for i, v := range a {
		brains[i] = floatToBrain(v)
	}
	c, twice := make([]float32, len(want)), make([]float32, len(want))
	for i, v := range want {
		twice[i] = 2 * v
	}
	panel, pairs := make([]float32, depth*PanelStride(cols)), make([]uint16, depth*PanelStride(cols))
	return func() error {
		Pack(panel, b, cols, 1, depth, cols)
		check := func(name string, product func(mode gemmMode)) error {
			product(gemmSet)
			if err := sameProduct(c, want, "a product of %d × %d × %d in %s", rows, depth, cols, name); err != nil {
				return err
			}
			product(gemmAdd)
			return sameProduct(c, twice, "a product of %d × %d × %d in %s, added,", rows, depth, cols, name)
		}
		err := check("float32", func(mode gemmMode) { k.f32("verify", c, cols, a, depth, 1, panel, rows, depth, cols, mode) })
		if err != nil || !bf16Tier() {
			return err
		}
		PackBF16Rows(pairs, b, cols, depth, cols)
		return check("bfloat16", func(mode gemmMode) { k.bf16("verify", c, cols, brains, depth, pairs, rows, depth, cols, mode) })
	}
}
