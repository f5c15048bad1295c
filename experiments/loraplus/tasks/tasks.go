// Package tasks holds what the adapters of the studies learn: an easy task and a hard one, each split by content into rows to train on, rows to
// choose a learning rate with and rows to report on.
package tasks

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"strings"
)

// Example is one question with its answer. Key is the content that decides the split.
type Example struct{ Prompt, Answer, Key string }

// Task is a named set of examples. No content of one part is in another.
type Task struct {
	Name             string
	Train, Val, Test []Example
}

// ID is the name and the beginning of a hash of all rows: results of other rows are results of another task.
func (t *Task) ID() string {
	h := sha256.New()
	for _, part := range [][]Example{t.Train, t.Val, t.Test} {
		for _, e := range part {
			fmt.Fprintf(h, "%q %q\n", e.Prompt, e.Answer)
		}
		fmt.Fprintln(h)
	}
	return t.Name + "@" + hex.EncodeToString(h.Sum(nil)[:4])
}

// Sizes is how many examples of each part there are.
type Sizes struct{ Train, Val, Test int }

// Usual are the sizes of the study: 4,000 rows are 500 steps of 8, so that shorter runs see no row twice.
var Usual = Sizes{Train: 4000, Val: 48, Test: 128}

// The names of the tasks.
const (
	Easy = "easy" // filling in a form: every word of the answer stands in the question
	Hard = "hard" // translating into an invented tongue: every word is to be remembered, and the order changes
)

// Names lists the tasks.
func Names() []string { return []string{Easy, Hard} }

// New makes a task. The same sizes give the same rows on every machine, and the rows of smaller sizes are the first of those of larger ones.
func New(name string, n Sizes) (*Task, error) {
	switch name {
	case Easy:
		return forms(n), nil
	case Hard:
		return tongue(n), nil
	}
	return nil, fmt.Errorf("unknown task %q (the tasks are %s)", name, strings.Join(Names(), ", "))
}

// part is a piece of the content: parts 0 and 1 of manyParts are held out.
type part int

const (
	valPart part = iota
	testPart
	trainPart
	manyParts = 12
)

// partOf decides by content alone.
func partOf(key string) part { return min(trainPart, part(hash(key)%manyParts)) }

func hash(text string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(text))
	return mix(h.Sum64())
}

// mix is the finalizer of splitmix64: FNV's low bits alone are poor.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// rng is splitmix64.
type rng uint64

func (r *rng) n(k int) int {
	*r += 0x9e3779b97f4a7c15
	return int(mix(uint64(*r)) % uint64(k))
}
