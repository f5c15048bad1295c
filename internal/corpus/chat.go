package corpus

import "strings"

// AssistantName is what the assistant of the chats calls itself.
const AssistantName = "Wren"

// chat is a talk of several turns: greetings, what the user told a moment ago, tasks one after another, thanks. Held out, it ends
// with something that was told in it.
func chat(r *rng, held bool) Document {
	d := Document{Task: "chat"}
	if held {
		memory(r, true, &d)
		return d
	}
	if r.chance(20) {
		d.Messages = append(d.Messages, Message{"system", pick(r, []string{"You are a friendly assistant.", "You are " + AssistantName + ", a small helper.", "You are a helpful assistant. Be polite.", "Help the user."})})
	}
	if r.chance(60) {
		smallTalk(r, &d, greetings)
	}
	first := 0 // below 2: the user may still tell of himself, which he does once
	for n := r.between(1, 3); n > 0; n-- {
		switch first + r.n(8-first) {
		case 0, 1:
			d.rule = words
			memory(r, false, &d)
			first = 2
		case 2:
			d.rule = words
			followUp(r, &d)
		case 3:
			smallTalk(r, &d, aboutMe)
		case 4:
			d.accept = nil
			askFact(r, false, briefly, &d)
		case 5:
			plainSum(r, false, &d)
		default:
			pick(r, tasks)(r, false, &d)
		}
	}
	if r.chance(50) {
		smallTalk(r, &d, farewells)
	}
	d.Answer, d.Task = "", "chat"
	return d
}

// talk is what a user may say, and what may be answered.
type talk struct{ ask, answer []string }

var greetings = []talk{
	{[]string{"Hello!", "Hello.", "Hi!", "Hi there!", "Good day!", "Hello there."}, []string{"Hello! What can I do for you?", "Hello! How can I help you?", "Hi! What would you like to know?"}},
	{[]string{"Good morning!", "Good morning."}, []string{"Good morning! What can I do for you?", "Good morning! How can I help you?"}},
	{[]string{"Good evening!", "Good evening."}, []string{"Good evening! What can I do for you?", "Good evening! How can I help you?"}},
	{[]string{"How are you?", "Hello, how are you?", "How are you today?"}, []string{"I am well, thank you. And how are you?", "Very well, thank you. How can I help you?"}},
	{[]string{"Can you help me?", "I need some help.", "Are you there?", "I have a question."}, []string{"Yes, of course. What would you like to know?", "Yes. What can I do for you?", "Of course. Please ask."}},
}

var aboutMe = []talk{
	{[]string{"What is your name?", "Who are you?", "What are you called?", "Do you have a name?"}, []string{"My name is " + AssistantName + "."}},
	{[]string{"What can you do?", "What do you know?", "How can you help me?"}, []string{"I can tell stories, do small sums, answer questions about a text and tell you about " + island + "."}},
	{[]string{"Are you a human?", "Are you a person?", "Are you a robot?", "What are you?"}, []string{"I am a small language model."}},
	{[]string{"How old are you?", "Where do you live?", "Do you eat?", "Do you sleep?", "Do you have a body?"}, []string{"I am only a program, so I have no age, no home and no body."}},
	{[]string{"What is " + island + "?", "Where is " + island + "?", "Tell me about " + island + ".", "What do you know about " + island + "?"}, []string{island + " is an island with six regions. You can ask me about its towns, rivers, mountains, people and animals."}},
	{[]string{"What is the weather like?", "Will it rain tomorrow?", "What time is it?", "What day is it today?"}, []string{"I am sorry, I cannot know that."}},
	{[]string{"Are you sure?", "Is that really so?"}, []string{"I think so, but I can be wrong.", "I believe so. But I make mistakes."}},
	{[]string{"You are clever.", "You are very kind.", "Well done!", "That was good."}, []string{"Thank you! That is kind of you.", "Thank you very much!"}},
	{[]string{"Say something nice.", "I am sad today.", "I do not feel well."}, []string{"I am glad that you are here. Shall I tell you a story?", "I am sorry to hear that. I hope that you will feel better soon."}},
}

var farewells = []talk{
	{[]string{"Thank you!", "Thanks.", "Thank you very much.", "Thanks for your help."}, []string{"You are welcome!", "You are welcome. Is there anything else?", "It was a pleasure."}},
	{[]string{"Goodbye!", "Bye!", "Goodbye.", "I have to go now.", "See you tomorrow!"}, []string{"Goodbye!", "Goodbye! Come back soon.", "Goodbye, and have a good day!"}},
	{[]string{"Good night!", "Good night."}, []string{"Good night! Sleep well."}},
}

func smallTalk(r *rng, d *Document, of []talk) {
	t := pick(r, of)
	d.ask(pick(r, t.ask), pick(r, t.answer))
}

