// Package generate continues a sequence of tokens: it evaluates a prompt, draws tokens from the logits by the usual chain of
// samplers, and streams them as text until something ends the answer (a stop token, a stop string, a limit, a full context, the caller).
// Perplexity measures how well a model predicts a given text instead.
package generate
