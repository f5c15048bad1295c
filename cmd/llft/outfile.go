package main

import (
	"fmt"
	"os"
)

// mayWrite refuses to replace a file unless force says so.
func mayWrite(path string, force bool) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil // what cannot be written is found out later
	case info.IsDir():
		return fmt.Errorf("%q is a directory, want the path of a file", path)
	case !force:
		return withHint(fmt.Errorf("%q is there already", path), "--force replaces it, -o names another file")
	}
	return nil
}
