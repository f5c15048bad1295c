package corpus

// Texts that are not one story with an end: a busy day, a diary, a talk, how to do something.

// busyDay has A do one thing after another, each a sentence of the grammar of actions.
func busyDay(s *scene) {
	s.cast(anyone, flat(foods, things), places)
	s.meet()
	a := s.get("A").(person)
	n := s.r.between(3, 6)
	links := []string{"First", "Then", "After that", "At noon", "Later", "In the evening"}
	s.say(onceUpon + ` {A} <have> [a lot|much] to do.`)
	used := map[string]bool{}
	for i := 0; i < n; i++ {
		var act action
		for act.verb == "" || used[act.verb] || !act.where || act.verb == "live" {
			act = pick(&s.r, actions)
		}
		used[act.verb] = true
		o := thing(&s.r, act.objects)
		o.adj = adjectiveFor(&s.r, o.noun)
		if i == 0 {
			// The thing and the place of the split are in the first sentence.
			o, act = s.get("T").(object), action{verb: pick(&s.r, []string{"buy", "find", "see", "choose"})}
			used[act.verb] = true
		}
		s.set("O", o)
		p := s.get("P").(place)
		for i > 0 && (p == s.get("P").(place) || !s.held && heldKey(tripleKey(a.name, o.noun, p.noun))) {
			p = pick(&s.r, places)
		}
		s.set("W", p)
		s.set("link", word(links[min(i, 5)]))
		who := "{A.he}"
		if i%3 == 2 {
			who = "{A}"
		}
		s.say(`{link} ` + who + ` <` + act.verb + `> {O.a} {W.at}.`)
		if i == 0 || s.r.chance(40) {
			s.q("what", `What <do> {A} `+act.verb+`?`, `{O.a}.`, `{A} <`+act.verb+`> {O.a}.`)
			s.q("where", `Where <do> {A} `+act.verb+` the {O}?`, `{W.at}.`, `{A} <`+act.verb+`> the {O} {W.at}.`)
		}
		if s.r.chance(25) {
			s.interlude()
		}
	}
	s.maybe(80, `[In the end|At last] {A} <be> [tired|very tired|tired but happy]. [{A.he} <sleep> well that night.|"What a day!" <say> {A}.|]`)
	s.q("who", `Who <have> a lot to do?`, capitalOf(a), capitalOf(a)[:len(capitalOf(a))-1]+` <have> a lot to do.`)
}

func capitalOf(p person) string { return capital(p.name) + "." }

// diary is told by A in the first person, in the past.
func diary(s *scene) {
	s.cast(child, flat(animals, things, plants), places)
	s.present = false
	s.word("R", family[:9]...)
	s.word("F", feelings...)
	s.set("V", pick(&s.r, wilds))
	s.word("E", foods...)
	s.say(`[My name is {A}.|I am {A}.|Dear diary, this is {A}.] [Yesterday|On {day}|Last week|Today] I went {P.to} with my {R}. [It was {weather}.|The weather was {weather}.|We walked for an hour.|We went by boat.|We sang on the way.]`)
	s.say(`[There we saw {T.a}.|At first we saw nothing. Then I found {T.a}.|Suddenly my {R} saw {T.a}.] ["Look!" I said.|I had never seen {T.a0} before.|I wanted to touch it, but my {R} said no.|My {R} laughed.|I was so happy that I danced.]`)
	s.interlude()
	s.say(`[Then we were hungry, and we ate {E.pl}.|After that we sat down and ate {E.pl}.|My {R} had brought {E.pl}, and we ate them all.] [In the evening|When it got dark,|At six o'clock] we went home. [I was tired.|I was {F}.|I will never forget this day.|Tomorrow I want to go there again.|My feet hurt, but I was happy.]`)
	s.q("where", `Where did {A} go?`, `{P.to}.`, `{A} went {P.to}.`)
	s.q("what", `What did they see?`, `{T.a}.`, `They saw {T.a}.`)
	s.q("what", `What did they eat?`, `{E.pl}.`, `They ate {E.pl}.`)
	s.q("who", `Who is telling this?`, `{A}.`, `{A} is telling this.`)
	s.q("who", `Who went with {A}?`, `{A.s} {R}.`, `{A.s} {R} went with {A.him}.`)
}

