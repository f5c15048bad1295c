package train

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"llft/chat"
	"llft/internal/corpus"
	"llft/llama"
	"llft/tokenizer"
)

// CorpusSpec says which documents of the built-in corpus are streamed.
type CorpusSpec struct {
	Seed    uint64         `json:"seed"`
	Weights corpus.Weights `json:"weights"` // of the kinds
	Held    int            `json:"held"`    // held-out documents of each kind
}

// sampled is how many documents of a stream are looked at before the run: for what it tells about the data, and to know it again.
const sampled = 512

// LoadCorpus streams the built-in corpus: the documents of training without end, each encoded when its step comes, and its held-out ones of
// each kind, on whose answers alone (for a plain text, on all of it) the loss is taken, whatever is learnt. c and format are as in LoadData;
// answers alone are learnt unless c.LearnAll. A document that does not fit into c.Ctx tokens is left out or divided as rows are.
func LoadCorpus(c Config, format *chat.Format, tok *tokenizer.Tokenizer, spec CorpusSpec) (*Data, error) {
	total := 0
	for k, w := range spec.Weights {
		if w < 0 || w > math.MaxInt32 {
			return nil, fmt.Errorf("the weight of %v is %d, want 0 or more", corpus.Kind(k), w)
		}
		total += w
	}
	if total == 0 {
		return nil, fmt.Errorf("all weights of the corpus are 0")
	}
	text, err := json.Marshal(spec)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	d := &Data{Time: format.Time(), Name: fmt.Sprintf("built-in corpus, seed %d", spec.Seed), Hash: hex.EncodeToString(sum[:])}
	d.describeTemplate(format)
	generator := corpus.New(spec.Seed)
	learn := encoder{format: format, tok: tok, ctx: c.Ctx, all: c.LearnAll}
	measure := encoder{format: format, tok: tok, ctx: c.Ctx}
	d.At = func(i int) []llama.Sequence { return learn.generated(generator.At(spec.Weights, i)) }
	for i := range sampled {
		d.Train = append(d.Train, d.At(i)...)
	}
	held := make([][]corpus.Document, len(corpus.Kinds()))
	for k := range held {
		held[k] = generator.Held(corpus.Kind(k), spec.Held)
	}
	for i := range spec.Held {
		for k := range held { // mixed, so that a part of them has all kinds
			d.Held = append(d.Held, measure.generated(held[k][i])...)
		}
	}
	d.Tokens, d.Trained = count(d.Train)
	d.HeldTokens, _ = count(d.Held)
	if d.Trained == 0 {
		return nil, fmt.Errorf("no document of the corpus fits into %d tokens", c.Ctx)
	}
	return d, nil
}

// generated encodes a document of the corpus. The chat template that pretraining takes has rendered thousands of its like; one that fails now
// and then leaves the document out.
func (e *encoder) generated(doc corpus.Document) []llama.Sequence {
	r := row{}
	if doc.Text != "" {
		r.text = &doc.Text
	} else {
		r.messages = make([]chat.Message, len(doc.Messages))
		for i, m := range doc.Messages {
			r.messages[i] = chat.Message{Role: m.Role, Content: m.Content}
		}
	}
	seqs, _, err := e.encode(r)
	if err != nil {
		return nil
	}
	return seqs
}

// LoadFiles is LoadData for several files, one after the other; each has its own held-out part.
func LoadFiles(c Config, paths []string, format *chat.Format, tok *tokenizer.Tokenizer) (*Data, error) {
	if len(paths) == 1 {
		c.Data = paths[0]
		return LoadData(c, format, tok)
	}
	all := &Data{}
	var names []string
	hashes := sha256.New()
	for _, path := range paths {
		c.Data = path
		d, err := LoadData(c, format, tok)
		if err != nil {
			return nil, err
		}
		names = append(names, d.Name)
		hashes.Write([]byte(d.Hash))
		all.Time, all.Path = d.Time, path
		if d.Template != "" {
			all.Template, all.Source = d.Template, d.Source
		}
		for _, n := range d.Notes {
			n.What += " in " + d.Name
			all.Notes = append(all.Notes, n)
		}
		all.Rows += d.Rows
		all.Train, all.Held = append(all.Train, d.Train...), append(all.Held, d.Held...)
		all.Tokens, all.Trained, all.HeldTokens = all.Tokens+d.Tokens, all.Trained+d.Trained, all.HeldTokens+d.HeldTokens
	}
	all.Name, all.Hash = strings.Join(names, ", "), hex.EncodeToString(hashes.Sum(nil))
	return all, nil
}
