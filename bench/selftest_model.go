package bench

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"llft"
	"llft/gguf"
	"llft/internal/parallel"
	"llft/internal/synthetic"
	"llft/llama"
	"llft/lora"
	"llft/quant"
)

// Differences of a whole model's logits. With float32 only sums are rounded in another order; with rounded activations (auto) a
// difference in the last bit may become one of 1/127 of a value, over several layers.
var modelTolerance = map[quant.Compute]float64{quant.F32: 1e-3, quant.Auto: 0.05, quant.BF16: 0.05}

// logitsOf gives the logits after every one of n tokens, read pieces at a time; 0: all at once.
func logitsOf(path string, o llama.Options, n, piece int) ([]float32, error) {
	m, closeAll, err := open(path, o)
	if err != nil {
		return nil, err
	}
	defer closeAll()
	s, err := m.NewSession(n, llama.CacheF32)
	if err != nil {
		return nil, err
	}
	if piece == 0 {
		piece = n
	}
	var all []float32
	for part := range slices.Chunk(randomTokens(m, n), piece) {
		if err := s.EvalEach(part, 0, func(_ int, logits []float32) { all = append(all, logits...) }); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// checkModel compares the logits of a whole model in the tier in use with those of the reference.
func checkModel() (string, error) {
	var w worst
	err := withModel(everyType(), func(path string) error {
		for compute, tolerance := range modelTolerance {
			o := llama.Options{Compute: compute, Pack: true}
			got, err := logitsOf(path, o, 40, 0)
			if err != nil {
				return err
			}
			var want []float32
			if err := generic(func() error { want, err = logitsOf(path, o, 40, 0); return err }); err != nil {
				return err
			}
			w.compare(fmt.Sprintf("logits computed with %v", compute), got, want, tolerance)
		}
		return w.err
	})
	return fmt.Sprintf("logits of every type of weights, differences up to %.1g", w.distance), err
}

// checkBatches compares reading a text token by token with reading it at once, in the tier in use.
func checkBatches() (string, error) {
	return guarded(func() (string, error) {
		var w worst
		err := withModel(everyType(), func(path string) error {
			for compute, tolerance := range modelTolerance {
				o := llama.Options{Compute: compute, Pack: true}
				want, err := logitsOf(path, o, 45, 0)
				if err != nil {
					return err
				}
				for _, piece := range []int{1, 7} {
					got, err := logitsOf(path, o, 45, piece)
					if err != nil {
						return err
					}
					w.compare(fmt.Sprintf("reading %d tokens at a time with %v", piece, compute), got, want, tolerance)
				}
			}
			return w.err
		})
		return fmt.Sprintf("%s, differences up to %.1g", llft.ISA(), w.distance), err
	})
}

// checkThreads wants the same bits from one worker and from several, in inference and in training.
func checkThreads() (string, error) {
	several := max(3, parallel.DefaultThreads())
	detail := fmt.Sprintf("%s, 1 and %d threads give the same bits", llft.ISA(), several)
	return guarded(func() (string, error) {
		return detail, withModel(everyType(), func(path string) error {
			var logits, grads [2][]float32
			for i, threads := range []int{1, several} {
				var err error
				if logits[i], err = logitsOf(path, llama.Options{Threads: threads, Pack: true}, 40, 0); err != nil {
					return err
				}
				if grads[i], err = gradientsOf(path, threads); err != nil {
					return err
				}
			}
			if !slices.Equal(logits[0], logits[1]) {
				return fmt.Errorf("logits depend on the number of threads")
			}
			if !slices.Equal(grads[0], grads[1]) {
				return fmt.Errorf("gradients depend on the number of threads")
			}
			return nil
		})
	})
}

func gradientsOf(path string, threads int) ([]float32, error) {
	m, closeAll, err := open(path, llama.Options{Threads: threads})
	if err != nil {
		return nil, err
	}
	defer closeAll()
	x, err := adapt(m, 4, true)
	if err != nil {
		return nil, err
	}
	tokens := randomTokens(m, 41)
	trainer := m.NewTrainer(llama.TrainOptions{})
	defer trainer.Close()
	if _, err := trainer.LossGrad([]llama.Sequence{{Tokens: tokens[:40], Targets: tokens[1:]}}, 0, 0, 40); err != nil {
		return nil, err
	}
	var all []float32
	for _, g := range x.Grads() {
		all = append(all, g...)
	}
	return all, nil
}

// learner is a tiny model with an adapter, and a sequence to learn.
type learner struct {
	attached *lora.Attachment
	trainer  *llama.Trainer
	seqs     []llama.Sequence
}

const learnTokens = 48

// withLearner hands a new one to f.
func withLearner(kind gguf.Type, compute quant.Compute, f func(l *learner) error) error {
	shape := synthetic.Shape{Dim: 128, Layers: 2, Heads: 4, KVHeads: 2, FFN: 256, Vocab: 300, Context: 64, Seed: 2, Type: kind}
	return withModel(shape, func(path string) error {
		m, closeAll, err := open(path, llama.Options{})
		if err != nil {
			return err
		}
		defer closeAll()
		x, err := adapt(m, 8, true)
		if err != nil {
			return err
		}
		tokens := randomTokens(m, learnTokens+1)
		trainer := m.NewTrainer(llama.TrainOptions{Compute: compute})
		defer trainer.Close()
		return f(&learner{x, trainer, []llama.Sequence{{Tokens: tokens[:learnTokens], Targets: tokens[1:]}}})
	})
}

// loss is the mean over the sequence; with gradients it leaves theirs in the adapter.
func (l *learner) loss(step int, gradients bool) (float64, error) {
	if !gradients {
		sum, n, err := l.trainer.Loss(l.seqs)
		return sum / float64(n), err
	}
	l.attached.ZeroGrad()
	sum, err := l.trainer.LossGrad(l.seqs, step, 0, learnTokens)
	return sum / learnTokens, err
}

// checkGradient walks a short way along the gradient: the loss must rise as steeply as its length says.
func checkGradient() (string, error) {
	var steep, norm float64
	_, err := guarded(func() (string, error) {
		return "", withLearner(gguf.F32, quant.F32, func(l *learner) error {
			if _, err := l.loss(0, true); err != nil {
				return err
			}
			square := 0.0
			for _, g := range l.attached.Grads() {
				for _, v := range g {
					square += float64(v) * float64(v)
				}
			}
			norm = math.Sqrt(square)
			const way = 0.02 // long enough for float32 losses, short enough to be straight
			var at [2]float64
			for i, to := range []float64{-way, 2 * way} {
				for j, p := range l.attached.Params() {
					llft.Axpy(p, float32(to/norm), l.attached.Grads()[j])
				}
				var err error
				if at[i], err = l.loss(0, false); err != nil {
					return err
				}
			}
			steep = (at[1] - at[0]) / (2 * way)
			if !(math.Abs(steep-norm) <= 0.02*norm) {
				return fmt.Errorf("along the gradient the loss rises by %.4g, the gradient says %.4g", steep, norm)
			}
			return nil
		})
	})
	return fmt.Sprintf("%s, slope %.4g for %.4g", llft.ISA(), steep, norm), err
}

// checkTraining trains for a moment, with float32 and with what this machine would choose: the loss must fall to less than half.
func checkTraining() (string, error) {
	chosen, err := quant.Auto.ForTraining()
	if err != nil {
		return "", err
	}
	computes := []quant.Compute{quant.F32}
	if chosen != quant.F32 {
		computes = append(computes, chosen)
	}
	return guarded(func() (string, error) {
		var details []string
		for _, c := range computes {
			detail, err := trainWith(c)
			if err != nil {
				return "", err
			}
			details = append(details, detail)
		}
		return fmt.Sprintf("%s, %s", llft.ISA(), strings.Join(details, "; ")), nil
	})
}

func trainWith(compute quant.Compute) (string, error) {
	const steps = 60
	var first, last float64
	err := withLearner(gguf.Q4_0, compute, func(l *learner) error {
		optimizer := lora.NewAdamW(l.attached, lora.AdamWConfig{Ratio: 4, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, Clip: 1})
		for step := range steps {
			loss, err := l.loss(step, true)
			if err != nil {
				return err
			}
			if step == 0 {
				first = loss
			}
			if _, err := optimizer.Step(5e-3); err != nil {
				return err
			}
		}
		var err error
		if last, err = l.loss(0, false); err != nil {
			return err
		}
		if !(last < first/2) {
			return fmt.Errorf("in %v the loss went from %.3f to %.3f in %d steps, it should fall to less than half", compute, first, last, steps)
		}
		return nil
	})
	return fmt.Sprintf("%v loss from %.3f to %.3f in %d steps", compute, first, last, steps), err
}
