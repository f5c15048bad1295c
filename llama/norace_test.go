//go:build !race

package llama_test

const underRace = false
