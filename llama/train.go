package llama

import (
	"fmt"
	"runtime"

	"llft/internal/offheap"
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

// Trainer computes losses and gradients of the trained low-rank terms of a model (those with GradA and GradB), and of its weights while
// they are trained (TrainWeights). All but the products with weights, those that give the weights' gradients, and those of attention are float32.
type Trainer struct {
	m       *Model
	options TrainOptions
	inputs  [][]float32    // [Layers+1][n, Dim] the input of each layer, and the last output
	acts    []*activations // one, or one per layer without checkpointing
	grads   *gradients
	logits  []float32     // [lossRows, Vocab]
	rows    int           // rows that these have room for
	memory  offheap.Arena // theirs
	workers []*attentionScratch
	tiles   attention
	back    attentionBackward

	batch   batch
	targets []int32
	picked  []int // rows with a target
	loss    lossRows

	headIn, headNorm, headRstd, headGrad, headLoss, headU buffer
	headKeys                                              []uint64
}

// NewTrainer makes a trainer; its memory grows with the longest batch. It panics where the options ask for Int8.
func (m *Model) NewTrainer(o TrainOptions) *Trainer {
	var err error
	if o.Compute, err = o.Compute.ForTraining(); err != nil {
		panic("llama: " + err.Error())
	}
	m.growScratch()
	t := &Trainer{m: m, options: o, inputs: make([][]float32, m.Layers+1)}
	for range m.Pool.Threads() {
		s := newAttentionScratch(&m.Config)
		s.round(attentionRounds(o.Compute))
		t.workers = append(t.workers, s)
	}
	t.tiles.m, t.tiles.workers = m, t.workers
	t.tiles.kv = func(seq, kvHead int) keys {
		ks, vs, start := m.KVHeads*m.KeyDim, m.KVHeads*m.ValueDim, t.batch.sequences[seq].start
		return keys{k: t.tiles.a.k[start*ks+kvHead*m.KeyDim:], v: t.tiles.a.v[start*vs+kvHead*m.ValueDim:], kStride: ks, vStride: vs}
	}
	t.back.m, t.back.workers = m, t.workers
	return t
}

// Close gives the trainer's memory back. A trainer that is forgotten gives it back too, some time later.
func (t *Trainer) Close() {
	t.memory.Free()
	t.rows, t.acts, t.grads, t.logits = 0, nil, nil, nil
	clear(t.inputs)
}

// LossGrad adds to GradA and GradB, or to those of the weights, the gradient of Σ cross-entropy / denom over all targets of the sequences, and returns
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
	full := m.training != nil
	lowest := m.lowestTrained()
	for l := m.Layers - 1; l >= lowest; l-- {
		a := t.acts[0] // with checkpointing it still holds the last layer, which was computed last
		if !t.options.Checkpoint {
			a = t.acts[l]
		} else if l < m.Layers-1 {
			m.forward(l, nil, t.inputs[l], a, b, t)
		}
		m.backward(l, t.inputs[l], a, t.grads, b, &t.back, l > lowest || full)
	}
	if full {
		t.gradEmbedding(t.grads.out, seqs)
	}
	runtime.KeepAlive(t) // and with it the memory outside the heap
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
	sum = t.crossEntropy(nil, t.inputs[t.m.Layers], all, 1, dropout{})
	runtime.KeepAlive(t)
	return sum, targets, nil
}

// Bytes estimates the memory that LossGrad over rows positions needs beside the mapped base and the adapter.
func (t *Trainer) Bytes(rows int) int64 {
	c, m := &t.m.Config, t.m
	sets := 1
	if !t.options.Checkpoint {
		sets = m.Layers
	}
	floats := int64(rows) * (int64(sets)*int64(activationFloats(c)) + int64(gradientFloats(c)) + int64(m.Layers+2)*int64(m.Dim))
	loss := min(rows, m.lossRows())
	floats += int64(loss) * int64(m.Vocab+3*m.Dim)
	for i := range m.Pool.Threads() {
		floats += t.workers[i].floats()
	}
	widest := 0 // the input of a product, which is copied
	for l := range m.Blocks {
		for _, lin := range m.Blocks[l].linears() {
			widest = max(widest, lin.W.Cols, lin.W.Rows)
		}
	}
	if t.options.Dropout > 0 {
		widest += 2 * max(m.Dim, m.FFN, m.Heads*m.ValueDim) // masked inputs and their gradients
	}
	floats += int64(rows) * int64(widest)
	largest, kept := 0, 0 // of a product with low-rank terms: A stacked, a gradient; dU and U
	for l := range m.layers {
		inLayer := 0
		for g := range m.layers[l] {
			of := &m.layers[l][g]
			rank := of.rank()
			for _, lin := range of.linears {
				largest = max(largest, rank*max(lin.W.Cols, lin.W.Rows))
			}
			inLayer += rank
		}
		kept = max(kept, inLayer)
	}
	floats += 2*int64(largest) + int64(rows)*int64(kept)*int64(sets+1)
	return 4*floats + int64(m.Pool.Threads())*quant.ScratchBytes
}

