package corpus

import "strings"

// Stories in which a thing is lost, wanted, made, broken or taken.

func lostAndFound(s *scene) {
	s.cast(anyone, flat(toys, small1, clothes[:8]), places)
	s.friend(anyone)
	s.set("R", relative(&s.r, s.get("A").(person)))
	spot := some(&s.r, spots, 3)
	s.set("S", spot[0])
	s.set("S1", spot[1])
	s.set("S2", spot[2])
	s.meet()
	gift := s.get("A").(person).named && s.r.chance(50)
	if gift {
		s.say(`{A} <have> {T.a}. [It <be> a gift from {R}.|{R} [made it|found it] for {A.him}.|{A.he} got it from {R}.]`)
	} else {
		s.say(`{A} <have> {T.a}[, and {A.he} <love> it|, and {A.he} <take> it everywhere|. {A.he} <like> it very much|].`)
	}
	s.say(onceUpon + ` {A} <go> {P.to}, and [there |]the {T} <be> gone.`)
	s.say(`[{A} <be> sad.|"Oh no!" <say> {A}. "Where is my {T}?"|"I have lost my {T}!" <cry> {A}.|{A} <begin> to cry.|{A} <do> not know what to do.]`)
	s.say(`{A.he} <look> {S1.at}, but it <be> not there. [{A.he} <look> {S2.at}, but [it <be> not there either|there <be> only dust|{A.he} <find> nothing].|Then {A.he} <look> {S2.at}. Nothing!]`)
	s.paragraph()
	s.say(`Then {B} <come> along. [ "What is wrong?" <ask> {B}. "I cannot find my {T}," <say> {A}.|"Why are you so sad?" {B.he} <ask>. "My {T} is gone," <say> {A}.|{B} <hear> about the {T} and <want> to help.]`)
	s.say(`["Let us look {S.at}," <say> {B}.|"Have you looked {S.at}?" {B} <ask>.|{B} <think> for a while. "Perhaps it is {S.at}," {B.he} <say>.|"I will help you," <say> {B}. They <look+> {S.at}.]`)
	s.say(`[And there it <be>!|And there <be> the {T}!|There <lie> the {T}, safe and [clean|dry|sound].|And there, {S.at}, <be> the {T.full}.]`)
	s.thank()
	s.glad()
	s.q("what", `What <do> {A} lose?`, `The {T}.`, `{A} lost the {T}.`)
	s.q("where", `Where <be> the {T}?`, `{S.at}.`, `The {T} <be> {S.at}.`)
	s.q("who", `Who <help> {A}?`, `{B}.`, `{B} <help> {A}.`)
	s.q("what", `What <be> the {T} like?`, `{T.adj}.`, `The {T} <be> {T.adj}.`)
	s.q("yes or no", `<be> the {T} {S1.at}?`, `No.`, `No, the {T} <be> {S.at}.`)
	s.q("where", `Where <do> {A} go?`, `{P.to}.`, `{A} <go> {P.to}.`)
	if gift {
		s.q("who", `Who gave {A} the {T}?`, `{R}.`, `{R} gave {A} the {T}.`)
	}
}

// made says what things are made of, and with which tools.
var made = []struct{ things, of, with []string }{
	{strings.Fields("chair box bench puppet whistle top bowl spoon stool drum shelf cradle sledge flute"), strings.Fields("wood oak birch pine"), strings.Fields("saw hammer file axe drill knife")},
	{strings.Fields("hat coat scarf shirt sock blanket doll glove cap dress flag pillow"), strings.Fields("wool linen silk cotton"), strings.Fields("needle brush pin thread")},
	{strings.Fields("cup plate bowl jug vase jar mug"), strings.Fields("clay glass"), strings.Fields("knife brush wheel spoon")},
	{strings.Fields("shoe bag belt boot ball"), strings.Fields("leather"), strings.Fields("needle knife hammer nail")},
	{strings.Fields("basket hat mat broom"), strings.Fields("straw willow"), strings.Fields("knife string rope")},
	{strings.Fields("ring bell key lamp medal bead"), strings.Fields("iron copper silver gold tin"), strings.Fields("hammer file drill")},
	{strings.Fields("kite balloon card lantern mask crown"), strings.Fields("paper"), strings.Fields("brush string glue")},
}

