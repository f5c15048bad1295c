package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// golden are the hashes of the first 300 documents of each kind of seed 1 (training, then 50 held out), made by
// go test ./internal/corpus -run Golden, which prints what it finds. Whoever changes the text changes them on purpose.
var golden = map[Kind]string{
	Story:       "a0ce2077b885987a",
	Reading:     "419ed87a099654b8",
	Sum:         "4c3500852adcb2cb",
	Instruction: "afa6e5e4d0a23c32",
	Fact:        "f098046871ed3423",
	Chat:        "e3900b48a6ee14e9",
}

func only(k Kind) Weights {
	var w Weights
	w[k] = 1
	return w
}

func TestGolden(t *testing.T) {
	for _, k := range Kinds() {
		h := sha256.New()
		c := New(1)
		for i := range 300 {
			h.Write([]byte(c.At(only(k), i).show()))
		}
		for _, d := range c.Held(k, 50) {
			h.Write([]byte(d.show()))
		}
		if got := hex.EncodeToString(h.Sum(nil)[:8]); got != golden[k] {
			t.Errorf("%v: hash %q, want %q", k, got, golden[k])
		}
	}
}

func TestSeedsAndOrder(t *testing.T) {
	a, b := New(1), New(2)
	same := 0
	i := 0
	for d := range a.Train(DefaultWeights) {
		if d.show() != New(1).At(DefaultWeights, i).show() {
			t.Fatalf("document %d is not the same by At and by Train", i)
		}
		if d.show() == b.At(DefaultWeights, i).show() {
			same++
		}
		if i++; i == 300 {
			break
		}
	}
	if same > 10 {
		t.Errorf("seeds 1 and 2 share %d of 300 documents", same)
	}
}

// each calls f with n training documents of each kind, and with some held out.
func each(t *testing.T, n int, f func(d Document, held bool)) {
	t.Helper()
	c := New(7)
	for _, k := range Kinds() {
		for i := range n {
			f(c.At(only(k), i), false)
		}
		for _, d := range c.Held(k, n/10) {
			f(d, true)
		}
	}
}

// TestSplitsAreDisjoint: no key of the held-out documents occurs in training, nor the other way round, nor does any question come
// in both. Keys of content are read back from the text where the text shows them: sums.
func TestSplitsAreDisjoint(t *testing.T) {
	trained, prompts := map[string]bool{}, map[string]bool{}
	heldDocs := []Document{}
	sums := regexp.MustCompile(`(\d+) ([-+x]) (\d+) = (\d+)`)
	families := map[string]bool{}
	each(t, 4000, func(d Document, held bool) {
		if held {
			heldDocs = append(heldDocs, d)
			return
		}
		for _, k := range d.Keys {
			trained[k] = true
		}
		for _, m := range d.Messages {
			if m.Role == "user" {
				prompts[m.Content] = true
			}
			if m.Role == "assistant" {
				for _, f := range sums.FindAllStringSubmatch(m.Content, -1) {
					families[familyOf(f)] = true
				}
			}
		}
	})
	for _, d := range heldDocs {
		if len(d.Keys) == 0 {
			t.Fatalf("held out without a key: %s", d.show())
		}
		for _, k := range d.Keys {
			if trained[k] {
				t.Errorf("key %q of %v is in both splits", k, d.Kind)
			}
		}
		if d.Kind == Story {
			continue
		}
		if d.Kind != Chat && prompts[d.Messages[len(d.Messages)-2].Content] {
			t.Errorf("question is in both splits: %s", d.show())
		}
		for _, f := range sums.FindAllStringSubmatch(d.Answer, -1) {
			if families[familyOf(f)] {
				t.Errorf("sum %s is in training", f[0])
			}
		}
	}
}

func familyOf(f []string) string {
	a, _ := strconv.Atoi(f[1])
	b, _ := strconv.Atoi(f[3])
	op := f[2][0]
	if op == 'x' {
		op = '*'
	}
	return familyKey(op, a, b)
}

// texts are the texts of a document with where they come from.
func texts(d Document) []string {
	out := []string{}
	if d.Text != "" {
		out = append(out, d.Text)
	}
	for _, m := range d.Messages {
		out = append(out, m.Content)
	}
	return out
}

