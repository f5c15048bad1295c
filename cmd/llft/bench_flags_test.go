package main

import (
	"slices"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"llft/bench"
	"llft/quant"
)

// TestBenchFlags sets each flag to a value that is not its default and looks for it in the configuration.
func TestBenchFlags(t *testing.T) {
	usual := bench.Config{Types: []string{"q4_0"}, Works: bench.Works(), Rank: 8, Reps: 5, Checkpoint: "auto"}
	tested := []string{"help", "version", "json"}
	var k *kong.Kong
	for _, c := range []struct {
		args []string
		set  func(*bench.Config)
	}{
		{[]string{"--model", "m.gguf"}, func(c *bench.Config) { c.Model = "m.gguf" }},
		{[]string{"--synthetic", "tinyllama"}, func(c *bench.Config) { c.Synthetic = "tinyllama" }},
		{[]string{"--type", "q8_0,f16"}, func(c *bench.Config) { c.Types = []string{"q8_0", "f16"} }},
		{[]string{"--save", "s.gguf", "--synthetic", "tinyllama"}, func(c *bench.Config) { c.Save, c.Synthetic = "s.gguf", "tinyllama" }},
		{[]string{"--work", "none"}, func(c *bench.Config) { c.Works = nil }},
		{[]string{"--work", "decode,train"}, func(c *bench.Config) { c.Works = []string{"decode", "train"} }},
		{[]string{"--tokens", "7,9"}, func(c *bench.Config) { c.Tokens = []int{7, 9} }},
		{[]string{"--rank", "3"}, func(c *bench.Config) { c.Rank = 3 }},
		{[]string{"--rank", "0"}, func(c *bench.Config) { c.Rank, c.Works = 0, []string{"load", "prefill", "decode"} }},
		{[]string{"--reps", "2"}, func(c *bench.Config) { c.Reps = 2 }},
		{[]string{"--isa", "generic"}, func(c *bench.Config) { c.ISA = "generic" }},
		{[]string{"--threads", "4"}, func(c *bench.Config) { c.Threads = 4 }},
		{[]string{"--compute", "f32"}, func(c *bench.Config) { c.Compute = quant.F32 }},
		{[]string{"--checkpoint", "on"}, func(c *bench.Config) { c.Checkpoint = "on" }},
	} {
		want := usual
		c.set(&want)
		var parsed *cli
		parsed, k = parse(t, append([]string{"bench"}, c.args...)...)
		got, err := parsed.Bench.config()
		if err != nil {
			t.Errorf("%v: %v", c.args, err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.args, diff)
		}
		tested = append(tested, c.args[0][2:])
	}
	for _, node := range k.Model.Children {
		if node.Name != "bench" {
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
}
