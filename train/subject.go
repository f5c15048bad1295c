package train

import (
	"fmt"

	"llft/gguf"
	"llft/llama"
	"llft/lora"
	"llft/optim"
)

// subject is what a run trains: an adapter on the frozen model, or every weight of it. All else of a run, from the order of the data to
// checkpoints, is the same for both.
type subject interface {
	params() []optim.Param                               // names, shapes, values, gradients; the same slices throughout the run
	base() lora.Fingerprint                              // of the model's file
	write(path string, metadata map[string]string) error // a file of the values as they are
	detach()                                             // leaves the model as it was
}

// newSubject puts what c trains into m.
func newSubject(m *llama.Model, c Config) (subject, error) {
	if c.Full {
		return newFullModel(m, c)
	}
	a, err := lora.New(m, lora.Config{Rank: c.Rank, Alpha: c.Alpha, Targets: c.Targets, Seed: c.Seed})
	if err != nil {
		return nil, err
	}
	x, err := a.Attach(m, 1, true)
	if err != nil {
		return nil, err
	}
	return &attached{adapter: a, at: x, c: c}, nil
}

// attached is an adapter in training.
type attached struct {
	adapter *lora.Adapter
	at      *lora.Attachment
	c       Config
}

func (a *attached) params() []optim.Param  { return a.at.Trained(a.c.Ratio, a.c.WeightDecay) }
func (a *attached) base() lora.Fingerprint { return a.adapter.Base }
func (a *attached) detach()                { a.at.Detach() }
func (a *attached) write(path string, metadata map[string]string) error {
	a.adapter.Info = metadata
	return a.adapter.Write(path)
}

// fullModel is all weights of a model in training.
type fullModel struct {
	m       *llama.Model
	weights *llama.Weights
	from    lora.Fingerprint
	c       Config
}

func newFullModel(m *llama.Model, c Config) (*fullModel, error) {
	from := lora.FingerprintOf(m)
	w, err := m.TrainWeights()
	if err != nil {
		return nil, err
	}
	return &fullModel{m: m, weights: w, from: from, c: c}, nil
}

// params decays matrices alone: what pulls a norm's weight or a bias to zero does harm.
func (w *fullModel) params() []optim.Param {
	var all []optim.Param
	for _, t := range w.weights.Tensors() {
		p := optim.Param{Name: t.Name, Dims: t.Dims, Value: t.Value, Grad: t.Grad, Rate: 1}
		if len(t.Dims) > 1 {
			p.Decay = w.c.WeightDecay
		}
		all = append(all, p)
	}
	return all
}

func (w *fullModel) base() lora.Fingerprint { return w.from }
func (w *fullModel) detach()                { w.weights.Detach() }
func (w *fullModel) write(path string, metadata map[string]string) error {
	var kind *gguf.Type
	if w.c.Type != "" {
		t, err := parseType(w.c.Type)
		if err != nil {
			return err
		}
		kind = &t
	}
	return w.weights.Write(path, kind, metadata)
}

// weightTypes are the types that a fully trained model is written in.
var weightTypes = map[string]gguf.Type{"f32": gguf.F32, "f16": gguf.F16, "bf16": gguf.BF16}

func parseType(name string) (gguf.Type, error) {
	t, ok := weightTypes[name]
	if !ok {
		return 0, fmt.Errorf("type is %q, want f32, f16 or bf16", name)
	}
	return t, nil
}