func makingAGift(s *scene) {
	k := made[s.r.n(len(made))]
	s.cast(child, k.things, flat(rooms, places[16:24]))
	s.friend(anyone)
	s.word("M", k.of...)
	s.word("L", k.with...)
	s.word("F", "tired", "sad", "angry", "hungry", "nervous")
	s.meet()
	s.say(`[{A} <want> to make {T.a} for {B}.|"I will make {T.a} for {B}," <say> {A}.|{B} <need> {T.a}, so {A} <want> to make one.|{A} <have> an idea: {T.a} for {B}!]`)
	s.say(`{A.he} <take> some {M} and a {L} and <go> {P.to}. [There {A.he} <work> all day.|There {A.he} <begin> to work.|{A.he} <work> from morning to evening.|It <be> quiet there.]`)
	s.say(`[The work <be> not easy.|At first it <be> easy.|But the {M} <be> no good.|Then the {L} <break>.|The first {T} <fall> apart.] [{A} <be> {F}, but {A.he} <do> not stop.|"I will try again," <say> {A}.|{A} <sit> down and <think>. Then {A.he} <try> again.]`)
	s.paragraph()
	s.say(`[At last|In the evening|After three days|When the sun <go> down,|Two days later] the {T} <be> ready. [It <be> {T.adj} and strong.|It <look> fine.|{A} <be> proud of it.|]`)
	s.say(`{A} <bring> it to {B}. ["Is this for me?" <ask> {B}.|"I made this for you," {A.he} <say>.|"Look what I have made!" <say> {A}.|"What is it?" <ask> {B}. "Open it!" <say> {A}.]`)
	s.say(`{B} <be> very [happy|glad|surprised]. ["It is the best {T} that I have ever had," {B.he} <say>.|"I have always wanted a {T}!" {B.he} <say>.|"You made it of {M}!" {B.he} <say>. "How clever you are."]`)
	s.glad()
	s.q("what", `What <do> {A} make?`, `{T.a}.`, `{A} <make> {T.a}.`)
	s.q("what", `What <be> the {T} made of?`, `{M}.`, `The {T} <be> made of {M}.`)
	s.q("who", `Who <make> the {T}?`, `{A}.`, `{A} <make> the {T}.`)
	s.q("who", `For whom <do> {A} make the {T}?`, `For {B}.`, `{A} <make> the {T} for {B}.`)
	s.q("where", `Where <do> {A} work?`, `{P.at}.`, `{A} <work> {P.at}.`)
	s.q("what", `Which tool <do> {A} take?`, `a {L}.`, `{A} <take> a {L}.`)
}

func quarrel(s *scene) {
	s.cast(child, flat(toys, vehicles, []string{"swing", "drum", "flute"}), places)
	s.set("B", other(&s.r, child, s.get("A").(person)))
	s.set("C", tradesman(&s.r))
	s.say(`[{A} and {B} <play+> {P.at}.|` + onceUpon + ` {A} and {B} <go+> {P.to}.|{A} and {B} <be+> friends, but sometimes they <quarrel+>. Today they <be+> {P.at}.]`)
	s.say(`There they <find+> {T.a}. ["It is mine!" <say> {A}. "No, it is mine!" <say> {B}.|"I saw it first," <say> {A}. "But I picked it up," <say> {B}.|Both <want+> it, and neither <will> give it up.|{A} <want> it, and {B} <want> it too.]`)
	s.say(`[They <pull+> and <pull+>.|They <shout+> so loudly that {C} <come> out.|They <be+> both very angry.|They <do+> not speak to each other for an hour.]`)
	s.paragraph()
	s.say(`"[Why do you shout|What is wrong|Why are you angry|What is the matter]?" <ask> {C}. [They <tell+> {C.him} about the {T}.|"We both want the {T}," <say> {A}.]`)
	s.word("end", "turns", "owner", "gone")
	switch s.get("end").form("") {
	case "turns":
		s.say(`"[Take turns|You can share it|It is big enough for both of you]," <say> {C}. "{A} [has|may have] it today, and {B} [has|may have] it tomorrow." [So they <take+> turns.|That <be> fair, and both <be+> happy.|And that is what they <do+>.]`)
		s.q("who", `Who <have> the {T} on the first day?`, `{A}.`, `{A} <have> the {T} on the first day.`)
		s.q("why", `Why <do+> they stop the quarrel?`, `Because they <take+> turns.`, `They <stop+> because they <take+> turns.`)
	case "owner":
		s.say(`"That {T} is mine," <say> {C}. "I lost it [yesterday|on {day}|last week]." {A} and {B} <give+> it back and <laugh+>. ["You are honest children," <say> {C}.|{C} <thank> them.]`)
		s.q("who", `Whose <be> the {T}?`, `It <be> {C.s}.`, `The {T} <be> {C.s}.`)
	default:
		s.say(`Then they <look+> up, and the {T} <be> gone. [A dog had taken it!|The wind had taken it away.|Somebody else had picked it up.] ["Now neither of you has it," <say> {C}.|{A} and {B} <look+> at each other and <laugh+>.] [After that they <share+> everything.|They never <quarrel+> about a {T} again.]`)
		s.q("yes or no", `<be> the {T} still there in the end?`, `No.`, `No, the {T} <be> gone.`)
	}
	s.q("what", `What <do+> they find?`, `{T.a}.`, `They <find+> {T.a}.`)
	s.q("where", `Where <do+> {A} and {B} find the {T}?`, `{P.at}.`, `They <find+> the {T} {P.at}.`)
	s.q("who", `Who <talk> to the children?`, `{C}.`, `{C} <talk> to the children.`)
	s.q("why", `Why <be+> {A} and {B} angry?`, `Because both <want+> the {T}.`, `They <be+> angry because both <want+> the {T}.`)
}

