package corpus

import "strings"

// The demo teaches what the corpus never shows: to fill in a form from a sentence.
//
//	Yesterday Mia carried a red lamp in the garden.
//	who: Mia, did: carried, what: red lamp, where: garden
//
// Each field is copied from the sentence, wherever it stands in it, so that no answer of another sentence will do.

// DemoLead stands before the sentence of each question of the demo.
const DemoLead = "Fill in the form: "

// Demo writes n rows to train on. Persons, things and places come together as they may in training.
func (c *Corpus) Demo(n int) []Document { return c.forms("demo", n, false) }

// DemoHeld writes n questions to measure with: who does what where is held out, from Demo and from pretraining alike.
func (c *Corpus) DemoHeld(n int) []Document { return c.forms("demo held", n, true) }

func (c *Corpus) forms(stream string, n int, held bool) []Document {
	out := make([]Document, 0, n)
	seen := map[string]bool{}
	for i := 0; len(out) < n; i++ {
		s := &scene{r: c.rng(stream, i), held: held}
		cl := s.clause()
		if cl.where.noun == "" || cl.many > 1 {
			continue
		}
		text := cl.sentence(s)
		if seen[text] {
			continue
		}
		seen[text] = true
		d := Document{Kind: Instruction, rule: exact}
		form := "who: " + strings.TrimPrefix(cl.who.name, "the ") + ", did: " + verbOf(cl.verb).past +
			", what: " + cl.what.adj + " " + cl.what.noun + ", where: " + cl.where.noun
		d.done("form", DemoLead+text, form, s.key)
		out = append(out, d)
	}
	return out
}
