package llama

import (
	"fmt"

	"llft/quant"
)

// Sequence is one training sequence: positions 0 onwards. Targets[i] is the id that should follow Tokens[i], or -1 where no loss is taken.
type Sequence struct {
	Tokens, Targets []int32
}

// TrainOptions of a Trainer.
type TrainOptions struct {
	Compute    quant.Compute // of the products with the frozen base, forward and backward: F32 or BF16; Auto chooses (see quant.Compute.ForTraining)
	Checkpoint bool          // keep only the input of each layer and compute the layer again in backward
	Dropout    float32       // on the input of A, as PEFT's lora_dropout; 0 to below 1
	Seed       uint64        // of dropout
}

// Trainer computes losses and gradients of the trained low-rank terms of a model (those with GradA and GradB). Terms and all but the
// products with the base are float32.
type Trainer struct {
	m       *Model
	options TrainOptions
	inputs  []buffer       // [Layers+1][n, Dim] the input of each layer, and the last output
	acts    []*activations // one, or one per layer without checkpointing
	grads   *gradients
	rows    int // rows that acts and grads have room for
	workers []*attentionScratch

	headIn, headNorm, headRstd, headGrad, headLoss, logits, zero buffer
}

// NewTrainer makes a trainer; its memory grows with the longest batch. It panics where the options ask for Int8.
func (m *Model) NewTrainer(o TrainOptions) *Trainer {
	var err error
	if o.Compute, err = o.Compute.ForTraining(); err != nil {
		panic("llama: " + err.Error())
	}
	m.growScratch()
	t := &Trainer{m: m, options: o, inputs: make([]buffer, m.Layers+1)}
	for range m.Pool.Threads() {
		t.workers = append(t.workers, newAttentionScratch(&m.Config))
	}
	return t
}

// LossGrad adds to GradA and GradB the gradient of Σ cross-entropy / denom over all targets of the sequences, and returns
// Σ cross-entropy in nats, not divided. The sequences go through the layers in one pass, their rows end to end and without padding, so
// their total length sets the memory. step, and first + a sequence's index, name its dropout masks.
func (t *Trainer) LossGrad(seqs []Sequence, step, first int, denom float64) (float64, error) {
	b, targets, err := t.prepare(seqs)
	if err != nil {
		return 0, err
	}
	if t.options.Dropout > 0 {
		b.drop = dropout{p: t.options.Dropout, keys: t.dropoutKeys(seqs, step, first)}
	}
	m := t.m
	t.forward(seqs, b, !t.options.Checkpoint)
	sum := t.crossEntropy(t.grads.out, t.inputs[m.Layers], targets, denom, b.drop.of(m.Layers, 0))
	lowest := m.lowestTrained()
	for l := m.Layers - 1; l >= lowest; l-- {
		a := t.acts[0] // with checkpointing it still holds the last layer, which was computed last
		if !t.options.Checkpoint {
			a = t.acts[l]
		} else if l < m.Layers-1 {
			m.forward(l, nil, t.inputs[l], a, b, t.attend)
		}
		m.backward(l, t.inputs[l], a, t.grads, b, t.workers, l > lowest)
	}
	return sum, nil
}

// Loss returns Σ cross-entropy in nats and the number of targets, without gradients or dropout.
func (t *Trainer) Loss(seqs []Sequence) (sum float64, targets int, err error) {
	b, all, err := t.prepare(seqs)
	if err != nil {
		return 0, 0, err
	}
	for _, target := range all {
		if target >= 0 {
			targets++
		}
	}
	t.forward(seqs, b, false)
	return t.crossEntropy(nil, t.inputs[t.m.Layers], all, 1, dropout{}), targets, nil
}

// Bytes estimates the memory that LossGrad over rows positions needs beside the mapped base and the adapter.
func (t *Trainer) Bytes(rows int) int64 {
	c, m := &t.m.Config, t.m
	sets := 1
	if !t.options.Checkpoint {
		sets = m.Layers
	}
	floats := int64(rows) * (int64(sets)*int64(activationFloats(c)) + int64(gradientFloats(c)) + int64(m.Layers+1)*int64(m.Dim))
	floats += int64(m.lossRows()) * int64(m.Vocab+4*m.Dim)
	floats += int64(rows) * int64(max(c.FFN, c.Dim, c.Heads*max(c.KeyDim, c.ValueDim))) // a product's copy of X
	return 4 * floats
}

