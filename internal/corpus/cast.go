package corpus

import "strings"

// person is somebody of a story: a child with a name, an animal, or somebody with a trade.
type person struct {
	name  string // "Mia", "the fox": how it is spoken of
	kind  string // "girl", "fox", "baker"
	he    int    // 0 he, 1 she, 2 it
	named bool
	of    string // whose relative this is
}

var pronouns = [3][5]string{
	{"he", "him", "his", "himself", "his"},
	{"she", "her", "her", "herself", "hers"},
	{"it", "it", "its", "itself", "its"},
}

func (p person) form(f string) string {
	switch f {
	case "":
		return p.name
	case "C": // where a sentence begins behind ?" or !"
		return capital(p.name)
	case "full": // "Tom's father"
		if p.of != "" {
			return p.of + "'s " + p.kind
		}
		return p.name
	case "s": // whose
		return p.name + "'s"
	case "he":
		return pronouns[p.he][0]
	case "him":
		return pronouns[p.he][1]
	case "his":
		return pronouns[p.he][2]
	case "himself":
		return pronouns[p.he][3]
	case "kind":
		return p.kind
	case "a": // when first spoken of
		if p.named {
			return p.name
		}
		return article(p.kind)
	case "call": // when spoken to
		if p.named {
			return p.name
		}
		return p.kind
	}
	panic("corpus: no form of a person: " + f)
}

// object is a thing with an adjective: "red kite".
type object struct {
	adj, noun, kind string
}

func (o object) form(f string) string {
	switch f {
	case "": // the bare noun
		return o.noun
	case "full":
		return o.adj + " " + o.noun
	case "adj":
		return o.adj
	case "a":
		return article(o.adj + " " + o.noun)
	case "a0":
		return article(o.noun)
	case "the":
		return "the " + o.noun
	case "thefull":
		return "the " + o.adj + " " + o.noun
	case "pl":
		return plural(o.noun)
	case "kind":
		return o.kind
	}
	panic("corpus: no form of a thing: " + f)
}

// quantity is a number with the noun that it counts.
type quantity struct {
	n    int
	noun string
}

// form: "" three apples, n 3, word three, noun apples.
func (q quantity) form(f string) string {
	noun := q.noun
	if q.n != 1 {
		noun = plural(q.noun)
	}
	switch f {
	case "":
		return inWords(q.n) + " " + noun
	case "word":
		return inWords(q.n)
	case "n":
		return itoa(q.n)
	case "noun":
		return noun
	case "pl":
		return plural(q.noun)
	}
	panic("corpus: no form of a quantity: " + f)
}

func child(r *rng) person {
	if r.chance(50) {
		return person{name: pick(r, girls), kind: "girl", he: 1, named: true}
	}
	return person{name: pick(r, boys), kind: "boy", he: 0, named: true}
}

// hero is an animal as a person of a story; in a story it is "it" or "he" or "she".
func hero(r *rng) person {
	k := pick(r, heroes)
	he := 2
	switch k {
	case "hen", "goose", "duck":
		he = 1
	case "rooster":
		he = 0
	default:
		he = r.n(2)
		if r.chance(15) {
			he = 2
		}
	}
	return person{name: "the " + k, kind: k, he: he}
}

// trades say who is a man or a woman where the word says so.
var men, women = " king fisherman postman ferryman wizard ", " queen "

func tradesman(r *rng) person {
	k := pick(r, people)
	he := r.n(2)
	if strings.Contains(men, " "+k+" ") {
		he = 0
	} else if strings.Contains(women, " "+k+" ") {
		he = 1
	}
	return person{name: "the " + k, kind: k, he: he}
}

func relative(r *rng, of person) person {
	k := pick(r, family[:9])
	he := 0
	if strings.Contains(" mother sister aunt grandmother ", " "+k+" ") || k == "cousin" && r.chance(50) {
		he = 1
	}
	return person{name: of.form("his") + " " + k, kind: k, he: he, of: of.name}
}

// adjectiveFor gives a thing an adjective that suits it.
func adjectiveFor(r *rng, noun string) string {
	if contains(foods, noun) || contains(roots, noun) {
		return pick(r, []string{"big", "small", "fresh", "ripe", "tasty", "sweet", "little", "fine", "large", "round"})
	}
	if contains(animals, noun) {
		return pick(r, []string{"big", "small", "little", "young", "old", "white", "black", "brown", "grey", "hungry", "strange", "tired", "thin", "fat", "friendly", "sleepy"})
	}
	switch r.n(10) {
	case 0, 1, 2, 3:
		return pick(r, colours)
	case 4, 5:
		return pick(r, sizes[:6])
	case 6:
		switch {
		case contains(clothes, noun):
			return pick(r, []string{"warm", "soft", "thick", "light", "thin", "long", "woollen"})
		case contains(tools, noun), contains(furniture, noun), contains(containers, noun), contains(vehicles, noun):
			return pick(r, []string{"heavy", "strong", "long", "useful", "wooden", "light", "wide"})
		case contains(dishes, noun):
			return pick(r, []string{"heavy", "round", "deep", "flat", "thick"})
		case contains(writings, noun):
			return pick(r, []string{"long", "short", "sad", "secret", "famous", "wise"})
		case contains(plants, noun), contains(buildings, noun):
			return pick(r, []string{"tall", "low", "famous", "wide", "lonely"})
		}
		return pick(r, qualities)
	default:
		return pick(r, qualities)
	}
}

func contains(list []string, w string) bool {
	for _, x := range list {
		if x == w {
			return true
		}
	}
	return false
}

func thing(r *rng, nouns []string) object {
	n := pick(r, nouns)
	return object{adj: adjectiveFor(r, n), noun: n}
}

// cast draws what the split of stories looks at, a person, a thing and a place, until the three belong to the split that is
// wanted, and sets A, T and P.
func (s *scene) cast(who func(*rng) person, nouns []string, where []place) {
	for {
		a, t, p := who(&s.r), thing(&s.r, nouns), pick(&s.r, where)
		key := tripleKey(a.name, t.noun, p.noun)
		if heldKey(key) == s.held {
			s.key = key
			s.set("A", a)
			s.set("T", t)
			s.set("P", p)
			return
		}
	}
}

// other draws somebody of another name and pronoun than those given, so that "she" and "he" stay clear.
func other(r *rng, who func(*rng) person, than ...person) person {
draw:
	for {
		b := who(r)
		for _, a := range than {
			if a.name == b.name || a.he == b.he || a.kind == b.kind {
				continue draw
			}
		}
		return b
	}
}

// anyone is a child, an animal or somebody with a trade.
func anyone(r *rng) person {
	switch r.n(10) {
	case 0, 1, 2, 3, 4, 5:
		return child(r)
	case 6, 7, 8:
		return hero(r)
	}
	return tradesman(r)
}
