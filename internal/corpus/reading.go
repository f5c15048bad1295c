package corpus

import "strings"

// story is a story as it is, or one that somebody asks for.
func story(r *rng, held bool) Document {
	s := tell(*r, pick(r, plots), held, false)
	*r = s.r
	d := Document{Task: "story", Text: string(s.b), Keys: []string{s.key}}
	if r.chance(30) {
		a, t, p := s.get("A").(person), s.get("T").(object), s.get("P").(place)
		who := article(a.kind)
		if a.named {
			who = article(a.kind) + " called " + a.name
		}
		q := &scene{r: *r}
		q.set("who", word(who))
		q.set("T", t)
		q.set("P", p)
		ask := q.text(`[Tell me a story about {who}.|Write a story about {who} and {T.a}.|Please tell me a story about {who} and {T.a0}.|Write a short story. It is about {who}, and it happens {P.at}.|Can you tell me a story about {T.a0}?|I want to hear a story about {who}.|Tell me a story with {who}, {T.a} and {P}.]`)
		d.Messages = []Message{{"user", ask}, {"assistant", d.Text}}
		d.Text = ""
	}
	return d
}

// manner is how short answers are wanted.
const (
	briefly = iota
	inASentence
)

// manners are the system messages that ask for a manner; none of them means briefly.
var manners = [2][]string{
	{"Answer in a few words.", "Give short answers.", "Answer as briefly as you can."},
	{"Answer in a full sentence.", "Always answer in whole sentences.", "Please answer with a complete sentence."},
}

const notSaid = "The text does not say."

// reading is a passage and questions about it: one where it is held out, else up to four, in one chat.
func reading(r *rng, held bool) Document {
	passage, qs, key := passageOf(r, held)
	shuffle(r, qs)
	n := 1
	if !held {
		n = min(len(qs), r.between(1, 4))
	}
	manner := briefly
	d := Document{Task: "reading", Keys: []string{key}}
	switch {
	case r.chance(20):
		manner = inASentence
		d.Messages = append(d.Messages, Message{"system", pick(r, manners[inASentence])})
	case r.chance(20):
		d.Messages = append(d.Messages, Message{"system", pick(r, manners[briefly])})
	}
	for i, q := range qs[:n] {
		ask := q.ask
		if i == 0 {
			switch r.n(6) {
			case 0:
				ask = "Read this text.\n" + passage + "\n" + q.ask
			case 1:
				ask = q.ask + "\n" + passage
			case 2:
				ask = "Text: " + passage + "\nQuestion: " + q.ask
			default:
				ask = passage + "\n" + q.ask
			}
		}
		answer, also := q.answer, q.full
		if manner == inASentence {
			answer, also = q.full, q.answer
		}
		d.ask(ask, answer)
		d.Task, d.Answer, d.accept = "reading: "+q.task, answer, []string{also, q.also}
		if _, rest, ok := strings.Cut(q.answer, " "); ok && q.task == "where" {
			d.accept = append(d.accept, rest) // "the garden" for "in the garden"
		}
	}
	return d
}

// passageOf draws a story, or one of the short passages.
func passageOf(r *rng, held bool) (text string, qs []question, key string) {
	if r.chance(45) {
		return shortPassage(r, held)
	}
	s := tell(*r, pick(r, plots), held, true)
	*r = s.r
	a := s.get("A").(person)
	t := s.get("T").(object)
	if r.chance(30) {
		// Somebody who does not come in the story.
		x := other(r, child, a)
		if b, ok := s.lookup("B").(person); !ok || b.name != x.name {
			s.set("X", x)
			s.set("Y", thing(r, things))
			if s.get("Y").(object).noun != t.noun {
				s.q("not said", `[What did {X} do?|Where does {X} live?|How old is {A}?|Who is {X}?|What is the name of {A.s} school?|What did {X} say?]`, notSaid, notSaid)
			}
		}
	}
	return string(s.b), s.qs, s.key
}

func (s *scene) lookup(name string) filler {
	for i := range s.slots {
		if s.slots[i].name == name {
			return s.slots[i].v
		}
	}
	return nil
}
