package tokenizer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// learntPre is the pre-tokenizer of learnt vocabularies: that of GPT-2 after each digit has become a word of its own, so that no token
// holds two digits and sums are learnt figure by figure. llama.cpp knows it by this name.
const learntPre = "smollm"

// longestWord is the most bytes that are merged as one word while learning; longer ones (there are none in prose) are cut.
const longestWord = 256

// Words counts the words of a text from which a vocabulary is learnt. The zero value is ready for use.
type Words struct {
	counts map[string]*int64
	bytes  int64
}

// Add counts the words of a text.
func (w *Words) Add(text string) {
	if w.counts == nil {
		w.counts = map[string]*int64{}
	}
	w.bytes += int64(len(text))
	pretokenizers[learntPre].split(text, func(word string) {
		for len(word) > longestWord {
			w.add(word[:longestWord])
			word = word[longestWord:]
		}
		w.add(word)
	})
}

func (w *Words) add(word string) {
	n, ok := w.counts[word]
	if !ok {
		n = new(int64)
		w.counts[strings.Clone(word)] = n // not a part of the text, which may be large
	}
	*n++
}

// Bytes is the length of all texts so far.
func (w *Words) Bytes() int64 { return w.bytes }

// Len is how many different words there are.
func (w *Words) Len() int { return len(w.counts) }

// rule is a learnt merge: symbols left and right become the next symbol. Symbols 0 to 255 are bytes, 256+i is what rule i makes.
type rule struct{ left, right int32 }

// pair is what is known of two neighbouring symbols.
type pair struct {
	count int64   // how often they stand side by side in the text
	at    []int32 // where the left one has stood; some places no longer hold
}

// contender is a pair on the heap with the count that it had when it was put there.
type contender struct {
	count int64
	rule
}

// before orders by count; ties go to the older symbols, so that the result depends on the text alone.
func (a contender) before(b contender) bool {
	return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.left, b.left), cmp.Compare(a.right, b.right)) < 0
}

// learner holds all different words end to end, as a list of symbols:
//
//	symbols  t  h  e  |  t  h  e  n  |        | = -1: the end of a word
//	after    1  2  3     5  6  7  8           the next symbol's place
//	         th .  e  |  th .  e  n  |        merging t h leaves a gap, which after and prior skip
type learner struct {
	symbols      []int32
	prior, after []int32
	word         []int32 // which word a place belongs to
	times        []int64 // how often each word stands in the text
	pairs        map[rule]*pair
	heap         []contender
	fresh        []rule // pairs that the merge in progress has made
}

const wordEnd = -1

// learn finds up to n merges (Gage 1994, Sennrich et al. 2016): the most frequent pair of neighbours becomes a symbol, again and again.
// Counts and places are kept up to date instead of counted anew, so that all of it takes time n log n in the text's different words.
func (w *Words) learn(n int) []rule {
	l := newLearner(w)
	var rules []rule
	for len(rules) < n {
		best, ok := l.pop()
		if !ok {
			break
		}
		l.merge(best, 256+int32(len(rules)))
		rules = append(rules, best)
	}
	return rules
}

func newLearner(w *Words) *learner {
	words := make([]string, 0, len(w.counts))
	size := 0
	for word := range w.counts {
		words = append(words, word)
		size += len(word) + 1
	}
	slices.Sort(words)
	l := &learner{pairs: map[rule]*pair{}}
	l.symbols, l.word = make([]int32, 0, size), make([]int32, 0, size)
	for i, word := range words {
		l.times = append(l.times, *w.counts[word])
		for j := range len(word) {
			l.symbols, l.word = append(l.symbols, int32(word[j])), append(l.word, int32(i))
		}
		l.symbols, l.word = append(l.symbols, wordEnd), append(l.word, int32(i))
	}
	l.prior, l.after = make([]int32, size), make([]int32, size)
	for i := range l.symbols {
		l.prior[i], l.after[i] = int32(i)-1, int32(i)+1
	}
	for i := range l.symbols {
		l.count(int32(i), 1)
	}
	for r, p := range l.pairs {
		l.heap = append(l.heap, contender{p.count, r})
	}
	slices.SortFunc(l.heap, func(a, b contender) int { // a sorted list is a heap
		if a.before(b) {
			return -1
		}
		return 1
	})
	l.fresh = l.fresh[:0]
	return l
}

