package train

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"llft"
	"llft/chat"
	"llft/gguf"
	"llft/internal/synthetic"
	"llft/llama"
	"llft/lora"
	"llft/tokenizer"
)

// small is a model on which a step takes milliseconds.
var small = synthetic.Shape{Dim: 32, Layers: 2, Heads: 4, KVHeads: 2, Vocab: 512, Context: 64, Type: gguf.Q8_0, Seed: 1}

func writeModel(t testing.TB, s synthetic.Shape) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "model.gguf")
	if err := synthetic.Write(path, s); err != nil {
		t.Fatal(err)
	}
	return path
}

// fixture is an open model with its tokenizer and format.
type fixture struct {
	m      *llama.Model
	tok    *tokenizer.Tokenizer
	format *chat.Format
}

func openModel(t testing.TB, path string, threads int) fixture {
	t.Helper()
	f, err := gguf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	m, err := llama.Load(f, llama.Options{Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		m.Close()
		f.Close()
	})
	x := fixture{m: m}
	if x.tok, err = tokenizer.New(f.KV); err != nil {
		t.Fatal(err)
	}
	if x.format, err = chat.New(f.KV, x.tok, ""); err != nil {
		t.Fatal(err)
	}
	return x
}

// rhyme is text with something to learn, n lines of it.
func rhyme(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d green bottles hanging on the wall\n", i*7%100)
	}
	return b.String()
}

// rhymes is rhyme as rows of different lengths and forms.
func rhymes(n int) string {
	var b strings.Builder
	for i := range n {
		switch i % 3 {
		case 0:
			fmt.Fprintf(&b, `{"text":"%d green bottles"}`+"\n", i)
		case 1:
			fmt.Fprintf(&b, `{"prompt":"%s?","completion":"%d"}`+"\n", strings.Repeat("how ", i%5), i)
		default:
			fmt.Fprintf(&b, `{"messages":[{"role":"user","content":"and %d"},{"role":"assistant","content":"is %d"}]}`+"\n", i, i+1)
		}
	}
	return b.String()
}

// testConfig is a short run with everything that may go wrong in a resume: dropout, decay, more than one pass.
func testConfig(model, data, out string) Config {
	c := Default()
	c.Model, c.Data, c.Out = model, data, out
	c.Steps, c.Batch, c.Ctx, c.EvalEvery = 12, 3, 24, 3
	c.LR, c.Rank, c.Dropout, c.WeightDecay, c.Val, c.Seed = 5e-3, 4, 0.1, 0.01, 0.2, 11
	return c
}

// watcher is a Reporter that notes everything and calls back after steps and measurements.
type watcher struct {
	info  Info
	steps []StepStats
	evals []EvalStats
	saved []Saved
	warns []string
	after func()
}

func (w *watcher) Start(i Info)     { w.info = i }
func (w *watcher) Warn(text string) { w.warns = append(w.warns, text) }
func (w *watcher) Saved(s Saved)    { w.saved = append(w.saved, s) }
func (w *watcher) Step(s StepStats) {
	w.steps = append(w.steps, s)
	w.call()
}
func (w *watcher) Eval(e EvalStats) {
	w.evals = append(w.evals, e)
	w.call()
}
func (w *watcher) call() {
	if w.after != nil {
		w.after()
	}
}

// train loads the data and runs.
func (x fixture) train(ctx context.Context, t *testing.T, c Config, w *watcher) (Result, error) {
	t.Helper()
	c, err := c.Resolve(x.m)
	if err != nil {
		t.Fatal(err)
	}
	d, err := LoadData(c, x.format, x.tok)
	if err != nil {
		t.Fatal(err)
	}
	return Run(ctx, x.m, d, c, w)
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestRunLearnsAndWritesAnAdapter(t *testing.T) {
	model := writeModel(t, small)
	x := openModel(t, model, 2)
	c := testConfig(model, writeFile(t, "data.txt", rhyme(80)), filepath.Join(t.TempDir(), "a.gguf"))
	c.Steps, c.Dropout, c.WeightDecay = 40, 0, 0
	w := &watcher{}
	result, err := x.train(t.Context(), t, c, w)
	if err != nil {
		t.Fatal(err)
	}
	if result.Steps != 40 || result.Interrupted || result.Adapter != c.Out || len(w.steps) != 40 {
		t.Errorf("result %+v after %d steps", result, len(w.steps))
	}
	if !(result.LastLoss < result.FirstLoss-0.5) || result.BestLoss > result.LastLoss {
		t.Errorf("held-out loss from %.3f to %.3f, best %.3f", result.FirstLoss, result.LastLoss, result.BestLoss)
	}
	if got, want := w.steps[0].Loss, math.Log(float64(x.m.Vocab)); math.Abs(got-want) > 1.5 {
		t.Errorf("first loss %.3f, want about ln(vocabulary) %.3f", got, want)
	}
	if w.info.LRB != c.LR*4 || w.info.Scale != 4 || w.info.Bytes <= 0 || w.info.Parameters <= 0 {
		t.Errorf("info %+v", w.info)
	}
	a, err := lora.Read(c.Out)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"llft.steps": "40", "llft.lr": "0.005", "llft.data": "data.txt", "llft.base": "synthetic 32 x 2", "llft.seed": "11",
	} {
		if a.Info[key] != want {
			t.Errorf("adapter's %s is %q, want %q", key, a.Info[key], want)
		}
	}
	if _, err := os.Stat(c.CheckpointPath()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a finished run leaves a checkpoint: %v", err)
	}
	if len(x.m.Linear("blk.0.attn_q.weight").Terms) != 0 {
		t.Error("the adapter is still attached")
	}
}

