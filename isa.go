package llft

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// Tier names an instruction set that kernels are written for.
type Tier string

// The tiers that exist. A binary holds those of its architecture, or only Generic if it was built with the tag purego.
const (
	Generic Tier = "generic" // plain Go
	AVX2    Tier = "avx2"    // amd64 with AVX2, FMA and F16C
	AVXVNNI Tier = "avxvnni" // AVX2 and the 8-bit dot products of AVX-VNNI: most laptops since 2021
	AVX512  Tier = "avx512"  // AVX-512 F, BW, DQ, VL and VNNI
	AMX     Tier = "amx"     // AVX-512, and AMX for bfloat16
	NEON    Tier = "neon"    // arm64; every such CPU has it
	DotProd Tier = "dotprod" // NEON and the 8-bit dot products of FEAT_DotProd: most since 2018
	I8MM    Tier = "i8mm"    // and the 8-bit matrix products of FEAT_I8MM: most since 2021
)

var (
	tiers  = []Tier{Generic}
	active Tier  // set by use only
	isaErr error // what was wrong with LLFT_ISA

	isaLimit   Tier   // the value of LLFT_ISA, if it left out tiers above
	isaWarning string // why a tier is left out
)

func init() {
	name := Tier(os.Getenv("LLFT_ISA"))
	have := cpuTiers(name)
	wanted := upTo(have, name)
	if len(wanted) < len(have) {
		isaLimit = name
	}
	good, warning := trusted(wanted, ownKernels())
	tiers, isaWarning = append(tiers, good...), warning
	best := tiers[len(tiers)-1]
	if name != "" {
		if err := checkTier(name); err != nil {
			isaErr = fmt.Errorf("LLFT_ISA: %w", err)
		} else {
			best = name
		}
	}
	use(best)
}

// upTo is the tiers up to limit, none if it is Generic, all if it is none of them.
func upTo(tiers []Tier, limit Tier) []Tier {
	if limit == Generic {
		return nil
	}
	if i := slices.Index(tiers, limit); i >= 0 {
		return tiers[:i+1]
	}
	return tiers
}

// ISA is the tier in use: the best of Tiers, or the one that the environment variable LLFT_ISA named when the program started.
func ISA() Tier { return active }

// ISAError says what is wrong with the value of LLFT_ISA, nil if nothing is. The best tier is in use then.
func ISAError() error { return isaErr }

// ISAWarning says why a tier that the CPU has is not among Tiers, empty if there is nothing to say: its kernels were tried and found wrong.
func ISAWarning() string { return isaWarning }

// Tiers lists the tiers that this CPU and binary can run, "generic" first, best last. Those above the one that LLFT_ISA named when the program started
// are not among them, since they have not been tried.
func Tiers() []Tier { return append([]Tier(nil), tiers...) }

// SetISA switches the tier in use and returns a function that switches back. It is meant for tests and benchmarks: no kernel may
// run meanwhile. A tier that this CPU or binary lacks is an error that lists those it has.
func SetISA(t Tier) (restore func(), err error) {
	if err := checkTier(t); err != nil {
		return nil, err
	}
	before := active
	use(t)
	return func() { use(before) }, nil
}

// use makes t the tier in use.
func use(t Tier) {
	active = t
	enable(t)
}

func checkTier(t Tier) error {
	names := make([]string, len(tiers))
	for i, have := range tiers {
		if t == have {
			return nil
		}
		names[i] = string(have)
	}
	limited := ""
	if isaLimit != "" {
		limited = fmt.Sprintf(" (LLFT_ISA=%s leaves out what is above)", isaLimit)
	}
	return fmt.Errorf("instruction set %q is not available; this CPU and binary have %s%s", string(t), strings.Join(names, ", "), limited)
}
