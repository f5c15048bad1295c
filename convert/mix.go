package convert

import (
	"fmt"
	"strconv"
	"strings"

	"llft/gguf"
	"llft/internal/parallel"
	"llft/quant"
)

// Mix is a choice of types for the matrices of a model. Tensors of one dimension (norms, biases) keep theirs, and so do matrices whose rows
// the type's blocks do not divide; one that was quantized becomes F16 there.
type Mix struct {
	Name     string
	kind     gguf.Type
	better   gguf.Type // of the matrices that suffer most from rounding; kind where nothing is chosen
	fileType uint32    // general.file_type, the number of llama.cpp's enum llama_ftype
}

// mixes are the named types alone, and two of llama.cpp's mixtures.
var mixes = []Mix{
	{"F32", gguf.F32, gguf.F32, 0}, {"F16", gguf.F16, gguf.F16, 1}, {"BF16", gguf.BF16, gguf.BF16, 32},
	{"Q8_0", gguf.Q8_0, gguf.Q8_0, 7}, {"Q6_K", gguf.Q6_K, gguf.Q6_K, 18},
	{"Q5_K_M", gguf.Q5_K, gguf.Q6_K, 17}, {"Q5_K", gguf.Q5_K, gguf.Q5_K, 16},
	{"Q5_1", gguf.Q5_1, gguf.Q5_1, 9}, {"Q5_0", gguf.Q5_0, gguf.Q5_0, 8},
	{"Q4_K_M", gguf.Q4_K, gguf.Q6_K, 15}, {"Q4_K", gguf.Q4_K, gguf.Q4_K, 14},
	{"IQ4_NL", gguf.IQ4_NL, gguf.IQ4_NL, 25}, {"IQ4_XS", gguf.IQ4_XS, gguf.IQ4_XS, 30},
	{"Q4_1", gguf.Q4_1, gguf.Q4_1, 3}, {"Q4_0", gguf.Q4_0, gguf.Q4_0, 2},
	{"Q3_K", gguf.Q3_K, gguf.Q3_K, 11}, {"Q2_K", gguf.Q2_K, gguf.Q2_K, 10},
}

// MixNames lists the mixes, from exact to coarse.
func MixNames() []string {
	var names []string
	for _, m := range mixes {
		names = append(names, m.Name)
	}
	return names
}

// ParseMix finds a mix by its name, in any case.
func ParseMix(name string) (Mix, error) {
	for _, m := range mixes {
		if strings.EqualFold(m.Name, name) {
			return m, nil
		}
	}
	return Mix{}, fmt.Errorf("unknown type %q (%s)", name, strings.Join(MixNames(), ", "))
}

// Model writes the model of f to path in the types of a mix. It reads any model, also a quantized one, whose losses then add up.
func Model(path string, f *gguf.File, pool *parallel.Pool, mix Mix, progress func(done, total int64)) (*Report, error) {
	set := map[string]any{"general.file_type": mix.fileType}
	if mix.kind.BlockSize() > 1 {
		set["general.quantization_version"] = uint32(2) // GGML_QNT_VERSION of ggml.h: the block layouts of today
	}
	return Write(path, f, Plan{Pool: pool, Type: mix.typeOf(f), KV: set, Progress: progress})
}

// typeOf chooses for the tensors of f. The better type goes where llama.cpp's mixtures put it: to the output matrix (the embedding where it
// serves as one), and to the value and down projections of the first and last eighth of the layers and every third between.
func (m Mix) typeOf(f *gguf.File) func(t *gguf.Tensor) gguf.Type {
	layers := 0
	for _, t := range f.Tensors {
		if l, _, ok := block(t.Name); ok {
			layers = max(layers, l+1)
		}
	}
	output := "output.weight"
	if f.Tensor(output) == nil {
		output = "token_embd.weight"
	}
	return func(t *gguf.Tensor) gguf.Type {
		kind := m.kind
		l, part, _ := block(t.Name)
		eighth := layers / 8
		many := l < eighth || l >= 7*layers/8 || (l-eighth)%3 == 2
		if t.Name == output || (part == "attn_v.weight" || part == "ffn_down.weight") && many {
			kind = m.better
		}
		return Fit(kind, t)
	}
}

// block splits "blk.3.attn_v.weight" into 3 and "attn_v.weight".
func block(name string) (layer int, part string, ok bool) {
	rest, ok := strings.CutPrefix(name, "blk.")
	if !ok {
		return 0, "", false
	}
	number, part, _ := strings.Cut(rest, ".")
	layer, err := strconv.Atoi(number)
	return layer, part, err == nil && layer >= 0
}

// Fit is the type in which t is stored when kind is wished for: kind where t is a matrix and its rows are whole blocks, else t's own if that
// is not quantized, else F16. Vectors keep their type.
func Fit(kind gguf.Type, t *gguf.Tensor) gguf.Type {
	switch {
	case len(t.Dims) < 2 || t.Rows() == 1:
		return t.Type
	case kind.BlockSize() != 0 && t.Dims[0]%kind.BlockSize() == 0:
		return kind
	case t.Type.BlockSize() == 1 && quant.CanQuantize(t.Type):
		return t.Type
	}
	return gguf.F16
}
