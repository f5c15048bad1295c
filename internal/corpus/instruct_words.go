package corpus

import "strings"

func firstLast(r *rng, held bool, d *Document) {
	list, key := wordList(r, nounsForLists, r.between(3, 5), held)
	i := r.n(len(list))
	which := []string{"first", "second", "third", "fourth", "fifth"}[i]
	if i == len(list)-1 && r.chance(60) {
		which = "last"
	}
	d.done("nth word", phrase(r, joined(list), "What is the "+which+" word? %s", "Say only the "+which+" word: %s", "Which word comes "+which+"? %s", "Give me the "+which+" of these: %s"), list[i], key)
}

// whichIs asks for the one word of a kind.
func whichIs(r *rng, held bool, d *Document) {
	k := kindsOf[r.n(len(kindsOf)-1)]
	w := pick(r, k.words)
	if ambiguous(w) {
		whichIs(r, held, d)
		return
	}
	list := []string{w}
	for len(list) < 3 {
		o := kindsOf[r.n(len(kindsOf)-1)]
		x := pick(r, o.words)
		if o.kind != k.kind && !ambiguous(x) && !contains(list, x) {
			list = append(list, x)
		}
	}
	shuffle(r, list)
	key := listKey(list)
	if heldKey(key) != held {
		whichIs(r, held, d)
		return
	}
	d.done("which is", phrase(r, joined(list), "Which of these is "+article(k.kind)+"? %s", "Find the "+k.kind+": %s", "Say which one is "+article(k.kind)+": %s"), w, key)
}

// oddOne asks for the word that does not belong.
func oddOne(r *rng, held bool, d *Document) {
	k, o := kindsOf[r.n(7)], kindsOf[r.n(7)]
	list := some(r, k.words, 3)
	w := pick(r, o.words)
	if o.kind == k.kind || ambiguous(w) || contains(k.words, w) {
		oddOne(r, held, d)
		return
	}
	list = append(list, w)
	shuffle(r, list)
	if key := listKey(list); heldKey(key) == held {
		d.done("odd one out", phrase(r, joined(list), "Which word does not belong? %s", "Find the odd one out: %s", "One of these is different. Which one? %s"), w, key)
		return
	}
	oddOne(r, held, d)
}

func isA(r *rng, held bool, d *Document) {
	k := kindsOf[r.n(len(kindsOf))]
	o := k
	if r.chance(50) {
		o = kindsOf[r.n(len(kindsOf))]
	}
	w := pick(r, o.words)
	key := wordingKey("is a "+k.kind, w, 0)
	if ambiguous(w) || heldKey(key) != held {
		isA(r, held, d)
		return
	}
	yes := o.kind == k.kind
	d.done("is a", pick(r, []string{"Is " + subjectOf(o.kind, w) + " " + article(k.kind) + "?", "Tell me: is " + subjectOf(o.kind, w) + " " + article(k.kind) + "?"}), yesNo(yes), key)
	long := "Yes, " + subjectOf(o.kind, w) + " is " + article(k.kind) + "."
	if !yes {
		long = "No, " + subjectOf(o.kind, w) + " is not " + article(k.kind) + "."
	}
	d.accept = []string{long}
}

// oneWord draws a word; the wording that asks for it decides the split, so that each word is seen, only not in each wording.
func oneWord(r *rng, relation string, of []string, wordings int, held bool) (w string, wording int, key string) {
	for {
		w, wording = pick(r, of), r.n(wordings)
		if key = wordingKey(relation, w, wording); heldKey(key) == held {
			return w, wording, key
		}
	}
}

func spell(r *rng, held bool, d *Document) {
	w, i, key := oneWord(r, "spell", spelled, 4, held)
	ask := []string{"Spell the word " + w + ".", "How do you spell " + w + "?", "Spell: " + w, "Say the letters of " + w + "."}[i]
	d.done("spell", ask, strings.Join(strings.Split(w, ""), "-"), key)
	d.rule = exact
}

