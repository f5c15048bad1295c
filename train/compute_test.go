package train

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"llft/internal/fixtures"
)

// TestBF16LearnsAsF32 trains the same adapter with both arithmetics, 200 steps of three seeds, and wants the same held-out loss within 1%.
func TestBF16LearnsAsF32(t *testing.T) {
	if os.Getenv("LLFT_HEAVY") != "1" {
		t.Skip("heavy (minutes): set LLFT_HEAVY=1")
	}
	x := openModel(t, fixtures.Glob(t, "models", "stories260K-q8_0.gguf")[0], 0)
	for _, text := range fixtures.Glob(t, "text", "*.txt") {
		for seed := range uint64(3) {
			last := map[string]float64{}
			for _, compute := range []string{"f32", "bf16"} {
				c := Default()
				c.Data, c.Out, c.Compute, c.Seed = text, filepath.Join(t.TempDir(), "a.gguf"), compute, seed
				c.Ctx, c.Steps, c.Batch, c.EvalEvery = 64, 200, 8, 100
				result, err := x.train(t.Context(), t, c, &watcher{})
				if err != nil {
					t.Fatal(err)
				}
				last[compute] = result.LastLoss
				t.Logf("%s, seed %d, %s: held-out loss from %.4f to %.4f", fixtures.Name(text), seed, compute, result.FirstLoss, result.LastLoss)
			}
			if d := math.Abs(last["bf16"]-last["f32"]) / last["f32"]; !(d < 0.01) {
				t.Errorf("%s, seed %d: bf16 ends at %.4f, f32 at %.4f, %.2g%% apart", fixtures.Name(text), seed, last["bf16"], last["f32"], 100*d)
			}
		}
	}
}
