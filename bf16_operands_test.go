package llft

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestBF16Operands holds every use of the macro of asm_bf16_amd64.h to numbers of Z registers: one above 31 would spill into other bits of the
// instruction. A macro that passes a register's number on gives it beside the register's name (Z8, 8), and both must agree.
func TestBF16Operands(t *testing.T) {
	files, err := filepath.Glob("*_amd64.[sh]")
	if err != nil {
		t.Fatal(err)
	}
	use := regexp.MustCompile(`\bVDPBF16PS\(([^)]*)\)`)
	pair := regexp.MustCompile(`\bZ(\d+), (\d+)\b`)
	uses, pairs := 0, 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if strings.HasPrefix(line, "#define VDPBF16PS") || strings.HasPrefix(line, "//") {
				continue
			}
			for _, m := range use.FindAllStringSubmatch(line, -1) {
				uses++
				operands := strings.Split(m[1], ", ")
				if len(operands) != 3 {
					t.Errorf("%s:%d: %s has %d operands, want 3", file, i+1, m[0], len(operands))
				}
				for _, operand := range operands {
					if n, err := strconv.Atoi(operand); err == nil && (n < 0 || n > 31) {
						t.Errorf("%s:%d: operand %d of %s, want 0 to 31", file, i+1, n, m[0])
					}
				}
			}
			if strings.Contains(line, "ROW(") {
				for _, m := range pair.FindAllStringSubmatch(line, -1) {
					if pairs++; m[1] != m[2] {
						t.Errorf("%s:%d: register Z%s is given the number %s", file, i+1, m[1], m[2])
					}
				}
			}
		}
	}
	if uses < 3 || pairs != 24 {
		t.Errorf("found %d uses of the macro and %d numbered registers, want 3 or more and 24", uses, pairs)
	}
}
