package train

import "llft/llama"

// cutText makes sequences that take the loss on every token of body: bos (unless negative) and ctx tokens each, or without bos ctx+1 tokens,
// the last of which begins the next sequence. Either way no token but the first is left untrained. The last sequence is shorter.
func cutText(body []int32, bos int32, ctx int) []llama.Sequence {
	var all []llama.Sequence
	if bos < 0 {
		for lo := 0; lo+1 < len(body); lo += ctx {
			ids := body[lo:min(lo+ctx+1, len(body))]
			all = append(all, llama.Sequence{Tokens: ids[:len(ids)-1], Targets: ids[1:]})
		}
		return all
	}
	for lo := 0; lo < len(body); lo += ctx {
		targets := body[lo:min(lo+ctx, len(body))]
		tokens := append(make([]int32, 0, len(targets)), bos)
		all = append(all, llama.Sequence{Tokens: append(tokens, targets[:len(targets)-1]...), Targets: targets})
	}
	return all
}

// masked makes the sequence that takes the loss on the trained tokens of ids.
func masked(ids []int32, trained []bool) llama.Sequence {
	if len(ids) < 2 {
		return llama.Sequence{}
	}
	s := llama.Sequence{Tokens: ids[:len(ids)-1], Targets: make([]int32, len(ids)-1)}
	for i := range s.Targets {
		s.Targets[i] = -1
		if trained[i+1] {
			s.Targets[i] = ids[i+1]
		}
	}
	return s
}

// shorten cuts a row down to ctx+1 tokens from its left, but never into an answer: what goes is the beginning of the prompt, then
// the first answer as a whole and the beginning of the prompt after it, and so on. A bos at the start stays. ok is false
// when the last answer alone, with one token before it, does not fit.
func shorten(ids []int32, trained []bool, bos int32, ctx int) (_ []int32, _ []bool, ok bool) {
	if len(ids) <= ctx+1 {
		return ids, trained, true
	}
	kept := 0
	if ids[0] == bos && !trained[0] {
		kept = 1
	}
	start := len(ids) - (ctx + 1 - kept) // the leftmost that fits
	if trained[start] {
		for start < len(ids) && trained[start] { // inside an answer, or at its beginning without a token before it
			start++
		}
	}
	if start == len(ids) || !anyTrue(trained[start:]) {
		return nil, nil, false
	}
	return append(ids[:kept:kept], ids[start:]...), append(trained[:kept:kept], trained[start:]...), true
}

func anyTrue(x []bool) bool {
	for _, v := range x {
		if v {
			return true
		}
	}
	return false
}

// count gives the tokens and the trained tokens of sequences.
func count(seqs []llama.Sequence) (tokens, trained int) {
	for _, s := range seqs {
		tokens += len(s.Tokens)
		for _, t := range s.Targets {
			if t >= 0 {
				trained++
			}
		}
	}
	return tokens, trained
}
