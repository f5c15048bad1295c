package corpus

import "strings"

// changed draws a sentence of the split and writes it twice, the verb changed.
func changed(r *rng, held bool, f func(c clause) (from, to string)) (from, to, key string) {
	s := &scene{r: *r, held: held}
	c := s.clause()
	c.time = ""
	a, b := f(c)
	r1, r2 := s.r, s.r // the same order of the parts
	from, to = c.written(&r1, a), c.written(&r2, b)
	*r = r1
	return from, to, s.key
}

func pastTense(r *rng, held bool, d *Document) {
	from, to, key := changed(r, held, func(c clause) (string, string) { return verbOf(c.verb).third, verbOf(c.verb).past })
	d.done("past tense", phrase(r, from, "Put this sentence in the past tense: %s", "Rewrite in the past tense: %s", "Say it in the past: %s", "Make it past: %s"), to, key)
}

func presentTense(r *rng, held bool, d *Document) {
	if r.chance(50) {
		from, to, key := changed(r, held, func(c clause) (string, string) { return verbOf(c.verb).past, verbOf(c.verb).third })
		d.done("present tense", phrase(r, from, "Put this sentence in the present tense: %s", "Rewrite in the present tense: %s", "Say it in the present: %s"), to, key)
		return
	}
	from, to, key := changed(r, held, func(c clause) (string, string) { return verbOf(c.verb).third, "will " + c.verb })
	d.done("future tense", phrase(r, from, "Put this sentence in the future tense: %s", "Rewrite in the future tense: %s", "Say it in the future: %s"), to, key)
}

func negate(r *rng, held bool, d *Document) {
	f := func(c clause) (string, string) { return verbOf(c.verb).past, "did not " + c.verb }
	if r.chance(50) {
		f = func(c clause) (string, string) { return verbOf(c.verb).third, "does not " + c.verb }
	}
	from, to, key := changed(r, held, f)
	d.done("negate", phrase(r, from, "Say that this is not so: %s", "Make this sentence negative: %s", "Put 'not' into this sentence: %s", "Deny this: %s"), to, key)
}

func question1(r *rng, held bool, d *Document) {
	s := &scene{r: *r, held: held}
	c := s.clause()
	c.time, c.how = "", ""
	*r = s.r
	t := capital(c.subject()+" "+c.rest(false)) + "."
	q := join("Did", c.subject(), c.verb, c.object(), c.at()) + "?"
	d.done("question", phrase(r, t, "Make this a question: %s", "Turn this sentence into a question: %s", "Ask if this is so: %s"), q, s.key)
}

// whoDid asks for one part of one sentence, in a word or two.
func whoDid(r *rng, held bool, d *Document) {
	s := &scene{r: *r, held: held}
	c := s.clause()
	for c.where.noun == "" {
		c = s.clause()
	}
	t := c.sentence(s)
	*r = s.r
	switch r.n(4) {
	case 0:
		d.done("part of a sentence", phrase(r, t, "Who did it? %s", "Who does this sentence speak of? %s", "Name the person: %s"), capital(c.subject())+".", s.key)
	case 1:
		d.done("part of a sentence", phrase(r, t, "Where did it happen? %s", "Name the place: %s", "Say only where: %s"), capital(c.at())+".", s.key)
		d.accept = []string{c.where.noun}
	case 2:
		d.done("part of a sentence", phrase(r, t, "Name the object: %s", "Say only what: %s"), capital(c.object())+".", s.key)
	default:
		d.done("part of a sentence", phrase(r, t, "Which word says what was done? %s", "Find the verb: %s", "Name the verb: %s"), capital(verbOf(c.verb).past)+".", s.key)
	}
}

