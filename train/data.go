package train

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"time"

	"llft/chat"
	"llft/llama"
	"llft/tokenizer"
)

// Data is a file of examples as sequences, the last part held out.
type Data struct {
	Path, Name string // Name: the file's without folder
	Hash       string // SHA-256 of the file, hexadecimal
	Rows       int    // of JSON; 0 for plain text
	Template   string // which template rendered the rows, for people; "" where none was needed
	Source     string // SHA-256 of that template's text, hexadecimal, or ""

	Train, Held []llama.Sequence // Train of a stream: what its first documents give
	Tokens      int              // of Train
	Trained     int              // of Tokens, those that the loss is taken on
	HeldTokens  int              // of Held
	Notes       []Note           // rows that were cut or left out

	// At gives the sequences of document i of a stream, which has no end; nil where Train is all there is.
	At func(i int) []llama.Sequence

	Time time.Time // that templates were told (strftime_now); a resumed run tells them the same
}

// Note tells what happened to some rows of the file.
type Note struct {
	What  string // completes "3 rows ..."
	Count int
	Lines []int // the first few
}

func (n Note) String() string {
	rows, lines := "1 row", "line"
	if n.Count != 1 {
		rows, lines = fmt.Sprintf("%d rows", n.Count), "lines"
	}
	var at []string
	for _, line := range n.Lines {
		at = append(at, fmt.Sprint(line))
	}
	if n.Count > len(n.Lines) {
		at = append(at, "...")
	}
	return fmt.Sprintf("%s %s (%s %s)", rows, n.What, lines, strings.Join(at, ", "))
}

// add counts a row; a nil Note counts nothing.
func (n *Note) add(line int) {
	if n == nil {
		return
	}
	n.Count++
	if len(n.Lines) < notedLines {
		n.Lines = append(n.Lines, line)
	}
}

// notedLines is how many line numbers a Note lists.
const notedLines = 5

// LoadData reads c.Data: plain text (.txt, .md, or whatever does not begin with an object), which is cut into sequences of c.Ctx tokens,
// or rows of JSON (.jsonl, .json or by their look; one object a line, or one list), each of which says by its fields what it is:
//
//   - "messages" (or ShareGPT's "conversations"): the loss is on the assistant's messages and their end tokens;
//   - "prompt" and "completion" (or "question" and "answer", or Alpaca's "instruction", "input" and "output"): one turn of the chat template,
//     or with c.Raw the bare strings; the loss is on the completion and its end token;
//   - "text": the loss is on every token, and on EOS at the end.
//
// A row that is too long loses the beginning of its prompt; where an answer alone is too long, and where nothing is to be learnt, the
// row is left out; a text row is divided. Notes counts them. The last c.Val of the rows, or of a text's tokens, is held out.
// c comes from Resolve.
func LoadData(c Config, format *chat.Format, tok *tokenizer.Tokenizer) (*Data, error) {
	if c.Ctx < 2 {
		return nil, fmt.Errorf("ctx is %d, want 2 tokens or more", c.Ctx)
	}
	src, err := readSource(c.Data)
	if err != nil {
		return nil, err
	}
	if c.Resume {
		stopped, err := ReadCheckpoint(c.CheckpointPath())
		if err != nil {
			return nil, err
		}
		format.SetTime(stopped.Time)
	}
	d := &Data{Time: format.Time(), Path: c.Data, Name: filepath.Base(c.Data), Hash: src.hash}
	e := &encoder{format: format, tok: tok, ctx: c.Ctx, raw: c.Raw, special: c.Special, all: c.LearnAll}
	if src.isRows() {
		err = d.loadRows(src, e, c.Val)
	} else {
		d.loadText(src, e, c.Val)
	}
	if err != nil {
		return nil, err
	}
	d.Tokens, d.Trained = count(d.Train)
	d.HeldTokens, _ = count(d.Held)
	if d.Trained == 0 {
		return nil, d.empty()
	}
	return d, nil
}