// lowestTrained is the first layer with a trained term; below it no gradient is needed. Layers when only the output has one.
func (m *Model) lowestTrained() int {
	for l := range m.Blocks {
		for _, lin := range m.Blocks[l].linears() {
			if lin.trained() {
				return l
			}
		}
	}
	return m.Layers
}

// prepare checks the sequences, lays their rows end to end and makes room.
func (t *Trainer) prepare(seqs []Sequence) (*batch, []int32, error) {
	m := t.m
	b := &batch{compute: t.options.Compute}
	var targets []int32
	longest := 0
	for i, s := range seqs {
		if len(s.Tokens) == 0 || len(s.Tokens) != len(s.Targets) {
			return nil, nil, fmt.Errorf("sequence %d has %d tokens and %d targets", i, len(s.Tokens), len(s.Targets))
		}
		if err := m.checkTokens(s.Tokens); err != nil {
			return nil, nil, fmt.Errorf("sequence %d: %w", i, err)
		}
		for j, target := range s.Targets {
			if int(target) >= m.Vocab {
				return nil, nil, fmt.Errorf("sequence %d: target %d is id %d, the vocabulary has 0 to %d", i, j, target, m.Vocab-1)
			}
			b.positions = append(b.positions, int32(j))
		}
		targets = append(targets, s.Targets...)
		b.sequences = append(b.sequences, extent{b.n, len(s.Tokens)})
		b.n += len(s.Tokens)
		longest = max(longest, len(s.Tokens))
	}
	if b.n == 0 {
		return nil, nil, fmt.Errorf("no sequences")
	}
	m.growRope(longest)
	if t.rows < b.n {
		t.rows = b.n
		t.acts, t.grads = []*activations{newActivations(&m.Config, b.n)}, newGradients(&m.Config, b.n)
	}
	return b, targets, nil
}

// forward fills inputs, and with keep the activations of every layer.
func (t *Trainer) forward(seqs []Sequence, b *batch, keep bool) {
	m := t.m
	x := t.inputs[0].take(b.n * m.Dim)
	row := 0
	for _, s := range seqs {
		m.embed(x[row*m.Dim:], s.Tokens)
		row += len(s.Tokens)
	}
	for keep && len(t.acts) < m.Layers {
		t.acts = append(t.acts, newActivations(&m.Config, t.rows))
	}
	for l := range m.Blocks {
		a := t.acts[0]
		if keep {
			a = t.acts[l]
		}
		out := t.inputs[l+1].take(b.n * m.Dim)
		m.forward(l, out, x, a, b, t.attend)
		x = out
	}
}

// attend is attention within each sequence, its tiles split among the workers.
func (t *Trainer) attend(_ int, a *activations, b *batch) {
	m := t.m
	kd, vd := m.KeyDim, m.ValueDim
	qs, ks, vs, os := m.Heads*kd, m.KVHeads*kd, m.KVHeads*vd, m.Heads*vd
	group := m.Heads / m.KVHeads
	var tiles []extent // first row of the tile, its sequence
	for s, seq := range b.sequences {
		for lo := 0; lo < seq.n; lo += queryTile {
			tiles = append(tiles, extent{lo, s})
		}
	}
	m.Pool.Run(m.Heads*len(tiles), func(worker, i int) {
		head, tile := i%m.Heads, tiles[i/m.Heads]
		seq, lo := b.sequences[tile.n], tile.start
		n, at := min(queryTile, seq.n-lo), seq.start+lo
		kvHead := head / group
		kv := keys{k: a.k[seq.start*ks+kvHead*kd:], v: a.v[seq.start*vs+kvHead*vd:], kStride: ks, vStride: vs}
		w := t.workers[worker]
		m.attendTile(w, a.att[at*os+head*vd:], os, a.q[at*qs+head*kd:], qs, n, lo, &kv, w.lse[:])
		for j := range n {
			a.lse[(at+j)*m.Heads+head] = w.lse[j]
		}
	})
}

// dropoutKeys gives each row its key: a hash of seed, step, number of the sequence in the step, and position.
func (t *Trainer) dropoutKeys(seqs []Sequence, step, first int) []uint64 {
	var all []uint64
	for i, s := range seqs {
		key := mix(mix(mix(t.options.Seed)+uint64(step)) + uint64(first+i))
		for p := range s.Tokens {
			all = append(all, mix(key+uint64(p)))
		}
	}
	return all
}
