package chat

import (
	"slices"
	"strings"
	"unicode"

	"llft/tokenizer"
)

// words is a vocabulary for tests: control tokens, and tokens that are words with the space before them, made as they come.
type words struct {
	control       []string // ids 0, 1, ...
	bos, eos, eot string
	addBOS        bool
	texts         map[string]int32
	back          map[int32]string
	first         int32
}

func newWords(bos, eos, eot string, addBOS bool, control ...string) *words {
	w := &words{bos: bos, eos: eos, eot: eot, addBOS: addBOS, texts: map[string]int32{}, back: map[int32]string{}}
	for _, c := range append([]string{bos, eos, eot}, control...) {
		if c != "" && !slices.Contains(w.control, c) {
			w.control = append(w.control, c)
		}
	}
	w.first = int32(len(w.control))
	return w
}

func (w *words) EncodeOffsets(text string, o tokenizer.Options) (ids []int32, offsets []int) {
	free := func(i, j int) bool {
		return o.ParseSpecial && !slices.ContainsFunc(o.Literal, func(s tokenizer.Span) bool { return i < s.End && s.Start < j })
	}
	controlAt := func(i int) int {
		best := -1
		for id, c := range w.control {
			if strings.HasPrefix(text[i:], c) && free(i, i+len(c)) && (best < 0 || len(c) > len(w.control[best])) {
				best = id
			}
		}
		return best
	}
	for i := 0; i < len(text); {
		offsets = append(offsets, i)
		if id := controlAt(i); id >= 0 {
			ids = append(ids, int32(id))
			i += len(w.control[id])
			continue
		}
		j := i + 1
		if letter := func(k int) bool { return k < len(text) && unicode.IsLetter(rune(text[k])) }; text[i] == ' ' || letter(i) {
			for letter(j) {
				j++
			}
		}
		id, ok := w.texts[text[i:j]]
		if !ok {
			id = w.first + int32(len(w.texts))
			w.texts[text[i:j]], w.back[id] = id, text[i:j]
		}
		ids = append(ids, id)
		i = j
	}
	return ids, offsets
}

func (w *words) id(text string) int32 { return int32(slices.Index(w.control, text)) }

func (w *words) Text(id int32) string {
	if int(id) < len(w.control) {
		return w.control[id]
	}
	return w.back[id]
}
func (w *words) BOS() int32              { return w.id(w.bos) }
func (w *words) EOS() int32              { return w.id(w.eos) }
func (w *words) EOT() int32              { return w.id(w.eot) }
func (w *words) AddBOS() bool            { return w.addBOS }
func (w *words) IsControl(id int32) bool { return int(id) < len(w.control) }
func (w *words) IsEOG(id int32) bool     { return id == w.EOS() || id == w.EOT() }

// show writes tokens for people: control tokens in angle brackets of their own, words as they are.
func (w *words) show(ids []int32) string {
	var b strings.Builder
	for _, id := range ids {
		if w.IsControl(id) {
			b.WriteString("⟨" + w.Text(id) + "⟩")
		} else {
			b.WriteString(w.Text(id))
		}
	}
	return b.String()
}

// trainedText writes what is trained, a bar between stretches.
func (w *words) trainedText(ids []int32, trained []bool) string {
	var parts []string
	for i := 0; i < len(ids); i++ {
		j := i
		for j < len(ids) && trained[j] {
			j++
		}
		if j > i {
			parts = append(parts, w.show(ids[i:j]))
			i = j
		}
	}
	return strings.Join(parts, "|")
}
