package main

import (
	"fmt"
	"io"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"llft/gguf"
)

type inspectCmd struct {
	File  string `arg:"" help:"A GGUF file: a model (of several files, the first), an adapter or a vocabulary."`
	Model string `short:"m" placeholder:"FILE" help:"With an adapter: say whether it fits this model."`
	JSON  bool   `name:"json" help:"Print JSON, with long arrays cut short too."`
}

// Help is the end of the command's --help.
func (inspectCmd) Help() string {
	return `Example:

    llft inspect model.gguf
    llft inspect mine.gguf -m model.gguf

Shows a summary (can llft use it, what memory would it need), the metadata and the tensors of any GGUF file.`
}

func (c inspectCmd) Run(io stdio) error {
	file, err := openGGUF(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	r := inspection{
		File: c.File, Version: file.Version, Alignment: file.Alignment, Bytes: file.Size,
		Metadata: metadata(file.KV), Types: typeTotals(file.Tensors),
	}
	for _, t := range file.Tensors {
		r.Tensors = append(r.Tensors, tensorInfo{t.Name, typeName(t.Type), t.Dims, int64(len(t.Data))})
		r.Parameters += values(t)
	}
	kind, _ := file.KV.StringOr("general.type", "model")
	if kind == "adapter" {
		r.Adapter = inspectAdapter(c.File, c.Model)
	} else {
		if c.Model != "" {
			return usagef("-m goes with an adapter, and %q is none", c.File)
		}
		r.Model = inspectModel(file)
	}
	if c.JSON {
		return writeJSON(io.out, r)
	}
	r.print(io.out)
	return nil
}

// inspection is the JSON of inspect.
type inspection struct {
	File       string       `json:"file"`
	Version    int          `json:"version"`
	Alignment  int          `json:"alignment"`
	Bytes      int64        `json:"bytes"`
	Parameters int64        `json:"parameters"`
	Model      *modelInfo   `json:"model,omitempty"`
	Adapter    *adapterInfo `json:"adapter,omitempty"`
	Metadata   []kvInfo     `json:"metadata"`
	Types      []typeTotal  `json:"types"`
	Tensors    []tensorInfo `json:"tensors"`
}

type kvInfo struct {
	Key    string `json:"key"`
	Type   string `json:"type"`
	Value  any    `json:"value"`            // of an array, the first few
	Length int    `json:"length,omitempty"` // of an array
}

type tensorInfo struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Dims  []int  `json:"dims"` // as in the file: the row length first
	Bytes int64  `json:"bytes"`
}

type typeTotal struct {
	Type    string `json:"type"`
	Tensors int    `json:"tensors"`
	Values  int64  `json:"values"`
	Bytes   int64  `json:"bytes"`
}

func values(t *gguf.Tensor) int64 {
	n := int64(1)
	for _, d := range t.Dims {
		n *= int64(d)
	}
	return n
}

func typeName(t gguf.Type) string {
	if name := t.String(); name != "" {
		return name
	}
	return fmt.Sprintf("type %d", uint32(t))
}

func typeTotals(tensors []*gguf.Tensor) []typeTotal {
	var all []typeTotal
	for _, t := range tensors {
		name := typeName(t.Type)
		i := slices.IndexFunc(all, func(s typeTotal) bool { return s.Type == name })
		if i < 0 {
			i = len(all)
			all = append(all, typeTotal{Type: name})
		}
		all[i].Tensors++
		all[i].Values += values(t)
		all[i].Bytes += int64(len(t.Data))
	}
	slices.SortFunc(all, func(a, b typeTotal) int { return int(min(max(b.Bytes-a.Bytes, -1), 1)) })
	return all
}

// arrayShown is how many values of an array are shown.
const arrayShown = 6

// metadata lists the pairs in file order, arrays cut to their first values.
func metadata(kv *gguf.KV) []kvInfo {
	var all []kvInfo
	for _, key := range kv.Keys() {
		v, _ := kv.Value(key)
		info := kvInfo{Key: key, Type: fmt.Sprintf("%T", v), Value: finite(v)}
		if array := reflect.ValueOf(v); array.Kind() == reflect.Slice {
			first := []any{}
			for i := range min(array.Len(), arrayShown) {
				first = append(first, finite(array.Index(i).Interface()))
			}
			info.Value, info.Length = first, array.Len()
		}
		all = append(all, info)
	}
	return all
}

// finite replaces a number that JSON cannot hold by its name, and a nested array by its length.
func finite(v any) any {
	switch v := v.(type) {
	case float32:
		if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
			return fmt.Sprint(f)
		}
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Sprint(v)
		}
	}
	if nested := reflect.ValueOf(v); nested.Kind() == reflect.Slice {
		return fmt.Sprintf("array of %d", nested.Len())
	}
	return v
}

func (r *inspection) print(w io.Writer) {
	fmt.Fprintf(w, "%s: GGUF version %d, %s, %s tensors, %s parameters\n", r.File, r.Version, bytesText(r.Bytes),
		strconv.Itoa(len(r.Tensors)), countText(r.Parameters))
	if r.Model != nil {
		r.Model.print(w)
	}
	if r.Adapter != nil {
		r.Adapter.print(w)
	}
	fmt.Fprintln(w, "\nMetadata")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, kv := range r.Metadata {
		fmt.Fprintf(t, "  %s\t%s\n", kv.Key, kv.text())
	}
	t.Flush()
	if len(r.Tensors) == 0 {
		return
	}
	fmt.Fprintln(w, "\nTensors")
	for _, x := range r.Tensors {
		dims := strings.Trim(strings.ReplaceAll(fmt.Sprint(x.Dims), " ", " x "), "[]")
		fmt.Fprintf(t, "  %s\t%s\t%s\t%s\n", printable(x.Name), x.Type, dims, bytesText(x.Bytes))
	}
	t.Flush()
	fmt.Fprintln(w, "\nBy type")
	for _, x := range r.Types {
		fmt.Fprintf(t, "  %s\t%s\t%s values\t%s\n", x.Type, plural(x.Tensors, "tensor"), countText(x.Values), bytesText(x.Bytes))
	}
	t.Flush()
}

// text is a value on one line, at most some 100 characters of it.
func (kv kvInfo) text() string {
	if array, ok := kv.Value.([]any); ok {
		var first []string
		for _, v := range array {
			first = append(first, shorten(oneValue(v), 24))
		}
		more := ""
		if kv.Length > len(array) {
			more = ", ..."
		}
		return fmt.Sprintf("%d values: %s%s", kv.Length, strings.Join(first, ", "), more)
	}
	return shorten(oneValue(kv.Value), 100)
}

func oneValue(v any) string {
	if s, ok := v.(string); ok {
		return strconv.Quote(s)
	}
	return fmt.Sprint(v)
}

func shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "..."
	}
	return s
}

// printable is a name from a file without the characters that could move a terminal's cursor.
func printable(s string) string {
	q := strconv.Quote(s)
	return q[1 : len(q)-1]
}
