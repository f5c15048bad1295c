package synthetic

import (
	"fmt"
	"strings"

	"llft/gguf"
)

// Mix gives the type of a matrix by its name.
type Mix func(tensor string, s Shape) gguf.Type

// ParseType reads the name of a type that quant can read ("q4_0", in any case), or of a mixture of llama.cpp's quantize tool.
func ParseType(name string) (gguf.Type, Mix, error) {
	name = strings.ToUpper(name)
	switch name {
	case "Q4_K_M":
		return gguf.Q4_K, mostly(gguf.Q4_K), nil
	case "Q5_K_M":
		return gguf.Q5_K, mostly(gguf.Q5_K), nil
	}
	t, ok := gguf.ParseType(name)
	if !ok {
		return 0, nil, fmt.Errorf("unknown type %q (one of GGUF's, such as q4_0, q8_0, q4_k, q6_k, f16, bf16, f32, or a mixture, q4_k_m or q5_k_m)", strings.ToLower(name))
	}
	return t, nil, nil
}

// mostly is what llama.cpp's Q4_K_M and Q5_K_M are (llama_tensor_get_type in llama-quant.cpp): Q6_K for the output matrix, which is the
// embedding where they are one, and for attn_v and ffn_down of the layers that use more bits; the rest is kind.
func mostly(kind gguf.Type) Mix {
	return func(tensor string, s Shape) gguf.Type {
		var layer int
		var part string
		if n, _ := fmt.Sscanf(tensor, "blk.%d.%s", &layer, &part); n == 2 {
			if (part == "attn_v.weight" || part == "ffn_down.weight") && moreBits(layer, s.Layers) {
				return gguf.Q6_K
			}
			return kind
		}
		if tensor == "output.weight" || s.Tied && tensor == "token_embd.weight" {
			return gguf.Q6_K
		}
		return kind
	}
}

// moreBits says of n layers which use more bits: the first eighth, the last, and of those between every third.
func moreBits(i, n int) bool { return i < n/8 || i >= 7*n/8 || (i-n/8)%3 == 2 }
