package chat

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"llft/tokenizer"
)

// Example is one sequence to train on. Trained[i] says that IDs[i] belongs to an answer or ends it.
type Example struct {
	IDs     []int32
	Trained []bool
}

// Train renders a whole conversation and tokenizes it; trained[i] says that ids[i] belongs to an answer of the assistant or is
// its end token, so that predicting it counts in the loss. Answers are found by rendering prefixes. Messages after the last answer
// are left out. Where the template writes earlier answers otherwise than it asked for them (it drops their thinking, moves the
// system message, or ends them without a token), one sequence cannot hold them all: only the last answer is trained
// then, after the very prompt that chat would give; Examples returns the other answers too.
func (f *Format) Train(msgs []Message) (ids []int32, trained []bool, err error) {
	examples, err := f.Examples(msgs)
	if err != nil {
		return nil, nil, err
	}
	last := examples[len(examples)-1]
	return last.IDs, last.Trained, nil
}

// TrainCompletion is Train for one request and its answer.
func (f *Format) TrainCompletion(prompt, completion string) (ids []int32, trained []bool, err error) {
	return f.Train([]Message{{"user", prompt}, {"assistant", completion}})
}

// TrainRaw joins bare strings without any template: BOS as the model's flag says, prompt, completion, EOS. The completion and EOS
// are trained. No control token is parsed in either.
func (f *Format) TrainRaw(prompt, completion string) (ids []int32, trained []bool, err error) {
	p := rendered{text: prompt, spans: content(prompt)}
	c := rendered{text: completion, spans: content(completion)}
	e, err := f.follow(p, c, true)
	return e.IDs, e.Trained, err
}

// Encode tokenizes plain text: BOS as the model's flag says, no control token parsed, no EOS.
func (f *Format) Encode(text string) []int32 {
	ids, _ := f.encode(rendered{text: text, spans: content(text)})
	return ids
}

// answer is one answer of a conversation: the prompt that asks for it, and the text that should follow.
type answer struct {
	prompt rendered
	whole  rendered // what the template makes of the conversation up to this answer
	start  int      // where whole goes on from prompt, if it does
	end    int      // where the answer with its end token ends in whole
	closed bool     // the template ends it by a token at which chat stops
	joined bool     // whole begins with prompt
	reply  rendered // the answer with its end, as it follows prompt
}

// Examples returns the sequences from which every answer of a conversation is learnt: one that holds all, where the template writes
// a conversation so that each prompt is the beginning of the next, and otherwise one for each answer.
func (f *Format) Examples(msgs []Message) ([]Example, error) {
	var answers []answer
	for i, m := range msgs {
		if m.Role != "assistant" {
			continue
		}
		a, err := f.answer(msgs[:i+1])
		if err != nil {
			return nil, fmt.Errorf("message %d: %w", i+1, err)
		}
		answers = append(answers, a)
	}
	if len(answers) == 0 {
		return nil, errors.New("no message is the assistant's: there is nothing to train")
	}
	if e, ok := f.together(answers); ok {
		return []Example{e}, nil
	}
	out := make([]Example, len(answers))
	for i, a := range answers {
		var err error
		if out[i], err = f.follow(a.prompt, a.reply, !a.closed); err != nil {
			return nil, fmt.Errorf("answer %d: %w", i+1, err)
		}
	}
	return out, nil
}

// answer renders the conversation that ends in an answer, and finds the answer in it.
func (f *Format) answer(msgs []Message) (a answer, err error) {
	last := len(msgs) - 1
	if a.prompt, err = f.ask(msgs[:last]); err != nil {
		return a, err
	}
	if a.whole, err = f.render(msgs, false); err != nil {
		return a, err
	}
	a.joined = strings.HasPrefix(a.whole.text, a.prompt.text)
	start, end, ok := a.whole.of(last)
	if !ok {
		if strings.TrimSpace(msgs[last].Content) != "" || !a.joined {
			return a, errors.New("the chat template leaves the answer out")
		}
		start, end = len(a.prompt.text), len(a.prompt.text)
	}
	tail := a.whole.slice(end, len(a.whole.text))
	a.end = end
	if id, after, ok := f.endToken(tail); ok && f.IsStop(id) {
		a.end, a.closed = end+after, true
	} else if !opensNext(tail, a.prompt) {
		a.end = end + max(after, textEnd(tail.text))
	}
	if a.joined {
		a.start = len(a.prompt.text)
		if a.start > a.end {
			return a, errors.New("the chat template's generation prompt is longer than the answer")
		}
		a.reply = a.whole.slice(a.start, a.end)
		return a, nil
	}
	// The prompt opens the answer otherwise than the finished turn (by "<think>", say): what follows it is the message itself,
	// without an opening that it shares with the prompt.
	body := a.whole.slice(start, end)
	opening := a.prompt.text[commonPrefix(a.prompt.text, a.whole.text[:start]):]
	if mark := strings.TrimSpace(opening); mark != "" {
		if rest, ok := strings.CutPrefix(strings.TrimLeft(msgs[last].Content, " \t\r\n"), mark); ok {
			rest = strings.TrimLeft(rest, "\r\n")
			body = rendered{text: rest, spans: content(rest)}
		}
	}
	a.reply = join(body, a.whole.slice(end, a.end))
	return a, nil
}

