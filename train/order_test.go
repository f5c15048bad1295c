package train

import (
	"slices"
	"testing"

	"llft/llama"
)

func TestOrderTakesEverySequenceOnceAPass(t *testing.T) {
	const n, batch, passes = 10, 4, 6
	o := newOrder(7, n, batch)
	var all []int
	for step := range n * passes / batch {
		all = append(all, o.step(step)...)
	}
	for pass := range passes {
		got := slices.Sorted(slices.Values(all[pass*n : (pass+1)*n]))
		for i, v := range got {
			if v != i {
				t.Fatalf("pass %d takes %v", pass, got)
			}
		}
		if pass > 0 && slices.Equal(all[:n], all[pass*n:(pass+1)*n]) {
			t.Errorf("pass %d has the order of pass 0", pass)
		}
	}
	// A step asked for alone, as after a resume, gives the same.
	for _, step := range []int{13, 0, 7} {
		if got, want := newOrder(7, n, batch).step(step), all[step*batch:(step+1)*batch]; !slices.Equal(got, want) {
			t.Errorf("step %d alone: got %v, want %v", step, got, want)
		}
	}
	if slices.Equal(newOrder(8, n, batch).step(0), all[:batch]) {
		t.Error("another seed gives the same order")
	}
}

// lengths makes sequences of these lengths.
func lengths(n ...int) []llama.Sequence {
	var all []llama.Sequence
	for _, k := range n {
		all = append(all, llama.Sequence{Tokens: make([]int32, k), Targets: make([]int32, k)})
	}
	return all
}

func TestMicroBatches(t *testing.T) {
	for _, c := range []struct {
		lengths []int
		want    []int // sequences of each
	}{
		{[]int{4, 4, 2}, []int{3}},
		{[]int{4, 4, 3}, []int{2, 1}},
		{[]int{20, 1, 1}, []int{1, 2}},
		{[]int{1, 20, 1}, []int{1, 1, 1}},
		{nil, nil},
	} {
		var got []int
		for _, m := range microBatches(lengths(c.lengths...), 10) {
			got = append(got, len(m))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.lengths, got, c.want)
		}
	}
}

func TestSpread(t *testing.T) {
	all := lengths(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
	if got := spread(all, 55); len(got) != 10 {
		t.Errorf("a budget for all gave %d sequences", len(got))
	}
	var got []int
	for _, s := range spread(all, 28) {
		got = append(got, len(s.Tokens))
	}
	if want := []int{1, 3, 5, 7, 9}; !slices.Equal(got, want) {
		t.Errorf("half the budget: got %v, want %v", got, want)
	}
	if got := spread(all, 0); len(got) != 1 {
		t.Errorf("no budget gave %d sequences", len(got))
	}
}
