package generate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"llft/tokenizer"
)

// promptChunk is how many prompt tokens are evaluated between two looks at the context: enough rows for the products to be
// efficient, few enough that an interrupt is obeyed soon.
const promptChunk = 256

// Session is what a Generator needs of a *llama.Session: one sequence over a KV cache.
type Session interface {
	Cap() int
	Truncate(n int)
	Eval(tokens []int32) ([]float32, error)
}

// Generator continues sequences on one session. It remembers which tokens the cache holds, so that a prompt that begins like the
// last sequence (the next turn of a conversation) costs only its new part.
type Generator struct {
	session Session
	tok     *tokenizer.Tokenizer
	cached  []int32
}

// New takes over an empty session; nothing else may use it from then on.
func New(s Session, tok *tokenizer.Tokenizer) *Generator { return &Generator{session: s, tok: tok} }

// Reset forgets the cache. It must be called after the model has changed (an adapter attached, detached or scaled).
func (g *Generator) Reset() {
	g.session.Truncate(0)
	g.cached = g.cached[:0]
}

// Cap is how many tokens the session holds, prompt and answer together.
func (g *Generator) Cap() int { return g.session.Cap() }

// Options of Generate.
type Options struct {
	Sampler   *Sampler
	MaxTokens int              // 0: no limit but the context
	IsStop    func(int32) bool // tokens that end the answer and are not part of it; nil: none
	Stops     []string         // strings that end the answer and are not part of it
	Continue  bool             // the text goes on from the prompt's, so that the space before its first word is kept
}

// Reason says why an answer ended.
type Reason int

// The reasons, and what String calls them.
const (
	StopToken   Reason = iota // "stop": the model ended the answer
	StopString                // "stop string"
	MaxTokens                 // "token limit"
	ContextFull               // "context full"
	Cancelled                 // "interrupted": the context was cancelled, or emit returned false
)

func (r Reason) String() string {
	return [...]string{"stop", "stop string", "token limit", "context full", "interrupted"}[r]
}

// Result tells what was generated and how fast.
type Result struct {
	Text       string  // all text handed to emit
	Tokens     []int32 // the answer, without a stop token
	Reason     Reason
	Prompt     int // tokens of the prompt
	Evaluated  int // of these, the ones that the cache did not hold yet
	PromptTime time.Duration
	Time       time.Duration // of the answer
}

// PromptTooLong is the error of a prompt that leaves no room for an answer.
type PromptTooLong struct{ Tokens, Cap int }

func (e *PromptTooLong) Error() string {
	return fmt.Sprintf("the prompt has %d tokens and the context holds %d", e.Tokens, e.Cap)
}

// Generate evaluates prompt and draws tokens until the answer ends. emit receives each token with the text that it completes, which
// may be empty (part of a character, or of a possible stop string), and at the end, with id -1, text that was held back; returning
// false ends the answer. Cancelling ctx ends it between two tokens, without an error: what there is so far is the result.
func (g *Generator) Generate(ctx context.Context, prompt []int32, o Options, emit func(id int32, text string) bool) (Result, error) {
	res := Result{Prompt: len(prompt), Reason: Cancelled}
	if len(prompt) == 0 {
		return res, errors.New("the prompt is empty: there is nothing to continue")
	}
	if len(prompt) > g.session.Cap() {
		return res, &PromptTooLong{len(prompt), g.session.Cap()}
	}
	start := time.Now()
	logits, err := g.readPrompt(ctx, prompt, &res)
	res.PromptTime = time.Since(start)
	if err != nil || logits == nil {
		return res, err
	}
	start = time.Now()
	err = g.answer(ctx, logits, prompt, o, &res, emit)
	res.Time = time.Since(start)
	return res, err
}

// readPrompt evaluates the part of the prompt that the cache lacks, the last token in any case, and returns the logits after it;
// nil when ctx was cancelled on the way.
func (g *Generator) readPrompt(ctx context.Context, prompt []int32, res *Result) (logits []float32, err error) {
	same := 0
	for same < len(g.cached) && same < len(prompt)-1 && g.cached[same] == prompt[same] {
		same++
	}
	g.session.Truncate(same)
	g.cached = g.cached[:same]
	for chunk := range slices.Chunk(prompt[same:], promptChunk) {
		if ctx.Err() != nil {
			return nil, nil
		}
		if logits, err = g.eval(chunk); err != nil {
			return nil, err
		}
		res.Evaluated += len(chunk)
	}
	return logits, nil
}

func (g *Generator) eval(tokens []int32) ([]float32, error) {
	logits, err := g.session.Eval(tokens)
	if err != nil {
		g.session.Truncate(len(g.cached)) // the session may have kept a part
		return nil, err
	}
	g.cached = append(g.cached, tokens...)
	return logits, nil
}

// answer is the loop of Generate: draw, emit, look for an end, evaluate.
func (g *Generator) answer(ctx context.Context, logits []float32, prompt []int32, o Options, res *Result, emit func(int32, string) bool) error {
	stream, stops := g.tok.NewStream(false), &stopper{stops: o.Stops}
	if o.Continue {
		stream.Add(prompt[len(prompt)-1]) // the stream drops the space that SPM adds to the first word of a text
	}
	history := slices.Clone(prompt)
	var text strings.Builder
	send := func(id int32, s string) bool {
		text.WriteString(s)
		return emit(id, s)
	}
	defer func() {
		res.Tokens = history[len(prompt):]
		res.Text = text.String()
	}()
	for {
		id, err := o.Sampler.Sample(logits, history)
		if err != nil {
			return err
		}
		if o.IsStop != nil && o.IsStop(id) {
			res.Reason = StopToken
			break
		}
		history = append(history, id)
		show, hit := stops.push(stream.Add(id))
		going := send(id, show)
		if hit != "" {
			res.Reason = StopString
			return nil
		}
		if !going || ctx.Err() != nil {
			res.Reason = Cancelled
			break
		}
		if len(history)-len(prompt) == o.MaxTokens {
			res.Reason = MaxTokens
			break
		}
		if len(g.cached) == g.session.Cap() {
			res.Reason = ContextFull
			break
		}
		if logits, err = g.eval([]int32{id}); err != nil {
			return err
		}
	}
	// A stop string may be completed by the last bytes that the stream held back.
	show, hit := stops.push(stream.Flush())
	if hit == "" {
		show += stops.flush()
	}
	if show != "" {
		send(-1, show)
	}
	return nil
}
