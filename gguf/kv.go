package gguf

import (
	"errors"
	"fmt"
	"math"
)

// ErrNotFound is what a typed getter wraps when the key is absent.
var ErrNotFound = errors.New("key not found")

// KV is metadata: key/value pairs in the order of the file. Values are uint8..uint64, int8..int64, float32, float64, bool, string, or
// slices of these; an array of arrays is []any.
type KV struct {
	keys   []string
	values map[string]any
}

// Keys lists the keys in order. The caller does not change the slice.
func (kv *KV) Keys() []string { return kv.keys }

// Has reports whether the key is present.
func (kv *KV) Has(key string) bool {
	_, ok := kv.values[key]
	return ok
}

// Value returns the value as it is stored.
func (kv *KV) Value(key string) (any, bool) {
	v, ok := kv.values[key]
	return v, ok
}

// Set adds or replaces a pair. Value is of one of the types that KV documents; another is a programmer's error and panics.
func (kv *KV) Set(key string, value any) {
	if _, err := valueTypeOf(value); err != nil {
		panic(fmt.Sprintf("gguf: key %q: %v", key, err))
	}
	if kv.values == nil {
		kv.values = map[string]any{}
	}
	if !kv.Has(key) {
		kv.keys = append(kv.keys, key)
	}
	kv.values[key] = value
}

// String returns a string value.
func (kv *KV) String(key string) (string, error) {
	return get(kv, key, "a string", func(v any) (string, bool) { s, ok := v.(string); return s, ok })
}

// Int returns a value of any integer type.
func (kv *KV) Int(key string) (int, error) { return get(kv, key, "an integer", toInt) }

// Float returns a float32 or float64 value.
func (kv *KV) Float(key string) (float64, error) {
	return get(kv, key, "a float", func(v any) (float64, bool) {
		switch x := v.(type) {
		case float32:
			return float64(x), true
		case float64:
			return x, true
		}
		return 0, false
	})
}

// Bool returns a boolean.
func (kv *KV) Bool(key string) (bool, error) {
	return get(kv, key, "a boolean", func(v any) (bool, bool) { b, ok := v.(bool); return b, ok })
}

// Strings returns an array of strings. The caller does not change it.
func (kv *KV) Strings(key string) ([]string, error) {
	return get(kv, key, "an array of strings", func(v any) ([]string, bool) { s, ok := v.([]string); return s, ok })
}

// Floats returns an array of float32. The caller does not change it.
func (kv *KV) Floats(key string) ([]float32, error) {
	return get(kv, key, "an array of float32", func(v any) ([]float32, bool) { s, ok := v.([]float32); return s, ok })
}

// Ints returns an array of any integer type.
func (kv *KV) Ints(key string) ([]int, error) {
	return get(kv, key, "an array of integers", func(v any) ([]int, bool) {
		switch x := v.(type) {
		case []uint8:
			return toInts(x)
		case []int8:
			return toInts(x)
		case []uint16:
			return toInts(x)
		case []int16:
			return toInts(x)
		case []uint32:
			return toInts(x)
		case []int32:
			return toInts(x)
		case []uint64:
			return toInts(x)
		case []int64:
			return toInts(x)
		}
		return nil, false
	})
}

// StringOr is String with a default for an absent key; a wrong type still fails. The three below are alike.
func (kv *KV) StringOr(key, def string) (string, error) {
	v, err := kv.String(key)
	return or(v, def, err)
}

// IntOr is Int with a default.
func (kv *KV) IntOr(key string, def int) (int, error) {
	v, err := kv.Int(key)
	return or(v, def, err)
}

// FloatOr is Float with a default.
func (kv *KV) FloatOr(key string, def float64) (float64, error) {
	v, err := kv.Float(key)
	return or(v, def, err)
}

// BoolOr is Bool with a default.
func (kv *KV) BoolOr(key string, def bool) (bool, error) {
	v, err := kv.Bool(key)
	return or(v, def, err)
}

func or[T any](v, def T, err error) (T, error) {
	if errors.Is(err, ErrNotFound) {
		return def, nil
	}
	return v, err
}

func get[T any](kv *KV, key, want string, convert func(any) (T, bool)) (T, error) {
	var zero T
	v, ok := kv.values[key]
	if !ok {
		return zero, fmt.Errorf("key %q: %w", key, ErrNotFound)
	}
	x, ok := convert(v)
	if !ok {
		return zero, fmt.Errorf("key %q holds %s, want %s", key, describe(v), want)
	}
	return x, nil
}

// describe names a value's type for an error, with the value where it is short.
func describe(v any) string {
	t, err := valueTypeOf(v)
	if err != nil {
		return fmt.Sprintf("%T", v)
	}
	switch x := v.(type) {
	case string:
		if len(x) > 40 {
			return "a string"
		}
		return fmt.Sprintf("the string %q", x)
	case []any:
		return "an array of arrays"
	}
	if t.array {
		return "an array of " + t.elem.String()
	}
	return fmt.Sprintf("%s %v", t.elem, v)
}

func toInt(v any) (int, bool) {
	switch x := v.(type) {
	case uint8:
		return int(x), true
	case int8:
		return int(x), true
	case uint16:
		return int(x), true
	case int16:
		return int(x), true
	case uint32:
		return int(x), uint64(x) <= math.MaxInt
	case int32:
		return int(x), true
	case uint64:
		return int(x), x <= math.MaxInt
	case int64:
		return int(x), x >= math.MinInt && x <= math.MaxInt
	}
	return 0, false
}

func toInts[T any](x []T) ([]int, bool) {
	out := make([]int, len(x))
	for i, v := range x {
		n, ok := toInt(v)
		if !ok {
			return nil, false
		}
		out[i] = n
	}
	return out, true
}
