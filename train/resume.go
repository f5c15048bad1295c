package train

import (
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"llft"
	"llft/gguf"
)

// identity is what a resumed run must share with the one that was stopped, beside the configuration.
type identity struct {
	BaseShapes string `json:"base_shapes" name:"the base model (its shapes)"`
	BaseNorms  string `json:"base_norms" name:"the base model (its norms)"`
	BaseBlocks string `json:"base_blocks" name:"the base model (its file)"`
	Data       string `json:"data" name:"the data file"`
	Template   string `json:"template" name:"the chat template"`
	Tier       string `json:"tier" name:"the instruction set (LLFT_ISA)"`
	Compute    string `json:"compute"`   // compared as part of the configuration
	Sequences  string `json:"sequences"` // named only where nothing else explains it
}

func (r *run) identity() identity {
	base := r.subject.base()
	return identity{
		BaseShapes: base.Shapes, BaseNorms: base.Norms, BaseBlocks: base.Blocks,
		Data: r.data.Hash, Template: r.data.Source, Tier: string(llft.ISA()), Compute: r.c.Compute, Sequences: r.data.digest(),
	}
}

// restore continues from c, or says what differs.
func (r *run) restore(c *checkpoint) error {
	diff := slices.Concat(differentIdentity(c.runsOn, r.identity()), differentConfig(c.config, r.c))
	if len(diff) == 0 && c.runsOn.Sequences != r.identity().Sequences {
		diff = append(diff, "the same data file gives other tokens (was it another version of the program?)")
	}
	if len(diff) > 0 {
		return fmt.Errorf("not the run that was stopped: %s", strings.Join(diff, "; "))
	}
	r.state = c.state
	if r.state.BestStep > 0 {
		r.best = make([][]float32, len(r.params))
		for i, p := range r.params {
			r.best[i] = make([]float32, len(p.Value))
		}
	}
	names, shapes, data := r.values()
	if len(names) != len(c.tensors) {
		return fmt.Errorf("%d tensors, want %d", len(c.tensors), len(names))
	}
	for i, name := range names {
		t := c.tensors[name]
		switch {
		case t == nil:
			return fmt.Errorf("tensor %q is missing", name)
		case t.Type != gguf.F32 || !slices.Equal(t.Dims, shapes[i]) || len(t.Data) != 4*len(data[i]):
			return fmt.Errorf("tensor %q is %v %v, want F32 %v", name, t.Type, t.Dims, shapes[i])
		}
		for j := range data[i] {
			data[i][j] = math.Float32frombits(binary.LittleEndian.Uint32(t.Data[4*j:]))
		}
	}
	r.optimize.SetSteps(r.state.Step)
	r.resumed = r.state.Step
	return nil
}

// differentIdentity names what the stopped run and this one do not share.
func differentIdentity(was, is identity) []string {
	var diff []string
	a, b := reflect.ValueOf(was), reflect.ValueOf(is)
	for i := range a.NumField() {
		name := a.Type().Field(i).Tag.Get("name")
		if name != "" && a.Field(i).String() != b.Field(i).String() {
			diff = append(diff, name+" differs")
		}
	}
	return diff
}

// differentConfig names the fields that decide the adapter's bytes and differ, with both values.
func differentConfig(was, is Config) []string {
	var diff []string
	a, b := reflect.ValueOf(was), reflect.ValueOf(is)
	for i := range a.NumField() {
		field := a.Type().Field(i)
		name := field.Tag.Get("json")
		if name == "-" || field.Tag.Get("resume") == "free" {
			continue
		}
		if x, y := fmt.Sprint(a.Field(i)), fmt.Sprint(b.Field(i)); x != y {
			diff = append(diff, fmt.Sprintf("%s is %s, it was %s", strings.ReplaceAll(name, "_", "-"), y, x))
		}
	}
	return diff
}
