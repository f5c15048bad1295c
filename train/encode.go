package train

import (
	"slices"

	"llft/chat"
	"llft/llama"
	"llft/tokenizer"
)

// encoder turns rows into sequences of at most ctx tokens.
type encoder struct {
	format  *chat.Format
	tok     *tokenizer.Tokenizer
	ctx     int
	raw     bool // pairs are bare strings
	all     bool // every token is learnt, the questions too
	special bool // the text of special tokens in texts and bare strings is taken as the tokens
}

// outcome says what became of a row that is too long or has nothing to learn.
type outcome int

const (
	whole   outcome = iota
	cut             // what did not fit is gone
	divided         // a text became several sequences
	tooLong         // left out: no answer fits
	nothing         // left out: no token to learn
	literal         // used, yet perhaps not as meant: the text of special tokens is taken as text
)

// encode gives the sequences of a row; none for the outcomes tooLong and nothing.
func (e *encoder) encode(r row) ([]llama.Sequence, outcome, error) {
	if r.text != nil {
		seqs, o := e.document(*r.text)
		return seqs, o, nil
	}
	examples, err := e.examples(r)
	if err != nil {
		return nil, nothing, err
	}
	var seqs []llama.Sequence
	all := whole
	for _, x := range examples {
		s, o := e.fit(x.IDs, x.Trained)
		if o != whole && (all == whole || o < all) {
			all = o
		}
		seqs = append(seqs, s...)
	}
	if len(seqs) > 0 && all != whole {
		all = cut
	}
	return seqs, all, nil
}

// examples renders a conversation, or a pair as one turn or as bare strings.
func (e *encoder) examples(r row) ([]chat.Example, error) {
	switch {
	case r.pair == nil:
		return e.format.Examples(r.messages)
	case !e.raw:
		return e.format.Examples([]chat.Message{{Role: "user", Content: r.pair.prompt}, {Role: "assistant", Content: r.pair.completion}})
	case e.special:
		return []chat.Example{e.bare(*r.pair)}, nil
	}
	ids, trained, err := e.format.TrainRaw(r.pair.prompt, r.pair.completion)
	return []chat.Example{{IDs: ids, Trained: trained}}, err
}

// literal says whether a text or a bare string holds the text of special tokens, and that is taken as plain text.
func (e *encoder) literal(r row) bool {
	text := ""
	switch {
	case e.special:
	case r.text != nil:
		text = *r.text
	case r.pair != nil && e.raw:
		text = r.pair.prompt + r.pair.completion
	}
	return slices.ContainsFunc(e.tok.Encode(text, tokenizer.Options{ParseSpecial: true}), e.tok.IsControl)
}

// text is a plain text file: its tokens, each sequence after a BOS where the model wants one. It has no end to learn.
func (e *encoder) text(text string) (body []int32, bos int32) {
	return e.tok.Encode(text, tokenizer.Options{ParseSpecial: e.special}), e.bos()
}

// document is a text row: like a text file, and its end is learnt.
func (e *encoder) document(text string) ([]llama.Sequence, outcome) {
	body, bos := e.text(text)
	if len(body) == 0 {
		return nil, nothing
	}
	if body[0] == bos { // written out in the text: never two
		body = body[1:]
	}
	seqs := cutText(e.ended(body), bos, e.ctx)
	switch len(seqs) {
	case 0:
		return nil, nothing
	case 1:
		return seqs, whole
	}
	return seqs, divided
}

// bare is prompt and completion end to end, special tokens among them. A token that holds the end of the prompt and the beginning
// of the completion is trained.
func (e *encoder) bare(p pair) chat.Example {
	text := p.prompt + p.completion
	ids, at := e.tok.EncodeOffsets(text, tokenizer.Options{ParseSpecial: true})
	x := chat.Example{IDs: ids, Trained: make([]bool, len(ids))}
	for i := range ids {
		end := len(text)
		if i+1 < len(ids) {
			end = at[i+1]
		}
		x.Trained[i] = end > len(p.prompt)
	}
	if bos := e.bos(); bos >= 0 && (len(ids) == 0 || ids[0] != bos) {
		x.IDs, x.Trained = append([]int32{bos}, x.IDs...), append([]bool{false}, x.Trained...)
	}
	if ended := e.ended(x.IDs); len(ended) > len(x.IDs) { // the end is learnt with the completion
		x.IDs, x.Trained = ended, append(x.Trained, true)
	}
	return x
}

// bos is the token that each sequence begins with, or -1.
func (e *encoder) bos() int32 {
	if e.tok.AddBOS() {
		return e.tok.BOS()
	}
	return -1
}

// ended adds EOS, where the vocabulary has one and ids do not end in it.
func (e *encoder) ended(ids []int32) []int32 {
	eos := e.tok.EOS()
	if eos < 0 || len(ids) > 0 && ids[len(ids)-1] == eos {
		return ids
	}
	return append(ids[:len(ids):len(ids)], eos)
}

// fit shortens a row to the context and makes its sequence.
func (e *encoder) fit(ids []int32, trained []bool) ([]llama.Sequence, outcome) {
	o := whole
	if len(ids) > e.ctx+1 {
		var ok bool
		if ids, trained, ok = shorten(ids, trained, e.tok.BOS(), e.ctx); !ok {
			return nil, tooLong
		}
		o = cut
	}
	if e.all {
		trained = slices.Repeat([]bool{true}, len(ids))
	}
	s := masked(ids, trained)
	if _, n := count([]llama.Sequence{s}); n == 0 {
		return nil, nothing
	}
	return []llama.Sequence{s}, o
}
