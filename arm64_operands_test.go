package llft

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestArm64Operands holds every use of the macros of asm_arm64.h to the ranges of their operands: a register number above 31 would spill into other
// fields of the instruction and make another one of it. It reads the sources, so it runs everywhere.
func TestArm64Operands(t *testing.T) {
	header, err := os.ReadFile("asm_arm64.h")
	if err != nil {
		t.Fatal(err)
	}
	params := map[string][]string{} // of each macro
	for _, m := range regexp.MustCompile(`(?m)^#define (\w+)\(([^)]*)\)\s+WORD`).FindAllStringSubmatch(string(header), -1) {
		params[m[1]] = strings.Split(m[2], ", ")
	}
	files, err := filepath.Glob("*_arm64.[sh]")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d files of arm64 assembly, error %v", len(files), err)
	}
	use := regexp.MustCompile(`\b([A-Z]\w+)\(([^)]*)\)`)
	uses := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			for _, m := range use.FindAllStringSubmatch(line, -1) {
				want, known := params[m[1]]
				if !known || strings.HasPrefix(line, "#define") {
					continue
				}
				uses++
				got := strings.Split(m[2], ", ")
				if len(got) != len(want) {
					t.Errorf("%s:%d: %s has %d operands, want %d", file, i+1, m[0], len(got), len(want))
					continue
				}
				for j, operand := range got {
					n, err := strconv.Atoi(operand)
					limit := 31
					if want[j] == "I" {
						limit = 3
					}
					if err == nil && (n < 0 || n > limit) {
						t.Errorf("%s:%d: operand %s of %s is %d, want 0 to %d", file, i+1, want[j], m[0], n, limit)
					}
				}
			}
		}
	}
	if uses < 100 {
		t.Errorf("found only %d uses of the macros", uses)
	}
}