// spelled are the words that are spelled: short ones.
var spelled = func() []string {
	var out []string
	for _, w := range nounsForLists {
		if len(w) <= 6 && !strings.Contains(w, "-") && !contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}()

func letters(r *rng, held bool, d *Document) {
	w, i, key := oneWord(r, "letters", spelled, 4, held)
	switch i {
	case 0:
		d.done("letters", "What is the first letter of "+w+"?", w[:1], key)
	case 1:
		d.done("letters", "What is the last letter of "+w+"?", w[len(w)-1:], key)
	case 2:
		d.done("letters", "How many letters does "+w+" have?", itoa(len(w)), key)
		d.rule = number
		return
	default:
		d.done("letters", "With which letter does "+w+" begin?", w[:1], key)
	}
	d.rule = exact
}

func pluralOf(r *rng, held bool, d *Document) {
	w, i, key := oneWord(r, "plural", nounsForPlural, 4, held)
	ask := []string{"What is the plural of " + w + "?", "One " + w + ", two ...?", "Give the plural: " + w, "Here is one " + w + ". What are two of them called?"}[i]
	d.done("plural", ask, plural(w), key)
	d.accept = []string{"two " + plural(w)}
}

var nounsForPlural = flat(animals, foods, tools, clothes, containers, dishes, buildings, people, []string{"child", "man", "woman", "tooth", "foot", "leaf", "knife", "wife"})

func opposite(r *rng, held bool, d *Document) {
	i := r.n(2)
	var from []string
	for _, p := range opposites {
		from = append(from, p[i])
	}
	w, n, key := oneWord(r, "opposite", from, 5, held)
	to := ""
	for _, p := range opposites {
		if p[i] == w {
			to = p[1-i]
		}
	}
	ask := []string{"What is the opposite of " + w + "?", "Say the opposite: " + w, "Opposite of " + w + "?", "Which word means the opposite of " + w + "?", "Not " + w + ", but ...?"}[n]
	d.done("opposite", ask, capital(to)+".", key)
}

func animalSays(r *rng, held bool, d *Document) {
	w, i, key := oneWord(r, "says", speakers, 3, held)
	long := "A" + article(w)[1:] + " " + sounds[w] + "."
	ask := []string{"What does " + article(w) + " do when it makes a sound?", "Which sound does " + article(w) + " make?", "How does " + article(w) + " speak?"}[i]
	d.done("animal sound", ask, "It "+sounds[w]+".", key)
	d.accept = []string{sounds[w], long}
}

var speakers = func() []string {
	var out []string
	for _, a := range animals {
		if sounds[a] != "" {
			out = append(out, a)
		}
	}
	return out
}()

func joinAnd(r *rng, held bool, d *Document) {
	list, key := wordList(r, nounsForLists, r.between(2, 4), held)
	d.done("join", phrase(r, joined(list), "Join these words with 'and': %s", "Make one phrase of these: %s", "Write with 'and': %s"), listed(list), key)
	d.rule = exact
}

func leaveOut(r *rng, held bool, d *Document) {
	list, key := wordList(r, nounsForLists, r.between(3, 5), held)
	i := r.n(len(list))
	left := append(append([]string(nil), list[:i]...), list[i+1:]...)
	d.done("leave out", phrase(r, joined(list), "Leave out "+list[i]+": %s", "Repeat without "+list[i]+": %s", "Take "+list[i]+" out of this list: %s"), joined(left), key)
}

func swapWords(r *rng, held bool, d *Document) {
	list, key := wordList(r, nounsForLists, 2, held)
	d.done("swap", phrase(r, list[0]+" and "+list[1], "Swap the two words: %s", "Change the places of these two: %s"), list[1]+" and "+list[0], key)
}

// sentenceWith asks for any sentence with a word.
func sentenceWith(r *rng, held bool, d *Document) {
	for {
		s := &scene{r: *r, held: held}
		c := s.clause()
		t := c.sentence(s)
		w := c.what.noun
		if c.many > 1 || s.r.chance(40) {
			w = strings.TrimPrefix(c.who.name, "the ")
		}
		i := s.r.n(3)
		*r = s.r
		key := wordingKey("sentence with", w, i)
		if heldKey(key) != held {
			continue
		}
		ask := []string{"Write a sentence with the word " + w + ".", "Make a sentence with " + w + ".", "Give me a sentence in which the word " + w + " stands."}[i]
		d.done("sentence with", ask, t, key, s.key)
		d.rule, d.accept = sentence, []string{w}
		return
	}
}

// figuresOf turns words into figures, and back.
func figuresOf(r *rng, held bool, d *Document) {
	n, key := oneNumber(r, "figures", 0, 999, held)
	if r.chance(50) {
		d.done("figures", phrase(r, inWords(n), "Write in figures: %s", "Write this number in figures: %s"), itoa(n), key)
		d.rule = number
		return
	}
	d.done("number words", phrase(r, itoa(n), "Write in words: %s", "Write this number in words: %s"), inWords(n), key)
}

// startWith asks for a word by its first letter: there are many answers, all of the lists.
func startWith(r *rng, held bool, d *Document) {
	k := kindsOf[r.n(5)]
	letter := pick(r, strings.Split("abcdefghlmnoprstw", ""))
	var fit []string
	for _, w := range k.words {
		if w[:1] == letter {
			fit = append(fit, w)
		}
	}
	i := r.n(3)
	key := wordingKey("starts with "+letter, k.kind, i)
	if len(fit) == 0 || heldKey(key) != held {
		startWith(r, held, d)
		return
	}
	ask := []string{"Name " + article(k.kind) + " that begins with " + letter + ".", "Which " + k.kind + " begins with " + letter + "?", "Tell me " + article(k.kind) + " with the first letter " + letter + "."}[i]
	d.done("begins with", ask, pick(r, fit), key)
	d.rule, d.accept, d.count = listOf, fit, 1
}
