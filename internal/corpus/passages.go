package corpus

// shortPassage is a few plain sentences with what can be asked about them: who has what, who is where, what stands in a room, who is
// taller, what somebody does on each day.
func shortPassage(r *rng, held bool) (text string, qs []question, key string) {
	s := &scene{r: *r, held: held, asking: true}
	s.begin()
	pick(&s.r, []plot{whoHasWhat, whoIsWhere, inTheRoom, whoIsTaller, daysOfTheWeek, likes, because, sentenceOf})(s)
	*r = s.r
	return string(s.b), s.qs, s.key
}

// children draws k children of different names, the first of them A of the cast.
func (s *scene) children(k int) []person {
	out := []person{s.get("A").(person)}
draw:
	for len(out) < k {
		c := child(&s.r)
		for _, o := range out {
			if o.name == c.name {
				continue draw
			}
		}
		out = append(out, c)
	}
	return out
}

func whoHasWhat(s *scene) {
	s.cast(child, things, places)
	n := s.r.between(2, 4)
	who := s.children(n)
	used := []string{}
	verb := pick(&s.r, []string{"have", "buy", "find", "want", "carry", "bring", "choose"})
	s.word("V", verb)
	order := make([]object, n)
	for i := range order {
		o := s.get("T").(object)
		for i > 0 && contains(used, o.noun) {
			o = thing(&s.r, things)
		}
		used = append(used, o.noun)
		order[i] = o
	}
	shuffle(&s.r, who)
	for i, o := range order {
		if o == s.get("T").(object) { // A keeps T
			for j := range who {
				if who[j] == s.get("A").(person) {
					who[i], who[j] = who[j], who[i]
				}
			}
		}
	}
	for i := range who {
		s.set("X", who[i])
		s.set("Y", order[i])
		s.say(`{X} <` + verb + `> {Y.a}.`)
	}
	i := s.r.n(n)
	s.set("X", who[i])
	s.set("Y", order[i])
	s.q("who", `Who <`+verb+`> the {Y}?`, `{X}.`, `{X} <`+verb+`> the {Y}.`)
	s.q("what", `What <do> {X} `+verb+`?`, `{Y.a}.`, `{X} <`+verb+`> {Y.a}.`)
	if contains(colours, order[i].adj) {
		s.q("what colour", `What colour <be> the {Y}?`, `{Y.adj}.`, `The {Y} <be> {Y.adj}.`)
	}
	j := (i + 1) % n
	s.set("Y", order[j])
	s.q("yes or no", `<do> {X} `+verb+` the {Y}?`, `No.`, `No, {X} <do> not `+verb+` the {Y}.`)
	s.set("Y", order[i])
	s.q("yes or no", `<do> {X} `+verb+` the {Y}?`, `Yes.`, `Yes, {X} <`+verb+`> the {Y}.`)
	s.word("n", inWords(n))
	s.q("how many", `How many children are in the text?`, `{n}.`, `There are {n} children in the text.`)
}

func whoIsWhere(s *scene) {
	s.cast(child, things, places)
	n := s.r.between(2, 4)
	who := s.children(n)
	where := some(&s.r, flat(places, rooms), n)
	for i := range where {
		if where[i].noun == s.get("P").(place).noun {
			where[0], where[i] = where[i], where[0]
		}
	}
	where[0] = s.get("P").(place)
	for i := range who {
		j := i + s.r.n(n-i)
		who[i], who[j] = who[j], who[i]
		where[i], where[j] = where[j], where[i]
	}
	for i := range who {
		s.set("X", who[i])
		s.set("Y", where[i])
		s.say(`[{X} <be> {Y.at}.|{X} <go> {Y.to}.|{X} <wait> {Y.at}.|{X} <play> {Y.at}.]`)
	}
	i := s.r.n(n)
	s.set("X", who[i])
	s.set("Y", where[i])
	if s.r.chance(40) { // somebody moves
		z := pick(&s.r, places)
		for {
			fresh := true
			for _, w := range where {
				fresh = fresh && w.noun != z.noun
			}
			if fresh {
				break
			}
			z = pick(&s.r, places)
		}
		s.set("Z", z)
		s.say(`Then {X} <go> {Z.to}.`)
		s.q("where", `Where <be> {X} in the end?`, `{Z.at}.`, `In the end {X} <be> {Z.at}.`)
		s.q("where", `Where <be> {X} at first?`, `{Y.at}.`, `At first {X} <be> {Y.at}.`)
		return
	}
	s.q("where", `Where <be> {X}?`, `{Y.at}.`, `{X} <be> {Y.at}.`)
	s.q("who", `Who <be> {Y.at}?`, `{X}.`, `{X} <be> {Y.at}.`)
	s.set("Z", where[(i+1)%n])
	s.q("yes or no", `<be> {X} {Z.at}?`, `No.`, `No, {X} <be> {Y.at}.`)
}

