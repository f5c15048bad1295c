package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"strings"
	"testing"

	"llft"
	"llft/quant"
)

const tiny = "dim=256,layers=1,heads=4,kv=2,ffn=512,vocab=300"

// temporary makes a folder for temporary files, and the test fails if something is left in it.
func temporary(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	t.Cleanup(func() {
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("left in the temporary folder: %v, error %v", left, err)
		}
	})
}

// TestRun measures everything on a tiny model and looks at each field of the JSON.
func TestRun(t *testing.T) {
	temporary(t)
	before := llft.ISA()
	report, err := Run(context.Background(), Config{
		Synthetic: tiny, Types: []string{"q4_k_m"}, Works: Works(), Tokens: []int{9}, Rank: 2, Reps: 2, ISA: llft.Generic, Threads: 1,
		Compute: quant.F32, Checkpoint: "on", PeakRSS: func() int64 { return 1 },
	})
	if err != nil {
		t.Fatal(err)
	}
	if llft.ISA() != before {
		t.Errorf("the tier in use is %s afterwards, was %s", llft.ISA(), before)
	}
	var out bytes.Buffer
	if err := report.WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	var parsed struct {
		Machine map[string]any
		Limits  []map[string]any
		Results []map[string]any
	}
	if err := json.Unmarshal(out.Bytes(), &parsed); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"cpu", "tiers", "threads"} {
		if parsed.Machine[key] == nil {
			t.Errorf("machine has no %q", key)
		}
	}
	units := map[string]float64{}
	for _, l := range parsed.Limits {
		v, _ := l["value"].(float64)
		if v <= 0 || l["name"] == "" || l["unit"] == "" {
			t.Errorf("limit %v", l)
		}
		units[l["name"].(string)] = v
	}
	if len(parsed.Results) != 5 {
		t.Fatalf("%d results, want 5", len(parsed.Results))
	}
	for i, r := range parsed.Results {
		for _, key := range []string{"work", "model", "type", "tokens", "rank", "isa", "compute", "threads", "tok_s", "spread", "share_of_limit", "limit", "peak_rss_bytes"} {
			if r[key] == nil {
				t.Errorf("result %d has no %q", i, key)
			}
		}
		want := map[string]any{
			"work": []string{"load", "prefill", "decode", "decode", "train"}[i], "rank": []float64{0, 0, 0, 2, 2}[i],
			"type": "Q4_K_M", "model": tiny, "isa": "generic", "compute": "f32", "threads": 1.0,
			"limit": []string{bandwidthName, plainGo.name, bandwidthName, bandwidthName, plainGo.name}[i],
		}
		for key, v := range want {
			if r[key] != v {
				t.Errorf("result %d: %s is %v, want %v", i, key, r[key], v)
			}
		}
		share, rate, most := r["share_of_limit"].(float64), r["tok_s"].(float64), r["limit_tok_s"].(float64)
		if rate <= 0 || share <= 0 || math.Abs(share-rate/most) > 1e-9 || r["peak_rss_bytes"].(float64) <= 0 {
			t.Errorf("result %d: %v", i, r)
		}
		if units[r["limit"].(string)] < r["limit_value"].(float64) {
			t.Errorf("result %d: its limit is %v, above that of the list", i, r["limit_value"])
		}
	}
	out.Reset()
	if err := report.WriteTable(&out); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"read bandwidth", "GFLOP/s", "train (recompute)", "Q4_K_M"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("no %q in the table:\n%s", part, out.String())
		}
	}
}

func TestFault(t *testing.T) {
	r := Result{Work: "decode", Model: "m", Type: "F32", Tokens: 7, TokS: 11}
	r.against(Limit{Name: "x", Value: 3}, 10)
	report := Report{Results: []Result{r}}
	var out bytes.Buffer
	if err := report.WriteTable(&out); err != nil || r.Share != 1.1 || !strings.Contains(out.String(), "FAULT: decode of m F32, 7 tokens, is above its limit") {
		t.Errorf("share %g, error %v, table:\n%s", r.Share, err, out.String())
	}
	r = Result{TokS: 9}
	if r.against(Limit{}, 10); r.Fault != "" {
		t.Error("a figure below its limit is a fault")
	}
}

