package corpus

// Stories of ways, weather, work and fear.

func outOfReach(s *scene) {
	s.cast(anyone, fruits, places)
	s.friend(anyone)
	s.meet()
	s.say(onceUpon + ` {A} <see> {T.a} [high up in a tree|on a high wall|on the roof of a shed|at the top of a tree] {P.at}. [{A.he} <be> hungry and <want> it.|"I want that {T}," <say> {A}.|"How good it must taste!" {A.he} <think>.]`)
	s.say(`[But the {T} <be> too high.|But {A} <be> too small.|But {A.he} <can-> reach it.] [{A.he} <jump>, but it <be> no use.|{A.he} <jump> once, twice, three times.|{A.he} <try> to climb, but {A.he} <fall> down.|{A.he} <throw> a stone, but it <do> not hit the {T}.]`)
	s.paragraph()
	s.word("H", "ladder", "chair", "box", "rope", "barrel", "pole", "bench")
	s.say(`{B} <come> by and <see> {A}. ["Do you need help?" <ask> {B}.|"What are you doing?" <ask> {B}. "I want the {T}, but it is too high," <say> {A}.|"You will never get it like that," <say> {B}.]`)
	s.say(`{B} <have> a {H}. [With the {H} {A} <can> reach the {T}.|{A} <climb> on the {H}, and now it <be> easy.|{B} <hold> the {H}, and {A} <climb> up.] [At last {A} <have> the {T}.|Soon {A} <hold> the {T} in {A.his} hand.]`)
	s.say(`[{A} <give> half of it to {B}.|They <eat+> it together.|"Half of it is yours," <say> {A}.|{A} <share> the {T} with {B}.] [It <taste> sweet.|It <be> the best {T} of the {season}.|Nothing <taste> so good as a {T} that one has shared.|]`)
	s.q("what", `What <do> {A} see?`, `{T.a}.`, `{A} <see> {T.a}.`)
	s.q("why", `Why <can-> {A} reach the {T}?`, `Because it <be> too high.`, `{A} <can-> reach it because it <be> too high.`)
	s.q("who", `Who <help> {A}?`, `{B}.`, `{B} <help> {A}.`)
	s.q("what", `What <do> {B} have?`, `a {H}.`, `{B} <have> a {H}.`)
	s.q("where", `Where <be> the {T}?`, `{P.at}.`, `The {T} <be> {P.at}.`)
}

func caughtByWeather(s *scene) {
	s.cast(child, flat(foods, writings, clothes, small1), places)
	s.friend(tradesman)
	s.set("R", relative(&s.r, s.get("A").(person)))
	s.word("storm", "storm", "rain", "snow", "fog", "wind")
	s.word("shelter", "hut", "barn", "shed", "cave", "tent", "cottage", "chapel", "stable")
	s.say(onceUpon + ` {A} <have> to bring {T.a} to {R}[, who <live> far away|, who <wait> for it|]. The way <go> past the {P.bare}.`)
	s.say(`[When {A} <be> {P.at}|Half an hour later|On the way], [the {storm} <begin>|the {storm} <come>|the sky <turn> dark, and the {storm} <come>]. [{A} <can-> see the road any more.|{A} <be> cold and wet.|Soon {A.his} feet <be+> wet.|"I must find a dry place," <think> {A}.]`)
	s.say(`Then {A} <see> [a light in a {shelter}|an old {shelter}|a small {shelter}]. [{A.he} <knock>.|{A.he} <run> to it.|{A.he} <go> in.] In the {shelter} <sit> {B.a}. ["Come in and get warm," <say> {B}.|"What bad weather!" <say> {B}. "You can stay here."|{B} <give> {A.him} a cup of hot {M}.]`)
	s.paragraph()
	s.say(`[They <wait+> until the {storm} <be> over.|{B} <tell> {A.him} a story, and the time <go> by quickly.|After an hour the {storm} <stop>.|Then the sun <shine> again.] {A} [<thank> {B} and <go> on|<say> goodbye and <go> on|<go> on]. [The {T} <be> still dry.|The {T} <be> safe.|Nothing had happened to the {T}.]`)
	s.say(`{R} <be> [glad|happy]. ["I was worried about you," <say> {R}.|"You came through the {storm}!" <say> {R}.|"How brave you are," <say> {R}.]`)
	s.q("what", `What <do> {A} carry?`, `{T.a}.`, `{A} <carry> {T.a}.`)
	s.q("who", `Who <be> in the {shelter}?`, `{B.a}.`, `{B.a} <be> in the {shelter}.`)
	s.q("why", `Why <do> {A} go into the {shelter}?`, `Because of the {storm}.`, `{A} <go> into the {shelter} because of the {storm}.`)
	s.q("who", `Who <be> the {T} for?`, `{R}.`, `The {T} <be> for {R}.`)
	s.q("where", `Where <do> {A} find a dry place?`, `In the {shelter}.`, `{A} <find> a dry place in the {shelter}.`)
}

