package bench

import (
	"errors"
	"math"
	"strings"
	"testing"

	"llft/internal/synthetic"
)

func shapeBytes(t *testing.T, s synthetic.Shape) int64 {
	t.Helper()
	n, err := synthetic.Bytes(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestChecks: all pass, and leave nothing behind.
func TestChecks(t *testing.T) {
	temporary(t)
	for _, c := range Checks() {
		detail, err := c.Run()
		t.Logf("%s: %s", c.Name, detail)
		if err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}

// TestChecksNotice: what is wrong is found, a panic too.
func TestChecksNotice(t *testing.T) {
	for name, got := range map[string][]float32{
		"a wrong value": {1, 2, 3.01}, "a missing one": {1, 2}, "no number": {1, float32(math.NaN()), 3}, "infinity": {1, 2, float32(math.Inf(1))},
	} {
		var w worst
		if w.compare("sum", got, []float32{1, 2, 3}, 1e-3); w.err == nil {
			t.Errorf("%s went unnoticed", name)
		}
	}
	_, err := guarded(func() (string, error) { panic("index out of range") })
	if err == nil || !strings.Contains(err.Error(), "index") {
		t.Errorf("a panic gives error %v", err)
	}
	wrong := errors.New("wrong")
	if _, err := guarded(func() (string, error) { return "", wrong }); !errors.Is(err, wrong) {
		t.Errorf("an error gives %v", err)
	}
}
