package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAdapterSpec(t *testing.T) {
	odd := filepath.Join(t.TempDir(), "v:2")
	if err := os.WriteFile(odd, nil, 0o666); err != nil {
		t.Skip("this system has no file names with a colon")
	}
	for _, c := range []struct {
		arg  string
		want adapterSpec
	}{
		{"a.gguf", adapterSpec{"a.gguf", 1}},
		{"a.gguf:0.5", adapterSpec{"a.gguf", 0.5}},
		{"a.gguf:-1", adapterSpec{"a.gguf", -1}},
		{"dir/a.gguf:1e-1", adapterSpec{"dir/a.gguf", 0.1}},
		{`C:\x\a.gguf`, adapterSpec{`C:\x\a.gguf`, 1}},
		{`C:\x\a.gguf:2`, adapterSpec{`C:\x\a.gguf`, 2}},
		{"C:5", adapterSpec{"C:5", 1}},
		{"a:b.gguf", adapterSpec{"a:b.gguf", 1}},
		{"a:b.gguf:3", adapterSpec{"a:b.gguf", 3}},
		{odd, adapterSpec{odd, 1}},
		{odd + ":3", adapterSpec{odd, 3}},
	} {
		var got adapterSpec
		if err := got.UnmarshalText([]byte(c.arg)); err != nil || got != c.want {
			t.Errorf("%q: got %+v, %v, want %+v", c.arg, got, err, c.want)
		}
	}
	for _, arg := range []string{"a.gguf:NaN", "a.gguf:inf", ":0.5"} {
		var got adapterSpec
		if err := got.UnmarshalText([]byte(arg)); err == nil {
			t.Errorf("%q is accepted as %+v", arg, got)
		}
	}
}
