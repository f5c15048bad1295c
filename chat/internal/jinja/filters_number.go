package jinja

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

func filterInt(in *interp, v value, a args) (value, error) {
	vals, err := a.bind("default", "base")
	if err != nil {
		return nil, err
	}
	base, err := wantInt(vals[1], 10)
	if err != nil {
		return nil, err
	}
	if f, i, isInt, ok := number(v); isInt {
		return i, nil
	} else if ok && math.Abs(f) < 1<<62 {
		return int64(f), nil
	}
	if s, ok := v.(Str); ok {
		if err := in.scan(len(s.s)); err != nil {
			return nil, err
		}
		if i, err := strconv.ParseInt(strings.TrimSpace(s.s), int(min(max(base, 0), 36)), 64); err == nil {
			return i, nil
		}
		if f, err := strconv.ParseFloat(strings.TrimSpace(s.s), 64); err == nil && math.Abs(f) < 1<<62 {
			return int64(f), nil
		}
	}
	if !given(vals[0]) {
		return int64(0), nil
	}
	return vals[0], nil
}

func filterFloat(in *interp, v value, a args) (value, error) {
	vals, err := a.bind("default")
	if err != nil {
		return nil, err
	}
	if f, _, _, ok := number(v); ok {
		return f, nil
	}
	if s, ok := v.(Str); ok {
		if err := in.scan(len(s.s)); err != nil {
			return nil, err
		}
		if f, err := strconv.ParseFloat(strings.TrimSpace(s.s), 64); err == nil {
			return f, nil
		}
	}
	if !given(vals[0]) {
		return 0.0, nil
	}
	return vals[0], nil
}

func filterAbs(_ *interp, v value, _ args) (value, error) {
	f, i, isInt, ok := number(v)
	switch {
	case !ok:
		return nil, fmt.Errorf("wants a number, not a %s", typeName(v))
	case isInt && i < 0:
		return -i, nil
	case isInt:
		return i, nil
	}
	return math.Abs(f), nil
}

func filterRound(_ *interp, v value, a args) (value, error) {
	vals, err := a.bind("precision", "method")
	if err != nil {
		return nil, err
	}
	digits, err := wantInt(vals[0], 0)
	if err != nil {
		return nil, err
	}
	method, err := wantString(vals[1], "common")
	if err != nil {
		return nil, err
	}
	f, _, _, ok := number(v)
	if !ok {
		return nil, fmt.Errorf("wants a number, not a %s", typeName(v))
	}
	scale := math.Pow(10, float64(min(max(digits, -300), 300)))
	switch method.s {
	case "common":
		return math.RoundToEven(f*scale) / scale, nil
	case "ceil":
		return math.Ceil(f*scale) / scale, nil
	case "floor":
		return math.Floor(f*scale) / scale, nil
	}
	return nil, fmt.Errorf("method %q is none of common, ceil, floor", method.s)
}
