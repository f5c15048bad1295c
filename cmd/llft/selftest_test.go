package main

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"llft/bench"
)

func TestSelftestFails(t *testing.T) {
	checks := []bench.Check{
		{Name: "good", Run: func() (string, error) { return "3 things", nil }},
		{Name: "bad", Run: func() (string, error) { return "", errors.New("one\nof two") }},
	}
	var out bytes.Buffer
	err := runChecks(context.Background(), stdio{out: &out, err: &out}, checks)
	if want := "PASS good: 3 things\nFAIL bad: one of two\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	if code := report(&out, err); code != exitFailure {
		t.Errorf("error %v, exit code %d, want 1", err, code)
	}
}
