package main

import (
	"testing"
	"time"
)

func TestWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{bytesText(0), "0 B"},
		{bytesText(1023), "1023 B"},
		{bytesText(1536), "1.5 KiB"},
		{bytesText(1 << 20), "1.0 MiB"},
		{bytesText(1<<20 - 1), "1.0 MiB"},
		{bytesText(3_800_000_000), "3.5 GiB"},
		{bytesText(1 << 62), "4.0 EiB"},
		{countText(999), "999"},
		{countText(260_032), "260.0 K"},
		{countText(1_100_048_384), "1.1 B"},
		{durationText(800 * time.Millisecond), "0.8 s"},
		{durationText(42 * time.Second), "42 s"},
		{durationText(185 * time.Second), "3 min 05 s"},
		{durationText(2*time.Hour + 10*time.Minute), "2 h 10 min"},
		{rate(0, time.Second), "-"},
		{rate(5, 2*time.Second), "2.50 tokens/s"},
		{rate(500, 2*time.Second), "250 tokens/s"},
		{plural(1, "token"), "1 token"},
		{plural(2, "token"), "2 tokens"},
		{oneLine("a\nb\x1b[1m"), "a b?[1m"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
