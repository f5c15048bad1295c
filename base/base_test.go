package base

import (
	"testing"
	"unsafe"
)

func TestGGUF(t *testing.T) {
	data := GGUF()
	if len(data) > MaxBytes {
		t.Errorf("the base has %d bytes, at most %d may be in the binary", len(data), MaxBytes)
	}
	if string(data[:4]) != "GGUF" {
		t.Errorf("it begins with %q", data[:4])
	}
	if at := uintptr(unsafe.Pointer(&data[0])); at%64 != 0 {
		t.Errorf("its bytes begin at %#x, which 64 does not divide", at)
	}
}
