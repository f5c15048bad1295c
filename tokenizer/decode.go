package tokenizer

import (
	"strings"
	"unicode/utf8"
)

// Decode returns the text of ids; special (control) tokens are left out unless special is true. The space that Encode adds before a
// text is removed from the first token, also behind BOS, so that Decode undoes Encode; a text of bytes that are not UTF-8 comes back
// as it was. Two things SPM does not keep: a space added behind a special token stays, and U+2581, its mark, is a space. Spaces before
// punctuation are kept (llama.cpp drops them for some models). An id outside the vocabulary is nothing.
func (t *Tokenizer) Decode(ids []int32, special bool) string {
	var b strings.Builder
	first := t.spm != nil && t.spm.addPrefix
	for _, id := range ids {
		s := t.piece(id, special)
		if first && id != t.special.bos {
			if t.has(id) && t.types[id] != typeUserDefined { // before those no space is added
				s = strings.TrimPrefix(s, " ")
			}
			first = false
		}
		b.WriteString(s)
	}
	return b.String()
}

// Piece is the bytes of one token, with its leading space; nil for an id outside the vocabulary, and for a control token unless
// special is true.
func (t *Tokenizer) Piece(id int32, special bool) []byte {
	if s := t.piece(id, special); s != "" {
		return []byte(s)
	}
	return nil
}

func (t *Tokenizer) piece(id int32, special bool) string {
	if !t.has(id) || !special && (t.types[id] == typeControl || t.types[id] == typeUnknown) {
		return ""
	}
	return t.pieces[id]
}

// makePieces writes all pieces into one string, of which they are parts.
func (t *Tokenizer) makePieces() []string {
	var all []byte
	ends := make([]int, len(t.tokens))
	for id, token := range t.tokens {
		kind := t.types[id]
		switch b, isByte := byteOf(token); {
		case kind == typeControl || kind == typeUnknown || kind == typeUserDefined:
			all = append(all, token...)
		case kind == typeByte && isByte:
			all = append(all, b)
		case t.spm != nil:
			all = append(all, strings.ReplaceAll(token, mark, " ")...)
		default:
			all = appendBytes(all, token)
		}
		ends[id] = len(all)
	}
	arena := string(all)
	pieces := make([]string, len(ends))
	start := 0
	for id, end := range ends {
		pieces[id] = arena[start:end]
		start = end
	}
	return pieces
}

// appendBytes turns the characters of a BPE token into the bytes that they stand for. A character that stands for none is itself.
func appendBytes(out []byte, token string) []byte {
	for _, r := range token {
		if r > ' ' && r < 0x7F {
			out = append(out, byte(r))
		} else if b, ok := charBytes[r]; ok {
			out = append(out, b)
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	return out
}

// Stream decodes ids as they come and holds back bytes that do not yet end a UTF-8 character. What it gives out is valid UTF-8: a
// byte that can no longer become part of a character is U+FFFD. A stream goes on from a prompt, so unlike Decode it keeps the space
// of the first token.
type Stream struct {
	t       *Tokenizer
	special bool
	held    []byte
}

// NewStream begins a stream; special says whether it shows control tokens.
func (t *Tokenizer) NewStream(special bool) *Stream { return &Stream{t: t, special: special} }

// Add returns the text that is complete with this token.
func (s *Stream) Add(id int32) string {
	s.held = append(s.held, s.t.piece(id, s.special)...)
	var b strings.Builder
	n := 0
	for n < len(s.held) && utf8.FullRune(s.held[n:]) {
		r, size := utf8.DecodeRune(s.held[n:])
		b.WriteRune(r)
		n += size
	}
	s.held = append(s.held[:0], s.held[n:]...)
	return b.String()
}

// Flush returns what is left at the end: a U+FFFD for each byte of a character that was never completed.
func (s *Stream) Flush() string {
	text := strings.Repeat(string(utf8.RuneError), len(s.held))
	s.held = s.held[:0]
	return text
}
