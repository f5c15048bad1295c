package corpus

import "strings"

// clause is a sentence as grammar sees it: who does what to which thing, where and when. The tasks that rewrite sentences and the
// demo are made of it.
type clause struct {
	who   person
	verb  string
	what  object
	many  int // number of things; 1 for one
	where place
	time  string
	how   string
}

// pastTimes go with the past.
var pastTimes = []string{"yesterday", "last week", "on Monday", "on Friday", "on Sunday", "this morning", "last night", "a week ago", "in spring", "in winter", "last year", "two days ago", "after lunch", "before breakfast", "at noon"}

// clause draws a sentence whose person, thing and place are of the split.
func (s *scene) clause() clause {
	a := pick(&s.r, actions)
	s.cast(anyone, a.objects, places)
	c := clause{who: s.get("A").(person), verb: a.verb, what: s.get("T").(object), many: 1, where: s.get("P").(place)}
	if s.r.chance(15) && !contains(people, c.what.noun) {
		c.many = s.r.between(2, 9)
	}
	if contains(people, c.what.noun) {
		c.what.adj = pick(&s.r, []string{"old", "young", "tall", "kind", "friendly", "tired", "clever"})
	}
	if !a.where {
		c.where = place{}
	}
	if s.r.chance(50) {
		c.time = pick(&s.r, pastTimes)
	}
	if s.r.chance(15) {
		c.how = pick(&s.r, []string{"quickly", "quietly", "slowly", "carefully", "happily"})
	}
	return c
}

func (c clause) subject() string { return c.who.name }

func (c clause) object() string {
	if c.many > 1 {
		return inWords(c.many) + " " + c.what.adj + " " + plural(c.what.noun)
	}
	return article(c.what.adj + " " + c.what.noun)
}

func (c clause) at() string {
	if c.where.noun == "" {
		return ""
	}
	return c.where.form("at")
}

// rest is the predicate in the past: "carried a red lamp in the garden".
func (c clause) rest(brief bool) string {
	t := verbOf(c.verb).past + " " + c.object()
	if !brief && c.where.noun != "" {
		t += " " + c.where.form("at")
	}
	return t
}

// sentence is the clause in the past, its parts in one of the orders of English.
func (c clause) sentence(s *scene) string { return c.written(&s.r, verbOf(c.verb).past) }

// written puts the parts in order around a verb that is conjugated already.
func (c clause) written(r *rng, verb string) string {
	core := c.subject() + " " + verb + " " + c.object()
	if c.how != "" { // before the verb, behind its auxiliaries: "will quickly carry"
		i := strings.LastIndexByte(verb, ' ') + 1
		core = c.subject() + " " + verb[:i] + c.how + " " + verb[i:] + " " + c.object()
	}
	at, when := c.at(), c.time
	switch {
	case when != "" && r.chance(40):
		core = join(when, core, at)
	case at != "" && when != "" && r.chance(30):
		core = join(at, core, when)
	default:
		core = join(core, at, when)
	}
	return capital(core) + "."
}

func join(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " ")
}
