// Package toytest runs the toys in tests.
package toytest

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"llft/experiments/loraplus/toy"
)

// Made is what a quick run of an experiment writes into dir, by file name; the lines of results sorted, as workers finish in any order.
func Made(t *testing.T, name, dir string, workers int, run func(context.Context, *toy.Options) error) map[string][]byte {
	t.Helper()
	o := &toy.Options{Quick: true, Out: dir, Workers: workers, Name: name, Stdout: io.Discard}
	if err := run(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(entry.Name(), ".jsonl") {
			lines := bytes.Split(data, []byte("\n"))
			slices.SortFunc(lines, bytes.Compare)
			data = bytes.Join(lines, []byte("\n"))
		}
		out[entry.Name()] = data
	}
	return out
}

// Same demands of an experiment, which made want with one worker, the same with three, and after a stop in the middle.
func Same(t *testing.T, name string, want map[string][]byte, run func(context.Context, *toy.Options) error) {
	t.Helper()
	three := Made(t, name, t.TempDir(), 3, run)
	stopped := t.TempDir()
	results := "quick-" + name + ".jsonl"
	half := want[results]
	if err := os.WriteFile(filepath.Join(stopped, results), half[1:len(half)*2/3], 0o644); err != nil {
		t.Fatal(err)
	}
	again := Made(t, name, stopped, 2, run)
	for file := range want {
		if !bytes.Equal(want[file], three[file]) {
			t.Errorf("%s differs with three workers", file)
		}
		if !bytes.Equal(want[file], again[file]) {
			t.Errorf("%s differs after a stop", file)
		}
	}
}
