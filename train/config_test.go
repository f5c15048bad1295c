package train

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestResolveData(t *testing.T) {
	for _, c := range []struct {
		name             string
		edit             func(*Config)
		sequences        int
		batch, steps, ev int
	}{
		{"200 steps where a pass is shorter", func(*Config) {}, 800, 8, 200, 20},
		{"one pass where it is longer", func(*Config) {}, 4001, 8, 501, 50},
		{"1000 steps where a pass is longer still", func(*Config) {}, 1e6, 8, 1000, 100},
		{"10 passes over little data", func(*Config) {}, 50, 8, 70, 7},
		{"a batch never above the data", func(*Config) {}, 3, 3, 10, 1},
		{"epochs", func(c *Config) { c.Epochs = 2.5 }, 100, 8, 32, 3},
		{"steps", func(c *Config) { c.Steps = 5; c.EvalEvery = 2 }, 100, 8, 5, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := Default()
			c.edit(&cfg)
			got := cfg.resolveData(c.sequences)
			if got.Batch != c.batch || got.Steps != c.steps || got.EvalEvery != c.ev || got.Epochs != 0 {
				t.Errorf("batch %d, steps %d, eval every %d, epochs %g; want %d, %d, %d, 0", got.Batch, got.Steps, got.EvalEvery, got.Epochs, c.batch, c.steps, c.ev)
			}
			if again := got.resolveData(c.sequences); again.Steps != got.Steps || again.EvalEvery != got.EvalEvery {
				t.Errorf("resolved twice: %+v", again)
			}
		})
	}
}

func TestResolveRefuses(t *testing.T) {
	m := openModel(t, writeModel(t, small), 1).m
	for want, edit := range map[string]func(*Config){
		"batch is 0":                 func(c *Config) { c.Batch = 0 },
		"steps is -1":                func(c *Config) { c.Steps = -1 },
		"ctx is 1":                   func(c *Config) { c.Ctx = 1 },
		"rank is 0":                  func(c *Config) { c.Rank = 0 },
		"lr is NaN":                  func(c *Config) { c.LR = math.NaN() },
		"lr is -1":                   func(c *Config) { c.LR = -1 },
		"ratio is 0":                 func(c *Config) { c.Ratio = 0 },
		"alpha is 0":                 func(c *Config) { c.Alpha = 0 },
		"dropout is 1":               func(c *Config) { c.Dropout = 1 },
		"val is 0.6, want 0 to 0.5":  func(c *Config) { c.Val = 0.6 },
		"clip is +Inf":               func(c *Config) { c.Clip = math.Inf(1) },
		`recompute is "yes"`:         func(c *Config) { c.Recompute = "yes" },
		`unknown compute type "fp8"`: func(c *Config) { c.Compute = "fp8" },
		"int8 is for inference":      func(c *Config) { c.Compute = "int8" },
		"both resume and restart":    func(c *Config) { c.Resume, c.Restart = true, true },
		"time between checkpoints":   func(c *Config) { c.CheckpointEvery = -time.Second },
	} {
		c := Default()
		edit(&c)
		if _, err := c.Resolve(m); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	c, err := Default().Resolve(m)
	if err != nil {
		t.Fatal(err)
	}
	if c.LR != smallLR || c.Ctx != m.Context {
		t.Errorf("lr %g, ctx %d", c.LR, c.Ctx)
	}
}

func TestBestPath(t *testing.T) {
	for out, want := range map[string]string{"a.gguf": "a.best.gguf", "d.x/a": "d.x/a.best"} {
		if got := (Config{Out: out}).BestPath(); got != want {
			t.Errorf("%s: got %s, want %s", out, got, want)
		}
	}
}