var (
	badArticle = regexp.MustCompile(`(?i)\b(a [aeiou]|an [bcdfgjklmnpqrstvwxyz])\w*`)
	goodA      = regexp.MustCompile(`(?i)^a (useful|uni|one|once|eu|usual)`)
	doubled    = regexp.MustCompile(`\b([a-z]+) ([a-z]+)\b`)
)

func TestGrammar(t *testing.T) {
	each(t, 1500, func(d Document, _ bool) {
		for _, s := range texts(d) {
			if strings.Contains(s, "  ") || strings.HasSuffix(s, " ") || strings.HasPrefix(s, " ") {
				t.Errorf("spaces in %q", s)
			}
			if strings.ContainsAny(s, "{}<>[]|%") {
				t.Errorf("unfilled hole in %q", s)
			}
			for _, m := range badArticle.FindAllString(s, -1) {
				if !goodA.MatchString(m) {
					t.Errorf("article %q in %q", m, s)
				}
			}
			s = strings.ReplaceAll(s, " ...", "")
			for _, bad := range []string{" ,", " .", "..\"", ",,", ",.", "?.", "!.", ". .", "\n\n", " s ", "childs", "mans ", "sheeps"} {
				if strings.Contains(s, bad) {
					t.Errorf("%q in %q", bad, s)
				}
			}
			for _, m := range doubled.FindAllStringSubmatch(s, -1) {
				if m[1] == m[2] {
					t.Errorf("doubled %q in %q", m[0], s)
				}
			}
			if strings.Count(s, `"`)%2 != 0 {
				t.Errorf("quotes do not pair in %q", s)
			}
		}
	})
}

// TestSentences: running text begins with capitals and ends with a stop.
func TestSentences(t *testing.T) {
	small := regexp.MustCompile(`(^|[.!?] |\n)[a-z]`)
	each(t, 1000, func(d Document, _ bool) {
		s := d.Text
		if d.Kind == Story && s == "" {
			s = d.Messages[1].Content
		}
		if s == "" {
			return
		}
		if m := small.FindString(s); m != "" {
			t.Errorf("small letter at %q in %q", m, s)
		}
		for _, line := range strings.Split(strings.TrimSpace(s), "\n") {
			if !strings.ContainsAny(line[len(line)-1:], `.!?"`) {
				t.Errorf("no end of sentence in %q", line)
			}
		}
	})
}

var wordForm = regexp.MustCompile(`[A-Za-z]+(-[a-z]+)?`)

func TestVocabulary(t *testing.T) {
	count := map[string]int{}
	total := 0
	each(t, 4000, func(d Document, _ bool) {
		for _, s := range texts(d) {
			for _, w := range wordForm.FindAllString(s, -1) {
				if w == strings.ToUpper(w) && len(w) > 1 || strings.Contains(w, "-") {
					continue // capitals of a task, letters that are spelled
				}
				count[strings.ToLower(w)]++
				total++
			}
		}
	})
	rare := 0
	for _, n := range count {
		if n < 20 {
			rare++
		}
	}
	t.Logf("%d words, %d different, %d of them fewer than 20 times", total, len(count), rare)
	if len(count) < 1200 || len(count) > 4000 {
		t.Errorf("%d different words, want 1,200 to 4,000", len(count))
	}
}

// TestThroughput says what the kinds make up, and how fast: some 17 MB/s of CPU time on one core of a Zen 5. The floor is low, for
// machines that do other things beside.
func TestThroughput(t *testing.T) {
	c := New(3)
	var bytes, docs [kinds]int
	n, start := 0, time.Now()
	for i := range 20000 {
		d := c.At(DefaultWeights, i)
		docs[d.Kind]++
		for _, s := range texts(d) {
			n += len(s)
			bytes[d.Kind] += len(s)
		}
	}
	rate := float64(n) / 1e6 / time.Since(start).Seconds()
	t.Logf("%.1f MB/s, %d bytes a document", rate, n/20000)
	for _, k := range Kinds() {
		t.Logf("%-12v %4.1f%% of the bytes, %d bytes a document", k, 100*float64(bytes[k])/float64(n), bytes[k]/docs[k])
	}
	if rate < 0.5 {
		t.Errorf("%.1f MB/s", rate)
	}
}

func BenchmarkTrain(b *testing.B) {
	c := New(3)
	n := 0
	for i := 0; b.Loop(); i++ {
		for _, s := range texts(c.At(DefaultWeights, i)) {
			n += len(s)
		}
	}
	b.SetBytes(int64(n / b.N))
}
