// Package runs keeps what the runs of an experiment gave in a file of JSON lines, one line a run. A run whose line is there is never done
// again, so an experiment that was stopped goes on where it was; and the file, which is committed, is what tables and pictures are made of.
package runs

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Store is the file of one experiment. K says everything that a run depends on, R what it gave; both are JSON objects.
type Store[K comparable, R any] struct {
	path string
	mu   sync.Mutex
	done map[K]R
}

type line[K comparable, R any] struct {
	Run    K `json:"run"`
	Result R `json:"result"`
}

// Open reads the file at path, which need not be there. A last line without its end is of a run that was killed while writing: it is cut off.
func Open[K comparable, R any](path string) (*Store[K, R], error) {
	s := &Store[K, R]{path: path, done: map[K]R{}}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err != nil {
		return nil, err
	}
	whole := bytes.LastIndexByte(data, '\n') + 1
	if whole < len(data) {
		if err := os.Truncate(path, int64(whole)); err != nil {
			return nil, err
		}
	}
	scan := bufio.NewScanner(bytes.NewReader(data[:whole]))
	scan.Buffer(nil, 1<<24)
	for n := 1; scan.Scan(); n++ {
		var l line[K, R]
		if err := json.Unmarshal(scan.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		s.done[l.Run] = l.Result
	}
	return s, scan.Err()
}

// Get is the result of a run, if it is done.
func (s *Store[K, R]) Get(k K) (R, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.done[k]
	return r, ok
}

// Keys lists the runs that are done, in no order.
func (s *Store[K, R]) Keys() []K {
	s.mu.Lock()
	defer s.mu.Unlock()
	keys := make([]K, 0, len(s.done))
	for k := range s.done {
		keys = append(keys, k)
	}
	return keys
}

// put writes a result to the end of the file.
func (s *Store[K, R]) put(k K, r R) error {
	text, err := json.Marshal(line[K, R]{k, r})
	if err != nil {
		return fmt.Errorf("%s: %w", s.path, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f, err := os.OpenFile(s.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	s.done[k] = r
	return nil
}

// Do does those of the runs that are not done yet, workers at a time, each with a number below workers of its own, and shows how far it is.
// It ends early when ctx does or a run fails; what was done by then is kept.
func (s *Store[K, R]) Do(ctx context.Context, name string, keys []K, workers int, run func(ctx context.Context, worker int, k K) (R, error)) error {
	left := make([]K, 0, len(keys))
	seen := map[K]bool{}
	for _, k := range keys {
		if _, ok := s.Get(k); !ok && !seen[k] {
			seen[k] = true
			left = append(left, k)
		}
	}
	if len(left) == 0 {
		return nil
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	progress := newProgress(name, len(left))
	defer progress.finish()
	todo := make(chan K)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for k := range todo {
				r, err := run(ctx, w, k)
				if ctx.Err() != nil {
					return
				}
				if err == nil {
					err = s.put(k, r)
				}
				if err != nil {
					cancel(fmt.Errorf("%s: %v: %w", name, k, err))
					return
				}
				progress.add()
			}
		})
	}
feed:
	for _, k := range left {
		select {
		case todo <- k:
		case <-ctx.Done():
			break feed
		}
	}
	close(todo)
	wait.Wait()
	return context.Cause(ctx)
}