func brokenDish(s *scene) {
	s.cast(child, dishes, rooms)
	s.set("B", relative(&s.r, s.get("A").(person)))
	s.word("H", "under the bed", "behind the door", "in a drawer", "under the carpet", "in a box", "behind the stove")
	s.say(onceUpon + ` {A} <play> {P.at}. [On the table <stand> {T.a}.|There <be> {T.a} on the shelf.|{A.his} {T.full} <be> on the table.]`)
	s.say(`[{A} <throw> a ball, and it <hit> the {T}.|{A} <jump> too high and <touch> the {T}.|{A} <turn> around too quickly.|{A} <want> to lift the {T}, but it <be> too heavy.] [Crash!|The {T} <fall> down and <break>.|It <fall> on the floor and <break>.] [{A} <be> afraid.|{A} <do> not know what to do.|"Oh no," {A.he} <say>.]`)
	s.say(`{A} <hide> the pieces {H}. [Nobody <see> it.|"Nobody will know," {A.he} <think>.|But {A.he} <can-> sleep that night.|All day {A.he} <feel> bad.]`)
	s.paragraph()
	s.say(`[In the evening|The next day|Later] {B} <ask>: "Where is [my|the] {T}?" [{A} <say> nothing.|{A} <look> at the floor.|{A} <turn> red.] [Then {A.he} <tell> the truth.|Then {A.he} <show> the pieces and <say>: "I broke it. I am sorry."|"I broke it," <say> {A}. "I am very sorry."|At last {A.he} <say>: "It was me."]`)
	s.say(`[{B} <be-> angry.|{B} <be> sad about the {T}, but {A.s} words <make> it better.|{B} <smile>.] ["A {T} is only a {T}," {B} <say>. "But the truth is worth more."|"Thank you for telling me," <say> {B}.|"Next time, tell me at once," <say> {B}.|"Let us mend it together," <say> {B}.]`)
	s.maybe(60, `[{A} <be> glad.|After that, {A} always <tell> the truth.|Together they <mend+> the {T}.|{A} <buy> a new {T} with {A.his} own money.]`)
	s.q("what", `What <do> {A} break?`, `{T.a}.`, `{A} broke {T.a}.`)
	s.q("where", `Where <do> {A} hide the pieces?`, `{H}.`, `{A} <hide> the pieces {H}.`)
	s.q("who", `Who <break> the {T}?`, `{A}.`, `{A} <break> the {T}.`)
	s.q("where", `Where <be> {A}?`, `{P.at}.`, `{A} <be> {P.at}.`)
	s.q("who", `Who <ask> about the {T}?`, `{B}.`, `{B} <ask> about the {T}.`)
	s.q("why", `Why <do> {A} hide the pieces?`, `Because {A.he} <be> afraid.`, `{A} <hide> the pieces because {A.he} <be> afraid.`)
}

