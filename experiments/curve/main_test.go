package main

import (
	"slices"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	c, err := read(strings.NewReader(`steps     400 of 32 documents: about 2.0 M tokens
step 0/400  held-out loss 7.6609, perplexity 2123.56
step 122/400  loss 3.3125  10840 tokens/s  43 min 49 s left
step 200/400  held-out loss 1.5000, perplexity 4.48
step 400/400  held-out loss 1.2500, perplexity 3.49 (best 1.2 at step 3)
`))
	if err != nil || !slices.Equal(c.tokens, []float64{1, 2}) || !slices.Equal(c.loss, []float64{1.5, 1.25}) {
		t.Errorf("%v, error %v", c, err)
	}
	if _, err := read(strings.NewReader("nothing\n")); err == nil {
		t.Error("a text that is no log was read")
	}
}
