package train

import "llft/llama"

// order says which sequences a step trains on: the data in a new random order in every pass, cut into batches without regard to where
// a pass ends. It is a function of seed and step alone, so that a resumed run needs no other state.
type order struct {
	seed     uint64
	n, batch int

	pass int // the one that perm belongs to; -1: none yet
	perm []int
}

func newOrder(seed uint64, n, batch int) *order {
	return &order{seed: seed, n: n, batch: batch, pass: -1}
}

// step gives the numbers of the sequences of a step, counted from 0.
func (o *order) step(step int) []int {
	picked := make([]int, o.batch)
	for i := range picked {
		k := step*o.batch + i
		if pass := k / o.n; pass != o.pass {
			o.pass, o.perm = pass, permutation(o.seed, uint64(pass), o.n)
		}
		picked[i] = o.perm[k%o.n]
	}
	return picked
}

// permutation shuffles 0..n-1 by Fisher and Yates with numbers that are hashes of (seed, pass, index).
func permutation(seed, pass uint64, n int) []int {
	p := make([]int, n)
	for i := range p {
		p[i] = i
	}
	key := mix(mix(seed) + pass)
	for i := n - 1; i > 0; i-- {
		j := int(mix(key+uint64(i)) % uint64(i+1)) // the bias of the remainder is below n/2^64
		p[i], p[j] = p[j], p[i]
	}
	return p
}

// mix is the finalizer of splitmix64 (Steele, Lea, Flood 2014): every bit of the result depends on every bit of x.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// microBatches cuts sequences into runs that go through the layers together: as many as fit into limit rows, at least one. The cut decides
// the order of additions and so the bits; it must follow from the sequences and the configuration alone.
func microBatches(seqs []llama.Sequence, limit int) [][]llama.Sequence {
	var all [][]llama.Sequence
	lo, rows := 0, 0
	for i, s := range seqs {
		if i > lo && rows+len(s.Tokens) > limit {
			all, lo, rows = append(all, seqs[lo:i]), i, 0
		}
		rows += len(s.Tokens)
	}
	if lo < len(seqs) {
		all = append(all, seqs[lo:])
	}
	return all
}

// rowLimit is the most rows of a micro-batch of more than one sequence: enough that the unpacking of a weight is spread over many rows, and
// in a full run the pass over its gradient.
func (c Config) rowLimit() int {
	if c.Full {
		return max(c.Ctx, 2*usualCtx)
	}
	return max(c.Ctx, usualCtx)
}

// spread picks sequences of at most budget tokens together, evenly over all of seqs, at least one.
func spread(seqs []llama.Sequence, budget int) []llama.Sequence {
	tokens, _ := count(seqs)
	if tokens <= budget {
		return seqs
	}
	n := max(1, int(float64(len(seqs))*float64(budget)/float64(tokens)))
	picked := make([]llama.Sequence, n)
	for i := range picked {
		picked[i] = seqs[i*len(seqs)/n]
	}
	return picked
}
