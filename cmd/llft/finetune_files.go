package main

import (
	"fmt"
	"os"

	"llft/gguf"
	"llft/train"
)

// keepFiles refuses a run that would replace a file which is not its own: another adapter unless force says so, anything else always.
// A resumed run may replace its adapters.
func keepFiles(cfg train.Config, force bool) error {
	for _, path := range []string{cfg.Out, cfg.BestPath()} {
		info, err := os.Stat(path)
		if err != nil || info.IsDir() {
			continue // nothing to lose; what cannot be written is found out later
		}
		if !isAdapter(path) {
			return withHint(fmt.Errorf("%q is there already and is not an adapter, so it is left alone", path), "-o names another file")
		}
		if !force && !cfg.Resume {
			return withHint(fmt.Errorf("%q is there already", path), "--force replaces it, -o names another file, --resume goes on with a run that was stopped")
		}
	}
	return nil
}

func isAdapter(path string) bool {
	f, err := gguf.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	kind, err := f.KV.StringOr("general.type", "")
	return err == nil && kind == "adapter"
}
