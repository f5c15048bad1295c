package main

import (
	"context"

	"llft/chat"
	"llft/generate"
	"llft/internal/corpus"
	"llft/llama"
)

// longestAnswer is the most tokens of an answer: those of the corpus are shorter.
const longestAnswer = 96

// asker asks a model questions, each in a conversation of its own, and takes the likeliest tokens for its answer.
type asker struct {
	format    *chat.Format
	session   *llama.Session
	generator *generate.Generator
	sampler   *generate.Sampler
}

func newAsker(l *loaded, format *chat.Format) (*asker, error) {
	sampler, err := generate.NewSampler(generate.Sampling{Temperature: 0, RepeatPenalty: 1, TopP: 1})
	if err != nil {
		return nil, err
	}
	session, err := l.model.NewSession(min(l.model.Context, longestContext), llama.CacheF32)
	if err != nil {
		return nil, err
	}
	return &asker{format: format, session: session, generator: generate.New(session, l.tok), sampler: sampler}, nil
}

func (a *asker) close() { a.session.Close() }

// ask gives the answer to a document's question, and whether it is the right one and ended where it should.
func (a *asker) ask(ctx context.Context, d corpus.Document) (answer string, right bool, err error) {
	prompt, err := a.format.Prompt(messagesOf(d.Prompt()))
	if err != nil {
		return "", false, err
	}
	r, err := a.generator.Generate(ctx, prompt, generate.Options{Sampler: a.sampler, MaxTokens: longestAnswer, IsStop: a.format.IsStop,
		Stops: a.format.StopStrings()}, func(int32, string) bool { return true })
	if err != nil {
		return "", false, err
	}
	return r.Text, r.Reason == generate.StopToken && d.Score(r.Text), nil
}
