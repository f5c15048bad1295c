package tasks

import "llft/internal/corpus"

// forms is the demo's task: "Fill in the form: Yesterday Mia carried a red lamp in the garden." is answered by
// "who: Mia, did: carried, what: red lamp, where: garden". Who does what where is in one of training, validation and test only; validation
// and test are of the content that pretraining never saw either.
func forms(n Sizes) *Task {
	c := corpus.New(1)
	t := &Task{Name: Easy}
	for _, d := range c.Demo(n.Train) {
		t.Train = append(t.Train, formOf(d))
	}
	for many := 4 * (n.Val + n.Test); len(t.Val) < n.Val || len(t.Test) < n.Test; many *= 2 {
		t.Val, t.Test = nil, nil
		for _, d := range c.DemoHeld(many) {
			e := formOf(d)
			if hash(e.Key)%2 == 0 {
				t.Val = append(t.Val, e)
			} else {
				t.Test = append(t.Test, e)
			}
		}
	}
	t.Val, t.Test = t.Val[:n.Val], t.Test[:n.Test]
	return t
}

func formOf(d corpus.Document) Example {
	return Example{Prompt: d.Messages[0].Content, Answer: d.Answer, Key: d.Keys[0]}
}
