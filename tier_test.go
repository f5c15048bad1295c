package llft

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// ranTiers counts the subtests that eachTier ran under each tier.
var ranTiers = map[Tier]int{}

// eachTier runs test as a subtest under every tier that this CPU and binary have.
func eachTier(t *testing.T, test func(t *testing.T)) {
	for _, tier := range Tiers() {
		t.Run(string(tier), func(t *testing.T) {
			restore, err := SetISA(tier)
			if err != nil {
				t.Fatal(err)
			}
			defer restore()
			ranTiers[tier]++
			test(t)
		})
	}
}

// requiredTiers lists the tiers that LLFT_TEST_TIERS says this run must exercise, and those, named after a minus, that the CPU must be found to lack.
func requiredTiers() (required, lacking []Tier) {
	for _, name := range strings.Split(os.Getenv("LLFT_TEST_TIERS"), ",") {
		name = strings.TrimSpace(name)
		if missing, ok := strings.CutPrefix(name, "-"); ok {
			lacking = append(lacking, Tier(missing))
		} else if name != "" {
			required = append(required, Tier(name))
		}
	}
	return required, lacking
}

// TestMain fails a whole run (one without -run, -skip or -list) in which a required tier had no subtest, whatever the reason.
func TestMain(m *testing.M) {
	code := m.Run()
	whole := true
	for _, name := range []string{"test.run", "test.skip", "test.list", "test.fuzz"} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != "" {
			whole = false
		}
	}
	if whole {
		required, _ := requiredTiers()
		for _, tier := range required {
			if ranTiers[tier] == 0 {
				fmt.Fprintf(os.Stderr, "LLFT_TEST_TIERS: no subtest ran under tier %q\n", tier)
				code = 1
			}
		}
	}
	os.Exit(code)
}

func TestRequiredTiers(t *testing.T) {
	required, lacking := requiredTiers()
	for _, tier := range required {
		if !slices.Contains(Tiers(), tier) {
			t.Errorf("LLFT_TEST_TIERS: tier %q is required, but this CPU and binary have only %q; %s", tier, Tiers(), ISAWarning())
		}
	}
	for _, tier := range lacking {
		if _, err := SetISA(tier); err == nil || slices.Contains(Tiers(), tier) {
			t.Errorf("LLFT_TEST_TIERS: tier %q, which this CPU lacks, is there: %q, SetISA's error %v", tier, Tiers(), err)
		}
	}
}

func TestSetISA(t *testing.T) {
	before := ISA()
	for _, tier := range Tiers() {
		restore, err := SetISA(tier)
		if err != nil || ISA() != tier {
			t.Errorf("SetISA(%q): in use %q, error %v", tier, ISA(), err)
		}
		restore()
		if ISA() != before {
			t.Errorf("after SetISA(%q) and restore: in use %q, want %q", tier, ISA(), before)
		}
	}
	for _, name := range []Tier{"", "AVX2", "sse9", "nonsense"} {
		if _, err := SetISA(name); err == nil || !strings.Contains(err.Error(), string(Generic)) {
			t.Errorf("SetISA(%q): error %v, want one that lists the tiers", name, err)
		}
		if ISA() != before {
			t.Errorf("SetISA(%q) failed, yet switched to %q", name, ISA())
		}
	}
}

// TestISAFromEnvironment starts this test binary anew under several values of LLFT_ISA.
func TestISAFromEnvironment(t *testing.T) {
	if os.Getenv("LLFT_TEST_PRINT_ISA") != "" {
		fmt.Printf("isa=%s err=%v\n", ISA(), ISAError())
		os.Exit(0)
	}
	if testing.Short() {
		t.Skip("starts processes")
	}
	best := Tiers()[len(Tiers())-1]
	cases := []struct{ value, want string }{
		{"", fmt.Sprintf("isa=%s err=<nil>\n", best)},
		{"generic", "isa=generic err=<nil>\n"},
		{"sse9", fmt.Sprintf("isa=%s err=LLFT_ISA: instruction set \"sse9\" is not available; this CPU and binary have generic", best)},
	}
	for _, c := range cases {
		cmd := exec.Command(os.Args[0], "-test.run=^TestISAFromEnvironment$")
		cmd.Env = append(os.Environ(), "LLFT_TEST_PRINT_ISA=1", "LLFT_ISA="+c.value)
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.HasPrefix(string(out), c.want) {
			t.Errorf("LLFT_ISA=%q: got %q, error %v; want %q", c.value, out, err, c.want)
		}
	}
}

// TestPurego holds every assembly file, and every Go file of one architecture, to the build tag that leaves it out.
func TestPurego(t *testing.T) {
	found := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name := strings.TrimSuffix(path, ".go")
		if !strings.HasSuffix(path, ".s") && (name == path || !strings.HasSuffix(name, "_amd64") && !strings.HasSuffix(name, "_arm64")) {
			return nil
		}
		found++
		text, err := os.ReadFile(path)
		if err == nil && !strings.HasPrefix(string(text), "//go:build !purego\n") {
			t.Errorf("%s does not begin with the line //go:build !purego", path)
		}
		return err
	})
	if err != nil || found == 0 {
		t.Errorf("%d files of assembly or one architecture found, error %v", found, err)
	}
}
