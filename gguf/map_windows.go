package gguf

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

func mapRegular(f *os.File, size int) (*mapping, error) {
	handle, err := windows.CreateFileMapping(windows.Handle(f.Fd()), nil, windows.PAGE_READONLY, 0, 0, nil)
	if err != nil {
		return nil, os.NewSyscallError("CreateFileMapping", err)
	}
	defer windows.CloseHandle(handle) // the view keeps the mapping alive
	addr, err := windows.MapViewOfFile(handle, windows.FILE_MAP_READ, 0, 0, 0)
	if err != nil {
		return nil, os.NewSyscallError("MapViewOfFile", err)
	}
	data := unsafe.Slice((*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&addr))), size) // addr is no Go pointer: read it as one
	return &mapping{data: data, unmap: func() error {
		return os.NewSyscallError("UnmapViewOfFile", windows.UnmapViewOfFile(addr))
	}}, nil
}

// dropPages leaves it to the system, which trims pages of mapped files itself.
func dropPages([]byte) {}
