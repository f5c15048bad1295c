package main

import (
	"fmt"
	"os"

	"llft/gguf"
	"llft/train"
)

// keepFiles refuses a run that would replace a file which is not its own: another adapter (in a full run, another model that such a run
// wrote) unless force says so, anything else always. A resumed run may replace its own.
func keepFiles(cfg train.Config, force bool) error {
	for _, path := range []string{cfg.Out, cfg.BestPath()} {
		info, err := os.Stat(path)
		if err != nil || info.IsDir() {
			continue // nothing to lose; what cannot be written is found out later
		}
		if !isResult(path, cfg.Full) {
			what := "an adapter"
			if cfg.Full {
				what = "a model that finetune --full wrote"
			}
			return withHint(fmt.Errorf("%q is there already and is not %s, so it is left alone", path, what), "-o names another file")
		}
		if !force && !cfg.Resume {
			return withHint(fmt.Errorf("%q is there already", path), "--force replaces it, -o names another file, --resume goes on with a run that was stopped")
		}
	}
	return nil
}

// isResult tells whether a run of this kind wrote the file.
func isResult(path string, full bool) bool {
	f, err := gguf.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	if full {
		return f.KV.Has("llft.trained")
	}
	kind, err := f.KV.StringOr("general.type", "")
	return err == nil && kind == "adapter"
}
