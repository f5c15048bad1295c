package train

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"llft/internal/synthetic"
)

// stopAfter runs until its reporter was called n times and is stopped then.
func (x fixture) stopAfter(t *testing.T, c Config, n int) (Result, *watcher) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w := &watcher{}
	w.after = func() {
		if n--; n <= 0 {
			cancel()
		}
	}
	result, err := x.train(ctx, t, c, w)
	if err != nil {
		t.Fatal(err)
	}
	return result, w
}

// TestResumeGivesTheSameBytes stops a run after every number of steps and measurements, once or again and again, resumes it with other
// threads, and wants the adapter and the best adapter of the run that was never stopped.
func TestResumeGivesTheSameBytes(t *testing.T) {
	model := writeModel(t, small)
	for name, data := range map[string]string{
		"text": writeFile(t, "data.txt", rhyme(20)), "rows": writeFile(t, "data.jsonl", rhymes(40)), "nothing held out": writeFile(t, "few.jsonl", rhymes(19)),
	} {
		t.Run(name, func(t *testing.T) {
			x := openModel(t, model, 1)
			whole := testConfig(model, data, filepath.Join(t.TempDir(), "a.gguf"))
			whole.LR = 0.05 // high enough that the last step is not the best
			straight := &watcher{}
			want, err := x.train(t.Context(), t, whole, straight)
			if err != nil {
				t.Fatal(err)
			}
			wantBytes := readFile(t, whole.Out)
			calls := len(straight.steps) + len(straight.evals)
			for n := 1; n < calls; n += 2 {
				c := whole
				c.Out = filepath.Join(t.TempDir(), "a.gguf")
				stopped, w := x.stopAfter(t, c, n)
				if !stopped.Interrupted || w.saved[0].Kind != Checkpoint {
					t.Fatalf("stopped after %d calls: %+v, saved %v", n, stopped, w.saved)
				}
				c.Resume = true
				for again := min(n%3, (calls-n)/2-1); again > 0; again-- { // never to the end: nothing would be left to resume
					x.stopAfter(t, c, 2)
				}
				got, err := openModel(t, model, 2).train(t.Context(), t, c, &watcher{})
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(readFile(t, c.Out), wantBytes) {
					t.Errorf("stopped after %d calls (step %d): another adapter", n, stopped.Steps)
				}
				if got.FirstLoss != want.FirstLoss || got.LastLoss != want.LastLoss || got.BestLoss != want.BestLoss || got.BestStep != want.BestStep ||
					got.Tokens != want.Tokens || got.TrainLoss != want.TrainLoss {
					t.Errorf("stopped after %d calls: got %+v, want %+v", n, got, want)
				}
				if (got.Best == "") != (want.Best == "") {
					t.Fatalf("best adapter %q, want %q", got.Best, want.Best)
				}
				if want.Best != "" && !bytes.Equal(readFile(t, got.Best), readFile(t, want.Best)) {
					t.Errorf("stopped after %d calls: another best adapter", n)
				}
				if _, err := os.Stat(c.CheckpointPath()); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("the finished run leaves its checkpoint: %v", err)
				}
			}
		})
	}
}

func TestPeriodicCheckpointDoesNotChangeTheBytes(t *testing.T) {
	model := writeModel(t, small)
	x := openModel(t, model, 1)
	c := testConfig(model, writeFile(t, "data.txt", rhyme(30)), filepath.Join(t.TempDir(), "a.gguf"))
	if _, err := x.train(t.Context(), t, c, &watcher{}); err != nil {
		t.Fatal(err)
	}
	want := readFile(t, c.Out)
	c.CheckpointEvery = 1 // nanosecond: after every step
	w := &watcher{}
	if _, err := x.train(t.Context(), t, c, w); err != nil {
		t.Fatal(err)
	}
	if len(w.saved) != c.Steps { // all steps but the last, and the adapter
		t.Errorf("%d files were saved in %d steps", len(w.saved), c.Steps)
	}
	if !bytes.Equal(readFile(t, c.Out), want) {
		t.Error("the checkpoints change the adapter")
	}
}

func TestUnfinishedRunIsNotOverwritten(t *testing.T) {
	model := writeModel(t, small)
	x := openModel(t, model, 1)
	c := testConfig(model, writeFile(t, "data.txt", rhyme(30)), filepath.Join(t.TempDir(), "a.gguf"))
	x.stopAfter(t, c, 4)
	if _, err := x.train(t.Context(), t, c, &watcher{}); !errors.Is(err, ErrUnfinished) {
		t.Errorf("error %v, want ErrUnfinished", err)
	}
	c.Restart = true
	if _, err := x.train(t.Context(), t, c, &watcher{}); err != nil {
		t.Errorf("restart: %v", err)
	}
	c.Restart, c.Resume = false, true
	d, err := c.Resolve(x.m)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LoadData(d, x.format, x.tok); err == nil || !strings.Contains(err.Error(), "no checkpoint") {
		t.Errorf("error %v, want one that says there is no checkpoint", err)
	}
}

