package corpus

// Stories of animals, plants and choices.

func planting(s *scene) {
	s.cast(anyone, flat(plants[:8], roots, []string{"sunflower", "cherry", "apple"}), flat(wilds, places[:3]))
	s.friend(anyone)
	s.set("d", quantity{s.r.between(3, 15), "day"})
	s.word("X", "seed", "bulb", "small plant", "bean", "seed")
	s.say(onceUpon + ` {A} <find> a seed. ["What is it?" {A.he} <wonder>.|{A.he} <do> not know what it <be>.|"Something will grow from it," {A.he} <think>.] {A} <dig> a hole {P.at} and <put> the seed into it. [Every day {A.he} <bring> water.|{A.he} <water> it in the morning and in the evening.]`)
	s.say(`[But nothing <happen>.|One day, two days, and nothing <grow>.|For a long time there <be> only earth.] ["It will never grow," <say> {A}.|{A} <want> to give up.|{A} <ask> {B} for help.] ["You must be patient," <say> {B}.|"A seed needs time," <say> {B}.|"Wait, and do not dig it up," <say> {B}.]`)
	s.say(`After {d} [there <be> something green|a small green leaf <come> out of the earth]. [Then it <grow> and <grow>.|Each day it <be> a little taller.] [In the end|In {season}|At last] it <be> {T.a}[. "So that is what it was!" <say> {A}|. {A} and {B} <dance+> around it|, and everybody <come> to see it|].`)
	s.q("what", `What <do> {A} find?`, `a seed.`, `{A} <find> a seed.`)
	s.q("what", `What <grow> from the seed?`, `{T.a}.`, `{T.a} <grow> from the seed.`)
	s.q("where", `Where <do> {A} put the seed?`, `{P.at}.`, `{A} <put> the seed into a hole {P.at}.`)
	s.q("how many", `After how many days <be> there something green?`, `{d.word}.`, `After {d} there <be> something green.`)
	s.q("who", `Who <tell> {A} to wait?`, `{B}.`, `{B} <tell> {A} to wait.`)
}

func winterStore(s *scene) {
	s.cast(hero, []string{"nut", "apple", "acorn", "turnip", "pear", "berry", "bean", "potato", "carrot", "mushroom"}, wilds)
	s.friend(hero)
	s.set("N", quantity{s.r.between(20, 90), s.get("T").form("")})
	s.say(`It <be> autumn. All day {A} <carry> {T.pl} home {P.from}. {B} <lie> in the sun and <sing>. ["Why do you work so hard?" <ask> {B}. "Because winter is coming," <say> {A}.|"Come and play," <say> {B}. "I have no time," <say> {A}.|"Winter is far away," <say> {B}.]`)
	s.say(`Then [winter|the snow|the cold] <come>. {A} <have> {N} in the cellar. {B} <have> nothing. [{B} <be> cold and hungry.|{B} <can-> sing any more.|Everything <be> white, and {B} <find> nothing to eat.]`)
	s.say(`{B} <knock> at {A.s} door. ["Can you give me something to eat?" {B.he} <ask>.|"I am so hungry," {B.he} <say>.] ["Come in," <say> {A}. "But next year you must help me."|{A} <think> for a moment. Then {A.he} <open> the door.|"You can have some {T.pl} if you sing for me," <say> {A}.] [All winter they <live+> together.|And the next autumn {B} <work> too.|So {B} <sing>, and the winter <be> short.]`)
	s.q("what", `What <do> {A} carry home?`, `{T.pl}.`, `{A} <carry> {T.pl} home.`)
	s.q("who", `Who <be> lazy?`, `{B}.`, `{B} <be> lazy.`)
	s.q("how many", `How many {T.pl} <do> {A} have?`, `{N.word}.`, `{A} <have> {N}.`)
	s.q("why", `Why <do> {B} knock at the door?`, `Because {B.he} <be> hungry.`, `{B} <knock> because {B.he} <be> hungry.`)
	s.q("who", `Who <sing>?`, `{B}.`, `{B} <sing>.`)
}