func theft(s *scene) {
	s.cast(hero, baked, places)
	s.friend(tradesman)
	s.word("trace", "crumbs", "footprints", "a trail of sugar", "small tracks in the mud")
	s.meet()
	s.say(`{A} <be> [always|very|so] hungry. ` + onceUpon + ` {A} <come> {P.to} and <smell> {T.a}. [It <belong> to {B}.|{B} had baked it.|It <be> {B.s}, and it <be> still warm.]`)
	s.say(`[Nobody <be> there.|{B} <look> the other way.|{B} <be> asleep.|{B} <be> busy.] {A} <take> the {T} and <run> away.`)
	s.paragraph()
	s.say(`[Soon|A little later] {B} <come> back. "Who has taken my {T}?" {B.he} <shout>. [Then|On the ground] {B.he} <see> {trace}, and {B.he} <follow> them. They <lead+> to {A}.`)
	s.say(`["Did you take my {T}?" <ask> {B}. "Yes," <say> {A}, "because I was hungry."|{A} still <have> the {T} in {A.his} mouth.|{A} <can-> hide the {T} any more.|"I was so hungry," <say> {A}. "I am sorry."]`)
	s.say(`["You should have asked me," <say> {B}. {B.he} <cut> the {T} in two and <give> {A} one half.|"Then you must work for it," <say> {B}. So {A} <help> {B} until evening.|{B} <laugh>. "Next time, ask," {B.he} <say>.|{B} <be> angry at first. But then {B.he} <see> how thin {A} <be>, and {B.he} <bring> some milk too.]`)
	s.maybe(70, `[After that, {A} never <steal> again.|From then on, {A} <ask> first.|Now {A} <come> every {day}, and {B} always <have> something for {A.him}.]`)
	s.q("what", `What <do> {A} take?`, `{T.a}.`, `{A} <take> {T.a}.`)
	s.q("who", `Who <take> the {T}?`, `{A}.`, `{A} <take> the {T}.`)
	s.q("who", `Whose <be> the {T}?`, `It <be> {B.s}.`, `The {T} <be> {B.s}.`)
	s.q("why", `Why <do> {A} take the {T}?`, `Because {A.he} <be> hungry.`, `{A} <take> the {T} because {A.he} <be> hungry.`)
	s.q("what", `What <do> {B} follow?`, `{trace}.`, `{B} <follow> {trace}.`)
}

func swappedBags(s *scene) {
	s.cast(child, flat(toys, clothes, small1), places)
	s.friend(anyone)
	s.set("U", thing(&s.r, flat(fruits, tools, writings)))
	for !s.held && heldKey(tripleKey(s.get("B").(person).name, s.get("U").(object).noun, s.get("P").(place).noun)) {
		s.set("U", thing(&s.r, flat(fruits, tools, writings)))
	}
	s.word("K", "basket", "bag", "box", "sack", "chest")
	s.say(onceUpon + ` {A} <go> {P.to} with a {K}. In the {K} <be> {T.a}. [There {A.he} <meet> {B}.|{B} <be> there too.] {B} <have> a {K} as well. In {B.his} {K} <be> {U.a}.`)
	s.say(`[They <sit+> down and <talk+>.|They <talk+> for a long time.|They <put+> their {K.pl} down and <rest+>.] [Then it <get> late, and both <go+> home.|When the bell <ring>, both <go+> home quickly.]`)
	s.paragraph()
	s.say(`At home {A} <open> the {K}. [There <be> no {T} in it!|But where <be> the {T}?] In it <be> {U.a}. ["This is not my {K}!" <say> {A}.|"How strange!" {A.he} <think>.|{A} <laugh>.] [{B} had taken the wrong {K}.|They had taken the wrong ones.]`)
	s.say(`[{A} <run> to {B}.|{A} <go> back {P.to}. {B} <be> already there.|Then somebody <knock> at the door. It <be> {B}.] "[I think this is yours|Here is your {U}|You have my {T}, and I have your {U}]," <say> {A}. They <give+> back what they <have+>[, and both <laugh+>|].`)
	s.q("what", `What <be> in {A.s} {K} at first?`, `{T.a}.`, `In {A.s} {K} <be> {T.a}.`)
	s.q("what", `What <be> in {B.s} {K} at first?`, `{U.a}.`, `In {B.s} {K} <be> {U.a}.`)
	s.q("where", `Where <do> {A} meet {B}?`, `{P.at}.`, `{A} <meet> {B} {P.at}.`)
	s.q("what", `What <do> {A} find at home?`, `{U.a}.`, `{A} <find> {U.a}.`)
	s.q("why", `Why <do> {A} find {U.a0}?`, `Because {A.he} had the wrong {K}.`, `{A} <find> {U.a0} because {A.he} had the wrong {K}.`)
}
