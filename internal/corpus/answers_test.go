package corpus

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestSums works each sum of the text out anew, from the question alone.
func TestSums(t *testing.T) {
	plain := regexp.MustCompile(`(\d+) ([-+x]) (\d+)`)
	inAnswer := regexp.MustCompile(`(\d+) ([-+x]) (\d+) = (\d+)`)
	checked := 0
	each(t, 2500, func(d Document, _ bool) {
		for i := 1; i < len(d.Messages); i++ {
			if d.Messages[i].Role != "assistant" {
				continue
			}
			q, a := d.Messages[i-1].Content, d.Messages[i].Content
			f := inAnswer.FindStringSubmatch(a)
			if f == nil {
				continue
			}
			x, _ := strconv.Atoi(f[1])
			y, _ := strconv.Atoi(f[3])
			want := x + y
			switch f[2] {
			case "-":
				want = x - y
			case "x":
				want = x * y
			}
			if strconv.Itoa(want) != f[4] {
				t.Errorf("%q", a)
			}
			if p := plain.FindStringSubmatch(q); p != nil && p[0] != strings.TrimSuffix(f[0], " = "+f[4]) {
				t.Errorf("%q answered by %q", q, a)
			}
			if after := lastNumber(a); after != f[4] {
				t.Errorf("the last number of %q is %q", a, after)
			}
			checked++
		}
	})
	if checked < 1500 {
		t.Errorf("only %d sums were seen", checked)
	}
}

// TestAnswersAreInThePassage: but for counts and small words, each word of an answer stands in the passage.
func TestAnswersAreInThePassage(t *testing.T) {
	missing, all := 0, 0
	c := New(11)
	for _, d := range c.Held(Reading, 3000) {
		passage := bare(d.Messages[len(d.Messages)-2].Content)
		switch d.Task {
		case "reading: yes or no", "reading: not said", "reading: why", "reading: compare":
			continue
		}
		all++
		if d.Messages[0].Role == "system" {
			continue
		}
		for _, w := range strings.Fields(bare(d.Answer)) {
			w = strings.TrimSuffix(w, "'s")
			if w[0] <= '9' || slices.Contains(strings.Fields("at in on to with over for of and it is was who has had because"), w) {
				continue // a count, or a word that goes with the question
			}
			if !strings.Contains(passage, w) {
				missing++
				if missing < 20 {
					t.Logf("%q is not in the passage: %s", w, d.show())
				}
				break
			}
		}
	}
	if missing > 0 {
		t.Errorf("%d of %d answers have a word that the passage lacks", missing, all)
	}
}

// TestScore: each answer is right, and no answer of another document is, but where they say the same.
func TestScore(t *testing.T) {
	for _, k := range Kinds() {
		if k == Story {
			continue
		}
		docs := New(5).Held(k, 400)
		for i, d := range docs {
			if d.Answer == "" || d.Answer != d.Messages[len(d.Messages)-1].Content {
				t.Fatalf("no answer: %s", d.show())
			}
			if !d.Score(d.Answer) || !d.Score(" "+d.Answer+"\n") {
				t.Errorf("%q is not right: %s", d.Answer, d.show())
			}
			for _, also := range d.accept {
				if d.rule == words && also != "" && !d.Score(also) {
					t.Errorf("%q is not right: %s", also, d.show())
				}
			}
			if d.Score("") || d.Score("I do not know.") {
				t.Errorf("nothing is right: %s", d.show())
			}
			other := docs[(i+1)%len(docs)]
			if other.rule == d.rule && d.rule == exact && other.Answer != d.Answer && d.Score(other.Answer) {
				t.Errorf("%q is right: %s", other.Answer, d.show())
			}
		}
	}
	list := Document{rule: listOf, accept: animals, count: 2}
	for got, want := range map[string]bool{"fox, hare": true, "A fox and a hare.": true, "fox": false, "fox, fox": false, "fox, hare, cat": false, "fox, spoon": false} {
		if list.Score(got) != want {
			t.Errorf("%q: %v", got, !want)
		}
	}
	for got, want := range map[string]string{"12 + 7 = 19": "19", "Nineteen.": "19", "It is one hundred and five.": "105", "twenty-one apples": "21", "none": ""} {
		if lastNumber(got) != want {
			t.Errorf("last number of %q is %q, want %q", got, lastNumber(got), want)
		}
	}
}