func TestThreadsDoNotChangeTheBytes(t *testing.T) {
	model := writeModel(t, small)
	data := writeFile(t, "data.jsonl", rhymes(40))
	var want []byte
	for _, threads := range []int{1, 3} {
		c := testConfig(model, data, filepath.Join(t.TempDir(), "a.gguf"))
		if _, err := openModel(t, model, threads).train(t.Context(), t, c, &watcher{}); err != nil {
			t.Fatal(err)
		}
		got := readFile(t, c.Out)
		if want == nil {
			want = got
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%d threads give another adapter than 1", threads)
		}
	}
}

func TestSeedChangesTheBytes(t *testing.T) {
	model := writeModel(t, small)
	data := writeFile(t, "data.txt", rhyme(40))
	x := openModel(t, model, 1)
	c := testConfig(model, data, filepath.Join(t.TempDir(), "a.gguf"))
	c.Steps = 2
	if _, err := x.train(t.Context(), t, c, &watcher{}); err != nil {
		t.Fatal(err)
	}
	first := readFile(t, c.Out)
	c.Seed++
	if _, err := x.train(t.Context(), t, c, &watcher{}); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(first, readFile(t, c.Out)) {
		t.Error("another seed gives the same adapter")
	}
}

func TestDivergenceStopsAndKeepsTheLastGoodAdapter(t *testing.T) {
	model := writeModel(t, small)
	x := openModel(t, model, 1)
	c := testConfig(model, writeFile(t, "data.txt", rhyme(200)), filepath.Join(t.TempDir(), "a.gguf"))
	c.Steps, c.LR, c.Ratio, c.Alpha, c.Clip = 200, 1, 1000, 1000, 0
	w := &watcher{}
	_, err := x.train(t.Context(), t, c, w)
	var diverged *DivergedError
	if !errors.As(err, &diverged) {
		t.Fatalf("error %v after %d steps, want a DivergedError", err, len(w.steps))
	}
	if diverged.Step >= 100 || !strings.Contains(err.Error(), "smaller learning rate") {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(c.CheckpointPath()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a checkpoint is left: %v", err)
	}
	if diverged.Kept == "" {
		if _, err := os.Stat(c.Out); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("no adapter was to be kept, yet: %v", err)
		}
		return
	}
	if a, err := lora.Read(c.Out); err != nil || a.Info["llft.steps"] != fmt.Sprint(diverged.KeptStep) {
		t.Errorf("the kept adapter: %v, %v", a, err)
	}
}

// TestLateDivergenceKeepsTheBest makes the gradients infinite after a few good steps, by a weight of the model.
func TestLateDivergenceKeepsTheBest(t *testing.T) {
	model := writeModel(t, small)
	x := openModel(t, model, 1)
	c := testConfig(model, writeFile(t, "data.txt", rhyme(80)), filepath.Join(t.TempDir(), "a.gguf"))
	w := &watcher{}
	norm := append([]float32(nil), x.m.OutNorm...)
	w.after = func() {
		if len(w.steps) == 7 {
			norm[3] = float32(math.NaN())
			x.m.OutNorm = norm
		}
	}
	_, err := x.train(t.Context(), t, c, w)
	var diverged *DivergedError
	if !errors.As(err, &diverged) || diverged.Step != 7 || diverged.KeptStep != 6 || diverged.Kept != c.Out {
		t.Fatalf("error %v, want one at step 7 that keeps step 6", err)
	}
	a, err := lora.Read(c.Out)
	if err != nil || a.Info["llft.steps"] != "6" {
		t.Fatalf("the kept adapter: %v, %v", a, err)
	}
	for _, p := range a.Pairs {
		for i, v := range p.B {
			if math.IsNaN(float64(v)) {
				t.Fatalf("%s: B[%d] is NaN", p.Target, i)
			}
		}
	}
}

func TestRunChecksTheOutputFirst(t *testing.T) {
	model := writeModel(t, small)
	x := openModel(t, model, 1)
	data := writeFile(t, "data.txt", rhyme(20))
	for name, out := range map[string]string{
		"no folder": filepath.Join(t.TempDir(), "none", "a.gguf"), "a folder": t.TempDir(), "the model": model, "the data": data, "nothing": "",
	} {
		w := &watcher{}
		if _, err := x.train(t.Context(), t, testConfig(model, data, out), w); err == nil || len(w.steps) > 0 {
			t.Errorf("%s: error %v after %d steps", name, err, len(w.steps))
		}
	}
	if got := readFile(t, data); string(got) != rhyme(20) {
		t.Error("the data was overwritten")
	}
}

// otherTier switches to another instruction set than the one in use, or skips.
func otherTier(t *testing.T) {
	t.Helper()
	for _, tier := range llft.Tiers() {
		if tier != llft.ISA() {
			restore, err := llft.SetISA(tier)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(restore)
			return
		}
	}
	t.Skip("this CPU has one tier only")
}
