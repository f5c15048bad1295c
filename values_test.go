package llft

import (
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"
)

// arena hands out slices whose last byte is the last before an unreadable page. The 256 bytes before the slice are canaries.
type arena struct {
	mem      []byte
	canaries []byte
}

const canary = 0xA5

func newArena(t testing.TB, size int) *arena { return &arena{mem: guardedMemory(t, size+256)} }

// take returns the arena's only slice, of n values.
func take[T any](a *arena, n int) []T {
	var zero T
	start := len(a.mem) - n*int(unsafe.Sizeof(zero))
	a.canaries = a.mem[start-256 : start]
	for i := range a.canaries {
		a.canaries[i] = canary
	}
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&a.mem[start])), n)
}

// check fails if something wrote before the slice that was handed out.
func (a *arena) check(t testing.TB, what string) {
	t.Helper()
	for i, b := range a.canaries {
		if b != canary {
			t.Fatalf("%s: byte %d before the slice is %#x: overwritten", what, len(a.canaries)-i, b)
		}
	}
}

// kind is a way to fill a slice.
type kind struct {
	name   string
	finite bool // also all sums of products
	value  func(r *rand.Rand) float32
}

func plain(r *rand.Rand) float32 { return float32(r.NormFloat64()) }

// mixed returns plain values with one in four from the list.
func mixed(list ...float32) func(r *rand.Rand) float32 {
	return func(r *rand.Rand) float32 {
		if r.IntN(4) == 0 {
			return list[r.IntN(len(list))]
		}
		return plain(r)
	}
}

var (
	inf32 = float32(math.Inf(1))
	nan32 = float32(math.NaN())
)

var kinds = []kind{
	{"normal", true, plain},
	{"zeros", true, mixed(0, float32(math.Copysign(0, -1)))},
	{"denormals", true, func(r *rand.Rand) float32 { return math.Float32frombits(r.Uint32()&0x807fffff | 1) }},
	{"spread", true, func(r *rand.Rand) float32 { return plain(r) * float32(math.Exp2(float64(r.IntN(80)-60))) }},
	{"tiny", true, func(r *rand.Rand) float32 { return plain(r) * 0x1p-119 }},
	{"huge", false, mixed(math.MaxFloat32, -math.MaxFloat32, 1e38, -1e38)},
	{"infinities", false, mixed(inf32, -inf32)},
	{"nan", false, mixed(nan32, math.Float32frombits(0xff800001))},
	{"all special", false, mixed(nan32, inf32, -inf32, math.MaxFloat32, 0, 1e-45, -1e-45, 0x1p-126, 65504, 65520, 1e4, -1e4)},
}

func (k kind) fill(r *rand.Rand, x []float32) {
	for i := range x {
		x[i] = k.value(r)
	}
}

func newRand() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// same says that a and b have the same bits or are both NaN.
func same(a, b float32) bool {
	return math.Float32bits(a) == math.Float32bits(b) || a != a && b != b
}

// ulp is the distance between a float32 of magnitude |x| and the next, at least the smallest subnormal.
func ulp(x float64) float64 {
	if x = math.Abs(x); x < 0x1p-126 {
		return 0x1p-149
	}
	_, e := math.Frexp(x)
	return math.Ldexp(1, e-24)
}

// near says that got is want within tol, or as far beyond float32 or as little a number as want is.
func near(got float32, want, tol float64) bool {
	switch g := float64(got); {
	case math.IsNaN(want) || math.IsNaN(g):
		return math.IsNaN(want) && math.IsNaN(g)
	case math.IsInf(float64(float32(want)), 0) || math.IsInf(g, 0):
		return got == float32(want) || math.Abs(want)+tol >= math.MaxFloat32 && math.Abs(g) >= math.MaxFloat32 && (g > 0) == (want > 0)
	default:
		return math.Abs(g-want) <= tol
	}
}

func sameSlice[T comparable](t testing.TB, what string, got, want []T) {
	t.Helper()
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("%s: [%d] of %d is %v, want %v", what, i, len(want), got[i], want[i])
		}
	}
}

func sameBits(t testing.TB, what string, got, want []float32) {
	t.Helper()
	for i := range want {
		if !same(got[i], want[i]) {
			t.Fatalf("%s: [%d] of %d is %g (%#x), want %g (%#x)", what, i, len(want),
				got[i], math.Float32bits(got[i]), want[i], math.Float32bits(want[i]))
		}
	}
}

// ints fills x with small integers, of which float32 sums are exact in any order.
func ints(r *rand.Rand, x []float32) {
	for i := range x {
		x[i] = float32(r.IntN(17) - 8)
	}
}
