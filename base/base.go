// Package base holds the model inside the binary: the bytes of a GGUF file, and nothing that reads them. docs/base-model.md has the commands
// that make it.
package base

import _ "embed"

//go:embed base.gguf
var file string

// MaxBytes is the most that the model may add to the binary.
const MaxBytes = 4_000_000

// GGUF returns the model's file. It is a copy: embedded bytes lie at any address, while those of a fresh allocation of more than a
// page begin at one, so that blocks and floats in it are aligned as in a mapped file.
func GGUF() []byte { return []byte(file) }