// count adds (sign 1) or takes away (-1) the pair whose left symbol stands at i, if one does.
func (l *learner) count(i, sign int32) {
	if i < 0 || l.symbols[i] == wordEnd {
		return
	}
	r := rule{l.symbols[i], l.symbols[l.after[i]]}
	if r.right == wordEnd {
		return
	}
	p := l.pairs[r]
	if p == nil {
		p = &pair{}
		l.pairs[r] = p
		l.fresh = append(l.fresh, r)
	}
	p.count += int64(sign) * l.times[l.word[i]]
	if sign > 0 {
		p.at = append(p.at, i)
	}
}

// merge makes symbol of every pair r, in each word from left to right as encoding does.
func (l *learner) merge(r rule, symbol int32) {
	places := l.pairs[r].at
	delete(l.pairs, r)
	slices.Sort(places)
	l.fresh = l.fresh[:0]
	for _, i := range places {
		next := l.after[i]
		if l.symbols[i] != r.left || l.symbols[next] != r.right {
			continue // one of them has been merged otherwise
		}
		l.count(l.prior[i], -1)
		l.count(next, -1)
		l.symbols[i], l.symbols[next] = symbol, wordEnd
		l.after[i] = l.after[next]
		l.prior[l.after[next]] = i
		l.count(l.prior[i], 1)
		l.count(i, 1)
	}
	delete(l.pairs, r) // overlapping pairs (a a a) were counted again
	for _, f := range l.fresh {
		if p := l.pairs[f]; p != nil && p.count > 0 {
			l.push(contender{p.count, f})
		}
	}
}

// fewest is how often a pair must stand in the text to become a token.
const fewest = 2

// pop takes the most frequent pair. A count on the heap may be too high, as pairs vanish; such a pair goes back with its true count.
func (l *learner) pop() (rule, bool) {
	for len(l.heap) > 0 {
		top := l.heap[0]
		last := len(l.heap) - 1
		l.heap[0] = l.heap[last]
		l.heap = l.heap[:last]
		l.down(0)
		p := l.pairs[top.rule]
		switch {
		case p == nil || p.count < fewest:
		case p.count == top.count:
			return top.rule, true
		default:
			l.push(contender{p.count, top.rule})
		}
	}
	return rule{}, false
}

func (l *learner) push(c contender) {
	l.heap = append(l.heap, c)
	for i := len(l.heap) - 1; i > 0; {
		parent := (i - 1) / 2
		if !l.heap[i].before(l.heap[parent]) {
			return
		}
		l.heap[i], l.heap[parent] = l.heap[parent], l.heap[i]
		i = parent
	}
}

func (l *learner) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(l.heap) {
			return
		}
		if child+1 < len(l.heap) && l.heap[child+1].before(l.heap[child]) {
			child++
		}
		if !l.heap[child].before(l.heap[i]) {
			return
		}
		l.heap[i], l.heap[child] = l.heap[child], l.heap[i]
		i = child
	}
}

// checkControl refuses control tokens that merges of plain text could make: those that the pre-tokenizer takes for one word.
func checkControl(all []string) error {
	for i, text := range all {
		words := 0
		pretokenizers[learntPre].split(text, func(string) { words++ })
		switch {
		case slices.Contains(all[:i], text):
			return fmt.Errorf("control token %q is there twice", text)
		case words < 2:
			return fmt.Errorf("control token %q could be a word of a text; want letters and signs, as in <|%s|>", text, text)
		}
	}
	return nil
}