func straying(s *scene) {
	s.cast(child, flat(animals[:14], []string{"kitten", "puppy", "lamb", "calf", "pony", "turtle", "parrot"}), places)
	s.set("B", other(&s.r, tradesman, s.get("A").(person)))
	s.word("N", "Rex", "Spot", "Star", "Fluff", "Button", "Pepper", "Snow", "Brownie", "Socks", "Misty", "Bobo", "Patch")
	s.say(onceUpon + ` {A} <find> {T.a} {P.at}. [It <be> alone and cold.|It <look> at {A.him} with big eyes.|Its leg <be> hurt.|Nobody <know> whose it <be>.]`)
	s.say(`{A} <take> it home and <give> it {M}. {A.he} <call> it {N}. [{N} <follow> {A.him} everywhere.|{N} <sleep> at the foot of {A.his} bed.|Soon {N} <be> strong again.|Every day they <play+> together.]`)
	s.word("end", "owner", "free", "stay")
	switch s.get("end").form("") {
	case "owner":
		s.say(`But after a week {B} <come>. ["That is my {T}," {B.he} <say>.|"I have looked for it everywhere," <say> {B}.] {A} <be> sad, but {A.he} <give> {N} back. ["You may visit it whenever you like," <say> {B}.|{B} <thank> {A.him}. And a month later {B.he} <bring> {A.him} a young {T}.]`)
		s.q("who", `Whose <be> the {T}?`, `It <be> {B.s}.`, `The {T} <be> {B.s}.`)
	case "free":
		s.say(`In {season} {N} <want> to go back. ["You are free," <say> {A}, and {A.he} <open> the door.|{A} <bring> {N} {P.to} and <say> goodbye.] [But every year {N} <come> back for a day.|Sometimes {A} <see> it from far away.]`)
		s.q("yes or no", `<do> the {T} stay?`, `No.`, `No, the {T} <go> back.`)
	default:
		s.say(`[{B} <ask>: "Is that your {T}?" "Yes," <say> {A}, "it is mine now."|Nobody <come> to ask for the {T}, and so it <stay>.|{A} <ask> everybody, but nobody <know> the {T}. So {N} <stay>.]`)
	}
	s.q("what", `What <do> {A} find?`, `{T.a}.`, `{A} <find> {T.a}.`)
	s.q("where", `Where <do> {A} find the {T}?`, `{P.at}.`, `{A} <find> the {T} {P.at}.`)
	s.q("what", `What <do> {A} call the {T}?`, `{N}.`, `{A} <call> the {T} {N}.`)
	s.q("what", `What <do> {A} give the {T}?`, `{M}.`, `{A} <give> the {T} {M}.`)
}

func hungry(s *scene) {
	s.cast(hero, flat(fruits, baked, []string{"nut", "egg", "carrot", "bean"}), wilds)
	s.friend(hero)
	s.set("C", other(&s.r, tradesman, s.get("A").(person)))
	s.meet()
	s.say(`{A} <be> hungry. [First|In the morning] {A.he} <go> to the house of {C}, but the door <be> shut. [Then|At noon] {A.he} <ask> {B}. ["I have nothing myself," <say> {B}.|"Look {P.at}," <say> {B}.] [At last|In the evening] {A} <find> {T.a} {P.at}.`)
	s.say(`[{A.he} <want> to eat it at once.|It <smell> so good!|{A.he} <open> {A.his} mouth.] But then {A.he} <think> of {B}, who <have> nothing either. [So {A.he} <carry> the {T} home, and they <eat+> it together.|So {A.he} <run> to {B} and <share> it.|So {A.he} <bring> {B.him} one half and <eat> the other.]`)
	s.say(`["You are a true friend," <say> {B}.|{B} never <forget> that.|Half {T.a0} <be> better than nothing.|That night both <sleep+> well.]`)
	s.q("what", `What <do> {A} find?`, `{T.a}.`, `{A} <find> {T.a}.`)
	s.q("where", `Where <do> {A} find the {T}?`, `{P.at}.`, `{A} <find> the {T} {P.at}.`)
	s.q("who", `Who <get> half of the {T}?`, `{B}.`, `{B} <get> half of the {T}.`)
	s.q("who", `Whose door <be> shut?`, `The door of {C}.`, `The door of {C} <be> shut.`)
	s.q("why", `Why <do> {A} not eat the {T} at once?`, `Because {A.he} <think> of {B}.`, `{A} <do> not eat it at once because {A.he} <think> of {B}.`)
}

