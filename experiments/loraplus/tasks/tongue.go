package tasks

import "strings"

// The hard task: sentences translated into a tongue that has another word for each of the hundred here, puts the verb at the end and the
// adjective behind its noun, and marks the plural and the past by suffixes.
//
//	Translate: The old baker washed the red cups.
//	tatoro bedi gezo+dak sona supe+lin      (without the +)
//
// Who does what to what is in one of training, validation and test only; all words are in training.

// lead stands before the sentence of each question.
const lead = "Translate: "

// The words are those of the base's corpus, with regular forms.
var (
	persons    = strings.Fields("baker miller farmer teacher doctor tailor potter weaver sailor painter shepherd gardener nurse singer hunter king queen judge poet soldier pilot wizard giant captain")
	objects    = strings.Fields("ball kite doll drum key ring coin button shell feather stone bell lamp torch hat coat scarf shirt cup plate bowl spoon cart boat book letter poem apple pear plum chair table basket bag jar rope")
	adjectives = strings.Fields("red blue green yellow white black brown grey old new big small clean dirty heavy light round cold warm broken")
	verbs      = strings.Fields("paint wash lift push pull watch mend kick want borrow count open polish cover move like love use need turn")
)

// lexicon is the tongue's word for each English one, and its two suffixes under their grammar's names.
var lexicon = invent(persons, objects, adjectives, verbs, []string{"plural", "past"})

// invent makes words of two or three syllables, all different, and suffixes of one. Words end in a vowel and suffixes in a consonant, so that
// no word can be taken for another with a suffix.
func invent(lists ...[]string) map[string]string {
	words := map[string]string{}
	taken := map[string]bool{}
	r := rng(hash("tongue"))
	const consonants, vowels = "bdfghklmnprstvz", "aeiou"
	syllable := func() string {
		return string([]byte{consonants[r.n(len(consonants))], vowels[r.n(len(vowels))]})
	}
	for i, list := range lists {
		for _, english := range list {
			word := ""
			for word == "" || taken[word] {
				word = syllable()
				if i == len(lists)-1 {
					word += string(consonants[r.n(len(consonants))])
					continue
				}
				word += syllable()
				if r.n(2) == 0 {
					word += syllable()
				}
			}
			taken[word] = true
			words[english] = word
		}
	}
	return words
}

// phrase is a noun with or without an adjective, one or many.
type phrase struct {
	noun, adjective string
	many            bool
}

func (p phrase) english() string {
	s := "the "
	if p.adjective != "" {
		s += p.adjective + " "
	}
	s += p.noun
	if p.many {
		s += "s"
	}
	return s
}

func (p phrase) tongue() string {
	s := lexicon[p.noun]
	if p.many {
		s += lexicon["plural"]
	}
	if p.adjective != "" {
		s += " " + lexicon[p.adjective]
	}
	return s
}

// sentence is somebody doing something to something, now or in the past.
type sentence struct {
	who, what phrase
	verb      string
	past      bool
}

func (s sentence) english() string {
	who := s.who.english()
	return strings.ToUpper(who[:1]) + who[1:] + " " + s.verbForm() + " " + s.what.english() + "."
}

// verbForm is the verb in English, of which the lists have regular ones only.
func (s sentence) verbForm() string {
	switch {
	case s.past && strings.HasSuffix(s.verb, "e"):
		return s.verb + "d"
	case s.past:
		return s.verb + "ed"
	case s.who.many:
		return s.verb
	case strings.HasSuffix(s.verb, "sh"), strings.HasSuffix(s.verb, "ch"):
		return s.verb + "es"
	}
	return s.verb + "s"
}

func (s sentence) tongue() string {
	verb := lexicon[s.verb]
	if s.past {
		verb += lexicon["past"]
	}
	return s.who.tongue() + " " + s.what.tongue() + " " + verb
}

// key is what the sentence is about, whatever its adjectives, numbers and tense.
func (s sentence) key() string { return s.who.noun + " " + s.verb + " " + s.what.noun }

func tongue(n Sizes) *Task {
	t := &Task{Name: Hard}
	seen := map[string]bool{}
	r := rng(hash("sentences"))
	noun := func(of []string) phrase {
		p := phrase{noun: of[r.n(len(of))], many: r.n(3) == 0}
		if r.n(2) == 0 {
			p.adjective = adjectives[r.n(len(adjectives))]
		}
		return p
	}
	for len(t.Train) < n.Train || len(t.Val) < n.Val || len(t.Test) < n.Test {
		s := sentence{who: noun(persons), what: noun(objects), verb: verbs[r.n(len(verbs))], past: r.n(2) == 0}
		to, size := &t.Train, n.Train
		switch partOf(s.key()) {
		case valPart:
			to, size = &t.Val, n.Val
		case testPart:
			to, size = &t.Test, n.Test
		}
		e := Example{Prompt: lead + s.english(), Answer: s.tongue(), Key: s.key()}
		if len(*to) < size && !seen[e.Prompt] {
			seen[e.Prompt] = true
			*to = append(*to, e)
		}
	}
	return t
}