// TestFacts: whatever the wording, a fact has one answer, and each held-out fact is asked in training in another wording.
func TestFacts(t *testing.T) {
	answer := map[string]string{}
	seen := map[string]bool{}
	c := New(9)
	subject := func(key string) string { return key[:strings.LastIndexByte(key, '|')] }
	held := c.Held(Fact, 2000)
	for i := range 30000 {
		d := c.At(only(Fact), i)
		for _, k := range d.Keys {
			seen[subject(k)] = true
		}
		for j := 1; j < len(d.Messages); j++ {
			if q := d.Messages[j-1].Content; d.Messages[j].Role == "assistant" && d.Messages[0].Role != "system" {
				if a, ok := answer[q]; ok && a != d.Messages[j].Content {
					t.Errorf("%q has two answers: %q and %q", q, a, d.Messages[j].Content)
				}
				answer[q] = d.Messages[j].Content
			}
		}
	}
	for _, d := range held {
		if !seen[subject(d.Keys[0])] {
			t.Errorf("never asked in training: %s", d.show())
		}
		if _, ok := answer[d.Messages[len(d.Messages)-2].Content]; ok {
			t.Errorf("this wording is asked in training: %s", d.show())
		}
	}
	for _, rel := range relations {
		for _, e := range rel.of(world) {
			trained := 0
			for w := range rel.ask {
				if !heldKey(wordingKey(rel.name, e.name, w)) {
					trained++
				}
			}
			if trained == 0 {
				t.Errorf("%s of %s: each plain wording is held out", rel.name, e.name)
			}
		}
		objects := map[string]bool{}
		for _, e := range rel.of(world) {
			o := e.facts[rel.name]
			if o == "" || rel.unique && objects[o] {
				t.Errorf("%s of %s: %q is empty or not unique", rel.name, e.name, o)
			}
			objects[o] = true
		}
	}
}

// TestWorld: no two things of the world share a name, and none has a name that is an ordinary word.
func TestWorld(t *testing.T) {
	names := map[string]bool{}
	n := 0
	for _, list := range [][]*entity{world.regions, world.towns, world.rivers, world.mountains, world.lakes, world.folk, world.beasts, world.houses, world.feasts} {
		for _, e := range list {
			if names[e.name] || slices.Contains(girls, e.name) || slices.Contains(boys, e.name) {
				t.Errorf("the name %s comes twice", e.name)
			}
			names[e.name] = true
			n += len(e.facts)
		}
	}
	t.Logf("%d names, %d facts", len(names), n)
}

func TestEnglish(t *testing.T) {
	for in, want := range map[string]string{"fox": "foxes", "berry": "berries", "donkey": "donkeys", "mouse": "mice", "wooden box": "wooden boxes", "shelf": "shelves"} {
		if got := plural(in); got != want {
			t.Errorf("plural of %s: %s, want %s", in, got, want)
		}
	}
	for base, want := range map[string]verb{
		"stop": {"stop", "stops", "stopped", "stopped", "stopping"}, "carry": {"carry", "carries", "carried", "carried", "carrying"},
		"open": {"open", "opens", "opened", "opened", "opening"}, "go": {"go", "goes", "went", "gone", "going"},
		"lie": {"lie", "lies", "lay", "lain", "lying"}, "paint": {"paint", "paints", "painted", "painted", "painting"},
		"make": {"make", "makes", "made", "made", "making"}, "be": {"be", "is", "was", "been", "being"}, "play": {"play", "plays", "played", "played", "playing"},
		"clean": {"clean", "cleans", "cleaned", "cleaned", "cleaning"}, "quarrel": {"quarrel", "quarrels", "quarrelled", "quarrelled", "quarrelling"},
	} {
		if got := verbOf(base); got != want {
			t.Errorf("%s: %v, want %v", base, got, want)
		}
	}
	for n, want := range map[int]string{0: "zero", 13: "thirteen", 40: "forty", 57: "fifty-seven", 100: "one hundred", 342: "three hundred and forty-two"} {
		if inWords(n) != want {
			t.Errorf("%d: %s", n, inWords(n))
		}
	}
}