// keepLimit is the most memory, in bytes, that Fits allows where the machine does not tell what it has.
const keepLimit = 1 << 30

// Fits says whether what LossGrad needs for rows positions fits in half of the memory that is free beside the base, whose pages must stay in
// memory for a step to be fast. free is in bytes, 0 where it is not known.
func (t *Trainer) Fits(rows int, free int64) bool { return fits(t.Bytes(rows), t.m.File.Size, free) }

func fits(bytes, base, free int64) bool {
	if free == 0 {
		return bytes <= keepLimit
	}
	return bytes <= (free-base)/2
}

// lowestTrained is the first layer with a trained term or weights; below it no gradient is needed. Layers when only the output has one.
func (m *Model) lowestTrained() int {
	if m.training != nil {
		return 0
	}
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
	b := &t.batch
	*b = batch{compute: t.options.Compute, positions: b.positions[:0], sequences: b.sequences[:0], drop: dropout{keys: b.drop.keys[:0]}}
	targets := t.targets[:0]
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
	t.targets = targets
	m.growRope(longest)
	if t.rows < b.n {
		t.grow(b.n)
	}
	return b, targets, nil
}

// grow makes room for n rows.
func (t *Trainer) grow(n int) {
	m := t.m
	t.Close()
	t.rows = n
	for l := range t.inputs {
		t.inputs[l] = offheap.Make[float32](&t.memory, n*m.Dim, offheap.Huge)
	}
	t.addActivations()
	t.grads = newGradients(&m.Config, n, &t.memory)
	t.logits = offheap.Make[float32](&t.memory, min(n, m.lossRows())*m.Vocab, offheap.Huge)
}

func (t *Trainer) addActivations() {
	var proj []float32
	if len(t.acts) > 0 {
		proj = t.acts[0].proj
	} else {
		proj = offheap.Make[float32](&t.memory, t.rows*t.m.Dim, offheap.Huge)
	}
	t.acts = append(t.acts, newActivations(&t.m.Config, t.rows, &t.memory, proj))
}

// forward fills inputs, and with keep the activations of every layer.
func (t *Trainer) forward(seqs []Sequence, b *batch, keep bool) {
	m := t.m
	x := t.inputs[0][:b.n*m.Dim]
	row := 0
	for _, s := range seqs {
		m.embed(x[row*m.Dim:], s.Tokens)
		row += len(s.Tokens)
	}
	for keep && len(t.acts) < m.Layers {
		t.addActivations()
	}
	for l := range m.Blocks {
		a := t.acts[0]
		if keep {
			a = t.acts[l]
		}
		out := t.inputs[l+1][:b.n*m.Dim]
		m.forward(l, out, x, a, b, t)
		x = out
	}
}

// attend is attention within each sequence, its tiles split among the workers.
func (t *Trainer) attend(_ int, a *activations, b *batch) {
	t.tiles.a, t.tiles.seqs, t.tiles.half = a, b.sequences, attentionRounds(b.compute)
	t.tiles.run()
}

// dropoutKeys gives each row its key: a hash of seed, step, number of the sequence in the step, and position.
func (t *Trainer) dropoutKeys(seqs []Sequence, step, first int) []uint64 {
	all := t.batch.drop.keys
	for i, s := range seqs {
		key := mix(mix(mix(t.options.Seed)+uint64(step)) + uint64(first+i))
		for p := range s.Tokens {
			all = append(all, mix(key+uint64(p)))
		}
	}
	return all
}
