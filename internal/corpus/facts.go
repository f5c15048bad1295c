package corpus

import "strings"

// fill writes a wording of a relation.
func fill(t, subject, object string) string {
	b := make([]byte, 0, len(t)+len(subject)+len(object))
	s := &scene{b: b}
	for {
		i := strings.IndexByte(t, '%')
		if i < 0 {
			s.put(t)
			break
		}
		s.put(t[:i])
		if t[i+1] == 's' {
			s.put(subject)
		} else {
			s.put(object)
		}
		t = t[i+2:]
	}
	capitals(s.b)
	return string(s.b)
}

// fact is questions about the world, or an article of the atlas in plain text. Held out is one question whose wording is not asked
// of this subject in training.
func fact(r *rng, held bool) Document {
	d := Document{Task: "fact", rule: words}
	if !held && r.chance(30) {
		d.Text = articleOf(r)
		d.Task = "atlas"
		return d
	}
	n, manner := 1, briefly
	if !held {
		n = r.between(1, 5)
	}
	switch {
	case r.chance(20):
		manner = inASentence
		d.Messages = append(d.Messages, Message{"system", pick(r, manners[inASentence])})
	case r.chance(15):
		d.Messages = append(d.Messages, Message{"system", pick(r, manners[briefly])})
	}
	for i := 0; i < n; i++ {
		d.accept = nil
		askFact(r, held, manner, &d)
	}
	return d
}

// askFact adds one question about the world.
func askFact(r *rng, held bool, manner int, d *Document) {
	for {
		rel := &relations[r.n(len(relations))]
		es := rel.of(world)
		e := pick(r, es)
		object := e.facts[rel.name]
		w := r.n(len(rel.ask) + len(rel.invert) + 2)
		key := wordingKey(rel.name, e.name, w)
		if heldKey(key) != held {
			continue
		}
		full := fill(rel.state[0], e.name, object)
		var ask, short string
		switch {
		case w < len(rel.ask):
			ask, short = fill(rel.ask[w], e.name, object), fill(rel.answer, e.name, object)
		case w < len(rel.ask)+len(rel.invert):
			ask, short = fill(rel.invert[w-len(rel.ask)], e.name, object), capital(e.name)+"."
		default:
			// Is it so? The object is right, or that of another subject.
			said := object
			if r.chance(50) {
				said = pick(r, es).facts[rel.name]
			}
			ask = "Is this true? " + fill(rel.state[(w+len(rel.state))%len(rel.state)], e.name, said)
			if w%2 == 0 {
				ask = fill(rel.state[0], e.name, said) + " Is that right?"
			}
			short = yesNo(said == object)
			full = short[:len(short)-1] + ", " + lowerThe(full)
		}
		answer, also := short, full
		if manner == inASentence {
			answer, also = full, short
		}
		d.done("fact: "+rel.name, ask, answer, key)
		d.accept = []string{also, object}
		if short == "Yes." || short == "No." {
			d.accept = d.accept[:1]
		} else if w >= len(rel.ask) {
			d.accept[1] = e.name
		}
		return
	}
}

// lowerThe makes a sentence fit behind a comma.
func lowerThe(s string) string {
	for _, w := range [...]string{"The ", "A ", "An ", "In ", "At ", "People "} {
		if strings.HasPrefix(s, w) {
			return strings.ToLower(s[:1]) + s[1:]
		}
	}
	return s
}

// articleOf is an article of the atlas: what there is to say of one entity, in any order.
func articleOf(r *rng) string {
	w := world
	list := pick(r, [][]*entity{w.regions, w.towns, w.towns, w.towns, w.rivers, w.mountains, w.lakes, w.folk, w.folk, w.folk, w.beasts, w.houses, w.feasts})
	e := pick(r, list)
	var rels []*relation
	for i := range relations {
		if of := relations[i].of(w); of[0].kind == list[0].kind || of[0] == list[0] {
			if _, ok := e.facts[relations[i].name]; ok && contains2(of, e) {
				rels = append(rels, &relations[i])
			}
		}
	}
	shuffle(r, rels)
	var out []string
	if r.chance(50) {
		out = append(out, capital(introOf(e)))
	}
	about := len(out) > 0 // whether the sentence before has e as its subject
	for _, rel := range rels {
		state := pick(r, rel.state)
		leads := strings.HasPrefix(state, "%s ")
		switch {
		case about && leads && e.kind == "person" && r.chance(60):
			out = append(out, fill(state, pronouns[e.he][0], e.facts[rel.name]))
		case about && leads && e.kind != "person" && e.kind != "animal" && r.chance(50):
			out = append(out, fill(state, "it", e.facts[rel.name]))
		default:
			out = append(out, fill(state, e.name, e.facts[rel.name]))
		}
		about = leads
	}
	if e.kind == "region" {
		var towns []string
		for _, t := range w.towns {
			if t.facts["region"] == e.name {
				towns = append(towns, t.name)
			}
		}
		shuffle(r, towns)
		out = append(out, "Its towns are "+listed(towns)+".")
	}
	return strings.Join(out, " ")
}

func contains2(es []*entity, e *entity) bool {
	for _, x := range es {
		if x == e {
			return true
		}
	}
	return false
}

func introOf(e *entity) string {
	switch e.kind {
	case "person":
		return e.name + " is a person of " + island + "."
	case "animal":
		return article(e.name) + " is an animal of " + island + "."
	case "building", "feast":
		return e.name + " is known all over " + island + "."
	case "capital":
		return e.name + " is a big town of " + island + "."
	}
	return e.name + " is " + article(e.kind) + " of " + island + "."
}
