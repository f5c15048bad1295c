package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"llft/chat"
	"llft/generate"
	"llft/internal/corpus"
)

// TestLlamaCppRunsBase: llama.cpp writes the same greedy text with the base and with the demo's adapter on it, from the files that llft writes.
// LLFT_JUDGE: see lora/judge_test.go.
func TestLlamaCppRunsBase(t *testing.T) {
	judge := os.Getenv("LLFT_JUDGE")
	if judge == "" {
		t.Skip("no llama.cpp to compare with: set LLFT_JUDGE")
	}
	dir := t.TempDir()
	model, adapter := filepath.Join(dir, "base.gguf"), filepath.Join(dir, "demo.gguf")
	for _, args := range [][]string{{"base", "--save", model}, {"demo", "-o", adapter}} {
		var out, stderr strings.Builder
		if code := run(args, stdio{nil, &out, &stderr}); code != exitOK {
			t.Fatalf("llft %v: exit code %d: %s", args, code, stderr.String())
		}
	}
	l, err := modelFlags{Model: model, Compute: "auto"}.open(stdio{nil, os.Stderr, os.Stderr}, true)
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	format, err := chat.New(l.file.KV, l.tok, "")
	if err != nil {
		t.Fatal(err)
	}
	ask, err := newAsker(l, format)
	if err != nil {
		t.Fatal(err)
	}
	defer ask.close()

	compare := func(t *testing.T, prompt []int32, adapters ...string) {
		t.Helper()
		const longest = 40
		var ours []int32
		ask.generator.Reset()
		if _, err := ask.generator.Generate(context.Background(), prompt, generate.Options{Sampler: ask.sampler, MaxTokens: longest, IsStop: format.IsStop},
			func(id int32, _ string) bool {
				if id >= 0 { // the end of the text has no token
					ours = append(ours, id)
				}
				return true
			}); err != nil {
			t.Fatal(err)
		}
		args := append([]string{filepath.Join(judge, "llamacpp.mjs"), "greedy", model, ids(prompt), fmt.Sprint(longest)}, adapters...)
		out, err := exec.Command("node", args...).Output()
		if err != nil {
			t.Fatalf("node %v: %v", args, err)
		}
		theirs, _, _ := strings.Cut(string(out), "\n")
		// llama.cpp goes on behind the end of a turn, where ours stops.
		if !strings.HasPrefix(theirs+" ", ids(ours)+" ") || len(ours) == 0 {
			t.Errorf("prompt %v:\nours   %v\ntheirs %v", l.tok.Decode(prompt, true), ids(ours), theirs)
		}
	}
	t.Run("base", func(t *testing.T) {
		// Questions that have one answer: where two tokens are about as likely, the two programs' rounding of activations decides.
		for _, question := range []string{"Hello! Who are you?", "What is 12 + 7?", "Say it backwards: the old bridge"} {
			prompt, err := format.Prompt([]chat.Message{{Role: "user", Content: question}})
			if err != nil {
				t.Fatal(err)
			}
			compare(t, prompt)
		}
	})
	t.Run("adapter", func(t *testing.T) {
		if _, err := l.attach(adapterSpec{Path: adapter, Scale: 1}, false); err != nil {
			t.Fatal(err)
		}
		for _, d := range corpus.New(5).DemoHeld(3) {
			prompt, err := format.Prompt(messagesOf(d.Prompt()))
			if err != nil {
				t.Fatal(err)
			}
			compare(t, prompt, adapter+":1")
		}
	})
}

// ids writes tokens as the judge does.
func ids(tokens []int32) string { return strings.Trim(fmt.Sprint(tokens), "[]") }
