package llama_test

import (
	"fmt"
	"runtime/debug"
	"testing"

	"llft/gguf"
	"llft/internal/synthetic"
	"llft/llama"
	"llft/quant"
)

// TestStepsAllocateNothing: once warm, a token of decoding and a step of training leave the Go heap alone.
func TestStepsAllocateNothing(t *testing.T) {
	if underRace {
		t.Skip("the race detector allocates")
	}
	for _, pack := range []bool{false, true} {
		t.Run(fmt.Sprintf("packed %v", pack), func(t *testing.T) { stepsAllocateNothing(t, pack) })
	}
}

func stepsAllocateNothing(t *testing.T, pack bool) {
	m := open(t, synth(t, synthetic.Shape{Dim: 256, Layers: 2, Heads: 4, KVHeads: 2, FFN: 512, Vocab: 400, Type: gguf.Q4_0}), llama.Options{Threads: 2, Pack: pack})
	terms := adapt(m, 4, 1)
	for _, kind := range []llama.CacheType{llama.CacheF16, llama.CacheQ8, llama.CacheF32} {
		for _, trained := range []bool{false, true} {
			for _, x := range terms { // frozen terms go through their float16 copies
				x.GradA, x.GradB = nil, nil
				if trained {
					x.GradA, x.GradB = make([]float32, len(x.A)), make([]float32, len(x.B))
				}
			}
			s, err := m.NewSession(64, kind)
			if err != nil {
				t.Fatal(err)
			}
			token := []int32{7}
			decode := func() {
				s.Truncate(40)
				if _, err := s.Eval(token); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := s.Eval(ids(40, m.Vocab)); err != nil {
				t.Fatal(err)
			}
			decode()
			if n := allocs(20, decode); n != 0 {
				t.Errorf("decoding with an adapter (trained: %v) and a cache of %v: %g allocations a token", trained, kind, n)
			}
		}
	}
	for _, compute := range []quant.Compute{quant.F32, quant.BF16} {
		for _, checkpoint := range []bool{false, true} {
			tr := m.NewTrainer(llama.TrainOptions{Compute: compute, Checkpoint: checkpoint, Dropout: 0.1})
			seqs := rows(m.Vocab, 50, 20)
			step := func() {
				if _, err := tr.LossGrad(seqs, 1, 0, 70); err != nil {
					t.Fatal(err)
				}
			}
			step()
			if n := allocs(5, step); n != 0 {
				t.Errorf("training in %v (checkpoint: %v): %g allocations a step", compute, checkpoint, n)
			}
		}
	}
}

// allocs is testing.AllocsPerRun without the collector, which empties a sync.Pool, and at its best of some tries: a pool keeps something for each
// processor, so moving to one that has nothing yet costs an allocation once.
func allocs(runs int, f func()) float64 {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	best := testing.AllocsPerRun(runs, f)
	for try := 0; best > 0 && try < 4; try++ {
		best = min(best, testing.AllocsPerRun(runs, f))
	}
	return best
}
