// Package atomicfile writes files that are there whole or not at all: the bytes go to a temporary file in the same folder, which is synced
// and then renamed over the destination. A process killed at any moment leaves the old file or the new one.
package atomicfile

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// File is a file being written. Write, then Commit; Abort (best deferred) removes what was not committed.
type File struct {
	path string
	tmp  *os.File
	buf  *bufio.Writer
	err  error // the first failed write
	done bool
}

// Create starts a file that will replace path. Nothing is at path, or changed there, until Commit.
func Create(path string) (*File, error) {
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return nil, &fs.PathError{Op: "create", Path: path, Err: errors.New("is a directory")}
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return nil, err
	}
	return &File{path: path, tmp: tmp, buf: bufio.NewWriterSize(tmp, 1<<20)}, nil
}

// Write appends to the temporary file.
func (f *File) Write(p []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	n, err := f.buf.Write(p)
	f.err = err
	return n, err
}

// Commit syncs the bytes to the disk and gives the file its name. After an error nothing has changed at the destination.
func (f *File) Commit() error {
	if f.done {
		return fmt.Errorf("%q was already committed or aborted", f.path)
	}
	defer f.Abort()
	if f.err != nil {
		return f.err
	}
	mode := fs.FileMode(0o644) // CreateTemp makes files that only their owner may read
	if st, err := os.Stat(f.path); err == nil {
		mode = st.Mode().Perm()
	}
	err := errors.Join(f.buf.Flush(), f.tmp.Chmod(mode), f.tmp.Sync())
	if err = errors.Join(err, f.tmp.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.tmp.Name(), f.path); err != nil {
		return err
	}
	f.done = true
	return syncDir(filepath.Dir(f.path))
}

// Abort removes the temporary file; after Commit it does nothing.
func (f *File) Abort() {
	if f.done {
		return
	}
	f.done = true
	f.tmp.Close()
	os.Remove(f.tmp.Name())
}

// syncDir makes the rename itself durable. Windows has no such call on folders.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	return nil
}

// WriteFile writes data to path at once.
func WriteFile(path string, data []byte) error {
	f, err := Create(path)
	if err != nil {
		return err
	}
	defer f.Abort()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Commit()
}
