package corpus

import (
	"slices"
	"strings"
)

// rule says how an answer is compared.
type rule int

const (
	// words: the same words, whatever the case, the stops and the articles; a number may be written in words or in figures.
	words rule = iota
	// exact: the same text but for space around it. For capitals and spelling.
	exact
	// number: the last number of the answer is right, so that working may stand before it.
	number
	// listOf: as many different members of the set as were asked for, and nothing else but "and".
	listOf
	// sentence: a sentence of three words or more that has the word asked for.
	sentence
)

// Score says whether got answers the document's task. It is true of Answer itself.
func (d Document) Score(got string) bool {
	switch d.rule {
	case exact:
		return strings.TrimSpace(got) == strings.TrimSpace(d.Answer)
	case number:
		return lastNumber(got) != "" && lastNumber(got) == lastNumber(d.Answer)
	case sentence:
		t := strings.TrimSpace(got)
		f := strings.Fields(bare(t))
		return len(f) >= 3 && t == capital(t) && strings.HasSuffix(t, ".") && slices.Contains(f, strings.ToLower(d.accept[0]))
	case listOf:
		var have []string
		for _, w := range strings.Fields(bare(got)) {
			if w == "and" {
				continue
			}
			if !slices.Contains(d.accept, w) || slices.Contains(have, w) {
				return false
			}
			have = append(have, w)
		}
		return len(have) == d.count
	}
	g := bare(got)
	if g == "" {
		return false
	}
	if g == bare(d.Answer) {
		return true
	}
	for _, a := range d.accept {
		if g == bare(a) {
			return true
		}
	}
	return false
}

var figures = func() map[string]string {
	m := map[string]string{}
	for n := 0; n < 1000; n++ {
		m[inWords(n)] = itoa(n)
	}
	return m
}()

// bare leaves the words: lower case, figures for numbers of one word, no stops, no articles.
func bare(s string) string {
	var out []string
	for _, w := range strings.Fields(strings.ToLower(s)) {
		w = strings.Trim(w, ".,!?;:\"'()")
		if f, ok := figures[w]; ok {
			w = f
		}
		if w != "" && w != "the" && w != "a" && w != "an" {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// lastNumber is the last number of a text, in figures; "one hundred and five" is one number.
func lastNumber(s string) string {
	f := strings.Fields(strings.ToLower(s))
	for i := range f {
		f[i] = strings.Trim(f[i], ".,!?;:\"'()")
	}
	for end := len(f); end > 0; end-- {
		w := f[end-1]
		if w == "" {
			continue
		}
		if strings.Trim(w, "0123456789") == "" {
			return w
		}
		for start := max(0, end-4); start < end; start++ {
			if n, ok := figures[strings.Join(f[start:end], " ")]; ok {
				return n
			}
		}
	}
	return ""
}
