package corpus

// Stories of giving, numbers, friends and learning.

func sharing(s *scene) {
	s.cast(anyone, flat(fruits, []string{"nut", "egg", "bun", "biscuit", "pancake", "muffin", "carrot"}), places)
	s.friend(anyone)
	noun := s.get("T").form("")
	n := s.r.between(4, 12)
	k := s.r.between(1, n-2)
	s.set("N", quantity{n, noun})
	s.set("K", quantity{k, noun})
	s.set("L", quantity{n - k, noun})
	s.meet()
	s.say(onceUpon + ` {A} <be> {P.at} and <have> {N}[ in a basket| in a bag|]. [{B} <come> by.|There {A.he} <meet> {B}.|{B} <sit> there too.] [{B} <be> hungry.|{B} had not eaten since morning.|{B} <have> nothing to eat.]`)
	s.say(`["May I have some of your {T.pl}?" <ask> {B}.|"You look hungry," <say> {A}.|"How good they smell!" <say> {B}.] {A} <give> {B.him} {K}. [Now {A} <have> {L.word} left.|So {A} still <have> {L}.|That <leave> {L.word} for {A}.]`)
	s.thank2()
	s.say(`[They <sit+> down and <eat+> together.|{B} <eat> quickly.|"Tomorrow I will bring something for you," <say> {B}.|And {A} <be> glad to have shared.]`)
	s.q("how many", `How many {T.pl} <do> {A} have at first?`, `{N.word}.`, `At first {A} <have> {N}.`)
	s.q("how many", `How many {T.pl} <do> {A} give away?`, `{K.word}.`, `{A} <give> {K} away.`)
	s.q("how many", `How many {T.pl} <do> {A} have left?`, `{L.word}.`, `{A} <have> {L} left.`)
	s.q("who", `Who <give> away {T.pl}?`, `{A}.`, `{A} <give> away {T.pl}.`)
	s.q("who", `Who <be> hungry?`, `{B}.`, `{B} <be> hungry.`)
	s.q("where", `Where <be+> they?`, `{P.at}.`, `They <be+> {P.at}.`)
}

// thank2 has B thank A.
func (s *scene) thank2() {
	s.say(`["Thank you, {A.call}," <say> {B}.|"That is kind of you," <say> {B}.|{B} <thank> {A}.|"Oh, thank you!" <say> {B}.]`)
}

func atTheMarket(s *scene) {
	s.cast(child, flat(toys, clothes, tools, dishes), markets)
	s.set("B", other(&s.r, tradesman, s.get("A").(person)))
	cost := s.r.between(5, 12)
	have := s.r.between(1, cost-2)
	s.set("N", quantity{cost, "coin"})
	s.set("K", quantity{have, "coin"})
	s.set("L", quantity{cost - have, "coin"})
	s.word("W", "sweep the floor", "carry boxes", "wash the windows", "feed the hens", "carry water", "clean the shelves", "stack wood", "paint the fence")
	s.say(onceUpon + ` {A} <see> {T.a} {P.at}. [{A.he} <want> it very much.|"How much is that {T}?" {A.he} <ask>.|"Oh, I would like that {T}," <say> {A}.] [It <cost> {N}.|The price <be> {N}.] But {A} <have> only {K}[. {A.he} <need> {L.word} more|].`)
	s.say(`[{A} <think> about it all night.|{A.he} <be> sad, but then {A.he} <have> an idea.|"How can I earn the rest?" {A.he} <wonder>.] {A} <go> to {B}. "[Do you have work for me|May I help you|Is there something that I can do]?" {A.he} <ask>. "Yes," <say> {B}, "you can {W}."`)
	s.paragraph()
	s.say(`[{A} <work> all day.|{A} <work> hard and <do> not complain.|It <be> hard work, but {A} <do> it well.] In the evening {B} <give> {A.him} {L}. [Now {A} <have> {N.word}.|Now it <be> enough.|{A} <count> the coins: {N.word}!] {A.he} <run> {P.to} and <buy> the {T}.`)
	s.maybe(60, `[{A} <be> proud because {A.he} had earned it.|It <be> the first thing that {A} had bought with {A.his} own money.|{B} <smile>. "Well done," {B.he} <say>.]`)
	s.q("what", `What <do> {A} want to buy?`, `{T.a}.`, `{A} <want> to buy {T.a}.`)
	s.q("how many", `How many coins <do> the {T} cost?`, `{N.word}.`, `The {T} <cost> {N}.`)
	s.q("how many", `How many coins <do> {A} have at first?`, `{K.word}.`, `At first {A} <have> {K}.`)
	s.q("how many", `How many coins <do> {B} give {A}?`, `{L.word}.`, `{B} <give> {A} {L}.`)
	s.q("who", `Who <give> {A} work?`, `{B}.`, `{B} <give> {A} work.`)
	s.q("what", `What <do> {A} have to do?`, `{W}.`, `{A} <have> to {W}.`)
}