// empty explains a data set without anything to train on.
func (d *Data) empty() error {
	if len(d.Notes) == 0 {
		return fmt.Errorf("%q holds nothing to train on: it is empty", d.Path)
	}
	var notes []string
	for _, n := range d.Notes {
		notes = append(notes, n.String())
	}
	return fmt.Errorf("%q holds nothing to train on: %s", d.Path, strings.Join(notes, "; "))
}

func (d *Data) loadText(src *source, e *encoder, val float64) {
	body, bos := e.text(src.plain())
	held := heldOut(len(body), val)
	d.Train = cutText(body[:len(body)-held], bos, e.ctx)
	d.Held = cutText(body[len(body)-held:], bos, e.ctx)
}

func (d *Data) loadRows(src *source, e *encoder, val float64) error {
	var rows [][]llama.Sequence // of the rows that are used
	notes := map[outcome]*Note{
		cut:     {What: fmt.Sprintf("shortened to %d tokens: the beginning of the prompt was cut, and earlier turns where that was not enough", e.ctx)},
		divided: {What: fmt.Sprintf("divided: a text of more than %d tokens becomes several sequences", e.ctx)},
		tooLong: {What: fmt.Sprintf("left out: the answer alone does not fit into %d tokens", e.ctx)},
		nothing: {What: "left out: there is no token to learn"},
		literal: {What: "with the text of special tokens, which is taken as plain text, not as these tokens"},
	}
	templated := false
	err := src.rows(func(line int, raw []byte) error {
		d.Rows++
		r, err := parseRow(raw)
		if err != nil {
			return err
		}
		seqs, o, err := e.encode(r)
		if err != nil {
			return err
		}
		templated = templated || r.messages != nil || r.pair != nil && !e.raw
		notes[o].add(line)
		if e.literal(r) {
			notes[literal].add(line)
		}
		if len(seqs) > 0 {
			rows = append(rows, seqs)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, o := range []outcome{cut, divided, tooLong, nothing, literal} {
		if n := notes[o]; n.Count > 0 {
			d.Notes = append(d.Notes, *n)
		}
	}
	if templated {
		d.describeTemplate(e.format)
	}
	held := heldOut(len(rows), val)
	for i, seqs := range rows {
		if i < len(rows)-held {
			d.Train = append(d.Train, seqs...)
		} else {
			d.Held = append(d.Held, seqs...)
		}
	}
	return nil
}

// describeTemplate notes which template the rows were rendered by.
func (d *Data) describeTemplate(f *chat.Format) {
	d.Template = f.Describe()
	if source := f.Source(); source != "" {
		sum := sha256.Sum256([]byte(source))
		d.Source = hex.EncodeToString(sum[:])
	}
}

// heldOut is how many of the last of n rows or tokens are held out: the part val, at least 1 of 20, none of fewer than 20.
func heldOut(n int, val float64) int {
	if n < 20 || val == 0 {
		return 0
	}
	return max(1, int(math.Round(val*float64(n))))
}

// sequences is how many a pass has; a stream never ends.
func (d *Data) sequences() int {
	if d.At != nil {
		return endless
	}
	return len(d.Train)
}

const endless = 1 << 40

// batch gives the sequences of a step: of so many documents of a stream, else those that o picks.
func (d *Data) batch(o *order, step int) []llama.Sequence {
	var all []llama.Sequence
	if d.At != nil {
		for i := range o.batch {
			all = append(all, d.At(step*o.batch+i)...)
		}
		return all
	}
	for _, i := range o.step(step) {
		all = append(all, d.Train[i])
	}
	return all
}

// digest is a SHA-256 over all sequences: the same file, tokenizer, template, day and settings give the same.
func (d *Data) digest() string {
	h := sha256.New()
	var buf []byte
	for _, part := range [][]llama.Sequence{d.Train, d.Held} {
		buf = binary.LittleEndian.AppendUint64(buf[:0], uint64(len(part)))
		h.Write(buf)
		for _, s := range part {
			buf = binary.LittleEndian.AppendUint64(buf[:0], uint64(len(s.Tokens)))
			for i := range s.Tokens {
				buf = binary.LittleEndian.AppendUint32(buf, uint32(s.Tokens[i]))
				buf = binary.LittleEndian.AppendUint32(buf, uint32(s.Targets[i]))
			}
			h.Write(buf)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
