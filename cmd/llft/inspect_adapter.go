package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"llft/lora"
)

// adapterInfo describes an adapter.
type adapterInfo struct {
	Usable  bool              `json:"usable"`
	Why     string            `json:"why,omitempty"` // it is not
	Rank    int               `json:"rank,omitempty"`
	Alpha   float64           `json:"alpha"`
	Pairs   int               `json:"pairs,omitempty"`
	Targets []string          `json:"targets,omitempty"` // short names
	Base    *lora.Fingerprint `json:"base,omitempty"`
	Trained map[string]string `json:"trained,omitempty"`
	Fits    *bool             `json:"fits,omitempty"` // the model of -m
	FitNote string            `json:"fit_note,omitempty"`
}

// inspectAdapter reads an adapter and, where modelPath is not empty, tries it on that model.
func inspectAdapter(path, modelPath string) *adapterInfo {
	var info adapterInfo
	a, err := readAdapter(path)
	if err != nil {
		info.Why = err.Error()
		return &info
	}
	info.Usable, info.Rank, info.Alpha, info.Pairs, info.Trained = true, a.Rank, a.Alpha, len(a.Pairs), a.Info
	for _, p := range a.Pairs {
		if short := shortTarget(p.Target); !slices.Contains(info.Targets, short) {
			info.Targets = append(info.Targets, short)
		}
	}
	if a.Base != (lora.Fingerprint{}) {
		info.Base = &a.Base
	}
	if modelPath != "" {
		fits, note := fit(a, modelPath)
		info.Fits, info.FitNote = &fits, note
	}
	return &info
}

// fit says whether a belongs to the model, and why not or what to know.
func fit(a *lora.Adapter, modelPath string) (bool, string) {
	l, err := modelFlags{Model: modelPath, Threads: 1, Compute: "auto"}.open(stdio{}, false)
	if err != nil {
		return false, err.Error()
	}
	defer l.close()
	note, err := a.Check(l.model, false)
	if err != nil {
		return false, err.Error()
	}
	return true, note
}

// shortTarget is the matrix of a tensor's name: attn_q of blk.0.attn_q.weight.
func shortTarget(name string) string {
	name = strings.TrimSuffix(name, ".weight")
	return name[strings.LastIndexByte(name, '.')+1:]
}

func (a *adapterInfo) print(w io.Writer) {
	if !a.Usable {
		fmt.Fprintf(w, "  llft       cannot use this adapter: %s\n", oneLine(a.Why))
		return
	}
	fmt.Fprintf(w, "  adapter    rank %d, alpha %g, %s: %s\n", a.Rank, a.Alpha, plural(a.Pairs, "pair"), strings.Join(a.Targets, " "))
	if a.Base == nil {
		fmt.Fprintln(w, "  base       unknown: it can be checked by names and shapes only")
	} else {
		fmt.Fprintf(w, "  base       shapes %.12s, norms %.12s, file %.12s\n", a.Base.Shapes, a.Base.Norms, a.Base.Blocks)
	}
	for _, key := range slices.Sorted(maps.Keys(a.Trained)) {
		fmt.Fprintf(w, "  trained    %s: %s\n", printable(strings.TrimPrefix(key, "llft.")), shorten(printable(a.Trained[key]), 100))
	}
	switch {
	case a.Fits == nil:
	case *a.Fits && a.FitNote == "" && a.Base != nil:
		fmt.Fprintln(w, "  model      it fits: this is the very file that it was trained on")
	case *a.Fits && a.FitNote == "":
		fmt.Fprintln(w, "  model      it fits")
	case *a.Fits:
		fmt.Fprintf(w, "  model      it fits: %s\n", oneLine(a.FitNote))
	default:
		fmt.Fprintf(w, "  model      it does not fit: %s\n", oneLine(a.FitNote))
	}
}
