package runs

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
)

type key struct {
	LR   float64 `json:"lr"`
	Seed int     `json:"seed"`
}

type result struct {
	Loss float64 `json:"loss"`
}

// TestGoesOn: what is done is not done again, neither after a failure nor after a line that was cut off by a kill.
func TestGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sub", "runs.jsonl")
	s, err := Open[key, result](path)
	if err != nil {
		t.Fatal(err)
	}
	var keys []key
	for i := range 20 {
		keys = append(keys, key{0.1, i}, key{0.1, i}) // each twice: one run
	}
	var ran atomic.Int32
	work := func(_ context.Context, worker int, k key) (result, error) {
		if k.Seed == 15 {
			return result{}, errors.New("no")
		}
		ran.Add(1)
		return result{float64(k.Seed)}, nil
	}
	if err := s.Do(context.Background(), "t", keys, 1, work); err == nil || ran.Load() != 15 {
		t.Fatalf("error %v after %d runs, want the 16th to fail", err, ran.Load())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data[:len(data)-5], 0o644); err != nil { // as if killed in the 15th line
		t.Fatal(err)
	}
	if s, err = Open[key, result](path); err != nil {
		t.Fatal(err)
	}
	ran.Store(0)
	fine := func(_ context.Context, worker int, k key) (result, error) {
		ran.Add(1)
		return result{float64(k.Seed)}, nil
	}
	if err := s.Do(context.Background(), "t", keys, 3, fine); err != nil || ran.Load() != 6 {
		t.Fatalf("error %v, %d runs, want the 6 that are left", err, ran.Load())
	}
	if s, err = Open[key, result](path); err != nil || len(s.Keys()) != 20 {
		t.Fatalf("%d results, error %v", len(s.Keys()), err)
	}
	if r, ok := s.Get(key{0.1, 19}); !ok || r.Loss != 19 {
		t.Errorf("result %v %v", r, ok)
	}
}

// TestStops: a run that is under way when the context ends leaves nothing behind.
func TestStops(t *testing.T) {
	s, err := Open[key, result](filepath.Join(t.TempDir(), "runs.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err = s.Do(ctx, "t", []key{{1, 1}, {1, 2}, {1, 3}}, 1, func(ctx context.Context, _ int, k key) (result, error) {
		if k.Seed == 2 {
			cancel()
		}
		return result{}, nil
	})
	if !errors.Is(err, context.Canceled) || len(s.Keys()) != 1 {
		t.Errorf("error %v, %d results", err, len(s.Keys()))
	}
}
