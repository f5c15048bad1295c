package corpus

import "strings"

func likes(s *scene) {
	s.present = true
	s.cast(child, foods, places)
	b := other(&s.r, child, s.get("A").(person))
	s.set("B", b)
	u := thing(&s.r, foods)
	for u.noun == s.get("T").form("") {
		u = thing(&s.r, foods)
	}
	s.set("U", u)
	s.say(`[{A} likes {T.pl}, but {A.he} does not like {U.pl}. {B} likes {U.pl}, but {B.he} does not like {T.pl}.|{A} does not like {U.pl}. {A.he} likes {T.pl}. {B} likes only {U.pl}.] [They eat {P.at}.|Today they are {P.at}.|They meet {P.at}.]`)
	s.q("what", `What does {A} like?`, `{T.pl}.`, `{A} likes {T.pl}.`)
	s.q("who", `Who likes {U.pl}?`, `{B}.`, `{B} likes {U.pl}.`)
	s.q("yes or no", `Does {A} like {U.pl}?`, `No.`, `No, {A} does not like {U.pl}.`)
	s.q("yes or no", `Does {B} like {U.pl}?`, `Yes.`, `Yes, {B} likes {U.pl}.`)
	s.q("who", `Who does not like {U.pl}?`, `{A}.`, `{A} does not like {U.pl}.`)
}

// causes are reasons with what follows from them.
var causes = []struct{ why, then, will string }{
	{"{A.he} <be> tired", "{A} <go> to bed", "go to bed"}, {"{A.he} <be> hungry", "{A} <eat> {T.a}", "eat {T.a}"},
	{"{A.he} <be> cold", "{A} <put> on a warm coat", "put on a warm coat"}, {"it <rain>", "{A} <stay> at home", "stay at home"},
	{"{A.he} <be> ill", "{A} <call> a doctor", "call a doctor"}, {"the {T} <be> broken", "{A} <buy> a new one", "buy a new {T}"},
	{"the {T} <be> dirty", "{A} <wash> it", "wash the {T}"}, {"{A.he} <be> late", "{A} <run>", "run"}, {"it <be> dark", "{A} <light> a candle", "light a candle"},
	{"the {T} <be> gone", "{A} <begin> to cry", "begin to cry"}, {"{A.he} <be> bored", "{A} <read> a book", "read a book"},
	{"the door <be> open", "{A} <go> in", "go in"}, {"nobody <answer>", "{A} <knock> again", "knock again"}, {"{A.he} <have> no money", "{A} <sell> the {T}", "sell the {T}"},
	{"{A.he} <be> thirsty", "{A} <drink> some water", "drink some water"}, {"the {T} <be> too heavy", "{A} <call> a friend", "call a friend"},
	{"{A.he} <miss> a friend", "{A} <write> a letter", "write a letter"}, {"it <be> hot", "{A} <sit> in the shade", "sit in the shade"},
}

func because(s *scene) {
	c := causes[s.r.n(len(causes))]
	nouns := flat(toys, clothes, dishes)
	if c.will == "eat {T.a}" {
		nouns = foods
	}
	s.cast(anyone, nouns, places)
	if has := strings.Contains(c.why+c.will, "{T"); has || s.r.chance(30) {
		s.say(`{A} <be> {P.at}[ with {T.a}|, and {A.he} <have> {T.a}].`)
		s.q("what", `What <do> {A} have?`, `{T.a}.`, `{A} <have> {T.a}.`)
	} else {
		s.say(`{A} <be> {P.at}.`)
	}
	// Behind the reason, the person is spoken of by pronoun only, and the other way round.
	named, him := strings.ReplaceAll(c.why, "{A.he}", "{A}"), strings.ReplaceAll(c.then, "{A}", "{A.he}")
	s.say(`[` + c.then + ` because ` + c.why + `.|Because ` + named + `, ` + him + `.|` + named + `, so ` + him + `.]`)
	s.q("why", `Why <do> {A} `+c.will+`?`, `Because `+c.why+`.`, c.then+` because `+c.why+`.`)
	s.q("where", `Where <be> {A}?`, `{P.at}.`, `{A} <be> {P.at}.`)
}

// sentenceOf is one sentence of the grammar of clause.go, with its parts asked for.
func sentenceOf(s *scene) {
	c := s.clause()
	s.b = append(s.b, c.sentence(s)...)
	s.qs = append(s.qs,
		question{"who", "Who " + c.rest(true) + "?", capital(c.subject() + "."), capital(c.subject() + " " + c.rest(false) + "."), ""},
		question{"what", "What did " + c.who.name + " " + c.verb + "?", capital(c.object() + "."), capital(c.subject() + " " + verbOf(c.verb).past + " " + c.object() + "."), ""})
	if c.where.noun != "" {
		s.qs = append(s.qs, question{"where", "Where did this happen?", capital(c.where.form("at") + "."), capital("this happened " + c.where.form("at") + "."), ""})
	}
	if c.time != "" {
		s.qs = append(s.qs, question{"when", "When did this happen?", capital(c.time + "."), capital("this happened " + c.time + "."), ""})
	}
}