func TestResumeRefusesAnotherRun(t *testing.T) {
	model := writeModel(t, small)
	other := small
	other.Seed++
	data := rhyme(30)
	compute, otherCompute := Default().resolveCompute().Compute, "f32" // what auto is here, and what it is not
	if compute == "f32" {
		otherCompute = "bf16"
	}
	for _, c := range []struct {
		name string
		edit func(t *testing.T, c *Config)
		want string
	}{
		{"lr", func(_ *testing.T, c *Config) { c.LR = 1e-3 }, "lr is 0.001, it was 0.005"},
		{"weight decay", func(_ *testing.T, c *Config) { c.WeightDecay = 0 }, "weight-decay is 0, it was 0.01"},
		{"targets", func(_ *testing.T, c *Config) { c.Targets = []string{"attn_q"} }, "targets is [attn_q], it was []"},
		{"steps", func(_ *testing.T, c *Config) { c.Steps = 13 }, "steps is 13, it was 12"},
		{"ctx", func(_ *testing.T, c *Config) { c.Ctx = 16 }, "ctx is 16, it was 24"},
		{"data", func(t *testing.T, c *Config) { c.Data = writeFile(t, "data.txt", data+"x") }, "the data file differs"},
		{"base", func(t *testing.T, c *Config) { c.Model = writeModel(t, other) }, "the base model"},
		{"compute", func(_ *testing.T, c *Config) { c.Compute = otherCompute }, "compute is " + otherCompute + ", it was " + compute},
		{"tier", func(t *testing.T, _ *Config) { otherTier(t) }, "LLFT_ISA"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := testConfig(model, writeFile(t, "data.txt", data), filepath.Join(t.TempDir(), "a.gguf"))
			openModel(t, model, 1).stopAfter(t, cfg, 4)
			before := readFile(t, cfg.CheckpointPath())
			cfg.Resume = true
			c.edit(t, &cfg)
			w := &watcher{}
			_, err := openModel(t, cfg.Model, 1).train(t.Context(), t, cfg, w)
			if err == nil || !strings.Contains(err.Error(), c.want) || len(w.steps) > 0 {
				t.Errorf("error %v after %d steps, want one with %q", err, len(w.steps), c.want)
			}
			if !bytes.Equal(readFile(t, cfg.CheckpointPath()), before) {
				t.Error("the checkpoint changed")
			}
		})
	}
}

// TestResumeKeepsCompute: auto on resuming is what the stopped run had, whatever is fastest here.
func TestResumeKeepsCompute(t *testing.T) {
	model := writeModel(t, small)
	for _, compute := range []string{"f32", "bf16"} {
		c := testConfig(model, writeFile(t, "data.txt", rhyme(30)), filepath.Join(t.TempDir(), "a.gguf"))
		c.Compute = compute
		openModel(t, model, 1).stopAfter(t, c, 4)
		c.Compute, c.Resume = "auto", true
		w := &watcher{}
		if _, err := openModel(t, model, 2).train(t.Context(), t, c, w); err != nil {
			t.Fatal(err)
		}
		if w.info.Compute != compute {
			t.Errorf("resumed in %s, want %s", w.info.Compute, compute)
		}
	}
}

// TestResumeTakesTheRestFromTheCheckpoint moves the files and changes what does not decide the bytes.
func TestResumeTakesTheRestFromTheCheckpoint(t *testing.T) {
	model := writeModel(t, small)
	c := testConfig(model, writeFile(t, "data.txt", rhyme(30)), filepath.Join(t.TempDir(), "a.gguf"))
	openModel(t, model, 1).stopAfter(t, c, 4)
	info, err := ReadCheckpoint(c.CheckpointPath())
	if err != nil {
		t.Fatal(err)
	}
	if info.Config.LR != c.LR || info.Config.Data != c.Data || info.Step == 0 {
		t.Errorf("checkpoint tells %+v", info)
	}
	moved := filepath.Join(t.TempDir(), "b.gguf")
	if err := os.Rename(c.CheckpointPath(), moved+".ckpt"); err != nil {
		t.Fatal(err)
	}
	c = info.Config
	c.Out, c.Resume, c.Recompute, c.Version, c.CheckpointEvery = moved, true, "on", "another", 0
	if _, err := openModel(t, writeModel(t, small), 1).train(t.Context(), t, c, &watcher{}); err != nil {
		t.Error(err)
	}
}

// TestReadCheckpointRefuses cuts a checkpoint off at many lengths and takes other files for one.
func TestReadCheckpointRefuses(t *testing.T) {
	model := writeModel(t, synthetic.Shape{Dim: 32, Layers: 1, Vocab: 300, Context: 64, Seed: 1})
	x := openModel(t, model, 1)
	c := testConfig(model, writeFile(t, "data.txt", rhyme(30)), filepath.Join(t.TempDir(), "a.gguf"))
	c.Rank, c.Targets = 1, []string{"attn_v"}
	x.stopAfter(t, c, 4)
	good := readFile(t, c.CheckpointPath())
	for n := 0; n < len(good); n += 7 {
		if err := os.WriteFile(c.CheckpointPath(), good[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadCheckpoint(c.CheckpointPath()); err == nil {
			t.Fatalf("%d of %d bytes were accepted", n, len(good))
		}
	}
	for _, path := range []string{model, c.Out, filepath.Join(t.TempDir(), "none")} {
		if _, err := ReadCheckpoint(path); err == nil || !strings.Contains(err.Error(), "checkpoint") {
			t.Errorf("%s: error %v", path, err)
		}
	}
	for _, edit := range [][2]string{{`"steps":12`, `"steps": 0`}, {`{"step":`, `{"step"-`}, {"llft.checkpoint.state", "llft.checkpoint.stat_"}} {
		bad := bytes.Replace(good, []byte(edit[0]), []byte(edit[1]), 1)
		if bytes.Equal(bad, good) {
			t.Fatalf("the checkpoint holds no %q", edit[0])
		}
		if err := os.WriteFile(c.CheckpointPath(), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadCheckpoint(c.CheckpointPath()); err == nil {
			t.Errorf("%q in place of %q was accepted", edit[1], edit[0])
		}
	}
}
