package main

import (
	"math"

	"llft/experiments/loraplus/toy"
)

const (
	inputs = 5 // values of an x
	rank   = 4
)

// problem is what the runs of one width and seed have in common: f(x) = W_out·φ(B·A·φ(W_in·x)) without its A and B, the data, and the random
// values that A and B may begin with.
//
//	W_in N(0, 1)    W_out N(0, 1/n)    A N(0, 1/n)    B N(0, 1)    x N(0, I)    y = sin(mean of x)        (variances)
type problem struct {
	train, test *toy.Set
	out         []float32
	a           [][]float32
	b           []float32
	width       int
}

func newProblem(width int, seed uint64, train, test int) *problem {
	p := &problem{width: width, out: make([]float32, width), b: make([]float32, width*rank)}
	win := make([]float32, width*inputs)
	toy.NewRand(seed, "W_in").Normal(win, 1)
	toy.NewRand(seed, "W_out").Normal(p.out, 1/math.Sqrt(float64(width)))
	r := toy.NewRand(seed, "A")
	for range rank {
		row := make([]float32, width)
		r.Normal(row, 1/math.Sqrt(float64(width)))
		p.a = append(p.a, row)
	}
	toy.NewRand(seed, "B").Normal(p.b, 1)
	set := func(name string, count int, training bool) *toy.Set {
		x := make([]float32, count*inputs)
		toy.NewRand(seed, name).Normal(x, 1)
		y, h := make([]float32, count), make([]float32, width*count)
		for i := range y {
			mean := 0.0
			for d := range inputs {
				mean += float64(x[i*inputs+d]) / inputs
			}
			y[i] = float32(math.Sin(mean))
			for j := range width {
				act := float32(0)
				for d := range inputs {
					act += win[j*inputs+d] * x[i*inputs+d]
				}
				h[j*count+i] = max(act, 0)
			}
		}
		return toy.NewSet(h, nil, y, width, training)
	}
	p.train, p.test = set("training x", train, true), set("test x", test, false)
	return p
}

// student is the network before its training: with both matrices random ("AB", the paper's), or only one, the other zero.
func (p *problem) student(init string) *toy.Net {
	n := toy.NewNet(p.width, rank)
	copy(n.Out, p.out)
	if init != "B" {
		for r, row := range p.a {
			copy(n.RowA(r), row)
		}
	}
	if init != "A" {
		copy(n.B, p.b)
	}
	return n
}

func newProblems(train, test int) *toy.Problems[*problem] {
	return &toy.Problems[*problem]{Make: func(width int, seed uint64) *problem { return newProblem(width, seed, train, test) }}
}
