package tasks

import (
	"slices"
	"strings"
	"testing"

	"llft/chat"
	"llft/gguf"
	"llft/internal/synthetic"
	"llft/tokenizer"
)

func each(t *testing.T, test func(t *testing.T, task *Task)) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			task, err := New(name, Usual)
			if err != nil {
				t.Fatal(err)
			}
			test(t, task)
		})
	}
}

// TestSplit: the parts have the sizes that were asked for, no content is in two of them, and no question comes twice.
func TestSplit(t *testing.T) {
	each(t, func(t *testing.T, task *Task) {
		if got := (Sizes{len(task.Train), len(task.Val), len(task.Test)}); got != Usual {
			t.Errorf("sizes %+v, want %+v", got, Usual)
		}
		where, prompts := map[string]int{}, map[string]bool{}
		for i, part := range [][]Example{task.Train, task.Val, task.Test} {
			for _, e := range part {
				if in, ok := where[e.Key]; ok && in != i {
					t.Fatalf("content %q is in parts %d and %d", e.Key, in, i)
				}
				where[e.Key] = i
				if prompts[e.Prompt] {
					t.Fatalf("question %q comes twice", e.Prompt)
				}
				prompts[e.Prompt] = true
			}
		}
	})
}

// TestEveryWordIsTrained: no held-out row asks for a word that no training row shows, in question or answer.
func TestEveryWordIsTrained(t *testing.T) {
	each(t, func(t *testing.T, task *Task) {
		words := func(text string) []string {
			return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" .,;=!?:", r) })
		}
		known := map[string]bool{}
		for _, e := range task.Train {
			for _, w := range append(words(e.Prompt), words(e.Answer)...) {
				known[w] = true
			}
		}
		unknown := map[string]bool{}
		for _, e := range append(slices.Clone(task.Val), task.Test...) {
			for _, w := range append(words(e.Prompt), words(e.Answer)...) {
				if !known[w] {
					unknown[w] = true
				}
			}
		}
		if len(unknown) > 0 {
			t.Errorf("not in training: %v", unknown)
		}
	})
}

// TestAnswersAreUnique: a question has one answer, and in the tongue a sentence is the translation of one sentence only.
func TestAnswersAreUnique(t *testing.T) {
	task, err := New(Hard, Usual)
	if err != nil {
		t.Fatal(err)
	}
	from := map[string]string{}
	for _, e := range slices.Concat(task.Train, task.Val, task.Test) {
		if other, ok := from[e.Answer]; ok {
			t.Fatalf("%q translates both %q and %q", e.Answer, other, e.Prompt)
		}
		from[e.Answer] = e.Prompt
	}
}

// TestTongue: the words are different and the grammar is as described.
func TestTongue(t *testing.T) {
	if n := len(lexicon); n != len(persons)+len(objects)+len(adjectives)+len(verbs)+2 || n < 100 {
		t.Errorf("%d words: the lists share some, or are short", n)
	}
	seen := map[string]string{}
	for english, word := range lexicon {
		if other, ok := seen[word]; ok {
			t.Errorf("%q means %q and %q", word, english, other)
		}
		seen[word] = english
	}
	s := sentence{who: phrase{"baker", "old", false}, what: phrase{"cup", "red", true}, verb: "wash", past: true}
	if got, want := s.english(), "The old baker washed the red cups."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	l := lexicon
	if got, want := s.tongue(), l["baker"]+" "+l["old"]+" "+l["cup"]+l["plural"]+" "+l["red"]+" "+l["wash"]+l["past"]; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	s.past, s.who.adjective = false, ""
	if got, want := s.english(), "The baker washes the red cups."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	s.who.many, s.verb = true, "move"
	if got, want := s.english(), "The bakers move the red cups."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestID: rows that change make another task, so that stored results of the old ones are not taken for the new ones'.
func TestID(t *testing.T) {
	each(t, func(t *testing.T, task *Task) {
		again, err := New(task.Name, Usual)
		if err != nil {
			t.Fatal(err)
		}
		was := task.ID()
		if got := again.ID(); got != was || !strings.HasPrefix(got, task.Name+"@") {
			t.Errorf("the same rows are %q and %q", was, got)
		}
		again.Test[3].Answer += "."
		if again.ID() == was {
			t.Error("a changed answer does not show")
		}
	})
}

// TestEncode: only the answer and its end are learnt, with a template and without.
func TestEncode(t *testing.T) {
	for _, template := range []string{"", chat.Native} {
		path := t.TempDir() + "/m.gguf"
		if err := synthetic.Write(path, synthetic.Shape{Dim: 32, Layers: 1, Heads: 2, Vocab: 400, ChatTemplate: template}); err != nil {
			t.Fatal(err)
		}
		file, err := gguf.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		tok, err := tokenizer.New(file.KV)
		if err != nil {
			t.Fatal(err)
		}
		format, err := chat.New(file.KV, tok, "")
		if err != nil {
			t.Fatal(err)
		}
		task, err := New(Hard, Sizes{Train: 20, Val: 5, Test: 5})
		if err != nil {
			t.Fatal(err)
		}
		enc, err := task.Encode(format, 256)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range enc.Train {
			var learnt []int32
			for _, target := range s.Targets {
				if target >= 0 {
					learnt = append(learnt, target)
				}
			}
			text := tok.Decode(learnt, false)
			if want := task.Train[i].Answer; !strings.HasPrefix(strings.TrimSpace(text), want) || len(text) > len(want)+12 {
				t.Errorf("template %q: learnt %q, want %q and an end", template, text, want)
			}
		}
		if _, err := task.Encode(format, 10); err == nil {
			t.Error("rows longer than the context are no error")
		}
	}
}
