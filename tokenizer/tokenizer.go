// Package tokenizer turns text into token ids and back, SPM and BPE, from GGUF metadata alone.
package tokenizer

import "llft/gguf"

// Tokenizer is immutable after New and safe for concurrent use.
type Tokenizer struct{}

// New reads tokenizer.ggml.* . An unknown model or pre-tokenizer is refused by name.
func New(kv *gguf.KV) (*Tokenizer, error) { return nil, nil }

// Span is a byte range [Start, End) of a text.
type Span struct{ Start, End int }

// Options say how Encode treats special tokens.
type Options struct {
	AddSpecial   bool   // add BOS/EOS as the model's add_bos_token/add_eos_token flags say
	ParseSpecial bool   // the text of control tokens becomes their ids (user-defined tokens always do)
	Literal      []Span // byte ranges in which neither is done (a user's message inside a rendered template); sorted, disjoint
}

// Encode returns the ids of text.
func (t *Tokenizer) Encode(text string, o Options) []int32 { return nil }

// EncodeOffsets also returns, for each id, the byte offset in text at which its piece begins (added BOS: 0, EOS: len(text)).
func (t *Tokenizer) EncodeOffsets(text string, o Options) (ids []int32, offsets []int) { return nil, nil }

// Decode returns the text of ids; special (control) tokens are left out unless special is true. A first token's added
// prefix space is removed as llama.cpp's detokenizer does.
func (t *Tokenizer) Decode(ids []int32, special bool) string { return "" }

// Piece is the bytes of one token; nil for an id outside the vocabulary.
func (t *Tokenizer) Piece(id int32, special bool) []byte { return nil }

// Stream decodes ids as they come and holds back bytes that do not yet end a UTF-8 character.
type Stream struct{}

func (t *Tokenizer) NewStream(special bool) *Stream { return nil }
func (s *Stream) Add(id int32) string               { return "" }
func (s *Stream) Flush() string                     { return "" } // what is left; invalid bytes become U+FFFD

func (t *Tokenizer) Size() int                     { return 0 }
func (t *Tokenizer) Kind() string                  { return "" } // e.g. "SPM (llama)", "BPE (gpt2, llama-bpe)"
func (t *Tokenizer) ID(token string) (int32, bool) { return 0, false } // exact token text, as stored
func (t *Tokenizer) Text(id int32) string          { return "" } // the stored text of the token
func (t *Tokenizer) BOS() int32                    { return -1 } // -1: none
func (t *Tokenizer) EOS() int32                    { return -1 }
func (t *Tokenizer) EOT() int32                    { return -1 } // eot_token_id, or the vocabulary's own (<|eot_id|>, <|im_end|>, ...)
func (t *Tokenizer) AddBOS() bool                  { return false }
func (t *Tokenizer) AddEOS() bool                  { return false }
func (t *Tokenizer) IsControl(id int32) bool       { return false }
func (t *Tokenizer) IsEOG(id int32) bool           { return false } // EOS, EOT, EOM and the known end-of-generation tokens
