package tokenizer

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// pretokenizer cuts a text into words, within which BPE merges: each expression cuts the pieces that those before it left.
type pretokenizer struct {
	stages       []matcher
	ignoreMerges bool // a word that is a token is that token, whatever its merges say
	addBOS       bool // where the file does not say
}

// The expressions are facts of the models, as llama.cpp (src/llama-vocab.cpp) has them; so are the names.
var (
	gpt2         = pretokenizer{stages: []matcher{matchGPT2}}
	falcon       = pretokenizer{stages: []matcher{many(punct, "$+<=>^~|`"), matchGPT2, matchThree}}
	starcoder    = pretokenizer{stages: []matcher{one(number), matchGPT2}}
	byDefault    = pretokenizer{stages: []matcher{many(punct, "$+<=>^~|"), matchGPT2, many(number, ""), matchThree}}
	llama3Words  = modern{contractions: true, digits: 3, tail: "\r\n", word: letters}
	llama3       = pretokenizer{stages: []matcher{llama3Words.match}, ignoreMerges: true, addBOS: true}
	dbrx         = pretokenizer{stages: llama3.stages}
	qwen2        = pretokenizer{stages: []matcher{modern{contractions: true, digits: 1, tail: "\r\n", word: letters}.match}}
	tekken       = pretokenizer{[]matcher{modern{digits: 1, tail: "\r\n/", word: camel}.match}, true, true}
	deepseekLLM  = pretokenizer{stages: []matcher{matchLineBreak, spaced(isDeepseekLetter), spaced(isDeepseekSymbol), matchTrailing, matchCJK, many(number, "")}}
	deepseekCode = pretokenizer{stages: []matcher{matchLineBreak, spaced(isOf(letter)), spaced(isOf(punct)), matchCJK, one(number)}}
)

func isOf(in class) func(rune, class) bool { return func(_ rune, c class) bool { return c&in != 0 } }

var pretokenizers = named(map[string]*pretokenizer{
	"default":        &byDefault,
	"deepseek-coder": &deepseekCode,
	"deepseek-llm":   &deepseekLLM,
	"falcon":         &falcon,
	"tekken":         &tekken,
	"dbrx smaug-bpe": &dbrx,
	"llama-bpe llama3 llama-v3 falcon3 falcon-h1 pixtral midm-2.0 lfm2":                  &llama3,
	"qwen2 deepseek-r1-qwen kormo f2llmv2 megrez stablelm2 hunyuan solar-open grok-2":    &qwen2,
	"gpt-2 phi-2 gigachat a.x-4.0 mellum mpt olmo jais trillion granite-docling exaone4": &gpt2,
	"starcoder refact command-r smollm codeshell exaone minerva-7b mellum2":              &starcoder,
})

// named splits keys that hold several names.
func named(groups map[string]*pretokenizer) map[string]*pretokenizer {
	out := map[string]*pretokenizer{}
	for names, p := range groups {
		for _, name := range strings.Fields(names) {
			out[name] = p
		}
	}
	return out
}

// findPretokenizer finds by the name of tokenizer.ggml.pre.
func findPretokenizer(name string) (*pretokenizer, error) {
	if p, ok := pretokenizers[name]; ok {
		return p, nil
	}
	return nil, fmt.Errorf("key %q: the pre-tokenizer %.64q is not known; known are %s",
		keyPre, name, strings.Join(slices.Sorted(maps.Keys(pretokenizers)), ", "))
}

// split calls word for each word of s in order.
func (p *pretokenizer) split(s string, word func(w string)) { split(p.stages, s, word) }

func split(stages []matcher, s string, word func(w string)) {
	if len(stages) == 0 {
		word(s)
		return
	}
	match, rest := stages[0], stages[1:]
	gap := 0 // what lies between matches is a piece too
	for i := 0; i < len(s); {
		n := match(s[i:])
		if n < 0 {
			i -= n
			continue
		}
		if gap < i {
			split(rest, s[gap:i], word)
		}
		split(rest, s[i:i+n], word)
		i += n
		gap = i
	}
	if gap < len(s) {
		split(rest, s[gap:], word)
	}
}