// textEnd is the length of the plain text, up to a line break, by which a template ends an answer.
func textEnd(tail string) int {
	white := len(tail) - len(strings.TrimLeft(tail, " \t\r\n"))
	line, _, _ := strings.Cut(tail[white:], "\n")
	if line = strings.TrimRight(line, " \t\r"); line == "" {
		return 0
	}
	return white + len(line)
}

// together makes one sequence of all answers, if each is ended by a token at which chat stops, each prompt is a
// beginning of the whole, and its tokens, as chat would feed them, are a beginning of the whole's tokens.
func (f *Format) together(answers []answer) (Example, bool) {
	last := answers[len(answers)-1]
	whole := last.whole.slice(0, last.end)
	for _, a := range answers {
		if !a.joined || !a.closed || !strings.HasPrefix(whole.text, a.whole.text[:a.end]) {
			return Example{}, false
		}
	}
	ids, offsets := f.encode(whole)
	e := Example{ids, make([]bool, len(ids))}
	for _, a := range answers {
		asked, _ := f.encode(a.prompt)
		from := len(asked)
		if from >= len(ids) || !slices.Equal(ids[:from], asked) || offsets[from] < a.start {
			return Example{}, false
		}
		to := from
		for to < len(ids) && offsets[to] < a.end {
			e.Trained[to] = true
			to++
		}
		if to == from || !f.IsStop(ids[to-1]) {
			return Example{}, false
		}
	}
	return e, true
}

// follow makes a sequence of the prompt, token by token as chat would feed it, and the reply, which is trained, with EOS behind it
// if appendEOS.
func (f *Format) follow(prompt, reply rendered, appendEOS bool) (Example, error) {
	e := Example{}
	asked, _ := f.encode(prompt)
	if all, offsets := f.encode(join(prompt, reply)); len(all) >= len(asked) && slices.Equal(all[:len(asked)], asked) &&
		(len(all) == len(asked) || offsets[len(asked)] >= len(prompt.text)) {
		e.IDs = all
	} else {
		rest, err := f.resume(reply)
		if err != nil {
			return e, err
		}
		e.IDs = append(asked, rest...)
	}
	if appendEOS {
		eos := f.tok.EOS()
		if eos < 0 {
			eos = f.tok.EOT()
		}
		if eos < 0 {
			return e, errors.New("the template ends answers by no token, and the model has no EOS: nothing would tell it to stop")
		}
		e.IDs = append(e.IDs, eos)
	}
	e.Trained = make([]bool, len(e.IDs))
	for i := len(asked); i < len(e.IDs); i++ {
		e.Trained[i] = true
	}
	if len(e.IDs) == len(asked) {
		return e, errors.New("no token to train")
	}
	return e, nil
}

// resume tokenizes text that goes on after a prompt with whose last token it would melt ("Hello" + "ween"): the tokens that it
// has after a character with which nothing melts, so that a tokenizer adds no space as at the beginning of a text.
func (f *Format) resume(r rendered) ([]int32, error) {
	if r.text == "" {
		return nil, nil
	}
	for _, before := range []string{"\n", "\x01", "|"} {
		ids, offsets := f.encodeBare(join(rendered{text: before}, r))
		if i := slices.Index(offsets, len(before)); i >= 0 {
			return ids[i:], nil
		}
	}
	return nil, fmt.Errorf("no token begins where the answer begins (%.40q)", r.text)
}

// encodeBare is encode without BOS.
func (f *Format) encodeBare(r rendered) (ids []int32, offsets []int) {
	return f.tok.EncodeOffsets(r.text, tokenizer.Options{ParseSpecial: true, Literal: r.literal()})
}