func fear(s *scene) {
	s.cast(anyone, []string{"dog", "horse", "owl", "bull", "goose", "bear", "bat", "spider", "cow", "rat", "snake", "swan", "giant", "wolf", "pig", "goat", "crow"}, places)
	s.friend(anyone)
	s.meet()
	s.say(`{A} <be> [afraid|very afraid] of the {T} {P.at}. [{A.he} never <go> there alone.|Whenever {A.he} <come> near, {A.he} <run> away.|Only {A.his} best friend <know> it.|At night {A.he} <dream> of it.]`)
	s.say(`{B} <hear> of it. ["Why are you afraid?" <ask> {B}. "Because the {T} is so big," <say> {A}.|"I was afraid of it too," <say> {B}.|"You need not be afraid," <say> {B}. "It does nothing to you."]`)
	s.say(`["Give me your hand," <say> {B}.|"Come with me," <say> {B}.|"Let us go there together," <say> {B}.] [So they <go+> {P.to} together.|{A.s} heart <beat> fast, but {A.he} <go> with {B}.|First {A} <take> one step, then another.]`)
	s.paragraph()
	s.say(`[And what <do> the {T} do? Nothing at all.|The {T} <be> [quiet|small|harmless].|And the {T}? It <be-> bad at all.|Up close the {T} <look> quite small.] [{A} <touch> it.|{A} <look> at it for a long time.|{A} <begin> to laugh.|"Is that all?" <ask> {A}.]`)
	s.say(`[Now {A} <be-> afraid any more.|After that, {A} <go> {P.to} every day.|"I am not afraid any more," <say> {A}.|"Thank you," <say> {A}. "Now I know it."]`)
	s.q("what", `What <be> {A} afraid of?`, `The {T}.`, `{A} <be> afraid of the {T}.`)
	s.q("where", `Where <be> the {T}?`, `{P.at}.`, `The {T} <be> {P.at}.`)
	s.q("who", `Who <go> with {A}?`, `{B}.`, `{B} <go> with {A}.`)
	s.q("yes or no", `<be> {A} still afraid in the end?`, `No.`, `No, {A} <be-> afraid any more.`)
	s.q("yes or no", `<do> {A} go {P.to} alone?`, `No.`, `No, {A} <go> with {B}.`)
}