// talking is a dialogue: questions and answers about T.
func talking(s *scene) {
	s.cast(child, flat(things, tools, animals[:20]), places)
	s.friend(anyone)
	s.present = false
	s.set("d", quantity{s.r.between(2, 20), "coin"})
	s.set("H", pick(&s.r, spots))
	s.word("R", family[:9]...)
	s.word("kin", "brother", "sister", "friend", "teacher")
	s.say(`{A} and {B} [met|sat|stood|waited] {P.at}.`)
	s.say(`"What do you have there?" asked {B}. "[It is|This is|I have] {T.a}," said {A}.`)
	n := s.r.between(2, 4)
	lines := some(&s.r, []string{
		`"Where did you get it?" [asked {B}|{B} wanted to know]. "[I found it {H.at}|I bought it for {d}|My {R} gave it to me|I got it from my {kin}]," [said|answered] {A}.`,
		`"May I [see|hold|have] it?" asked {B}. "[Yes, but be careful|Of course|Not now|No, it is not mine|If you give it back]," [said|answered] {A}.`,
		`"Do you like it?" asked {B}. "[Yes, very much|Yes, it is the best {T} that I have ever had|No, I like my old one better|I do not know yet]," [said|answered] {A}.`,
		`"What will you do with it?" asked {B}. "[I will give it to my {R}|I will take it home|I will keep it|I will show it to everybody|I will sell it]," [said|answered] {A}.`,
		`"Is it yours?" asked {B}. "[Yes, it is mine|No, it is my {R}'s|Yes, since yesterday]," [said|answered] {A}.`,
		`"I would like one too," said {B}. "[Then ask my {R}|There are more {P.at}|I can help you to find one|You can have mine tomorrow]," [said|answered] {A}.`,
		`"My {kin} has {T.a0} too," said {B}. "[Really|Is it bigger than mine|Is it as {T.adj} as mine]?" asked {A}.`,
	}, n)
	for _, l := range lines {
		s.say(l)
	}
	s.say(`[Then they [played together|went home|said goodbye|walked on].|"Goodbye!" said {B}. "Goodbye!" said {A}.|"It is late," said {B}. "I must go home."|They laughed and went home.|After that they were silent for a while.]`)
	s.q("what", `What does {A} have?`, `{T.a}.`, `{A} has {T.a}.`)
	s.q("who", `Who talks to {A}?`, `{B}.`, `{B} talks to {A}.`)
	s.q("where", `Where are they?`, `{P.at}.`, `They are {P.at}.`)
	s.q("what", `What is the {T} like?`, `{T.adj}.`, `The {T} is {T.adj}.`)
}

var recipes = []struct {
	make  string
	needs []string
	steps []string
}{
	{"pancake", []string{"flour", "milk", "eggs"}, []string{"mix everything in a bowl", "heat the pan", "pour a little into the pan", "turn it once"}},
	{"cake", []string{"flour", "butter", "sugar", "eggs"}, []string{"stir the butter and the sugar", "add the rest", "put it in the oven", "wait for an hour"}},
	{"pie", []string{"flour", "butter", "fruit"}, []string{"make a soft dough", "put it in a dish", "fill it with fruit", "bake it until it is brown"}},
	{"kite", []string{"paper", "two sticks", "string"}, []string{"make a cross of the sticks", "put the paper over it", "tie the string to it", "wait for the wind"}},
	{"boat", []string{"wood", "nails", "a hammer"}, []string{"saw the wood", "nail the pieces together", "paint it", "put it in the water"}},
	{"scarf", []string{"wool", "two needles"}, []string{"choose a colour", "knit one row after another", "count the rows", "cut the wool at the end"}},
	{"garden", []string{"a spade", "seeds", "water"}, []string{"dig the earth", "put the seeds in a row", "water them every day", "pull out the weeds"}},
	{"drum", []string{"a pot", "leather", "a rope"}, []string{"wash the pot", "pull the leather over it", "tie it with the rope", "beat it with your hands"}},
	{"soup", []string{"water", "carrots", "onions", "salt"}, []string{"wash the carrots", "cut everything", "put it in a pot", "cook it for an hour"}},
	{"puppet", []string{"cloth", "straw", "two buttons"}, []string{"cut the cloth", "fill it with straw", "sew it up", "give it eyes of buttons"}},
	{"box", []string{"wood", "nails", "glue"}, []string{"cut six pieces", "nail them together", "make a lid", "paint it as you like"}},
	{"candle", []string{"wax", "string", "a pot"}, []string{"melt the wax", "hold the string in the wax", "let it dry", "do this ten times"}},
}