// TestLimitOf: a tier's limit is the best that it has; the best tier has all; training has that of its own arithmetic.
func TestLimitOf(t *testing.T) {
	order := llft.Tiers()
	top := order[len(order)-1]
	l := &limits{all: []Limit{
		{Name: bandwidthName}, {Name: "go", Value: 1, tier: llft.Generic, form: "f32"}, {Name: "top f32", Value: 5, tier: top, form: "f32"},
		{Name: "top int8", Value: 10, tier: top, form: "int8"}, {Name: "beyond", Value: 50, tier: llft.AMX, form: "bf16"},
	}}
	if len(order) > 1 {
		if got := l.best(llft.Generic, "").Name; got != "go" {
			t.Errorf("generic has the limit %q", got)
		}
		if got := l.best(llft.Generic, "bf16").Name; got != "go" {
			t.Errorf("generic in bf16 has the limit %q", got)
		}
	}
	for form, want := range map[string]string{"": "beyond", "f32": "top f32", "bf16": "beyond", "int8": "top int8"} {
		if got := l.best(top, form).Name; got != want {
			t.Errorf("%s in %q has the limit %q, want %q", top, form, got, want)
		}
	}
}

func TestStops(t *testing.T) {
	temporary(t)
	ctx, cancel := context.WithCancel(context.Background())
	c := Config{Synthetic: tiny, Types: []string{"f32"}, Works: []string{"prefill"}, Tokens: []int{4}, Reps: 1000, Checkpoint: "auto", Threads: 1,
		Progress: func(text string) {
			if strings.HasPrefix(text, "prefill") {
				cancel()
			}
		}}
	if _, err := Run(ctx, c); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that it was cancelled", err)
	}
}

func TestCheckRefuses(t *testing.T) {
	good := Config{Synthetic: tiny, Types: []string{"q4_0"}, Works: Works(), Rank: 1, Reps: 1, Checkpoint: "auto"}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Config){
		"work": func(c *Config) { c.Works = []string{"sleep"} }, "tokens": func(c *Config) { c.Tokens = []int{0} },
		"rank": func(c *Config) { c.Rank = -1 }, "no rank": func(c *Config) { c.Rank = 0 }, "reps": func(c *Config) { c.Reps = 0 },
		"threads": func(c *Config) { c.Threads = -1 }, "checkpoint": func(c *Config) { c.Checkpoint = "maybe" },
		"two models": func(c *Config) { c.Model = "m" }, "save": func(c *Config) { c.Synthetic, c.Save = "", "f" },
		"save two": func(c *Config) { c.Save, c.Types = "f", []string{"f32", "f16"} }, "type": func(c *Config) { c.Types = []string{"q9"} },
		"unreadable type": func(c *Config) { c.Types = []string{"iq2_xxs"} }, "tier": func(c *Config) { c.ISA = "mmx" },
		"shape": func(c *Config) { c.Synthetic = "llama-9" }, "field": func(c *Config) { c.Synthetic = "dim=64,layers=1,x=1" },
		"number": func(c *Config) { c.Synthetic = "dim=64,layers=-1" }, "no layers": func(c *Config) { c.Synthetic = "dim=64" },
		"heads": func(c *Config) { c.Synthetic = "dim=64,layers=1,heads=4,kv=3" }, "vocab": func(c *Config) { c.Synthetic = "dim=64,layers=1,vocab=10" },
	} {
		c := good
		change(&c)
		if err := c.Check(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestShapes: the parameters of the real models.
func TestShapes(t *testing.T) {
	for name, want := range map[string]int64{"tinyllama": 1_100_048_384, "llama-3.2-1b": 1_235_814_400 + 32, "llama-2-7b": 6_738_415_616, "llama-3.1-8b": 8_030_261_248 + 64} {
		s, err := shapeOf(name, "f32")
		if err != nil {
			t.Fatal(err)
		}
		if n := shapeBytes(t, s) / 4; n != want {
			t.Errorf("%s has %d parameters, want %d", name, n, want)
		}
	}
}

func TestMeanAndDeviation(t *testing.T) {
	if m, d := meanAndDeviation([]float64{2, 4, 4, 6}); m != 4 || math.Abs(d-math.Sqrt(8.0/3)) > 1e-12 {
		t.Errorf("mean %g, deviation %g", m, d)
	}
	if m, d := meanAndDeviation([]float64{3}); m != 3 || d != 0 {
		t.Errorf("of one: mean %g, deviation %g", m, d)
	}
}
