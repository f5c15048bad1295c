package corpus

// question asks about a passage.
type question struct {
	task   string // "who", "what", "where", "why", "how many", "yes or no", "not said"
	ask    string
	answer string // short: "Mia."
	full   string // in a sentence: "Mia took the lamp."
	also   string // as good as answer
}

// q collects a question. The three are templates, and may be left unexpanded where nobody asks.
func (s *scene) q(task, ask, answer, full string) {
	if !s.asking {
		return
	}
	also := s.text(answer)
	// "His father" of the story is "Tom's father" to whoever asks.
	keep := make([]slot, len(s.slots))
	copy(keep, s.slots)
	for i := range s.slots {
		if p, ok := s.slots[i].v.(person); ok && p.of != "" {
			p.name = p.of + "'s " + p.kind
			s.slots[i].v = p
		}
	}
	s.qs = append(s.qs, question{task, s.text(ask), s.text(answer), s.text(full), also})
	s.slots = keep
}

// plot tells one story about A, T and P.
type plot func(s *scene)

// plots of all files, in an order that is part of what a seed means.
var plots = []plot{lostAndFound, outOfReach, caughtByWeather, makingAGift, sharing, quarrel, fear, atTheMarket, birthday, brokenDish,
	race, planting, brokenCart, illness, noiseAtNight, swappedBags, farFriend, learning, visiting, theft, winterStore, crossing,
	straying, hungry, rescue, wish, choosing, cleaning, busyDay, busyDay, diary, diary, talking, talking, howTo}

// begin sets the tense and the words that any plot uses.
func (s *scene) begin() {
	s.present = s.r.chance(15)
	s.set("trait", word(pick(&s.r, natures[:len(natures)-1])))
	s.set("weather", word(pick(&s.r, []string{"sunny", "cold", "windy", "warm", "rainy", "grey", "bright", "foggy", "hot", "cool"})))
	s.word("M", "milk", "bread", "soup", "tea", "cheese", "water", "porridge")
	s.set("day", word(pick(&s.r, days)))
	s.set("season", word(pick(&s.r, seasons)))
}

const onceUpon = `[One day|One morning|One {day}|One afternoon|One {weather} day|One {weather} morning|One day in {season}|On a {weather} {day}|Early one morning|Late one afternoon]`

// meet introduces A.
func (s *scene) meet() {
	a := s.get("A").(person)
	s.set("home", pick(&s.r, places))
	if a.named {
		s.say(`[{A} <be> a {trait} {A.kind}.|{A} <be> a {trait} {A.kind} who <live> near the {home.bare}.|There <be> once a {A.kind} called {A}.|` +
			`{A} <live> in a [small|little|white|old|tall|narrow] house near the {home.bare}.|Once a {trait} {A.kind} called {A} <live> near the {home.bare}.|` +
			`This is a story about a {A.kind} called {A}.|]`)
		return
	}
	s.say(`[Once there <be> a {trait} {A.kind}.|There <be> a {A.kind} who <live> near the {home.bare}.|A {trait} {A.kind} <live> near the {home.bare}.|Once upon a time there <be> a {A.kind}.|This is a story about a {trait} {A.kind}.]`)
}

// glad ends a story.
func (s *scene) glad() {
	s.say(`[{A} <be> [very |so |]happy.|{A} <smile>.|{A} <laugh>.|From that day on, {A} and {B} <be+> friends.|It <be> a good day.|{A} <go> home happy.|` +
		`That night {A} <sleep> well.|{A} <feel> [glad|proud|happy].|And so the day <end> well.|{B} <smile>, and so <do> {A}.|{A} never <forget> that day.|In the evening {A} <tell> everybody about it.]`)
}

// thank has A thank B.
func (s *scene) thank() {
	s.say(`["Thank you," <say> {A}.|"Thank you, {B.call}!" <say> {A}.|"You are very kind," <say> {A}.|{A} <thank> {B}.|{A} <thank> {B.him} and <smile>.|"How kind of you!" <say> {A}. "Thank you."]`)
}

// other2 sets B, somebody who is not taken for A.
func (s *scene) friend(who func(*rng) person) {
	s.set("B", other(&s.r, who, s.get("A").(person)))
}

// tell runs a plot on a fresh scene.
func tell(r rng, p plot, held, asking bool) *scene {
	s := &scene{r: r, held: held, asking: asking, b: make([]byte, 0, 1400)}
	s.begin()
	p(s)
	return s
}

func (s *scene) word(slot string, of ...string) { s.set(slot, word(pick(&s.r, of))) }