func inTheRoom(s *scene) {
	s.present = true
	s.cast(child, flat(dishes, small1, fruits, writings), rooms)
	home := some(&s.r, []string{"table", "shelf", "bench", "chair", "stool", "bed", "desk", "carpet"}, 3)
	nouns := some(&s.r, flat(dishes, small1, fruits, writings), 3)
	nouns[0] = s.get("T").form("")
	if nouns[1] == nouns[0] || nouns[2] == nouns[0] {
		nouns = []string{nouns[0], "hat", "rope"}
		if nouns[0] == "hat" || nouns[0] == "rope" {
			nouns[1], nouns[2] = "lamp", "ball"
		}
	}
	var q [3]quantity
	var c [3]string
	for i := range q {
		q[i] = quantity{s.r.between(1, 7), nouns[i]}
		c[i] = pick(&s.r, colours[:9])
	}
	s.say(`[This is {A.s} house.|{A} is {P.at}.|{A} looks around {P.at}.] [Look at {P}.|What is there?|]`)
	for i := range q {
		s.word("H", home[i])
		s.set("N", word(inWords(q[i].n)+" "+c[i]+" "+q[i].form("noun")))
		if q[i].n == 1 {
			s.set("N", word(article(c[i]+" "+q[i].noun)))
		}
		be := "are"
		if q[i].n == 1 {
			be = "is"
		}
		s.say(`[There ` + be + ` {N} on the {H}.|On the {H} there ` + be + ` {N}.]`)
	}
	i := s.r.n(3)
	s.word("H", home[i])
	s.set("N", q[i])
	s.word("C", c[i])
	s.set("NN", word(inWords(q[i].n)+" "+c[i]+" "+q[i].form("noun")))
	if q[i].n == 1 {
		s.set("NN", word(article(c[i]+" "+q[i].noun)))
	}
	be := "are"
	if q[i].n == 1 {
		be = "is"
	}
	s.q("how many", `How many {N.pl} are there?`, `{N.word}.`, `There `+be+` {N}.`)
	s.q("where", `Where `+be+` the {N.noun}?`, `On the {H}.`, `The {N.noun} `+be+` on the {H}.`)
	s.q("what colour", `What colour `+be+` the {N.noun}?`, `{C}.`, `The {N.noun} `+be+` {C}.`)
	s.q("what", `What is on the {H}?`, `{NN}.`, `On the {H} there `+be+` {NN}.`)
}

func whoIsTaller(s *scene) {
	s.present = true
	s.cast(child, things, places)
	who := s.children(3)
	shuffle(&s.r, who)
	w := pick(&s.r, [][3]string{{"taller", "tallest", "shortest"}, {"older", "oldest", "youngest"}, {"faster", "fastest", "slowest"}, {"stronger", "strongest", "weakest"}})
	s.set("X", who[0])
	s.set("Y", who[1])
	s.set("Z", who[2])
	s.word("W", w[0])
	s.word("most", w[1])
	s.word("least", w[2])
	if s.r.chance(50) {
		s.say(`{X} is {W} than {Y}. {Y} is {W} than {Z}.`)
	} else {
		s.say(`{Y} is {W} than {Z}. {X} is {W} than {Y}.`)
	}
	s.q("compare", `Who is the {most}?`, `{X}.`, `{X} is the {most}.`)
	s.q("compare", `Who is the {least}?`, `{Z}.`, `{Z} is the {least}.`)
	s.q("compare", `Who is {W}, {X} or {Z}?`, `{X}.`, `{X} is {W}.`)
	s.q("compare", `Who is {W}, {Z} or {Y}?`, `{Y}.`, `{Y} is {W}.`)
	s.q("yes or no", `Is {Z} {W} than {X}?`, `No.`, `No, {X} is {W} than {Z}.`)
	s.q("yes or no", `Is {X} {W} than {Z}?`, `Yes.`, `Yes, {X} is {W} than {Z}.`)
}

func daysOfTheWeek(s *scene) {
	s.present = true
	s.cast(anyone, things, places)
	d := some(&s.r, days, 3)
	where := some(&s.r, places, 3)
	for i := range where {
		if where[i] == s.get("P").(place) {
			where[0], where[i] = where[i], where[0]
		}
	}
	where[0] = s.get("P").(place)
	for i := range d {
		s.word("D", d[i])
		s.set("Y", where[i])
		if i == 0 {
			s.say(`On {D} {A} goes {Y.to}.`)
		} else {
			s.say(`On {D} {A.he} [goes {Y.to}|works {Y.at}|is {Y.at}].`)
		}
	}
	i := s.r.n(3)
	s.word("D", d[i])
	s.set("Y", where[i])
	s.q("where", `Where is {A} on {D}?`, `{Y.at}.`, `On {D} {A} is {Y.at}.`)
	s.q("when", `When is {A} {Y.at}?`, `On {D}.`, `{A} is {Y.at} on {D}.`)
	for _, x := range days {
		if !contains(d, x) {
			s.word("N", x)
		}
	}
	s.q("not said", `Where is {A} on {N}?`, notSaid, notSaid)
}
