package lora_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"llft/internal/fixtures"
	"llft/llama"
	"llft/lora"
)

// TestFixtureAdapter compares the logits of models with adapters with those of the float64 engine.
func TestFixtureAdapter(t *testing.T) {
	for _, path := range fixtures.Glob(t, "adapters", "*.json") {
		t.Run(fixtures.Name(path), func(t *testing.T) {
			model, use, want := adapterCase(t, path)
			m := openModel(t, model)
			for _, u := range use {
				if _, err := u.Adapter.Check(m, false); err != nil {
					t.Fatal(err)
				}
				if _, err := u.Adapter.Attach(m, u.Scale, false); err != nil {
					t.Fatal(err)
				}
			}
			ids := fixtures.LogitTokens(t)
			for _, piece := range []int{len(ids), 1} {
				s, err := m.NewSession(len(ids), llama.CacheF32)
				if err != nil {
					t.Fatal(err)
				}
				var got []float32
				for lo := 0; lo < len(ids); lo += piece {
					if err := s.EvalEach(ids[lo:min(lo+piece, len(ids))], 0, func(_ int, l []float32) { got = append(got, l...) }); err != nil {
						t.Fatal(err)
					}
				}
				e := fixtures.RelRMS(got, want)
				if !(e <= 1e-4) {
					t.Errorf("pieces of %d: relative RMS %.3g, want at most 1e-4", piece, e)
				}
				t.Logf("pieces of %d: relative RMS %.2g", piece, e)
			}
		})
	}
}

// adapterCase reads adapters/NAME.json: a model, adapters with their scales, and the logits that they give together.
func adapterCase(t *testing.T, path string) (model string, use []lora.Scaled, logits []float32) {
	t.Helper()
	var c struct {
		Model    string `json:"model"`
		Adapters []struct {
			File  string  `json:"file"`
			Scale float64 `json:"scale"`
		} `json:"adapters"`
		Logits string `json:"logits"`
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	dir := fixtures.Dir(t)
	for _, u := range c.Adapters {
		a, err := lora.Read(filepath.Join(dir, "adapters", u.File))
		if err != nil {
			t.Fatal(err)
		}
		use = append(use, lora.Scaled{Adapter: a, Scale: u.Scale})
	}
	return filepath.Join(dir, "models", c.Model), use, fixtures.Float32s(t, filepath.Join(dir, "adapters", c.Logits))
}
