//go:build race

package llama_test

// underRace says that the race detector, which allocates, is at work.
const underRace = true
