package bench

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"llft/internal/synthetic"
)

// shapes are those of real models.
var shapes = map[string]synthetic.Shape{
	"tinyllama":    {Dim: 2048, Layers: 22, Heads: 32, KVHeads: 4, FFN: 5632, Vocab: 32000, Context: 2048},
	"llama-3.2-1b": {Dim: 2048, Layers: 16, Heads: 32, KVHeads: 8, FFN: 8192, Vocab: 128256, Context: 131072, RopeBase: 500000, RopeFreqs: true, Tied: true},
	"llama-2-7b":   {Dim: 4096, Layers: 32, Heads: 32, KVHeads: 32, FFN: 11008, Vocab: 32000, Context: 4096},
	"llama-3.1-8b": {Dim: 4096, Layers: 32, Heads: 32, KVHeads: 8, FFN: 14336, Vocab: 128256, Context: 131072, RopeBase: 500000, RopeFreqs: true},
}

// Shapes lists the names that ParseShape knows.
func Shapes() []string { return slices.Sorted(maps.Keys(shapes)) }

// ParseShape reads the name of a shape, or "dim=2048,layers=4,heads=32,kv=32,ffn=5632,vocab=8192", where heads, kv, ffn, vocab and ctx may be
// left out for the defaults of synthetic.Shape.
func ParseShape(text string) (synthetic.Shape, error) {
	if s, ok := shapes[text]; ok {
		s.Name = text
		return s, nil
	}
	if !strings.Contains(text, "=") {
		return synthetic.Shape{}, fmt.Errorf("no shape is called %q (%s, or dim=...,layers=...,heads=...,kv=...,ffn=...,vocab=...)", text, strings.Join(Shapes(), ", "))
	}
	s := synthetic.Shape{Context: 4096, Name: text}
	fields := map[string]*int{"dim": &s.Dim, "layers": &s.Layers, "heads": &s.Heads, "kv": &s.KVHeads, "ffn": &s.FFN, "vocab": &s.Vocab, "ctx": &s.Context}
	const most = 1 << 20
	for _, part := range strings.Split(text, ",") {
		name, value, _ := strings.Cut(part, "=")
		field, known := fields[name]
		if !known {
			return s, fmt.Errorf("shape %q: no field %q (dim, layers, heads, kv, ffn, vocab, ctx)", text, name)
		}
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > most {
			return s, fmt.Errorf("shape %q: %s is %q, it must be 1 to %d", text, name, value, most)
		}
		*field = n
	}
	if s.Dim == 0 || s.Layers == 0 {
		return s, fmt.Errorf("shape %q lacks dim or layers", text)
	}
	return s, nil
}

// shapeOf is a shape with weights of a type, checked.
func shapeOf(shape, kind string) (synthetic.Shape, error) {
	s, err := ParseShape(shape)
	if err != nil {
		return s, err
	}
	if s.Type, s.Mix, err = synthetic.ParseType(kind); err != nil {
		return s, err
	}
	s.Seed = 1
	_, err = synthetic.Bytes(s)
	return s, err
}
