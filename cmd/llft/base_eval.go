package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"text/tabwriter"
	"time"

	"llft/chat"
	"llft/internal/corpus"
	"llft/llama"
	"llft/tokenizer"
)

// maxQuestions bounds those of each kind: there are not endlessly many held-out ones.
const maxQuestions = 2000

// evaluation is how well a model does on what the corpus holds out.
type evaluation struct {
	Model   string     `json:"model"`
	Bytes   int64      `json:"bytes"`
	Seed    uint64     `json:"seed"`
	Kinds   []kindEval `json:"kinds"`
	Loss    float64    `json:"loss"` // nats per token, over all kinds together
	Tokens  int        `json:"tokens"`
	Seconds float64    `json:"seconds"`
}

// kindEval is one kind of document. A story has no question.
type kindEval struct {
	Kind      string              `json:"kind"`
	Questions int                 `json:"questions"`
	Right     int                 `json:"right"`
	Tasks     map[string]taskEval `json:"tasks,omitempty"`
	Loss      float64             `json:"loss"` // nats per token of answers, of stories of all text
	Tokens    int                 `json:"tokens"`
}

type taskEval struct {
	Questions int `json:"questions"`
	Right     int `json:"right"`
}

// run asks n held-out questions of each kind, answered by the likeliest tokens, and takes the loss on the right answers.
func (e *evaluation) run(ctx context.Context, l *loaded, n, show int, s stdio) error {
	start := time.Now()
	format, err := chat.New(l.file.KV, l.tok, "")
	if err != nil {
		return err
	}
	asker, err := newAsker(l, format)
	if err != nil {
		return err
	}
	defer asker.close()
	trainer := l.model.NewTrainer(llama.TrainOptions{})
	defer trainer.Close()
	sum := 0.0
	for _, k := range corpus.Kinds() {
		kind := kindEval{Kind: k.String(), Tasks: map[string]taskEval{}}
		loss := 0.0
		for i, d := range corpus.New(e.Seed).Held(k, n) {
			if ctx.Err() != nil {
				return fmt.Errorf("interrupted")
			}
			seq, err := heldSequence(format, l.tok, d)
			if err != nil {
				return err
			}
			if len(seq.Tokens) > asker.session.Cap() {
				continue
			}
			nats, tokens, err := trainer.Loss([]llama.Sequence{seq})
			if err != nil {
				return err
			}
			loss += nats
			kind.Tokens += tokens
			if d.Answer == "" {
				continue
			}
			answer, right, err := asker.ask(ctx, d)
			if err != nil {
				return err
			}
			task := kind.Tasks[d.Task]
			task.Questions++
			kind.Questions++
			if right {
				kind.Right++
				task.Right++
			}
			kind.Tasks[d.Task] = task
			if i < show {
				asked := d.Prompt()
				fmt.Fprintf(s.err, "%s: %q\n  answer %q, wanted %q: %s\n", d.Task, asked[len(asked)-1].Content, answer, d.Answer, yesNo(right))
			}
		}
		sum += loss
		e.Tokens += kind.Tokens
		kind.Loss = loss / float64(max(1, kind.Tokens))
		e.Kinds = append(e.Kinds, kind)
	}
	e.Loss = sum / float64(max(1, e.Tokens))
	e.Seconds = time.Since(start).Seconds()
	return nil
}

func yesNo(right bool) string {
	if right {
		return "right"
	}
	return "wrong"
}

// heldSequence is a document as pretraining measures it: a text as a whole, else the answers.
func heldSequence(format *chat.Format, tok *tokenizer.Tokenizer, d corpus.Document) (llama.Sequence, error) {
	var ids []int32
	var trained []bool
	if d.Text != "" {
		ids = append(format.Encode(d.Text), tok.EOS())
	} else {
		var err error
		if ids, trained, err = format.Train(messagesOf(d.Messages)); err != nil {
			return llama.Sequence{}, err
		}
	}
	n := len(ids) - 1
	seq := llama.Sequence{Tokens: ids[:n], Targets: make([]int32, n)}
	for i := range n {
		seq.Targets[i] = ids[i+1]
		if trained != nil && !trained[i+1] {
			seq.Targets[i] = -1
		}
	}
	return seq, nil
}

func messagesOf(all []corpus.Message) []chat.Message {
	out := make([]chat.Message, len(all))
	for i, m := range all {
		out[i] = chat.Message{Role: m.Role, Content: m.Content}
	}
	return out
}

func (e *evaluation) print(w io.Writer) {
	fmt.Fprintf(w, "%s, %s: held-out loss %.4f, perplexity %.3f on %s, in %.0f s\n\n", e.Model, bytesText(e.Bytes), e.Loss, math.Exp(e.Loss), plural(e.Tokens, "token"), e.Seconds)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "kind\tright\tof\t\tperplexity\t")
	right, questions := 0, 0
	for _, k := range e.Kinds {
		right, questions = right+k.Right, questions+k.Questions
		fmt.Fprintf(t, "%s\t%s\t%.3f\t\n", k.Kind, share(k.Right, k.Questions), math.Exp(k.Loss))
	}
	fmt.Fprintf(t, "all\t%s\t%.3f\t\n", share(right, questions), math.Exp(e.Loss))
	t.Flush()
}

// share writes "12\t40\t30%", or nothing of nothing.
func share(right, of int) string {
	if of == 0 {
		return "\t\t"
	}
	return fmt.Sprintf("%d\t%d\t%.0f%%", right, of, 100*float64(right)/float64(of))
}