func birthday(s *scene) {
	s.cast(child, flat(toys, clothes, writings, small1), flat(places, rooms))
	s.set("B", relative(&s.r, s.get("A").(person)))
	s.set("H", pick(&s.r, spots))
	s.say(`It <be> the birthday of {B.full}. {A} <want> to give {B.him} something[ nice| special|]. ["But what?" {A.he} <think>.|But {A} <have> no money.|{A.he} <look> everywhere for a gift.]`)
	s.say(`[{P.at} {A.he} <find> {T.a}.|Then {A.he} <see> {T.a} {P.at}.|At last, {P.at}, {A.he} <get> {T.a}.] ["That is just right," {A.he} <say>.|{A.he} <tie> a ribbon around it.|It <be> just the thing.] {A} <hide> it {H.at}.`)
	s.say(`[In the evening|After supper|When everybody <be> there,] {A} <say>: "Look {H.at}!" {B.C} <look>, and there <be> the {T}. ["What a surprise!" <say> {B}.|"For me?" <ask> {B}. "Yes, for you," <say> {A}.|{B} <laugh> and <hug> {A}.]`)
	s.maybe(70, `[They <eat+> cake and <sing+>.|It <be> a fine birthday.|{B} <keep> the {T} for many years.|Everybody <want> to see the {T}.]`)
	s.q("whose", `Whose birthday <be> it?`, `{B.s}.`, `It <be> {B.s} birthday.`)
	s.q("what", `What <do> {A} find?`, `{T.a}.`, `{A} <find> {T.a}.`)
	s.q("where", `Where <do> {A} find the {T}?`, `{P.at}.`, `{A} <find> the {T} {P.at}.`)
	s.q("where", `Where <do> {A} hide the {T}?`, `{H.at}.`, `{A} <hide> the {T} {H.at}.`)
	s.q("who", `Who <get> the {T}?`, `{B}.`, `{B} <get> the {T}.`)
}

func illness(s *scene) {
	s.cast(anyone, flat([]string{"soup", "tea", "honey", "milk", "porridge", "juice", "bread", "cheese"}, fruits, writings), places)
	s.friend(anyone)
	s.word("I", "a cold", "a fever", "a cough", "a headache", "a stomach ache")
	n := s.get("T").(object)
	if contains(mass, n.noun) {
		s.set("X", word("some "+n.noun))
	} else {
		s.set("X", word(n.form("a")))
	}
	s.say(`[{B} <be> ill.|{B} <lie> in bed.|{B} <do> not come out to play.] {B.he} <have> {I}. [{A} <wait> {P.at}, but {B} <do> not come.|{A} <hear> about it {P.at}.|Somebody <tell> {A} about it {P.at}.]`)
	s.say(`["Poor {B.call}," <say> {A}.|{A} <be> worried.|"I must visit {B}," <say> {A}.] {A} <take> {X} and <go> to {B}. ["How are you?" <ask> {A}. "Not so well," <say> {B}.|"I have brought you {X}," <say> {A}.|{B} <smile> when {A} <come> in.]`)
	s.say(`[{A} <sit> by the bed and <tell> stories.|{A} <stay> until {B} <sleep>.|They <talk+>, but not too long.] [The next day|After two days|Soon] {B} <feel> better. [Now they <can+> play again.|"It was the {T} that helped me," <say> {B}.|"A good friend is the best medicine," <say> {B}.|]`)
	s.q("who", `Who <be> ill?`, `{B}.`, `{B} <be> ill.`)
	s.q("who", `Who <visit> {B}?`, `{A}.`, `{A} <visit> {B}.`)
	s.q("what", `What <do> {A} bring?`, `{X}.`, `{A} <bring> {X}.`)
	s.q("what", `What <be> wrong with {B}?`, `{B.he} <have> {I}.`, `{B} <have> {I}.`)
	s.q("why", `Why <do> {A} go to {B}?`, `Because {B} <be> ill.`, `{A} <go> to {B} because {B} <be> ill.`)
}

func farFriend(s *scene) {
	s.cast(child, flat(small1, writings, clothes[:8], toys), places)
	s.set("B", other(&s.r, child, s.get("A").(person)))
	s.set("d", quantity{s.r.between(2, 12), "day"})
	s.say(`{A} and {B} <be+> friends. But {B} <live> far away, near the {P.bare}. [So they <write+> letters.|They <see+> each other only in {season}.|It <take> {d} to get there.]`)
	s.say(onceUpon + ` {A} <write> a letter. "[Dear {B}, how are you?|Dear {B}, I think of you every day.|Dear {B}, it is {season} here.] [Yesterday I found {T.a}.|I am sending you {T.a}.|Look, here is {T.a} for you.] Your {A}."`)
	s.say(`Then {A} <wait>. [One day <go> by, and then another.|Nothing <come>.|Every morning {A.he} <look> for the postman.] After {d} [there <be> an answer|a letter <come>]. [It <say>: |In it {A.he} <read>: ]"[Dear {A}, thank you for the {T}!|Dear {A}, I like the {T} very much.] [I will visit you soon.|When will you come?|In {season} I will come to you.]"`)
	s.say(`[{A} <read> it three times.|{A} <be> so happy that {A.he} <dance>.|{A} <put> the letter under the pillow.|{A} <begin> the next letter at once.]`)
	s.q("who", `Who <write> a letter first?`, `{A}.`, `{A} <write> a letter first.`)
	s.q("where", `Where <do> {B} live?`, `Near the {P.bare}.`, `{B} <live> near the {P.bare}.`)
	s.q("what", `What <do> {A} send?`, `{T.a}.`, `{A} <send> {T.a}.`)
	s.q("how many", `After how many days <do> the answer come?`, `{d.word}.`, `The answer <come> after {d}.`)
}

