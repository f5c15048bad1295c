package gguf

import (
	"encoding/binary"
	"fmt"
	"math"
)

// valueType is the type id of a metadata value (enum gguf_metadata_value_type of the GGUF specification).
type valueType uint32

const (
	typeUint8 valueType = iota
	typeInt8
	typeUint16
	typeInt16
	typeUint32
	typeInt32
	typeFloat32
	typeBool
	typeString
	typeArray
	typeUint64
	typeInt64
	typeFloat64
)

var valueNames = [...]string{"uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "bool", "string", "array", "uint64", "int64", "float64"}

// valueSizes are the bytes of one value; for strings and arrays the least that one can take.
var valueSizes = [...]int{1, 1, 2, 2, 4, 4, 4, 1, 4, 8, 8, 8, 8}

func (t valueType) String() string {
	if int(t) < len(valueNames) {
		return valueNames[t]
	}
	return fmt.Sprintf("value type %d", uint32(t))
}

// maxNesting is the deepest array of arrays that is read.
const maxNesting = 4

// value reads a value of type t.
func (r *reader) value(t valueType, depth int) (any, error) {
	switch t {
	case typeString:
		return r.string()
	case typeArray:
		return r.array(depth)
	}
	if int(t) >= len(valueSizes) {
		return nil, r.errorf("unknown %v", t)
	}
	b, err := r.take(valueSizes[t])
	if err != nil {
		return nil, err
	}
	switch t {
	case typeUint8:
		return b[0], nil
	case typeInt8:
		return int8(b[0]), nil
	case typeUint16:
		return binary.LittleEndian.Uint16(b), nil
	case typeInt16:
		return int16(binary.LittleEndian.Uint16(b)), nil
	case typeUint32:
		return binary.LittleEndian.Uint32(b), nil
	case typeInt32:
		return int32(binary.LittleEndian.Uint32(b)), nil
	case typeFloat32:
		return math.Float32frombits(binary.LittleEndian.Uint32(b)), nil
	case typeBool:
		if b[0] > 1 {
			return nil, r.errorf("a boolean is %d, want 0 or 1", b[0])
		}
		return b[0] == 1, nil
	case typeUint64:
		return binary.LittleEndian.Uint64(b), nil
	case typeInt64:
		return int64(binary.LittleEndian.Uint64(b)), nil
	default:
		return math.Float64frombits(binary.LittleEndian.Uint64(b)), nil
	}
}

// array reads element type, count and elements. The count is checked against what is left of the file before anything is allocated.
func (r *reader) array(depth int) (any, error) {
	if depth >= maxNesting {
		return nil, r.errorf("arrays are nested deeper than %d", maxNesting)
	}
	id, err := r.uint32()
	if err != nil {
		return nil, err
	}
	t := valueType(id)
	if int(t) >= len(valueSizes) {
		return nil, r.errorf("array of unknown %v", t)
	}
	n, err := r.count("elements of an array", valueSizes[t])
	if err != nil {
		return nil, err
	}
	switch t {
	case typeUint8:
		return fixed[uint8](r, n)
	case typeInt8:
		return fixed[int8](r, n)
	case typeUint16:
		return fixed[uint16](r, n)
	case typeInt16:
		return fixed[int16](r, n)
	case typeUint32:
		return fixed[uint32](r, n)
	case typeInt32:
		return fixed[int32](r, n)
	case typeFloat32:
		return fixed[float32](r, n)
	case typeUint64:
		return fixed[uint64](r, n)
	case typeInt64:
		return fixed[int64](r, n)
	case typeFloat64:
		return fixed[float64](r, n)
	case typeBool:
		return each(r, n, func() (bool, error) {
			v, err := r.value(typeBool, depth)
			b, _ := v.(bool)
			return b, err
		})
	case typeString:
		return each(r, n, r.string)
	default:
		return each(r, n, func() (any, error) { return r.array(depth + 1) })
	}
}

// fixed reads n numbers of fixed size; count has checked that they are there.
func fixed[T any](r *reader, n int) ([]T, error) {
	out := make([]T, n)
	b, err := r.take(binary.Size(out))
	if err != nil {
		return nil, err
	}
	_, err = binary.Decode(b, binary.LittleEndian, out)
	return out, err
}

// each reads n things of unknown size; memory grows with what was really read, not with n.
func each[T any](r *reader, n int, read func() (T, error)) ([]T, error) {
	out := make([]T, 0, min(n, 1<<16))
	for range n {
		v, err := read()
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// goType is the stored type of a Go value: elem itself, or an array of elem.
type goType struct {
	elem  valueType
	array bool
}

// valueTypeOf finds how a Go value is stored.
func valueTypeOf(v any) (goType, error) {
	switch v.(type) {
	case uint8:
		return goType{elem: typeUint8}, nil
	case int8:
		return goType{elem: typeInt8}, nil
	case uint16:
		return goType{elem: typeUint16}, nil
	case int16:
		return goType{elem: typeInt16}, nil
	case uint32:
		return goType{elem: typeUint32}, nil
	case int32:
		return goType{elem: typeInt32}, nil
	case float32:
		return goType{elem: typeFloat32}, nil
	case bool:
		return goType{elem: typeBool}, nil
	case string:
		return goType{elem: typeString}, nil
	case uint64:
		return goType{elem: typeUint64}, nil
	case int64:
		return goType{elem: typeInt64}, nil
	case float64:
		return goType{elem: typeFloat64}, nil
	case []uint8:
		return goType{typeUint8, true}, nil
	case []int8:
		return goType{typeInt8, true}, nil
	case []uint16:
		return goType{typeUint16, true}, nil
	case []int16:
		return goType{typeInt16, true}, nil
	case []uint32:
		return goType{typeUint32, true}, nil
	case []int32:
		return goType{typeInt32, true}, nil
	case []float32:
		return goType{typeFloat32, true}, nil
	case []bool:
		return goType{typeBool, true}, nil
	case []string:
		return goType{typeString, true}, nil
	case []uint64:
		return goType{typeUint64, true}, nil
	case []int64:
		return goType{typeInt64, true}, nil
	case []float64:
		return goType{typeFloat64, true}, nil
	case []any:
		return goType{typeArray, true}, nil
	}
	return goType{}, fmt.Errorf("a value of Go type %T has no form in GGUF", v)
}

// appendValue writes type and value.
func appendValue(b []byte, v any) ([]byte, error) {
	t, err := valueTypeOf(v)
	if err != nil {
		return nil, err
	}
	le := binary.LittleEndian
	if t.array {
		return appendArray(le.AppendUint32(b, uint32(typeArray)), t.elem, v)
	}
	b = le.AppendUint32(b, uint32(t.elem))
	if s, ok := v.(string); ok {
		return appendString(b, s), nil
	}
	return binary.Append(b, le, v)
}

// appendArray writes element type, count and elements.
func appendArray(b []byte, elem valueType, v any) ([]byte, error) {
	le := binary.LittleEndian
	b = le.AppendUint32(b, uint32(elem))
	switch x := v.(type) {
	case []string:
		b = le.AppendUint64(b, uint64(len(x)))
		for _, s := range x {
			b = appendString(b, s)
		}
		return b, nil
	case []any:
		b = le.AppendUint64(b, uint64(len(x)))
		for _, e := range x {
			t, err := valueTypeOf(e)
			if err != nil {
				return nil, err
			}
			if !t.array {
				return nil, fmt.Errorf("an array of arrays holds a %v", t.elem)
			}
			if b, err = appendArray(b, t.elem, e); err != nil {
				return nil, err
			}
		}
		return b, nil
	}
	b = le.AppendUint64(b, uint64(binary.Size(v)/valueSizes[elem]))
	return binary.Append(b, le, v)
}

func appendString(b []byte, s string) []byte {
	b = binary.LittleEndian.AppendUint64(b, uint64(len(s)))
	return append(b, s...)
}
