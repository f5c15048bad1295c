package corpus

import "strings"

var (
	nounsForLists = flat(animals, foods, tools, clothes, things, plants, furniture, materials, buildings)
	adjectives    = flat(sizes, qualities, surfaces, tastes, natures, colours)
	forCapitals   = flat(nounsForLists, adjectives)
)

// wordList draws k different words whose list is of the split. Lists of one word are keyed as such.
func wordList(r *rng, of []string, k int, held bool) ([]string, string) {
draw:
	for {
		list := some(r, of, k)
		for i := range list {
			for j := range list[:i] {
				if list[i] == list[j] {
					continue draw
				}
			}
		}
		if key := listKey(list); heldKey(key) == held {
			return list, key
		}
	}
}

func joined(words []string) string { return strings.Join(words, ", ") }

// task is an instruction: it adds a turn to a document.
type task func(r *rng, held bool, d *Document)

// tasks in an order that is part of what a seed means. Those that come twice are asked twice as often.
var tasks = []task{repeatWords, repeatWords, listSome, countWords, upper, lower, reverse, reverse, pastTense, pastTense, negate, question1,
	opposite, sortNumbers, sortWords, complete, colourOf, firstLast, firstLast, whichIs, isA, spell, pluralOf, joinAnd, replaceWord, leaveOut,
	structure, structure, swapWords, startWith, presentTense, letters, animalSays, oddOne, whoDid, whoDid,
	structure, sentenceWith, figuresOf}

// instruction is one to three tasks in training, one where it is held out.
func instruction(r *rng, held bool) Document {
	d := Document{Task: "instruction"}
	n := 1
	if !held {
		n = pick(r, []int{1, 1, 2, 3})
	}
	for i := 0; i < n; i++ {
		d.accept, d.rule, d.count = nil, words, 0
		pick(r, tasks)(r, held, &d)
	}
	return d
}

// phrase is one of the wordings with %s replaced by the text.
func phrase(r *rng, text string, of ...string) string {
	return strings.Replace(pick(r, of), "%s", text, 1)
}

func repeatWords(r *rng, held bool, d *Document) {
	if r.chance(40) {
		c, key := drawClause(r, held)
		d.rule = exact
		d.done("repeat", phrase(r, c, "Repeat: %s", "Say this again: %s", "Repeat this sentence: %s", "Write this down: %s"), c, key)
		return
	}
	list, key := wordList(r, nounsForLists, r.between(2, 5), held)
	d.done("repeat", phrase(r, joined(list), "Repeat: %s", "Repeat these words: %s", "Say these words again: %s", "Say: %s"), joined(list), key)
}

// drawClause is a sentence in the past whose triple is of the split.
func drawClause(r *rng, held bool) (string, string) {
	s := &scene{r: *r, held: held}
	c := s.clause()
	t := c.sentence(s)
	*r = s.r
	return t, s.key
}

func listSome(r *rng, held bool, d *Document) {
	k := kindsOf[r.n(11)]
	n := r.between(2, 5)
	key := wordingKey("list", k.kind+itoa(n), r.n(4))
	if heldKey(key) != held {
		listSome(r, held, d)
		return
	}
	w := int(key[len(key)-1] - '0')
	many := plural(k.kind)
	if strings.HasPrefix(k.kind, "piece") {
		many = "pieces" + strings.TrimPrefix(k.kind, "piece")
	}
	ask := []string{"List " + inWords(n) + " " + many + ".", "Name " + inWords(n) + " " + many + ".", "Give me " + inWords(n) + " " + many + ".", "Tell me " + inWords(n) + " " + many + ", please."}[w]
	d.done("list", ask, joined(some(r, k.words, n)), key)
	d.rule, d.accept, d.count = listOf, k.words, n
}

func countWords(r *rng, held bool, d *Document) {
	s := &scene{r: *r, held: held}
	c := s.clause()
	t := c.sentence(s)
	*r = s.r
	n := len(strings.Fields(t))
	if r.chance(50) {
		list, key := wordList(r, nounsForLists, r.between(2, 6), held)
		t, n, s.key = strings.Join(list, " "), len(list), key
	}
	d.done("count words", phrase(r, t, "How many words are there? %s", "Count the words: %s", "How many words does this have? %s"), itoa(n), s.key)
	d.rule = number
}

func upper(r *rng, held bool, d *Document) {
	list, key := wordList(r, forCapitals, r.between(1, 3), held)
	t := strings.Join(list, " ")
	d.done("uppercase", phrase(r, t, "Write in capitals: %s", "Make this uppercase: %s", "Put this in capital letters: %s", "Say it in capitals: %s"), strings.ToUpper(t), key)
	d.rule = exact
}

func lower(r *rng, held bool, d *Document) {
	list, key := wordList(r, forCapitals, r.between(1, 3), held)
	t := strings.Join(list, " ")
	d.done("lowercase", phrase(r, strings.ToUpper(t), "Make this lowercase: %s", "Write in small letters: %s", "No capitals, please: %s"), t, key)
	d.rule = exact
}

func reverse(r *rng, held bool, d *Document) {
	list, key := wordList(r, nounsForLists, r.between(2, 5), held)
	back := make([]string, len(list))
	for i, w := range list {
		back[len(list)-1-i] = w
	}
	d.done("reverse", phrase(r, joined(list), "Reverse this list: %s", "Say these words backwards: %s", "Turn the order around: %s", "Write the list from last to first: %s"), joined(back), key)
}

func sortNumbers(r *rng, held bool, d *Document) {
	for {
		n, top := r.between(2, 5), pick(r, []int{9, 20, 99})
		nums := map[int]bool{}
		var list []string
		for len(list) < n {
			x := r.between(1, top)
			if !nums[x] {
				nums[x] = true
				list = append(list, itoa(x))
			}
		}
		key := listKey(list)
		if heldKey(key) != held {
			continue
		}
		var up []string
		for x := 0; x <= top; x++ {
			if nums[x] {
				up = append(up, itoa(x))
			}
		}
		ask := phrase(r, joined(list), "Sort these numbers: %s", "Put these numbers in order: %s", "Sort from small to large: %s")
		if r.chance(25) {
			ask = phrase(r, joined(list), "Sort from large to small: %s", "Sort these numbers, the biggest first: %s")
			for i, j := 0, len(up)-1; i < j; i, j = i+1, j-1 {
				up[i], up[j] = up[j], up[i]
			}
		}
		d.done("sort numbers", ask, joined(up), key)
		return
	}
}

func sortWords(r *rng, held bool, d *Document) {
draw:
	for {
		list, key := wordList(r, nounsForLists, r.between(2, 4), held)
		for i := range list {
			for j := range list[:i] {
				if list[i][0] == list[j][0] { // the first letters decide
					continue draw
				}
			}
		}
		d.done("sort words", phrase(r, joined(list), "Sort these words by the alphabet: %s", "Put these words in order of the alphabet: %s", "Sort alphabetically: %s"), joined(sorted(list)), key)
		return
	}
}
