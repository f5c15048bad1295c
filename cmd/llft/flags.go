package main

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"unicode"

	"llft/generate"
	"llft/llama"
)

// modelFlags name a base model and how to compute with it.
type modelFlags struct {
	Model   string `short:"m" placeholder:"FILE" help:"The model: a GGUF file (of a model in several files, the first; default: the built-in base)."`
	Threads int    `placeholder:"N" help:"Worker threads (default: one per physical core)."`
	Compute string `enum:"auto,f32,bf16,int8" default:"auto" env:"LLFT_COMPUTE" placeholder:"TYPE" help:"Arithmetic: f32, bf16 (factors of large products rounded to bfloat16), int8 (activations rounded to 8 bits; not for training) or auto (default: ${default})."`
}

func (f modelFlags) check() error {
	if f.Threads < 0 {
		return usagef("--threads is %d, it must be 1 or more", f.Threads)
	}
	return nil
}

// cacheFlags choose how the keys and values of past tokens are kept.
type cacheFlags struct {
	Cache string `enum:"f16,q8_0,f32" default:"f16" placeholder:"TYPE" help:"Precision of the memory of past tokens: f16, q8_0 (half the size) or f32 (default: ${default})."`
}

// session makes room for n tokens.
func (f cacheFlags) session(m *llama.Model, n int) (*llama.Session, error) {
	kind, err := llama.ParseCacheType(f.Cache)
	if err != nil {
		return nil, usageError{err}
	}
	return m.NewSession(n, kind)
}

// adapterFlags name the adapters to use with the model.
type adapterFlags struct {
	Adapter []adapterSpec `placeholder:"FILE[:SCALE]" sep:"none" help:"Use this adapter, at full strength or scaled; may be repeated."`
	Force   bool          `help:"Use an adapter that was trained on another model of the same shape."`
}

// adapterSpec is FILE or FILE:SCALE.
type adapterSpec struct {
	Path  string
	Scale float64
}

// UnmarshalText takes what follows the last colon as the scale when it is a number; a file of exactly that name, or a Windows drive
// before the colon, means that the colon belongs to the name.
func (a *adapterSpec) UnmarshalText(text []byte) error {
	*a = adapterSpec{Path: string(text), Scale: 1}
	i := strings.LastIndexByte(a.Path, ':')
	if i < 0 || isDrive(a.Path[:i]) {
		return nil
	}
	if _, err := os.Stat(a.Path); err == nil {
		return nil
	}
	scale, err := strconv.ParseFloat(a.Path[i+1:], 64)
	if err != nil {
		return nil // the name of a file, which opening will judge
	}
	if scale != scale || scale-scale != 0 {
		return usagef("scale of adapter %q must be a finite number", a.Path)
	}
	if i == 0 {
		return usagef("adapter %q lacks a file name", a.Path)
	}
	a.Path, a.Scale = a.Path[:i], scale
	return nil
}

func isDrive(s string) bool { return len(s) == 1 && unicode.IsLetter(rune(s[0])) }

// sampleFlags choose how tokens are drawn; the defaults are llama.cpp's.
type sampleFlags struct {
	Temp          float64  `default:"0.8" placeholder:"N" aliases:"temperature" help:"Temperature; 0 always takes the likeliest token (default: ${default})."`
	TopK          int      `default:"40" placeholder:"N" help:"Draw from the K likeliest tokens, 0: all (default: ${default})."`
	TopP          float64  `default:"0.95" placeholder:"N" help:"Draw from the likeliest tokens that together reach this probability, 1: all (default: ${default})."`
	MinP          float64  `default:"0.05" placeholder:"N" help:"Draw from tokens at least this fraction as likely as the likeliest, 0: all (default: ${default})."`
	RepeatPenalty float64  `default:"1" placeholder:"N" help:"Make recent tokens less likely by this factor, 1: off (default: ${default})."`
	RepeatLast    int      `default:"64" placeholder:"N" aliases:"repeat-last-n" help:"How many tokens count as recent, -1: all (default: ${default})."`
	Seed          *uint64  `placeholder:"N" help:"Same seed, same answer (default: a new one each time)."`
	MaxTokens     int      `short:"n" default:"${max_tokens}" placeholder:"N" aliases:"n-predict" help:"Stop an answer after N tokens, 0: no limit (default: ${default})."`
	Stop          []string `sep:"none" placeholder:"TEXT" help:"Stop an answer before this text; may be repeated."`
}

// sampler checks the values and makes the sampler; seed is the one in use.
func (f sampleFlags) sampler() (s *generate.Sampler, seed uint64, err error) {
	if f.MaxTokens < 0 {
		return nil, 0, usagef("--max-tokens is %d, it must be 0 or more", f.MaxTokens)
	}
	seed = rand.Uint64N(1 << 53) // a number that survives JSON
	if f.Seed != nil {
		seed = *f.Seed
	}
	s, err = generate.NewSampler(generate.Sampling{RepeatPenalty: f.RepeatPenalty, RepeatLast: f.RepeatLast,
		TopK: f.TopK, TopP: f.TopP, MinP: f.MinP, Temperature: f.Temp, Seed: seed})
	if err != nil {
		return nil, 0, usageError{err}
	}
	return s, seed, nil
}
