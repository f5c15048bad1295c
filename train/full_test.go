package train

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"llft/gguf"
	"llft/internal/synthetic"
	"llft/llama"
)

// smallFloat is small without quantization.
var smallFloat = synthetic.Shape{Dim: 32, Layers: 2, Heads: 4, KVHeads: 2, Vocab: 512, Context: 64, Tied: true, Type: gguf.F32, Seed: 1}

func fullConfig(model, data, out string) Config {
	c := testConfig(model, data, out)
	c.Full, c.Dropout, c.WeightDecay = true, 0, 0.1
	c.Warmup, c.Schedule, c.Beta2, c.LR = 3, cosine, 0.95, 5e-3
	return c
}

func TestFullRunLearnsAndWritesAModel(t *testing.T) {
	model := writeModel(t, smallFloat)
	before := readFile(t, model)
	x := openModel(t, model, 2)
	c := fullConfig(model, writeFile(t, "data.txt", rhyme(80)), filepath.Join(t.TempDir(), "m.gguf"))
	c.Steps, c.Type = 40, "f16"
	w := &watcher{}
	result, err := x.train(t.Context(), t, c, w)
	if err != nil {
		t.Fatal(err)
	}
	if !(result.LastLoss < result.FirstLoss-1) || result.Adapter != c.Out || w.saved[len(w.saved)-1].Kind != Model {
		t.Errorf("result %+v, saved %v", result, w.saved)
	}
	if w.info.Parameters != x.m.Parameters() || w.info.LRB != c.LR {
		t.Errorf("info %+v", w.info)
	}
	for i, s := range w.steps {
		if s.LRA != c.rate(i) {
			t.Errorf("step %d at rate %g, want %g", i, s.LRA, c.rate(i))
		}
	}
	// The written model has the loss that was measured at the end, but for the rounding to float16.
	y := openModel(t, c.Out, 1)
	if s, err := y.m.File.KV.String("llft.trained"); err != nil || s != "every weight" {
		t.Errorf("llft.trained is %q, %v", s, err)
	}
	c.Type, c.Out = "", filepath.Join(t.TempDir(), "again.gguf")
	again, _ := y.stopAfter(t, c, 1)
	if d := math.Abs(again.FirstLoss - result.LastLoss); d > 5e-3 {
		t.Errorf("the written model's loss is %g, the run ended with %g", again.FirstLoss, result.LastLoss)
	}
	if !bytes.Equal(readFile(t, model), before) {
		t.Error("the base was changed")
	}
}

// TestFullResumeGivesTheSameBytes stops a run after some steps, resumes it with other threads, and wants the model of the run that was never
// stopped; the run without a stop takes 1, 2 and 3 threads.
func TestFullResumeGivesTheSameBytes(t *testing.T) {
	model := writeModel(t, smallFloat)
	data := writeFile(t, "data.jsonl", rhymes(40))
	c := fullConfig(model, data, filepath.Join(t.TempDir(), "m.gguf"))
	var want []byte
	calls := 0
	for threads := 1; threads <= 3; threads++ {
		w := &watcher{}
		if _, err := openModel(t, model, threads).train(t.Context(), t, c, w); err != nil {
			t.Fatal(err)
		}
		got := readFile(t, c.Out)
		if want == nil {
			want = got
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%d threads give another model than 1", threads)
		}
		calls = len(w.steps) + len(w.evals)
	}
	for n := 1; n < calls; n += 3 {
		c.Out, c.Resume = filepath.Join(t.TempDir(), "m.gguf"), false
		stopped, _ := openModel(t, model, 1+n%3).stopAfter(t, c, n)
		if !stopped.Interrupted {
			t.Fatalf("stopped after %d calls: %+v", n, stopped)
		}
		c.Resume = true
		if _, err := openModel(t, model, 1+(n+1)%3).train(t.Context(), t, c, &watcher{}); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(readFile(t, c.Out), want) {
			t.Errorf("stopped after %d calls (step %d): another model", n, stopped.Steps)
		}
		if _, err := os.Stat(c.CheckpointPath()); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the finished run leaves its checkpoint: %v", err)
		}
	}
}

// TestFullRunLeavesTheModel: two runs on one open model are the same.
func TestFullRunLeavesTheModel(t *testing.T) {
	model := writeModel(t, smallFloat)
	x := openModel(t, model, 2)
	c := fullConfig(model, writeFile(t, "data.txt", rhyme(40)), filepath.Join(t.TempDir(), "m.gguf"))
	c.Steps = 3
	var want []byte
	for range 2 {
		if _, err := x.train(t.Context(), t, c, &watcher{}); err != nil {
			t.Fatal(err)
		}
		got := readFile(t, c.Out)
		if want != nil && !bytes.Equal(got, want) {
			t.Error("the second run gives another model")
		}
		want = got
	}
}

func TestFullRunRefuses(t *testing.T) {
	quantized := writeModel(t, small)
	x := openModel(t, quantized, 1)
	c := fullConfig(quantized, writeFile(t, "data.txt", rhyme(40)), filepath.Join(t.TempDir(), "m.gguf"))
	if _, err := x.train(t.Context(), t, c, &watcher{}); !errors.Is(err, llama.ErrQuantized) {
		t.Errorf("a quantized model: %v", err)
	}
	for name, change := range map[string]func(*Config){
		"dropout": func(c *Config) { c.Dropout = 0.1 }, "type": func(c *Config) { c.Type = "q4_0" }, "schedule": func(c *Config) { c.Schedule = "steep" },
		"adapter of a type": func(c *Config) { c.Full, c.Type = false, "f16" }, "beta2": func(c *Config) { c.Beta2 = 1 },
	} {
		bad := c
		change(&bad)
		if _, err := bad.Resolve(x.m); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestSchedules(t *testing.T) {
	c := Config{LR: 2, Steps: 12, Warmup: 2}
	for _, s := range []struct {
		name string
		want map[int]float64
	}{
		{constant, map[int]float64{0: 1, 1: 2, 2: 2, 11: 2}},
		{linear, map[int]float64{0: 1, 1: 2, 2: 2, 7: 1, 11: 0.2}},
		{cosine, map[int]float64{0: 1, 1: 2, 2: 2, 7: 1.1, 11: 2 * (0.1 + 0.45*(1+math.Cos(0.9*math.Pi)))}},
	} {
		c.Schedule = s.name
		for step, want := range s.want {
			if got := c.rate(step); math.Abs(got-want) > 1e-12 {
				t.Errorf("%s, step %d: %g, want %g", s.name, step, got, want)
			}
		}
	}
	if got := (Config{LR: 1, Steps: 2, Warmup: 9, Schedule: cosine}).rate(1); math.Abs(got-2.0/9) > 1e-12 {
		t.Errorf("a warmup longer than the run: %g", got)
	}
}