func rescue(s *scene) {
	s.cast(hero, []string{"net", "hole", "trap", "well", "hedge", "sack", "swamp", "bush", "ditch", "cage"}, wilds)
	s.friend(hero)
	s.meet()
	s.word("H", "a rope", "a stick", "a branch", "a knife", "a ladder")
	s.say(onceUpon + ` {A} <go> for a walk {P.at}. There {A.he} <hear> a voice: "Help! Help!" It <be> {B.a} in {T.a0}. {B} <can-> get out. ["I have been here since yesterday," <say> {B}.|"Please help me," <say> {B}.|"Nobody hears me," <say> {B}.]`)
	s.say(`[{A} <look> around and <find> {H}.|{A} <run> home and <get> {H}.|"Wait," <say> {A}, "I will get {H}."] [With {H} {A.he} <pull> {B} out.|{A} <work> for an hour. Then {B} <be> free.|It <be> hard, but at last {B} <be> free.] "Thank you," <say> {B}. "[One day I will help you too.|I will not forget this.|How can I ever thank you?]"`)
	s.maybe(60, `[A month later|In {season}|Some days later] {A} <be> in danger. [A dog <run> after {A.him}.|The ice <break> under {A.his} feet.|{A.he} <be> lost in the fog.] [And who <come>? {B}! {B} <know> a way out.|Then {B} <come> and <help> {A.him}.|{B} <hear> {A.him} and <come> at once.] [Now they <be+> even.|So one good deed <follow> another.|]`)
	s.q("who", `Who <be> in the {T}?`, `{B}.`, `{B} <be> in the {T}.`)
	s.q("who", `Who <help> {B}?`, `{A}.`, `{A} <help> {B}.`)
	s.q("where", `Where <be> the {T}?`, `{P.at}.`, `The {T} <be> {P.at}.`)
	s.q("what", `What <do> {A} use?`, `{H}.`, `{A} <use> {H}.`)
	s.q("what", `What <do> {A} hear?`, `a voice.`, `{A} <hear> a voice.`)
}

func wish(s *scene) {
	s.cast(anyone, []string{"crown", "castle", "boat", "horse", "ring", "piano", "garden", "drum", "coat", "house", "tower", "bicycle", "sword", "necklace"}, places)
	s.friend(func(r *rng) person {
		k := pick(r, []string{"fairy", "wizard", "witch", "giant", "old frog", "golden fish"})
		he := map[string]int{"fairy": 1, "witch": 1, "wizard": 0, "giant": 0, "old frog": 2, "golden fish": 2}[k]
		return person{name: "the " + k, kind: k, he: he}
	})
	s.meet()
	s.say(onceUpon + ` {A} <meet> {B.a} {P.at}. "[You have one wish|You may wish for one thing|Tell me your wish]," <say> {B}. ["I want {T.a}," <say> {A}.|{A} <think> for a long time. "I wish for {T.a}," {A.he} <say>.|At once {A} <say>: "I would like {T.a}!"]`)
	s.say(`And there it <be>, {T.a}. [At first {A} <be> happy.|{A} <be> very proud.|Everybody <come> to look.] But soon [{A.he} <be> bored|it <be> too much work|{A.he} <be> lonely|{A.he} <be> afraid of thieves]. [Nobody <want> to play with {A.him} any more.|{A.he} <have> to watch over the {T} day and night.|{A.he} <can-> sleep any more.]`)
	s.say(`So {A} <go> back to {B}. ["Please take the {T} back," {A.he} <say>.|"I do not need {T.a0}," {A.he} <say>. "I need a friend."] ["You have learned something," <say> {B}.|{B} <smile> and <take> the {T}.] [And {A} <go> home with light steps.|Then {A} <be> happy again.|From that day on, {B} <be> {A.his} friend.]`)
	s.q("what", `What <do> {A} wish for?`, `{T.a}.`, `{A} <wish> for {T.a}.`)
	s.q("who", `Who <give> {A} a wish?`, `{B}.`, `{B} <give> {A} a wish.`)
	s.q("where", `Where <do> {A} meet {B}?`, `{P.at}.`, `{A} <meet> {B} {P.at}.`)
	s.q("yes or no", `<do> {A} keep the {T}?`, `No.`, `No, {A} <give> it back.`)
}

