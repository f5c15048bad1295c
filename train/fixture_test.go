package train

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"llft/internal/fixtures"
	"llft/lora"
)

// TestFixtureText finetunes each model of the fixtures on each of their texts with the default rates, a few steps, and wants the held-out
// loss to fall. With LLFT_HEAVY=1, a model that knows something takes the 200 steps that a first user would, and must learn 1.5 nats.
func TestFixtureText(t *testing.T) {
	for _, text := range fixtures.Glob(t, "text", "*.txt") {
		for _, model := range fixtures.Glob(t, "models", "*.gguf") {
			t.Run(fixtures.Name(model)+"/"+fixtures.Name(text), func(t *testing.T) {
				x := openModel(t, model, 0)
				c := Default()
				c.Model, c.Data, c.Out = model, text, filepath.Join(t.TempDir(), "a.gguf")
				c.Ctx, c.Steps, c.Batch, c.EvalEvery = 32, 8, 2, 4
				first := finetune(t, x, c, 0)
				if os.Getenv("LLFT_HEAVY") == "1" && first < math.Log(float64(x.m.Vocab))-0.5 {
					c.Ctx, c.Steps, c.Batch, c.EvalEvery = 64, 200, 8, 20
					finetune(t, x, c, 1.5)
				}
			})
		}
	}
}

// finetune runs c, wants the held-out loss to fall by more than nats, steadily, and returns the first one.
func finetune(t *testing.T, x fixture, c Config, nats float64) float64 {
	t.Helper()
	w := &watcher{}
	result, err := x.train(t.Context(), t, c, w)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range w.evals {
		t.Logf("step %3d: held-out loss %.3f", e.Step, e.Loss)
		if i > 0 && e.Loss > w.evals[i-1].Loss+0.05 {
			t.Errorf("step %d: the held-out loss rose from %.3f to %.3f", e.Step, w.evals[i-1].Loss, e.Loss)
		}
	}
	if fell := result.FirstLoss - result.LastLoss; !(fell > nats) {
		t.Errorf("held-out loss from %.3f to %.3f, want it to fall by more than %.1f", result.FirstLoss, result.LastLoss, nats)
	}
	a, err := lora.Read(c.Out)
	if err != nil {
		t.Fatal(err)
	}
	if note, err := a.Check(x.m, false); err != nil || note != "" {
		t.Errorf("the adapter on its own base: %q, %v", note, err)
	}
	return result.FirstLoss
}