// structure asks for two or three parts of a sentence, in the order of the question, or for the sentence made short. The demo's form
// is not among these, but whoever can do them has what it takes to learn it.
func structure(r *rng, held bool, d *Document) {
	s := &scene{r: *r, held: held}
	c := s.clause()
	for c.where.noun == "" {
		c = s.clause()
	}
	t := c.sentence(s)
	*r = s.r
	if r.chance(50) {
		d.done("shorten", phrase(r, t, "Make this shorter: %s", "Say it in a short way: %s", "Leave out what is not needed: %s"), capital(c.subject()+" "+verbOf(c.verb).past+" "+c.object())+".", s.key)
		return
	}
	names := []string{"the person", "the verb", "the thing", "the place"}
	parts := []string{c.subject(), verbOf(c.verb).past, c.object(), c.at()}
	var ask, answer []string
	for _, i := range some(r, []int{0, 1, 2, 3}, r.between(2, 3)) {
		ask, answer = append(ask, names[i]), append(answer, parts[i])
	}
	d.done("parts", phrase(r, t, "Name "+listed(ask)+": %s", "Find "+listed(ask)+": %s", "Write down "+listed(ask)+": %s"), capital(joined(answer))+".", s.key)
}

func colourOf(r *rng, held bool, d *Document) {
	list, c := some(r, things, 2), some(r, colours, 2)
	i := r.n(2)
	shown := []string{c[0] + " " + list[0]}
	t := article(shown[0])
	if r.chance(60) {
		shown = append(shown, c[1]+" "+list[1])
		t += " and " + article(shown[1])
	} else {
		i = 0
	}
	key := listKey(shown)
	if heldKey(key) != held || list[0] == list[1] {
		colourOf(r, held, d)
		return
	}
	d.done("colour", pick(r, []string{"Here is " + t + ". What colour is the " + list[i] + "?", "I have " + t + ". Name the colour of the " + list[i] + ".", "I see " + t + ". Which colour is the " + list[i] + "?"}), capital(c[i])+".", key)
	d.accept = []string{"The " + list[i] + " is " + c[i] + "."}
}

func complete(r *rng, held bool, d *Document) {
	lead := pick(r, []string{"Complete the sentence: ", "Finish this sentence: ", "Fill in the last word: "})
	switch r.n(3) {
	case 0:
		p := opposites[r.n(len(opposites))]
		i := r.n(2)
		key := wordingKey("complete opposite", p[i], 0)
		if heldKey(key) != held {
			complete(r, held, d)
			return
		}
		d.done("complete", lead+"The opposite of "+p[i]+" is ...", p[1-i], key)
	case 1:
		k := kindsOf[r.n(len(kindsOf))]
		w := pick(r, k.words)
		key := wordingKey("complete kind", w, 0)
		if heldKey(key) != held || ambiguous(w) {
			complete(r, held, d)
			return
		}
		d.done("complete", lead+capital(subjectOf(k.kind, w))+" is a kind of ...", k.kind, key)
	default:
		i := r.n(len(days))
		list, what := days, "day"
		if r.chance(60) {
			list, what = months, "month"
			i = r.n(12)
		}
		key := wordingKey("complete "+what, list[i], 0)
		if heldKey(key) != held {
			complete(r, held, d)
			return
		}
		d.done("complete", lead+"The "+what+" after "+list[i]+" is ...", list[(i+1)%len(list)], key)
	}
}

// subjectOf is how a member of a kind begins a sentence: "an apple", "silk", "Monday", "blue".
func subjectOf(kind, w string) string {
	switch kind {
	case "colour", "day of the week", "month", "season", "material":
		return w
	}
	return article(w)
}

// kindCount says how many kinds a word is in.
var kindCount = func() map[string]int {
	m := map[string]int{}
	for _, k := range kindsOf {
		for _, w := range k.words {
			m[w]++
		}
	}
	return m
}()

func ambiguous(w string) bool { return kindCount[w] != 1 }

// replaceWord puts another word for one of a sentence.
func replaceWord(r *rng, held bool, d *Document) {
	s := &scene{r: *r, held: held}
	c := s.clause()
	if c.many > 1 {
		c.many = 1
	}
	r1, r2 := s.r, s.r
	old := c.what.adj
	t := c.written(&r1, verbOf(c.verb).past)
	c.what.adj = pick(&r1, colours)
	for c.what.adj == old {
		c.what.adj = pick(&r1, colours)
	}
	to := c.written(&r2, verbOf(c.verb).past)
	*r = r1
	if strings.Count(t, " "+old+" ") != 1 {
		replaceWord(r, held, d)
		return
	}
	d.done("replace", pick(r, []string{"Replace " + old + " with " + c.what.adj + ": " + t, "Write " + c.what.adj + " instead of " + old + ": " + t, "Change " + old + " to " + c.what.adj + ": " + t}), to, s.key)
}
