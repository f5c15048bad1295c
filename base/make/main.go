// Command make writes the model that the binary carries from the master that was trained (docs/base-model.md):
//
//	go run ./base/make base-f32.gguf base/base.gguf
//	go run ./base/make base-f32.gguf other.gguf Q8_0
package main

import (
	"crypto/sha256"
	"fmt"
	"os"

	"llft/base"
	"llft/convert"
	"llft/gguf"
	"llft/internal/parallel"
)

func main() {
	args := append(os.Args[1:], "Q4_K_M")
	if len(args) < 3 || len(args) > 4 {
		fmt.Fprintln(os.Stderr, "usage: make MASTER.gguf BASE.gguf [MIX]")
		os.Exit(2)
	}
	if err := run(args[0], args[1], args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "make: error:", err)
		os.Exit(1)
	}
}

func run(master, out, name string) error {
	f, err := gguf.Open(master)
	if err != nil {
		return err
	}
	defer f.Close()
	mix, err := convert.ParseMix(name)
	if err != nil {
		return err
	}
	pool := parallel.New(0)
	defer pool.Close()
	report, err := convert.Model(out, f, pool, mix, nil)
	if err != nil {
		return err
	}
	for _, t := range report.Tensors {
		if t.Converted {
			fmt.Printf("%-28s %-5v relative error %.4f\n", t.Name, t.To, t.RelRMS())
		}
	}
	for _, path := range []string{master, out} {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Printf("%x  %9d bytes  %s\n", sha256.Sum256(data), len(data), path)
		if path == out && len(data) > base.MaxBytes {
			fmt.Printf("%s has more than the %d bytes that the binary may carry\n", path, base.MaxBytes)
		}
	}
	return nil
}