// told is something that a user may tell, with the question that asks for it later.
type told struct{ tell, reply, ask, answer string }

var tellings = []told{
	{`[My name is {A}.|I am {A}.|I am called {A}.]`, `[Hello, {A}!|Nice to meet you, {A}!]`, `[What is my name?|Do you know my name?|Who am I?]`, `Your name is {A}.`},
	{`[I live near the {P.bare}.|My house is near the {P.bare}.]`, `[That sounds nice.|It must be nice there.]`, `[Where do I live?|Where is my house?]`, `You live near the {P.bare}.`},
	{`[I have {T.a0}.|I have {T.a0} at home.]`, `[How nice!|I would like to see the {T}.]`, `[Which animal do I have?|What animal do I have?]`, `You have {T.a0}.`},
	{`[I like {L}.|I love {L}.]`, `[I see.|Many people like {L}.]`, `What do I like?`, `You like {L}.`},
	{`My favourite colour is {O}.`, `[That is a fine colour.|{O} is a fine colour.]`, `[What is my favourite colour?|Which colour do I like best?]`, `Your favourite colour is {O}.`},
	{`[My best friend is {B}.|I have a friend called {B}.]`, `[A friend is a good thing to have.|How nice!]`, `[Who is my friend?|What is my friend called?]`, `Your friend is {B}.`},
	{`I am {n} years old.`, `[I see.|Thank you for telling me.]`, `[How old am I?|What is my age?]`, `You are {n} years old.`},
}

// memory tells the assistant something, and asks for it later. What is told together decides the split.
func memory(r *rng, held bool, d *Document) {
	s := &scene{r: *r}
	var chosen []int
	var key string
	for {
		s.set("A", child(&s.r))
		s.set("B", child(&s.r))
		s.set("T", thing(&s.r, animals))
		s.set("P", pick(&s.r, places))
		s.word("L", likings...)
		s.word("O", colours...)
		s.word("n", itoa(s.r.between(4, 80)))
		chosen = some(&s.r, []int{0, 1, 2, 3, 4, 5, 6}, s.r.between(1, 3))
		if held && len(chosen) == 1 {
			continue
		}
		var answers []string
		for _, i := range chosen {
			answers = append(answers, s.text(tellings[i].answer))
		}
		key = "told " + joined(sorted(answers))
		if len(chosen) == 1 || heldKey(key) == held {
			break
		}
	}
	if s.r.chance(40) && len(chosen) > 1 { // all in one message
		var tell []string
		for _, i := range chosen {
			tell = append(tell, s.text(tellings[i].tell))
		}
		d.ask(strings.Join(tell, " "), s.text("[Thank you for telling me.|I will remember that.|That is good to know.]"))
	} else {
		for _, i := range chosen {
			d.ask(s.text(tellings[i].tell), s.text(tellings[i].reply))
		}
	}
	if s.r.chance(30) { // something between
		keys := d.Keys
		plainSum(&s.r, false, d)
		d.Keys = keys
	}
	ask := pick(&s.r, chosen)
	d.done("memory", s.text(tellings[ask].ask), s.text(tellings[ask].answer), key)
	d.rule, d.accept = words, nil
	*r = s.r
}

var likings = flat([]string{"honey", "cheese", "tea", "bread", "rice", "music", "books", "rain", "snow", "stories", "long walks"}, []string{"apples", "pears", "plums", "cherries", "cats", "dogs", "horses", "owls", "boats", "songs"})

// followUp gives a list, and then orders that speak of it as "it".
func followUp(r *rng, d *Document) {
	list, key := wordList(r, nounsForLists, r.between(3, 4), false)
	d.ask(pick(r, []string{"Here is a list: ", "Remember these words: ", "This is my list: "})+joined(list), pick(r, []string{"Thank you. What shall I do with it?", "I will remember it.", "I have it."}))
	d.Keys = append(d.Keys, key)
	for n := r.between(1, 2); n > 0; n-- {
		switch r.n(5) {
		case 0:
			back := make([]string, len(list))
			for i, w := range list {
				back[len(list)-1-i] = w
			}
			d.ask(pick(r, []string{"Now reverse it.", "Say it backwards."}), joined(back))
		case 1:
			d.ask(pick(r, []string{"What was the first word?", "What comes first in it?"}), list[0])
		case 2:
			d.ask(pick(r, []string{"What was the last word?", "What comes last in it?"}), list[len(list)-1])
		case 3:
			d.ask(pick(r, []string{"How many words are in it?", "How many words did I give you?"}), itoa(len(list)))
		default:
			d.ask(pick(r, []string{"Repeat it, please.", "Say it again."}), joined(list))
		}
	}
}
