package llft

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestBF16Operands holds every use of the macros of asm_bf16_amd64.h to numbers of Z registers: one above 31 would spill into other bits of the
// instruction. A macro that passes a register's number on gives it beside the register's name (Z8, 8), and both must agree.
func TestBF16Operands(t *testing.T) {
	files, err := filepath.Glob("*_amd64.[sh]")
	if err != nil {
		t.Fatal(err)
	}
	use := regexp.MustCompile(`\b(?:VDPBF16PS|VCVTNE2PS2BF16)\(([^)]*)\)`)
	pair := regexp.MustCompile(`\bZ(\d+), (\d+)\b`)
	uses, pairs := 0, 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if strings.HasPrefix(line, "#define VDPBF16PS(") || strings.HasPrefix(line, "#define VCVTNE2PS2BF16(") || strings.HasPrefix(line, "//") {
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
	if uses < 5 || pairs != 24 {
		t.Errorf("found %d uses of the macros and %d numbered registers, want 5 or more and 24", uses, pairs)
	}
}

// TestAMXOperands does so for the macros of asm_amx_amd64.h.
func TestAMXOperands(t *testing.T) {
	text, err := os.ReadFile("gemm_amx_amd64.s")
	if err != nil {
		t.Fatal(err)
	}
	const sp, bp = 4, 5
	uses := regexp.MustCompile(`\b(TILE(?:LOADD|STORED|ZERO)|TDPBF16PS|LDTILECFG)\(([^)]*)\)`).FindAllStringSubmatch(string(text), -1)
	for _, m := range uses {
		var n []int
		for _, operand := range strings.Split(m[2], ", ") {
			v, err := strconv.Atoi(operand)
			if err != nil {
				t.Fatalf("%s: %v", m[0], err)
			}
			n = append(n, v)
		}
		ok := false
		tile := func(v int) bool { return v >= 0 && v < 8 }
		base := func(v int) bool { return v >= 0 && v < 16 && v%8 != sp && v%8 != bp }
		switch {
		case strings.HasSuffix(m[1], "D") && len(n) == 3:
			ok = tile(n[0]) && base(n[1]) && n[2] >= 0 && n[2] < 16 && n[2] != sp
		case m[1] == "TDPBF16PS" && len(n) == 3: // all different, or the instruction is undefined
			ok = tile(n[0]) && tile(n[1]) && tile(n[2]) && n[0] != n[1] && n[1] != n[2] && n[0] != n[2]
		case m[1] == "TILEZERO" && len(n) == 1:
			ok = tile(n[0])
		case m[1] == "LDTILECFG" && len(n) == 1:
			ok = base(n[0])
		}
		if !ok {
			t.Errorf("operands of %s", m[0])
		}
	}
	if len(uses) < 20 {
		t.Errorf("found only %d uses of the macros", len(uses))
	}
}
