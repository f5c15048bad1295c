package bench

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"llft"
	"llft/llama"
	"llft/lora"
)

// The usual lengths, in tokens.
const (
	usualPrompt = 512
	usualAnswer = 64
	usualTrain  = 512
	promptTask  = 16 // before an answer
)

// load measures opening the file, loading it and computing the first token, with the file in the page cache. Its limit is reading the
// weights once.
func (r *runner) load(ctx context.Context, src source) error {
	r.Progress(fmt.Sprintf("load: %s %s", src.name, src.kind))
	res := r.result("load", src, 1, 0, r.Compute.String())
	var bytes int64
	resetPeakMemory()
	err := r.repeat(ctx, &res, r.Reps, func() error {
		m, closeAll, err := r.open(src, true)
		if err != nil {
			return err
		}
		defer closeAll()
		bytes = decodeBytes(m.File)
		s, err := m.NewSession(usualPrompt, llama.CacheF16)
		if err != nil {
			return err
		}
		return evaluate(s, randomTokens(m, 1))
	})
	if err != nil {
		return err
	}
	res.PeakRSS = peakMemory(r.PeakRSS)
	limit, err := r.limits.bandwidth()
	if err != nil {
		return err
	}
	res.against(limit, limit.Value*1e9/float64(bytes))
	r.report.Results = append(r.report.Results, res)
	return nil
}

// prefill measures reading a prompt.
func (r *runner) prefill(ctx context.Context, src source) error {
	for _, n := range r.tokens(usualPrompt) {
		r.Progress(fmt.Sprintf("prefill: %s %s, %d tokens", src.name, src.kind, n))
		resetPeakMemory()
		m, closeAll, err := r.open(src, true)
		if err != nil {
			return err
		}
		res := r.result("prefill", src, n, 0, m.Compute.String())
		err = r.prefillOf(ctx, m, n, &res)
		res.PeakRSS = peakMemory(r.PeakRSS)
		config := m.Config
		closeAll()
		if err != nil {
			return err
		}
		limit := r.limits.best(llft.ISA(), "")
		res.against(limit, limit.Value*1e9*float64(n)/prefillFLOPs(&config, n))
		r.report.Results = append(r.report.Results, res)
	}
	return nil
}

func (r *runner) prefillOf(ctx context.Context, m *llama.Model, n int, res *Result) error {
	s, err := m.NewSession(n, llama.CacheF16)
	if err != nil {
		return err
	}
	tokens := randomTokens(m, n)
	return r.repeat(ctx, res, r.Reps, func() error {
		s.Truncate(0)
		return evaluate(s, tokens)
	})
}

// decode measures an answer after a short prompt, one token at a time, without and with an adapter. The read bandwidth is measured before
// and after.
func (r *runner) decode(ctx context.Context, src source) error {
	ranks := []int{0}
	if r.Rank > 0 {
		ranks = append(ranks, r.Rank)
	}
	for _, n := range r.tokens(usualAnswer) {
		for _, rank := range ranks {
			if err := r.decodeWith(ctx, src, n, rank); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *runner) decodeWith(ctx context.Context, src source, n, rank int) error {
	r.Progress(fmt.Sprintf("decode: %s %s, %d tokens, rank %d", src.name, src.kind, n, rank))
	limit, err := r.limits.bandwidth()
	if err != nil {
		return err
	}
	resetPeakMemory()
	m, closeAll, err := r.open(src, true)
	if err != nil {
		return err
	}
	res := r.result("decode", src, n, rank, m.Compute.String())
	bytes := decodeBytes(m.File)
	err = r.decodeOf(ctx, m, n, rank, &res)
	res.PeakRSS = peakMemory(r.PeakRSS)
	closeAll()
	if err != nil {
		return err
	}
	after, err := r.limits.bandwidth()
	if err != nil {
		return err
	}
	limit.Value = max(limit.Value, after.Value)
	res.against(limit, limit.Value*1e9/float64(bytes))
	r.report.Results = append(r.report.Results, res)
	return nil
}

func (r *runner) decodeOf(ctx context.Context, m *llama.Model, n, rank int, res *Result) error {
	if rank > 0 {
		attached, err := adapt(m, rank, false)
		if err != nil {
			return err
		}
		defer attached.Detach()
	}
	prompt := min(promptTask, n)
	s, err := m.NewSession(prompt+n, llama.CacheF16)
	if err != nil {
		return err
	}
	tokens := randomTokens(m, prompt+n)
	if err := evaluate(s, tokens[:prompt]); err != nil {
		return err
	}
	return r.repeat(ctx, res, r.Reps, func() error {
		s.Truncate(prompt)
		for i := range n {
			if err := evaluate(s, tokens[prompt+i:prompt+i+1]); err != nil {
				return err
			}
		}
		return nil
	})
}

// evaluate reads tokens and looks at one logit, which must be a number.
func evaluate(s *llama.Session, tokens []int32) error {
	logits, err := s.Eval(tokens)
	if err != nil {
		return err
	}
	if v := float64(logits[0]); math.IsNaN(v) || math.IsInf(v, 0) {
		return fmt.Errorf("the logit of token 0 after %d tokens is %g", s.Len(), v)
	}
	return nil
}

// randomTokens draws the same ids for the same model and number.
func randomTokens(m *llama.Model, n int) []int32 {
	rng := rand.New(rand.NewPCG(uint64(n), 0x746f6b))
	all := make([]int32, n)
	for i := range all {
		all[i] = int32(rng.IntN(m.Vocab))
	}
	return all
}

// adapt attaches an adapter to all seven matrices of every block, with a B that is not zero.
func adapt(m *llama.Model, rank int, trained bool) (*lora.Attachment, error) {
	a, err := lora.New(m, lora.Config{Rank: rank, Alpha: float64(rank), Seed: 1})
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(1, 0x42))
	for _, p := range a.Pairs {
		for i := range p.B {
			p.B[i] = float32(0.01 * (2*rng.Float64() - 1))
		}
	}
	return a.Attach(m, 1, trained)
}
