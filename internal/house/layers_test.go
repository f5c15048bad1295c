// Package house tests the shape of the tree itself.
package house

import (
	"os/exec"
	"strings"
	"testing"

	"llft/internal/fixtures"
)

// floors gives each package its floor (docs/architecture.md): an import may only point to a lower one.
var floors = map[string]int{
	"llft": 0, "llft/gguf": 0, "llft/internal/corpus": 0, "llft/internal/parallel": 0, "llft/internal/atomicfile": -1,
	"llft/internal/offheap": 0, "llft/internal/machine": 0, "llft/base": 0,
	"llft/quant": 1, "llft/optim": 1,
	"llft/llama": 2, "llft/tokenizer": 2, "llft/convert": 2,
	"llft/chat/internal/jinja": 2, "llft/generate": 3, "llft/chat": 3, "llft/lora": 3,
	"llft/train": 4, "llft/bench": 4,
	"llft/cmd/llft": 5, "llft/base/make": 5,
	// Support for tests.
	"llft/internal/fixtures": 0, "llft/internal/synthetic": 2, "llft/internal/house": 9,
}

func TestArrowsPointDown(t *testing.T) {
	cmd := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")
	cmd.Dir = fixtures.Root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		pkg, imports, _ := strings.Cut(line, " ")
		floor, known := floors[pkg]
		if !known {
			t.Errorf("package %s has no floor: add it to floors and to docs/architecture.md", pkg)
		}
		for _, imp := range strings.Fields(imports) {
			if below, ours := floors[imp]; ours && below >= floor {
				t.Errorf("%s (floor %d) imports %s (floor %d)", pkg, floor, imp, below)
			}
		}
	}
}