func race(s *scene) {
	s.cast(hero, flat(fruits, baked, toys, small1), places)
	s.friend(hero)
	s.word("C", "slept under a tree", "stopped to eat", "stopped to talk to a friend", "took the wrong path", "sat down to rest")
	if s.r.chance(70) {
		s.present = false
		s.say(onceUpon + ` {A.a} and {B.a} ran a race {P.to}. The winner was to get {T.a}. [At first {A} was far ahead.|{A} was much faster than {B}.|{A} ran like the wind, and {B} was soon far behind.]`)
		s.say(`["I have a lot of time," {A.he} thought, and {A.he} {C}.|Then {A} {C}.|But on the way {A} {C}.] [{B} did not stop.|{B} went on, step by step.|All that time {B} kept on running.]`)
		s.say(`[When {A} came {P.to}, {B} was already there.|So {B} came {P.to} first.|{A} ran as fast as {A.he} could, but it was too late: {B} had won.] [{B} got the {T}.|The {T} went to {B}.] ["Slow and steady," said {B}.|{A} was ashamed.|"Next time I will not stop," said {A}.|{B} shared the {T} with {A}.|]`)
		s.q("who", `Who won the race?`, `{B}.`, `{B} won the race.`)
		s.q("why", `Why did {A} lose?`, `Because {A.he} {C}.`, `{A} lost because {A.he} {C}.`)
		s.q("what", `What did the winner get?`, `{T.a}.`, `The winner got {T.a}.`)
	} else {
		s.say(onceUpon + ` {A.a} <meet> {B.a}. ["I am faster than you," <say> {A}.|{A} <laugh> at {B} because {B.he} <be> so slow.|They <talk+> about who <be> faster.] "Let us run a race {P.to}," <say> {B}. "[The winner gets|Whoever wins gets|The first one there gets] {T.a}."`)
		s.say(`They <start+>. {A} <run> [very fast|like the wind], and soon {A.he} <be> far ahead. [{B} <go> slowly, step by step.|{B} <do> not hurry, but {B.he} never <stop>.]`)
		s.say(`{A} never <look> back. [Nobody <can> catch {A.him}.|{B} <do> what {B.he} <can>, but it <be> no use.] So {A} <win>, and the {T} <be> {A.s}. [But {A.he} <give> half of it to {B}.|"You ran well," {A.he} <say> to {B}.|{B} <be-> sad. "I will try again tomorrow," {B.he} <say>.]`)
		s.q("who", `Who <win> the race?`, `{A}.`, `{A} <win> the race.`)
		s.q("what", `What <do> the winner get?`, `{T.a}.`, `The winner <get> {T.a}.`)
	}
	s.q("where", `Where <do+> they run?`, `{P.to}.`, `They <run+> {P.to}.`)
	s.q("who", `Who <be> far ahead at first?`, `{A}.`, `At first {A} <be> far ahead.`)
}

func brokenCart(s *scene) {
	s.cast(tradesman, []string{"cart", "wagon", "wheelbarrow", "carriage", "sledge"}, places)
	s.friend(anyone)
	s.word("G", "apples", "bread", "wool", "wood", "hay", "pots", "fish", "eggs", "flour", "stones", "barrels", "cabbages")
	s.word("L", "hammer", "rope", "saw", "nail", "hook", "file")
	s.say(onceUpon + ` {A.a} <go> {P.to} with {T.a} full of {G}. [The road <be> long and bad.|{A.he} <want> to sell {G} there.|It <be> a hard road.]`)
	s.say(`[Suddenly|On a hill|Near a bridge|Half way] [the {T} <break>|a wheel <break>|a wheel <come> off]. ["What bad luck!" <say> {A}.|{A} <can-> move it.|{A} <push> and <pull>, but the {T} <do> not move.|"How will I get {P.to} now?" <ask> {A}.]`)
	s.say(`Three people <pass+>, but they <do+> not stop. Then {B} <come>. ["Let me help you," <say> {B}. "I have a {L}."|{B} <stop> and <look> at the wheel. "With a {L} I can mend it," {B.he} <say>.|{B} <have> a {L} and <know> what to do.]`)
	s.say(`[Together they <mend+> the {T}.|Soon the {T} <be> as good as new.|They <work+> for an hour, and then the {T} <roll> again.] [{A} <give> {B} some of the {G}.|"What can I give you?" <ask> {A}. "Nothing," <say> {B}. "Help the next one."|{A} <offer> {B} money, but {B} <do> not want it.]`)
	s.q("what", `What <break>?`, `The {T}.`, `The {T} <break>.`)
	s.q("what", `What <do> {A} carry?`, `{G}.`, `{A} <carry> {G}.`)
	s.q("who", `Who <help> {A}?`, `{B}.`, `{B} <help> {A}.`)
	s.q("what", `Which tool <do> {B} have?`, `a {L}.`, `{B} <have> a {L}.`)
	s.q("where", `Where <do> {A} want to go?`, `{P.to}.`, `{A} <want> to go {P.to}.`)
	s.q("how many", `How many people <pass+> and <do+> not help?`, `Three.`, `Three people <pass+> and <do+> not help.`)
}

