// Package base holds the model inside the binary, where a build has one: the bytes of a GGUF file, and nothing that reads them.
package base

import (
	"embed"
	"errors"
	"io/fs"
)

// A folder, since a pattern without a file does not compile: base.gguf may be absent.
//
//go:embed model
var files embed.FS

const file = "model/base.gguf"

// MaxBytes is the most that the model may add to the binary.
const MaxBytes = 4_000_000

// ErrNone says that there is no model in this build.
var ErrNone = errors.New("this build holds no base model")

// GGUF returns the model's file. It is a copy: embedded bytes lie at any address, while those of a fresh allocation of more than a
// page begin at one, so that blocks and floats in it are aligned as in a mapped file.
func GGUF() ([]byte, error) {
	data, err := files.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNone
	}
	return data, err
}
