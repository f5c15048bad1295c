package llft

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// armMacro is a macro of the arm64 assembly: what its parameters are, and the highest number that each may be, -1 where it is no register or lane.
type armMacro struct {
	params []string
	most   []int
	body   string
}

var armUse = regexp.MustCompile(`\b([A-Z]\w+)\(([^()]*)\)`)

// armUses calls each for the uses of macros in text.
func armUses(macros map[string]*armMacro, text string, each func(use string, m *armMacro, args []string)) {
	for _, u := range armUse.FindAllStringSubmatch(text, -1) {
		if m := macros[u[1]]; m != nil {
			each(u[0], m, strings.Split(u[2], ", "))
		}
	}
}

// TestArm64Operands holds every use of the macros of asm_arm64.h to the ranges of their operands: a register number above 31 would spill into other
// fields of the instruction and make another one of it. A macro that hands its parameters on to those macros is held to the same ranges where it is
// used. The test reads the sources, so it runs everywhere.
func TestArm64Operands(t *testing.T) {
	files, err := filepath.Glob("*_arm64.[sh]")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d files of arm64 assembly, error %v", len(files), err)
	}
	comment, define := regexp.MustCompile(`//[^\n]*`), regexp.MustCompile(`(?m)^#define (\w+)\(([^)]*)\)((?:[^\n]*\\\n)*[^\n]*)`)
	texts := map[string]string{} // without comments; one may follow the backslash that continues a line
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[file] = comment.ReplaceAllString(regexp.MustCompile(`\\ //[^\n]*`).ReplaceAllString(string(text), `\`), "")
	}
	words := map[string]*armMacro{}
	for _, m := range define.FindAllStringSubmatch(texts["asm_arm64.h"], -1) {
		if !strings.Contains(m[3], "WORD") {
			continue
		}
		w := &armMacro{params: strings.Split(m[2], ", ")}
		for _, p := range w.params {
			w.most = append(w.most, 31)
			if p == "I" {
				w.most[len(w.most)-1] = 3
			}
		}
		words[m[1]] = w
	}

	uses := 0
	for _, file := range files {
		if file == "asm_arm64.h" {
			continue
		}
		// The macros that this file can see: a header of bodies belongs to several files, so all headers' are joined to its own.
		macros := map[string]*armMacro{}
		for name, m := range words {
			macros[name] = m
		}
		for _, other := range files {
			if other != file && !strings.HasSuffix(other, ".h") || other == "asm_arm64.h" {
				continue
			}
			for _, m := range define.FindAllStringSubmatch(texts[other], -1) {
				if words[m[1]] != nil || macros[m[1]] != nil && other != file {
					continue
				}
				local := &armMacro{params: strings.Split(m[2], ", "), body: m[3]}
				for range local.params {
					local.most = append(local.most, -1)
				}
				macros[m[1]] = local
			}
		}
		for changed := true; changed; {
			changed = false
			for _, m := range macros {
				armUses(macros, m.body, func(_ string, inner *armMacro, args []string) {
					for j, arg := range args {
						for k, p := range m.params {
							if arg == p && j < len(inner.most) && inner.most[j] >= 0 && (m.most[k] < 0 || inner.most[j] < m.most[k]) {
								m.most[k], changed = inner.most[j], true
							}
						}
					}
				})
			}
		}
		for i, line := range strings.Split(texts[file], "\n") {
			if strings.HasPrefix(line, "#define") {
				if _, rest, ok := strings.Cut(line, ") "); ok {
					line = rest
				}
			}
			armUses(macros, line, func(use string, m *armMacro, args []string) {
				uses++
				if len(args) != len(m.params) {
					if m.body == "" {
						t.Errorf("%s:%d: %s has %d operands, want %d", file, i+1, use, len(args), len(m.params))
					}
					return
				}
				for j, operand := range args {
					if n, err := strconv.Atoi(operand); err == nil && m.most[j] >= 0 && (n < 0 || n > m.most[j]) {
						t.Errorf("%s:%d: operand %s of %s is %d, want 0 to %d", file, i+1, m.params[j], use, n, m.most[j])
					}
				}
			})
		}
	}
	if uses < 500 {
		t.Errorf("found only %d uses of the macros", uses)
	}
}