func noiseAtNight(s *scene) {
	s.cast(child, flat(animals[:14], []string{"squirrel", "hedgehog", "kitten", "puppy", "rat", "bat", "otter", "badger"}), rooms)
	s.set("R", relative(&s.r, s.get("A").(person)))
	s.word("L", "lamp", "candle", "torch", "lantern", "broom", "stick")
	s.word("N", "strange", "loud", "soft", "terrible")
	s.say(`[One night|In the middle of the night|Late at night] {A} <wake> up. [There <be> a {N} noise|{A.he} <hear> a {N} noise] {P.at}. [It <scratch> and <knock>.|"Who is there?" {A.he} <whisper>. Nobody <answer>.|{A.he} <hold> {A.his} breath.|]`)
	s.say(`["Perhaps it is a thief," {A.he} <think>.|"It is a ghost!" <think> {A}.|{A} <be> afraid.] [But {A.he} <want> to know.|{R} <be> asleep.|{A.he} <call> {R}, but {R} <do> not hear {A.him}.] [So|Then] {A} <take> a {L} and <go> to see.`)
	s.say(`[Slowly|Quietly|Carefully] {A.he} <open> the door. [And what <do> {A.he} see?|And who <sit> there?] {T.a}! [It <be> hungry and <look> for food.|It had come in through the window.|It <be> only cold.|It <be> more afraid than {A}.]`)
	s.paragraph()
	s.say(`[{A} <laugh>.|"It is only you!" <say> {A}.|"You silly {T}," <say> {A}.] [{A} <give> it some {M} and <go> back to bed.|{A} <open> the window, and the {T} <go> out.|The {T} <stay> for the night, and in the morning it <be> gone.|{A} <bring> it outside.]`)
	s.q("what", `What <make> the noise?`, `{T.a}.`, `{T.a} <make> the noise.`)
	s.q("where", `Where <do> the noise come from?`, `{P.from}.`, `The noise <come> {P.from}.`)
	s.q("what", `What <do> {A} take?`, `a {L}.`, `{A} <take> a {L}.`)
	s.q("yes or no", `<be> it a ghost?`, `No.`, `No, it <be> {T.a}.`)
}

func crossing(s *scene) {
	s.cast(anyone, flat(foods, writings, small1, tools), wilds)
	s.friend(tradesman)
	s.word("W", "river", "stream", "lake")
	s.word("way", "boat", "raft", "bridge")
	s.meet()
	s.say(onceUpon + ` {A} <want> to bring {T.a} to a friend {P.at}. [But there <be> a {W} in the way.|The way <lead> to a {W}.|Soon {A.he} <come> to a {W}.] [The water <be> deep and cold.|There <be> no bridge.|{A} <can-> swim.|The old bridge <be> broken.]`)
	switch s.get("way").form("") {
	case "boat":
		s.say(`{B} <have> a boat. ["Can you take me across?" <ask> {A}. "Yes, if you row," <say> {B}.|"Get in," <say> {B}. "I will row you across."|For {A}, {B} <row> across twice.]`)
		s.q("how", `How <do> {A} get across?`, `With a boat.`, `{A} <get> across with a boat.`)
	case "raft":
		s.say(`{B} <cut> wood {P.at}[ and <have> a long rope|]. ["Let us build a raft," <say> {B}.|{A} <help> {B} to build a raft.] [Soon it <be> ready, and it <carry> them both.|It <take> the whole afternoon. But then they <float+> across.]`)
		s.q("how", `How <do> {A} get across?`, `On a raft.`, `{A} <get> across on a raft.`)
	default:
		s.say(`{B} <know> a bridge[ behind the trees| not far away| near an old mill]. ["Follow me," {B.he} <say>.|"Go left at the big stone," {B.he} <say>. "There it is."] [And so {A} <get> across with dry feet.|Soon {A} <be> on the other side.]`)
		s.q("how", `How <do> {A} get across?`, `Over a bridge.`, `{A} <get> across over a bridge.`)
	}
	s.say(`[The friend <be> glad about the {T}.|So the friend <get> the {T} the same day.|"You have come so far to bring me this {T}!" <say> the friend.] [{A} <tell> the friend about {B}.|They <sit+> in the sun and <talk+>.|]`)
	s.q("what", `What <do> {A} bring?`, `{T.a}.`, `{A} <bring> {T.a}.`)
	s.q("who", `Who <help> {A}?`, `{B}.`, `{B} <help> {A}.`)
	s.q("what", `What <be> in the way?`, `a {W}.`, `a {W} <be> in the way.`)
	s.q("where", `Where <do> the friend live?`, `{P.at}.`, `The friend <live> {P.at}.`)
}
