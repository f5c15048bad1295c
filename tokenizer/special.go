package tokenizer

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"llft/gguf"
)

// specials are the tokens that a model is told or tells something by.
type specials struct {
	bos, eos, eot  int32 // -1: none
	unknown        int32
	addBOS, addEOS bool
	eog            map[int32]bool
	rstrip         map[int32]bool // white space behind these is dropped
}

// defaults hold where the file does not say.
type defaults struct {
	bos, eos int32
	addBOS   bool
}

// llama.cpp knows these by their text. The first that a vocabulary has ends a turn, if the file names no other.
var endOfTurn = []string{
	"<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>", "<|endoftext|>", "<|end_of_text|>", "<EOT>", "_<EOT>", "[EOT]",
	"<｜end▁of▁sentence｜>", "<end_of_utterance>",
}

// Each of these ends generation, besides the ones above.
var endOfGeneration = []string{
	"</s>", "<|eom_id|>", "<|return|>", "<|call|>", "<|flush|>", "<|calls|>", "[EOS]", "<eos>", "<turn|>", "<|tool_response>", "[e~[",
}

// The tokens around files end generation too. A file may name them; the first that the vocabulary has is taken otherwise.
var fileTokens = map[string][]string{
	"fim_pad": {"<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>", "[PAD]"},
	"fim_rep": {"<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<REPO>", "<reponame>"},
	"fim_sep": {"<|file_sep|>"},
}

func (s *specials) load(kv *gguf.KV, v *vocabulary, d defaults) error {
	s.eog = map[int32]bool{}
	eom := int32(-1)
	for _, x := range []struct {
		name string
		id   *int32
		def  int32
	}{{"bos", &s.bos, d.bos}, {"eos", &s.eos, d.eos}, {"eot", &s.eot, -1}, {"eom", &eom, -1}, {"unknown", &s.unknown, -1}} {
		id, err := specialID(kv, v, x.name, x.def)
		if err != nil {
			return err
		}
		*x.id = id
	}
	if err := s.flags(kv, d); err != nil {
		return err
	}
	for name, texts := range fileTokens {
		id, err := specialID(kv, v, name, -1)
		if err != nil {
			return err
		}
		for i := 0; id < 0 && i < len(texts); i++ {
			id = v.control(texts[i])
		}
		s.ends(id)
	}
	for _, text := range endOfTurn {
		id := v.control(text)
		if s.eot < 0 {
			s.eot = id
		}
		s.ends(id)
	}
	for _, text := range endOfGeneration {
		s.ends(v.control(text))
	}
	s.ends(s.eos)
	s.ends(s.eot)
	s.ends(eom)
	return s.strip(kv, v)
}

func (s *specials) ends(id int32) {
	if id >= 0 {
		s.eog[id] = true
	}
}

// control finds a token that is a control token by its text, whatever its type says; -1 if there is none.
func (v *vocabulary) control(text string) int32 {
	id, ok := v.ids[text]
	if !ok {
		return -1
	}
	v.types[id] = typeControl
	return id
}

// specialID reads tokenizer.ggml.NAME_token_id. 2^32-1, and -1, are how some files write none.
func specialID(kv *gguf.KV, v *vocabulary, name string, def int32) (int32, error) {
	if !v.has(def) {
		def = -1
	}
	key := "tokenizer.ggml." + name + "_token_id"
	id, err := kv.Int(key)
	switch {
	case errors.Is(err, gguf.ErrNotFound) || err == nil && (id == -1 || uint64(id) == math.MaxUint32):
		return def, nil
	case err != nil:
		return 0, err
	case id < 0 || id >= len(v.tokens):
		return 0, fmt.Errorf("key %q: token %d is outside the vocabulary of %d tokens", key, id, len(v.tokens))
	}
	return int32(id), nil
}

// flags reads whether BOS and EOS are added. Only a file that asks for a token which it does not have is wrong.
func (s *specials) flags(kv *gguf.KV, d defaults) (err error) {
	const bos, eos = "tokenizer.ggml.add_bos_token", "tokenizer.ggml.add_eos_token"
	if s.addBOS, err = kv.BoolOr(bos, d.addBOS && s.bos >= 0); err != nil {
		return err
	}
	if s.addEOS, err = kv.BoolOr(eos, false); err != nil {
		return err
	}
	if s.addBOS && s.bos < 0 {
		return fmt.Errorf("key %q is true, but the file has no bos_token_id", bos)
	}
	if s.addEOS && s.eos < 0 {
		return fmt.Errorf("key %q is true, but the file has no eos_token_id", eos)
	}
	return nil
}

// strip finds the tokens behind which white space is dropped. The format does not tell; llama.cpp goes by the model's name, and of
// the models with a known tokenizer has such a rule for Phi-3.
func (s *specials) strip(kv *gguf.KV, v *vocabulary) error {
	name, err := kv.StringOr("general.name", "")
	if err != nil {
		return err
	}
	name = strings.ToLower(name)
	if !strings.Contains(name, "phi-3") && !strings.Contains(name, "phi3") {
		return nil
	}
	s.rstrip = map[int32]bool{}
	for id, token := range v.tokens {
		switch {
		case token == "<unk>" || token == "<s>" || token == "<|endoftext|>":
		case v.types[id] == typeControl || v.types[id] == typeUserDefined || v.types[id] == typeUnknown:
			s.rstrip[int32(id)] = true
		}
	}
	return nil
}
