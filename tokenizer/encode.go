package tokenizer

// Span is a byte range [Start, End) of a text.
type Span struct{ Start, End int }

// Options say how Encode treats special tokens.
type Options struct {
	AddSpecial   bool // add BOS/EOS as the model's add_bos_token/add_eos_token flags say
	ParseSpecial bool // the text of control tokens becomes their ids (user-defined tokens always do)
	// Literal are byte ranges in which that is not done (a user's message inside a rendered template); sorted, disjoint. A match that
	// shares a byte with one is plain text; so is one of a user-defined token that looks like a mark (<...>, [...]).
	Literal []Span
}

// Encode returns the ids of text.
func (t *Tokenizer) Encode(text string, o Options) []int32 {
	e := encoder{t: t}
	e.encode(text, o)
	return e.ids
}

// EncodeOffsets also returns, for each id, the byte offset in text at which its piece begins (added BOS: 0, EOS: len(text)).
func (t *Tokenizer) EncodeOffsets(text string, o Options) (ids []int32, offsets []int) {
	e := encoder{t: t, withOffsets: true}
	e.encode(text, o)
	return e.ids, e.offsets
}

// encoder is one text on its way to ids.
type encoder struct {
	t           *Tokenizer
	ids         []int32
	offsets     []int
	withOffsets bool

	merger merger
	text   []byte            // a word as the vocabulary writes it
	cache  map[string]cached // words that were seen before
	arena  []piece           // their pieces
	pieces []piece           // of one word
}

// piece is a token with the bytes of the text that it stands for.
type piece struct{ id, size int32 }

// cached is a range of the encoder's arena.
type cached struct{ start, end int32 }

const (
	cachedBytes = 64      // the longest word that is kept
	cachedWords = 1 << 16 // no more are kept
)

func (e *encoder) add(id int32, offset int) {
	e.ids = append(e.ids, id)
	if e.withOffsets {
		e.offsets = append(e.offsets, offset)
	}
}

func (e *encoder) encode(text string, o Options) {
	t := e.t
	if o.AddSpecial && t.special.addBOS {
		e.add(t.special.bos, 0)
	}
	begins := true // of the text, or behind a special token
	for _, f := range t.partition(text, o) {
		if f.id >= 0 {
			e.add(f.id, f.Start)
			begins = true
			continue
		}
		if t.spm != nil {
			t.spm.encode(e, text[f.Start:f.End], f.Start, begins)
		} else {
			t.bpe.encode(e, text[f.Start:f.End], f.Start)
		}
		begins = false
	}
	if o.AddSpecial && t.special.addEOS {
		e.add(t.special.eos, len(text))
	}
}

// word appends the pieces of a word, which make finds if it has not been seen before.
func (e *encoder) word(w string, offset int, make func(w string)) {
	c, ok := e.cache[w]
	if ok {
		e.emit(e.arena[c.start:c.end], offset)
		return
	}
	e.pieces = e.pieces[:0]
	make(w)
	e.emit(e.pieces, offset)
	if len(w) > cachedBytes || len(e.cache) >= cachedWords {
		return
	}
	if e.cache == nil {
		e.cache = map[string]cached{}
	}
	start := len(e.arena)
	e.arena = append(e.arena, e.pieces...)
	e.cache[w] = cached{int32(start), int32(len(e.arena))}
}

func (e *encoder) emit(pieces []piece, offset int) {
	for _, p := range pieces {
		e.add(p.id, offset)
		offset += int(p.size)
	}
}
