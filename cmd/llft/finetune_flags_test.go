package main

import (
	"slices"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"llft/train"
)

// parse reads a command line as execute does, without running it.
func parse(t *testing.T, args ...string) (*cli, *kong.Kong) {
	t.Helper()
	var c cli
	k, err := kong.New(&c, finetuneVars(), pretrainVars(), benchVars())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Parse(args); err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	return &c, k
}

// TestFinetuneFlags sets each flag to a value that is not its default and looks for it in the configuration.
func TestFinetuneFlags(t *testing.T) {
	cases := []struct {
		args []string
		set  func(*train.Config)
	}{
		{[]string{"--out", "o.gguf"}, func(c *train.Config) { c.Out = "o.gguf" }},
		{[]string{"--steps", "7"}, func(c *train.Config) { c.Steps = 7 }},
		{[]string{"--epochs", "2.5"}, func(c *train.Config) { c.Epochs = 2.5 }},
		{[]string{"--batch", "3"}, func(c *train.Config) { c.Batch = 3 }},
		{[]string{"--ctx", "99"}, func(c *train.Config) { c.Ctx = 99 }},
		{[]string{"--lr", "3e-3"}, func(c *train.Config) { c.LR = 3e-3 }},
		{[]string{"--ratio", "1"}, func(c *train.Config) { c.Ratio = 1 }},
		{[]string{"--rank", "5"}, func(c *train.Config) { c.Rank = 5 }},
		{[]string{"--alpha", "32.5"}, func(c *train.Config) { c.Alpha = 32.5 }},
		{[]string{"--targets", "attn_q,ffn_up"}, func(c *train.Config) { c.Targets = []string{"attn_q", "ffn_up"} }},
		{[]string{"--dropout", "0.1"}, func(c *train.Config) { c.Dropout = 0.1 }},
		{[]string{"--full"}, func(c *train.Config) { c.Full, c.Out = true, "plays.model.gguf" }},
		{[]string{"--type", "f16"}, func(c *train.Config) { c.Type = "f16" }},
		{[]string{"--schedule", "cosine"}, func(c *train.Config) { c.Schedule = "cosine" }},
		{[]string{"--warmup", "9"}, func(c *train.Config) { c.Warmup = 9 }},
		{[]string{"--beta2", "0.95"}, func(c *train.Config) { c.Beta2 = 0.95 }},
		{[]string{"--weight-decay", "0.01"}, func(c *train.Config) { c.WeightDecay = 0.01 }},
		{[]string{"--clip", "0"}, func(c *train.Config) { c.Clip = 0 }},
		{[]string{"--seed", "18446744073709551615"}, func(c *train.Config) { c.Seed = 1<<64 - 1 }},
		{[]string{"--val", "0"}, func(c *train.Config) { c.Val = 0 }},
		{[]string{"--eval-every", "11"}, func(c *train.Config) { c.EvalEvery = 11 }},
		{[]string{"--template", "llama-3"}, func(c *train.Config) { c.Template = "llama-3" }},
		{[]string{"--raw"}, func(c *train.Config) { c.Raw = true }},
		{[]string{"--special"}, func(c *train.Config) { c.Special = true }},
		{[]string{"--recompute", "on"}, func(c *train.Config) { c.Recompute = "on" }},
		{[]string{"--save-every", "90s"}, func(c *train.Config) { c.CheckpointEvery = 90 * time.Second }},
		{[]string{"--resume"}, func(c *train.Config) { c.Resume = true }},
		{[]string{"--force"}, func(c *train.Config) { c.Restart = true }},
		{[]string{"--json"}, func(*train.Config) {}},
		{[]string{"--threads", "3"}, func(*train.Config) {}}, // arrives in llama.Options
		{[]string{"--compute", "bf16"}, func(c *train.Config) { c.Compute = "bf16" }},
	}
	base := []string{"finetune", "--model", "m.gguf", "--data", "dir/plays.txt"}
	usual := train.Default()
	usual.Model, usual.Data, usual.Out, usual.Version = "m.gguf", "dir/plays.txt", "plays.adapter.gguf", buildVersion()

	tested := []string{"model", "data", "help", "version"}
	for _, c := range cases {
		want := usual
		c.set(&want)
		parsed, _ := parse(t, append(slices.Clone(base), c.args...)...)
		if diff := cmp.Diff(want, parsed.Finetune.config()); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.args, diff)
		}
		tested = append(tested, c.args[0][2:])
	}
	parsed, k := parse(t, base...)
	if diff := cmp.Diff(usual, parsed.Finetune.config()); diff != "" {
		t.Errorf("no flags (-want +got):\n%s", diff)
	}
	for _, node := range k.Model.Children {
		if node.Name != "finetune" {
			continue
		}
		for _, flags := range node.AllFlags(true) {
			for _, f := range flags {
				if !slices.Contains(tested, f.Name) {
					t.Errorf("flag --%s is not tested", f.Name)
				}
			}
		}
	}
	parsed, _ = parse(t, append(slices.Clone(base), "--threads", "3", "--compute", "f32", "--json")...)
	if f := parsed.Finetune; f.Threads != 3 || f.Compute != "f32" || !f.JSON {
		t.Errorf("threads %d, compute %q, json %v, want 3, f32, true", f.Threads, f.Compute, f.JSON)
	}
}

func TestResumeCommand(t *testing.T) {
	line := commandLine{"finetune", "-m", "my model.gguf", "-d", "it's.txt", "--force", "--steps", "5"}
	const want = `llft finetune -m 'my model.gguf' -d 'it'\''s.txt' --steps 5 --resume`
	if got := line.resume(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
