package bench

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestOperands holds every use of the macros of the headers to the range of its operands: a register number above it would spill into other
// fields of the instruction and make another one of it. It reads the sources, so it runs everywhere.
func TestOperands(t *testing.T) {
	limits := map[string]int{"VPDPBUSD_VEX": 15, "VDPBF16PS_EVEX": 31, "TILEZERO": 7, "TILELOAD_AX": 7, "TILESTORE_AX": 7, "TDPBSSD": 7, "TDPBF16PS": 7,
		"DP6": 15, "BF4Z": 31, "FADD_4S": 31, "SDOT_4S": 31, "SMMLA_4S": 31}
	use := regexp.MustCompile(`\b([A-Z]\w+)\(([^)]*)\)`)
	seen := map[string]int{}
	for _, pattern := range []string{"*.s", "*.h"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, error %v", pattern, len(files), err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(string(text), "\n") {
				if m := regexp.MustCompile(`^#define (\w+)\([^)]*\)\s+(BYTE|WORD|\\)`).FindStringSubmatch(line); m != nil && strings.HasSuffix(file, ".h") {
					if limits[m[1]] == 0 {
						t.Errorf("%s:%d: no range of operands for %s", file, i+1, m[1])
					}
					continue
				}
				for _, m := range use.FindAllStringSubmatch(line, -1) {
					limit, known := limits[m[1]]
					if !known {
						continue
					}
					for _, operand := range strings.Split(m[2], ", ") {
						n, err := strconv.Atoi(operand)
						if err != nil { // the parameter of a macro, whose uses are numbers
							continue
						}
						seen[m[1]]++
						if n < 0 || n > limit {
							t.Errorf("%s:%d: an operand of %s is %d, want 0 to %d", file, i+1, m[0], n, limit)
						}
					}
				}
			}
		}
	}
	for name := range limits {
		if seen[name] == 0 {
			t.Errorf("no use of %s found", name)
		}
	}
}