// howTo has A explain how something is made.
func howTo(s *scene) {
	k := recipes[s.r.n(len(recipes))]
	s.cast(anyone, []string{k.make}, rooms)
	s.friend(child)
	s.present = false
	s.set("N", word(listed(k.needs)))
	what := "{T.a0}"
	if k.make == "soup" {
		what = "soup"
	}
	s.say(`[{B} wanted to make ` + what + `. "How do I do that?" {B.he} asked.|{A} knew how to make ` + what + `, and {B} did not.|"Can you make ` + what + `?" asked {B}. "Of course I can," said {A}.] {A} [was {P.at}|stood {P.at}|sat {P.at}] and showed {B.him} how it is done.`)
	s.say(`"You need {N}," said {A}. "First you [must |]` + k.steps[0] + `. Then you ` + k.steps[1] + `. [After that|Next] you ` + k.steps[2] + `. [Last of all|At the end] you ` + k.steps[3] + `."`)
	s.say(`{B} did [it|as {A} had said|everything just so]. [It was not hard.|It took a long time.|The first time it went wrong, but the second time it went well.] ["Look!" said {B}. "I have made ` + what + `!"|Soon everything was ready.|Both were proud.]`)
	s.q("what", `What does one need to make `+what+`?`, `{N}.`, `One needs {N}.`)
	s.q("what", `What comes first?`, `You `+k.steps[0]+`.`, `First you `+k.steps[0]+`.`)
	s.q("what", `What comes last?`, `You `+k.steps[3]+`.`, `At the end you `+k.steps[3]+`.`)
	s.q("who", `Who knew how to make `+what+`?`, `{A}.`, `{A} knew how to make `+what+`.`)
	s.q("where", `Where was {A}?`, `{P.at}.`, `{A} was {P.at}.`)
}

// interlude is a sentence about what else there is to see: it leaves the plot alone.
func (s *scene) interlude() {
	x := animals[s.r.n(len(animals))]
	s.word("ix", x)
	s.word("ia", "big", "small", "old", "young", "white", "black", "grey", "brown", "lonely", "hungry", "sleepy", "little", "thin", "fat")
	s.word("iv", "sleep", "wait", "rest", "sit", "stand", "play", "run", "walk", "jump", "lie")
	s.word("ip", plants...)
	s.set("il", pick(&s.r, places))
	s.word("in", adverbs...)
	s.word("io", people...)
	s.word("it", things...)
	s.word("ik", natures...)
	s.word("ib", buildings...)
	s.word("im", materials[:9]...)
	s.say(`[The sun <shine>.|It <be> [quiet|cold|warm|still|dark|late|early].|A soft wind <blow>.|Somewhere a {ia} {ix} <` + s.get("iv").form("") + `>.|Far away a bell <ring>.|{il.at} a {ia} {ix} <` + s.get("iv").form("") + `>.|` +
		`A {io} <go> by and <nod> [politely|slowly|{in}].|Near {il} <stand> a {ip}.|The {ip.pl} <smell+> sweet.|There <be> a {ib} of {im} near {il}.|On the ground <lie> an old {it}.|A {ik} {io} <sing> {in}.|Two {ix.pl} <` + s.get("iv").form("") + `+> in the shade.|` +
		`Nobody else <be> there.|No {ix} <be> to be seen.|The {io} who <live> near {il} <be> {ik}.|The {ia} {ix} that <sleep> near {il} <do> not wake up.|` +
		`A {it} <lie> where nobody <can> see it.|The {io} <say> that it <will> rain.|When the wind <blow>, the {ip.pl} <move+>.|While the {ix} <sleep>, the {io} <work>.|The {ib} near {il} <be> older than the {ip.pl} around it.|` +
		`Although it <be> {weather}, a {io} <sit> outside.|Neither the {io} nor the {ix} <make> a sound.|The sky <be> [blue|grey|clear|full of clouds].|In {season} the {ip.pl} there <be+> [tall|green|bare|full of birds].|The clock <strike> [three|four|five|six|ten].]`)
}
