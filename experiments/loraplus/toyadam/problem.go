package main

import (
	"math"

	"llft"
	"llft/experiments/loraplus/toy"
)

const (
	inputs      = 5 // values of an x
	rank        = 4 // of the student
	teacherRank = 20
)

// problem is what the runs of one width and seed have in common: the frozen network, the data, and the student before its training.
//
//	y_in = W_in·x    y_h = y_in + (W_h + B·A)·φ(y_in)    f = W_out·φ(y_h)
//
// The teacher has the student's frozen weights, and a product B·A of rank 20 of its own, which the student has to find with rank 4.
type problem struct {
	train, validation, test *toy.Set
	out                     []float32   // W_out
	a                       [][]float32 // A at random: uniform in ±1/√width
	b                       []float32   // B at random: uniform in ±1/√rank
	start                   [3]float64  // the three sets' loss with B·A = 0: what losses are relative to
	width                   int
}

// sizes of the sets.
type sizes struct{ train, validation, test int }

func newProblem(width int, seed uint64, n sizes) *problem {
	p := &problem{width: width, out: make([]float32, width), b: make([]float32, width*rank)}
	normal := func(name string, length int, variance float64) []float32 {
		v := make([]float32, length)
		toy.NewRand(seed, name).Normal(v, math.Sqrt(variance))
		return v
	}
	one := 1 / float64(width)
	win := normal("W_in", width*inputs, 1)
	hidden := normal("W_h", width*width, one)
	copy(p.out, normal("W_out", width, one))
	teachA := normal("teacher A", teacherRank*width, one)
	teachB := normal("teacher B", width*teacherRank, 1.0/teacherRank)
	r := toy.NewRand(seed, "A")
	for range rank {
		row := make([]float32, width)
		r.Uniform(row, math.Sqrt(one))
		p.a = append(p.a, row)
	}
	toy.NewRand(seed, "B").Uniform(p.b, math.Sqrt(1.0/rank))

	all := n.train + n.validation + n.test
	x := normal("x", inputs*all, 1)
	panel := make([]float32, max(width, teacherRank)*llft.PanelWidth)
	product := func(dst, m, v []float32, rows, inner int) { // dst += m·v, matrices of all samples as columns
		llft.Gemm(dst, all, m, inner, 1, v, all, 1, rows, inner, all, panel)
	}
	yin := make([]float32, width*all)
	product(yin, win, x, width, inputs)
	h := relu(yin)
	base := append([]float32(nil), yin...)
	product(base, hidden, h, width, width)
	z := make([]float32, teacherRank*all)
	product(z, teachA, h, teacherRank, width)
	taught := append([]float32(nil), base...)
	product(taught, teachB, z, width, teacherRank)
	y := make([]float32, all)
	product(y, p.out, relu(taught), 1, width)

	net := p.student("0", 1)
	from := 0
	for i, s := range []struct {
		set   **toy.Set
		count int
	}{{&p.train, n.train}, {&p.validation, n.validation}, {&p.test, n.test}} {
		to := from + s.count
		*s.set = toy.NewSet(part(h, all, from, to), part(base, all, from, to), y[from:to], width, i == 0)
		p.start[i] = net.Loss(*s.set)
		from = to
	}
	return p
}

func relu(v []float32) []float32 {
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = max(x, 0)
	}
	return out
}

// part is columns from to to of a matrix with all columns.
func part(m []float32, all, from, to int) []float32 {
	var out []float32
	for i := from; i < len(m); i += all {
		out = append(out, m[i:i+to-from]...)
	}
	return out
}

// student is a network before its training: with A random and B zero (init "A"), the other way round ("B"), or neither ("0"). What is random is
// multiplied by scale.
func (p *problem) student(init string, scale float32) *toy.Net {
	n := toy.NewNet(p.width, rank)
	copy(n.Out, p.out)
	switch init {
	case "A":
		for r, row := range p.a {
			for k, v := range row {
				n.RowA(r)[k] = scale * v
			}
		}
	case "B":
		for i, v := range p.b {
			n.B[i] = scale * v
		}
	}
	return n
}

// newProblems keeps problems of these sizes, some 25 MB each at width 2048.
func newProblems(n sizes) *toy.Problems[*problem] {
	return &toy.Problems[*problem]{Make: func(width int, seed uint64) *problem { return newProblem(width, seed, n) }}
}