func choosing(s *scene) {
	s.cast(child, flat(toys, clothes, fruits, baked), places)
	s.set("B", other(&s.r, tradesman, s.get("A").(person)))
	two := some(&s.r, colours[:9], 2)
	s.word("c1", two[0])
	s.word("c2", two[1])
	s.set("d", quantity{s.r.between(2, 9), "coin"})
	s.say(onceUpon + ` {A} <go> {P.to} to buy a {T}. {B} <have> two: a {c1} one and a {c2} one. ["Which one do you want?" <ask> {B}.|"Which one is better?" <ask> {A}. "Both are good," <say> {B}.] {A} <can-> decide. [The {c1} one <be> bigger, but the {c2} one <be> prettier.|{A.he} <look> at the {c1} one, and then at the {c2} one.|]`)
	s.say(`["I will take the {c2} one," {A.he} <say> at last.|In the end {A.he} <choose> the {c2} one.] It <cost> {d}. [But on the way home {A.he} <wonder>: "Was the {c1} one not better?"|{A} <be> happy with it.|The {c1} one <stay> with {B}.] [The next day another child <buy> the {c1} one.|"One cannot have everything," <say> {B}.|]`)
	s.q("what", `Which {T} <do> {A} choose?`, `The {c2} one.`, `{A} <choose> the {c2} one.`)
	s.q("who", `Who <sell> the {T.pl}?`, `{B}.`, `{B} <sell> the {T.pl}.`)
	s.q("how many", `How many coins <do> it cost?`, `{d.word}.`, `It <cost> {d}.`)
	s.q("where", `Where <do> {A} buy the {T}?`, `{P.at}.`, `{A} <buy> the {T} {P.at}.`)
	s.q("yes or no", `<do> {A} take the {c1} one?`, `No.`, `No, {A} <take> the {c2} one.`)
}

func cleaning(s *scene) {
	s.cast(child, flat(tools[7:8], tools[:3], []string{"broom", "brush", "bucket", "rake", "ladder"}), flat(rooms, places[14:26]))
	s.set("B", other(&s.r, child, s.get("A").(person)))
	s.set("R", relative(&s.r, s.get("A").(person)))
	s.say(`[Today|On {day}] {A} and {B} <have+> to work {P.at}. {R} <give> {A} {T.a} and <say>: "[When you are done, you may play|Please do it well|I will come back in the evening]." {B} <get> nothing and <wait>.`)
	s.say(`["I will work, and you can rest," <say> {A}.|{A} <begin> at once.] [But soon {A} <be> tired.|But the work <be> long.|After an hour {A.his} arms <hurt+>.] ["Give me the {T}," <say> {B}. "Now it is my turn."|Then {B} <take> the {T} and <go> on.|So {B} <help>, though nobody had asked {B.him}.]`)
	s.say(`[In the evening everything <be> clean.|When {R} <come> back, all <be> done.] ["Who did all that?" <ask> {R}. "Both of us," <say> {A}.|"I have never seen it so clean," <say> {R}.] [Then they <go+> out and <play+>.|{R} <give> them a big cake.|Work <be> only half as long when two <do+> it.]`)
	s.q("what", `What <do> {R} give {A}?`, `{T.a}.`, `{R} <give> {A} {T.a}.`)
	s.q("where", `Where <do+> they work?`, `{P.at}.`, `They <work+> {P.at}.`)
	s.q("who", `Who <begin>?`, `{A}.`, `{A} <begin>.`)
	s.q("who", `Who <help> {A}?`, `{B}.`, `{B} <help> {A}.`)
}
