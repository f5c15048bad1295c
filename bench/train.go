package bench

import (
	"context"
	"fmt"
	"math"

	"llft"
	"llft/internal/machine"
	"llft/llama"
	"llft/lora"
	"llft/quant"
)

// leastSteps is how many steps of training are measured at least, whatever the repetitions of the other works.
const leastSteps = 5

// train measures whole steps: embedding, layers, loss over the whole vocabulary at every token, backward, clipping and AdamW.
func (r *runner) train(ctx context.Context, src source) error {
	for _, n := range r.tokens(usualTrain) {
		r.Progress(fmt.Sprintf("train: %s %s, %d tokens, rank %d", src.name, src.kind, n, r.Rank))
		resetPeakMemory()
		m, closeAll, err := r.open(src, false)
		if err != nil {
			return err
		}
		compute := trainCompute(m.Compute)
		res := r.result("train", src, n, r.Rank, compute.String())
		err = r.trainOf(ctx, m, n, &res)
		res.PeakRSS = peakMemory(r.PeakRSS)
		config := m.Config
		closeAll()
		if err != nil {
			return err
		}
		limit := r.limits.best(llft.ISA(), compute.Arithmetic().String())
		res.against(limit, limit.Value*1e9*float64(n)/trainFLOPs(&config, n, res.Checkpoint == "on"))
		r.report.Results = append(r.report.Results, res)
	}
	return nil
}

// trainCompute is the arithmetic of training under --compute c. Gradients do not survive 8 bits, so int8 trains as auto does.
func trainCompute(c quant.Compute) quant.Compute {
	if c == quant.Int8 {
		c = quant.Auto
	}
	c, _ = c.ForTraining() // only Int8 is refused
	return c
}

func (r *runner) trainOf(ctx context.Context, m *llama.Model, n int, res *Result) error {
	attached, err := adapt(m, r.Rank, true)
	if err != nil {
		return err
	}
	defer attached.Detach()
	optimizer := lora.NewAdamW(attached, lora.AdamWConfig{Ratio: 16, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, Clip: 1})
	o := llama.TrainOptions{Compute: trainCompute(m.Compute), Checkpoint: r.Checkpoint == "on", Seed: 1}
	trainer := m.NewTrainer(o)
	if r.Checkpoint == "auto" && !trainer.Fits(n, machine.FreeMemory()) {
		o.Checkpoint = true
		trainer = m.NewTrainer(o)
	}
	defer trainer.Close()
	res.Checkpoint = map[bool]string{true: "on", false: "off"}[o.Checkpoint]
	tokens := randomTokens(m, n+1)
	seqs := []llama.Sequence{{Tokens: tokens[:n], Targets: tokens[1:]}}
	step := 0
	return r.repeat(ctx, res, max(r.Reps, leastSteps), func() error {
		attached.ZeroGrad()
		sum, err := trainer.LossGrad(seqs, step, 0, float64(n))
		if err != nil {
			return err
		}
		if math.IsNaN(sum) || math.IsInf(sum, 0) {
			return fmt.Errorf("the loss of step %d is %g", step, sum)
		}
		step++
		_, err = optimizer.Step(1e-4)
		return err
	})
}
