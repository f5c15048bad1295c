package tasks

import (
	"fmt"

	"llft/chat"
	"llft/llama"
)

// Encoded is a task in a model's tokens: loss is taken on the answers and their end.
type Encoded struct {
	Train, Val, Test []llama.Sequence
	Tokens           float64 // of a training row, on average
	Targets          float64 // those of them that are learnt
}

// Encode renders the task through the model's chat template, or where it has none as "prompt -> answer".
func (t *Task) Encode(f *chat.Format, longest int) (*Encoded, error) {
	out := &Encoded{}
	for _, p := range []struct {
		name string
		from []Example
		to   *[]llama.Sequence
	}{{"training", t.Train, &out.Train}, {"validation", t.Val, &out.Val}, {"test", t.Test, &out.Test}} {
		for i, e := range p.from {
			s, err := e.encode(f)
			if err == nil && len(s.Tokens) > longest {
				err = fmt.Errorf("it has %d tokens, and the model's context %d", len(s.Tokens), longest)
			}
			if err != nil {
				return nil, fmt.Errorf("task %s, %s row %d: %w", t.Name, p.name, i+1, err)
			}
			*p.to = append(*p.to, s)
		}
	}
	for _, s := range out.Train {
		out.Tokens += float64(len(s.Tokens)) / float64(len(out.Train))
		out.Targets += float64(Targets(s)) / float64(len(out.Train))
	}
	return out, nil
}

func (e Example) encode(f *chat.Format) (llama.Sequence, error) {
	var ids []int32
	var trained []bool
	var err error
	if f.Source() == "" {
		ids, trained, err = f.TrainRaw(e.Prompt+" ->", " "+e.Answer)
	} else {
		ids, trained, err = f.TrainCompletion(e.Prompt, e.Answer)
	}
	if err != nil {
		return llama.Sequence{}, err
	}
	n := len(ids) - 1
	s := llama.Sequence{Tokens: ids[:n], Targets: make([]int32, n)}
	for i := range n {
		s.Targets[i] = -1
		if trained[i+1] {
			s.Targets[i] = ids[i+1]
		}
	}
	return s, nil
}

// Targets counts the tokens of a sequence on which loss is taken.
func Targets(s llama.Sequence) int {
	n := 0
	for _, t := range s.Targets {
		if t >= 0 {
			n++
		}
	}
	return n
}
