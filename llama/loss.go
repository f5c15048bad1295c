package llama

import "llft"

// lossRows is how many rows of logits [rows, Vocab] exist at once: 16 MB of them, at least 32 rows so that the unpacking of the output
// matrix is spread, at most 128.
func (m *Model) lossRows() int { return min(128, max(32, 4<<20/m.Vocab)) }

// crossEntropy returns Σ -log softmax(logits)[target] over the rows with a target >= 0 of x [n, Dim], the last layer's output, in nats.
// With dx not nil it sets dx [n, Dim] to the gradient of the sum divided by denom, and adds that of the output's own trained terms.
// Rows are gathered and taken lossRows at a time, so that the logits of a whole sequence never exist.
func (t *Trainer) crossEntropy(dx, x []float32, targets []int32, denom float64, drop dropout) float64 {
	if dx != nil {
		clear(dx[:len(targets)*t.m.Dim])
	}
	picked := t.picked[:0]
	for i, target := range targets {
		if target >= 0 {
			picked = append(picked, i)
		}
	}
	t.picked = picked
	sum := 0.0
	for step := t.m.lossRows(); len(picked) > 0; {
		rows := picked[:min(step, len(picked))]
		picked = picked[len(rows):]
		sum += t.lossChunk(dx, x, targets, rows, denom, drop)
	}
	return sum
}

// lossChunk is crossEntropy for a few rows.
func (t *Trainer) lossChunk(dx, x []float32, targets []int32, rows []int, denom float64, drop dropout) float64 {
	m, d, n := t.m, t.m.Dim, len(rows)
	in := t.headIn.take(n * d) // gathered rows
	for i, r := range rows {
		copy(in[i*d:(i+1)*d], x[r*d:(r+1)*d])
	}
	normed, rstd := t.headNorm.take(n*d), t.headRstd.take(n)
	m.rmsNorm(normed, in, m.OutNorm, rstd, n)
	if drop.on() {
		t.headKeys = t.headKeys[:0]
		for _, r := range rows {
			t.headKeys = append(t.headKeys, drop.keys[r])
		}
		drop.keys = t.headKeys
	}
	logits := t.logits[:n*m.Vocab]
	m.head.forward(m, outs{logits}, normed, n, t.options.Compute, drop, &t.headU)

	losses := t.headLoss.take(n)
	t.loss = lossRows{targets: targets, rows: rows, gradient: dx != nil, scale: float32(1 / denom)}
	m.rows(n, 16*m.Vocab, operands{out: losses, x: logits, loss: &t.loss}, func(m *Model, v *operands, _, lo, hi int) {
		for i := lo; i < hi; i++ {
			row := v.x[i*m.Vocab : (i+1)*m.Vocab]
			target := v.loss.targets[v.loss.rows[i]]
			z := row[target]
			v.out[i] = llft.Softmax(row) - z
			if v.loss.gradient {
				row[target]-- // the gradient of the logits is softmax - onehot
				llft.Scale(row, v.loss.scale)
			}
		}
	})
	sum := 0.0
	for _, l := range losses {
		sum += float64(l)
	}
	if dx == nil {
		return sum
	}
	dnorm := t.headGrad.zeroed(n * d)
	m.head.backward(m, dnorm, outs{logits}, normed, n, t.options.Compute, drop, t.headU)
	m.gradNorm(m.gradOutNorm, dnorm, in, rstd, n)
	m.rmsNormBackward(in, nil, dnorm, in, m.OutNorm, rstd, n)
	for i, r := range rows {
		copy(dx[r*d:(r+1)*d], in[i*d:(i+1)*d])
	}
	return sum
}

// lossRows is what the loop over rows of logits reads.
type lossRows struct {
	targets  []int32
	rows     []int // of the batch
	gradient bool
	scale    float32
}
