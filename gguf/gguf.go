// Package gguf reads and writes the GGUF container: metadata, tensor table, mapped data, shards. It does no arithmetic on weights.
package gguf

import "errors"

// Type is a ggml tensor type id as stored in the file.
type Type uint32

// The ids of ggml.h.
const (
	F32     Type = 0
	F16     Type = 1
	Q4_0    Type = 2
	Q4_1    Type = 3
	Q5_0    Type = 6
	Q5_1    Type = 7
	Q8_0    Type = 8
	Q2_K    Type = 10
	Q3_K    Type = 11
	Q4_K    Type = 12
	Q5_K    Type = 13
	Q6_K    Type = 14
	IQ3_XXS Type = 18
	IQ4_NL  Type = 20
	IQ3_S   Type = 21
	IQ4_XS  Type = 23
	BF16    Type = 30
	TQ1_0   Type = 34
	TQ2_0   Type = 35
)

func (t Type) String() string { return "" }

// BlockSize is the number of values of one block, BlockBytes its size in the file; both 0 for an unknown type.
func (t Type) BlockSize() int  { return 0 }
func (t Type) BlockBytes() int { return 0 }

// ErrNotFound is what a typed getter wraps when the key is absent.
var ErrNotFound = errors.New("key not found")

// Tensor is one entry of the tensor table.
type Tensor struct {
	Name string
	Type Type
	Dims []int  // ne of ggml: Dims[0] is the row length (fastest), every product checked to fit an int
	Data []byte // the tensor's bytes, mapped read-only
}

// Rows is the product of all dims but the first.
func (t *Tensor) Rows() int { return 0 }

// KV is metadata: ordered key/value pairs. Values are uint8..int64, float32, float64, bool, string, or slices of these
// ([]string, []int32, ..., []any for nested arrays).
type KV struct{}

func (kv *KV) Keys() []string                          { return nil }
func (kv *KV) Has(key string) bool                     { return false }
func (kv *KV) Value(key string) (any, bool)            { return nil, false }
func (kv *KV) String(key string) (string, error)       { return "", nil }
func (kv *KV) Int(key string) (int, error)             { return 0, nil } // any integer type that fits
func (kv *KV) Float(key string) (float64, error)       { return 0, nil } // float32 or float64
func (kv *KV) Bool(key string) (bool, error)           { return false, nil }
func (kv *KV) Strings(key string) ([]string, error)    { return nil, nil }
func (kv *KV) Ints(key string) ([]int, error)          { return nil, nil } // array of any integer type
func (kv *KV) Floats(key string) ([]float32, error)    { return nil, nil }

// The Or getters return the default when the key is absent, and still fail on a wrong type.
func (kv *KV) StringOr(key, def string) (string, error)            { return "", nil }
func (kv *KV) IntOr(key string, def int) (int, error)              { return 0, nil }
func (kv *KV) FloatOr(key string, def float64) (float64, error)    { return 0, nil }
func (kv *KV) BoolOr(key string, def bool) (bool, error)           { return false, nil }

// Set adds or replaces a pair; value is one of the types that KV documents. It panics on another type (a programmer's error).
func (kv *KV) Set(key string, value any) {}

// File is an open GGUF, all its shards mapped.
type File struct {
	Path      string
	Version   int
	Alignment int
	Size      int64 // bytes of all shards
	KV        *KV
	Tensors   []*Tensor // in file order
}

// Open maps the file and its shards read-only and checks every length, offset and product against the file's size.
func Open(path string) (*File, error) { return nil, nil }

// Parse reads a file held in memory (an embedded model); name stands for the path in errors. The data is not copied.
func Parse(name string, data []byte) (*File, error) { return nil, nil }

// Tensor finds a tensor by name, or nil.
func (f *File) Tensor(name string) *Tensor { return nil }

func (f *File) Close() error { return nil }

// Writer writes a GGUF (version 3) beside its destination, syncs it and renames it in Commit.
type Writer struct{}

// Create starts a file; nothing is at path until Commit.
func Create(path string, kv *KV) (*Writer, error) { return nil, nil }

// Add declares a tensor (ne order). All are declared before the first Write.
func (w *Writer) Add(name string, t Type, dims ...int) error { return nil }

// Write appends bytes to the data of the tensors in declared order; padding is inserted between them.
// A tensor's bytes may come in several calls; a call may not cross a tensor's end.
func (w *Writer) Write(p []byte) (int, error) { return 0, nil }

// Commit checks that every tensor is complete, syncs, renames. Abort removes the temporary file; after Commit it does nothing.
func (w *Writer) Commit() error { return nil }
func (w *Writer) Abort()        {}
