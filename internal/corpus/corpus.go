// Package corpus writes the text that the base model is trained on: stories, passages with questions, sums, instructions, facts of
// an invented world, and chats. All of it is made by grammar from the word lists here; a seed gives the same text on every machine.
//
// The kinds: a story is plain text, or the answer to somebody who asks for one. A reading is a passage with questions; some are not
// answered by it, and the answer says so. A sum is written out ("12 + 7 = 19"), in words, or a problem with its working. An
// instruction is one of some three dozen tasks on words and sentences. A fact is of the atlas of the island Ellorin (world.go,
// relations.go), told in articles and asked in several wordings. A chat mixes these with greetings and with things that the user
// tells and asks for later. A system message, where there is one, asks for short answers or for whole sentences.
//
// A tokenizer for this text does well to keep each digit a token of its own.
//
// Document i of a stream depends on the seed and i alone, so that a run which stops goes on at i. What is held out is decided by
// content (split.go): the stream of training never shows it, Held shows nothing else.
package corpus

import (
	"fmt"
	"iter"
)

// Kind is a kind of document.
type Kind int

const (
	Story Kind = iota
	Reading
	Sum
	Instruction
	Fact
	Chat
	kinds
)

var kindNames = [kinds]string{"story", "reading", "sum", "instruction", "fact", "chat"}

func (k Kind) String() string {
	if k < 0 || k >= kinds {
		return fmt.Sprintf("kind %d", int(k))
	}
	return kindNames[k]
}

// Kinds lists all kinds.
func Kinds() []Kind { return []Kind{Story, Reading, Sum, Instruction, Fact, Chat} }

// Message is one turn. Role is "system", "user" or "assistant".
type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// Document is one piece of text: Text, or Messages to be rendered by a chat template.
type Document struct {
	Kind     Kind
	Task     string // what is asked last, e.g. "reverse"
	Text     string
	Messages []Message
	// Answer is the last message, of documents that end with a task whose answer can be checked.
	Answer string
	Keys   []string // the content that decides the split

	rule   rule
	accept []string // other answers as good as Answer, or the members of the set of rule listOf
	count  int      // how many, for listOf
}

// Prompt is the messages before the answer.
func (d Document) Prompt() []Message {
	if len(d.Messages) == 0 {
		return nil
	}
	return d.Messages[:len(d.Messages)-1]
}

// Weights says how often each kind comes, in documents.
type Weights [kinds]int

// DefaultWeights are for pretraining. In bytes, stories and readings make up about half.
var DefaultWeights = Weights{Story: 20, Reading: 14, Sum: 24, Instruction: 30, Fact: 20, Chat: 10}

// Corpus is a generator. It holds no state but its seed.
type Corpus struct{ seed uint64 }

// New makes a generator. Its world, word lists and splits are the same for all seeds.
func New(seed uint64) *Corpus { return &Corpus{seed} }

// At is document i of the training stream.
func (c *Corpus) At(w Weights, i int) Document {
	r := c.rng("train", i)
	total := 0
	for _, x := range w {
		total += x
	}
	n := r.n(total)
	for k, x := range w {
		if n < x {
			return write(Kind(k), r, false)
		}
		n -= x
	}
	panic("corpus: weights without a positive sum")
}

// Train is the stream of training documents, without end.
func (c *Corpus) Train(w Weights) iter.Seq[Document] {
	return func(yield func(Document) bool) {
		for i := 0; yield(c.At(w, i)); i++ {
		}
	}
}

// Held writes n held-out documents of a kind. But for stories, which are for perplexity, each ends with an answer that can be
// checked (Document.Score). No prompt comes twice.
func (c *Corpus) Held(k Kind, n int) []Document {
	var out []Document
	seen := map[string]bool{}
	for i := 0; len(out) < n; i++ {
		d := write(k, c.rng("held "+k.String(), i), true)
		p := d.Text
		for _, m := range d.Prompt() {
			p += m.Content + "\n"
		}
		if !seen[p] {
			seen[p] = true
			out = append(out, d)
		}
	}
	return out
}

func (c *Corpus) rng(stream string, i int) rng {
	return rng(mix(c.seed^hash(stream)) + mix(uint64(i)))
}

// write makes one document.
func write(k Kind, r rng, held bool) Document {
	var d Document
	switch k {
	case Story:
		d = story(&r, held)
	case Reading:
		d = reading(&r, held)
	case Sum:
		d = sum(&r, held)
	case Instruction:
		d = instruction(&r, held)
	case Fact:
		d = fact(&r, held)
	case Chat:
		d = chat(&r, held)
	}
	d.Kind = k
	return d
}

// ask adds a turn of the user and the answer to it.
func (d *Document) ask(user, assistant string) {
	d.Messages = append(d.Messages, Message{"user", user}, Message{"assistant", assistant})
}