var skills = []struct{ verb, with string }{{"swim", "boat"}, {"read", "book"}, {"ride", "horse"}, {"bake", "cake"}, {"sing", "song"}, {"dance", "drum"},
	{"paint", "brush"}, {"weave", "ribbon"}, {"row", "boat"}, {"climb", "rope"}, {"whistle", "whistle"}, {"write", "letter"}, {"cook", "pot"}, {"fish", "net"}, {"sew", "needle"}, {"count", "bead"}, {"juggle", "ball"}, {"draw", "map"}}

func learning(s *scene) {
	s.word("V", skills[s.r.n(len(skills))].verb)
	with := ""
	for _, k := range skills {
		if k.verb == s.get("V").form("") {
			with = k.with
		}
	}
	s.cast(anyone, []string{with}, places)
	s.friend(tradesman)
	s.meet()
	s.say(`{A} <can-> {V}[, but {A.he} <want> to learn it|. {A.his} friends laughed at {A.him}|]. {B} <can> {V} very well. ["Will you teach me?" <ask> {A}.|"Please teach me to {V}," <say> {A}.|So {A} <go> to {B} and <ask> for help.] ["With pleasure," <say> {B}.|"Come {P.to} tomorrow," <say> {B}.|"It is not easy," <say> {B}, "but you will learn it."]`)
	s.say(`[On the first day|At first|The first time] it <go> badly. [{A} <be> ready to give up.|{A} <lose> the {T}.|Everything <go> wrong.|"I will never learn it," <say> {A}.] ["Try again," <say> {B}.|"Nobody can do it at once," <say> {B}.|"Slowly," <say> {B}. "You have time."]`)
	s.say(`[{A} <come> every day.|{A} <practise> in the morning and in the evening.|{A} <try> again and again.] [After a week|One day|At last] {A.he} <can> {V}. [Now the others <want+> to learn it too.|"Now you are as good as I am," <say> {B}.|{A} <be> so proud that {A.he} <tell> everybody.|And {A} <teach> it to a friend.]`)
	s.q("what", `What <do> {A} want to learn?`, `to {V}.`, `{A} <want> to learn to {V}.`)
	s.q("who", `Who <teach> {A}?`, `{B}.`, `{B} <teach> {A}.`)
	s.q("yes or no", `<can> {A} {V} in the end?`, `Yes.`, `Yes, in the end {A} <can> {V}.`)
	s.q("yes or no", `<be> it easy?`, `No.`, `No, at first it <go> badly.`)
}

func visiting(s *scene) {
	s.cast(child, flat(foods, clothes, writings, plants[2:4]), places)
	s.set("R", relative(&s.r, s.get("A").(person)))
	s.set("B", other(&s.r, tradesman, s.get("A").(person)))
	s.word("V", "by cart", "on foot", "by boat", "on a donkey", "by train", "by bicycle")
	s.say(`{R.full} <live> near the {P.bare}. ` + onceUpon + ` {A} <go> there {V}. [In {A.his} bag <be> {T.a}.|{A.he} <take> {T.a} with {A.him}.|{A.he} <have> {T.a} for {R}.]`)
	s.say(`On the way {A} <meet> {B}. ["Where are you going?" <ask> {B}. "{P.to}," <say> {A}.|"What do you have there?" <ask> {B}. "I have {T.a}," <say> {A}.|"Is it still far?" <ask> {A}. "Only one hour," <say> {B}.|They <go+> a part of the way together.]`)
	s.say(`{R} already <stand> at the door. ["There you are at last!" <say> {R}.|"How big you have become," <say> {R}.|"Come in, the soup is hot," <say> {R}.] [They <sit+> in the kitchen and <talk+>.|{A} <stay> for three days.|In the evening they <play+> cards.] [{R} <be> glad about the {T}.|The {T} <please> {R} very much.]`)
	s.q("who", `Who <do> {A} visit?`, `{R}.`, `{A} <visit> {R}.`)
	s.q("how", `How <do> {A} go there?`, `{V}.`, `{A} <go> there {V}.`)
	s.q("what", `What <do> {A} bring?`, `{T.a}.`, `{A} <bring> {T.a}.`)
	s.q("who", `Who <do> {A} meet on the way?`, `{B}.`, `{A} <meet> {B} on the way.`)
	s.q("where", `Where <do> {R} live?`, `Near the {P.bare}.`, `{R} <live> near the {P.bare}.`)
}
