package corpus

import (
	"strings"
	"testing"
)

// TestDemoNeedsTheQuestion: neither one answer for all nor the answer of the nearest training question gets anywhere.
func TestDemoNeedsTheQuestion(t *testing.T) {
	c := New(1)
	train, held := c.Demo(400), c.DemoHeld(200)
	trained := map[string]bool{}
	for _, d := range train {
		for _, k := range d.Keys {
			trained[k] = true
			if heldKey(k) {
				t.Errorf("key %s belongs to the held-out split", k)
			}
		}
	}
	for _, d := range held {
		if trained[d.Keys[0]] || !heldKey(d.Keys[0]) {
			t.Errorf("held-out key %s is trained on", d.Keys[0])
		}
		if !d.Score(d.Answer) || d.Score(train[0].Answer) {
			t.Errorf("score of %s", d.show())
		}
	}
	best, nearest, fields := 0, 0, 0
	for _, a := range train {
		right := 0
		for _, d := range held {
			if d.Score(a.Answer) {
				right++
			}
		}
		best = max(best, right)
	}
	for _, d := range held {
		near, score := train[0], -1.0
		for _, a := range train {
			if s := overlap(d.Messages[0].Content, a.Messages[0].Content); s > score {
				near, score = a, s
			}
		}
		if d.Score(near.Answer) {
			nearest++
		}
		got, want := strings.Split(near.Answer, ", "), strings.Split(d.Answer, ", ")
		for i := range want {
			if got[i] == want[i] {
				fields++
			}
		}
	}
	t.Logf("of %d: best constant %d right, answer of the nearest question %d right (%d of %d fields)", len(held), best, nearest, fields, 4*len(held))
	if 100*best >= 30*len(held) || 100*nearest >= 30*len(held) {
		t.Errorf("baselines: %d and %d of %d", best, nearest, len(held))
	}
	// The base never sees the form.
	each(t, 1000, func(d Document, _ bool) {
		if s := d.show(); strings.Contains(s, "who: ") || strings.Contains(s, DemoLead) {
			t.Errorf("the form is in the corpus: %s", s)
		}
	})
}

func TestWriteJSONL(t *testing.T) {
	var b strings.Builder
	docs := []Document{{Text: "One & two."}, {Messages: []Message{{"user", "Hi"}, {"assistant", "Hello"}}}}
	if err := WriteJSONL(&b, docs); err != nil {
		t.Fatal(err)
	}
	want := `{"text":"One & two."}` + "\n" + `{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}` + "\n"
	if b.String() != want {
		t.Errorf("got %s, want %s", b.String(), want)
	}
}

// overlap is the share of words that two texts have in common.
func overlap(a, b string) float64 {
	have := map[string]bool{}
	for _, w := range strings.Fields(a) {
		have[w] = true
	}
	n, both := len(have), 0
	seen := map[string]bool{}
	for _, w := range strings.Fields(b) {
		if seen[w] {
			continue
		}
		seen[w] = true
		if have[w] {
			both++
		} else {
			n++
		}
	}
	return float64(both) / float64(n)
}
