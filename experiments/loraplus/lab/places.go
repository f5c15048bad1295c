package lab

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"llft/internal/atomicfile"
)

// Root is the folder of the whole project, found from the current one upwards.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "experiments", "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("not inside the project: no folder above this one holds experiments/go.mod")
		}
		dir = up
	}
}

// Fixture is a file of the fixtures folder (LLFT_FIXTURES, or ../shared/fixtures beside the project); "" where there is none.
func Fixture(root, name string) string {
	dir := os.Getenv("LLFT_FIXTURES")
	if dir == "" {
		dir = filepath.Join(root, "..", "shared", "fixtures")
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// Note writes a line for people.
func Note(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// WriteFile writes a page, whole or not at all.
func WriteFile(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return atomicfile.WriteFile(path, []byte(strings.TrimRight(text, "\n")+"\n"))
}
