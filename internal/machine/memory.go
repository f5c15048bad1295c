// Package machine tells what the machine has to give.
package machine

import (
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// freeMemory is what the system could give without swapping and what the process's control groups leave of it, in bytes, by the files under
// /, of which root is a view; 0: unknown.
//
//	proc/meminfo                         MemAvailable
//	proc/self/cgroup                     the group's path, "0::/a/b" in version 2, "4:memory:/a/b" in version 1
//	sys/fs/cgroup/a/b/memory.max         version 2: bytes or "max"; memory.current and memory.stat beside it
//	sys/fs/cgroup/memory/a/b/memory.limit_in_bytes  version 1; memory.usage_in_bytes and memory.stat beside it
func freeMemory(root fs.FS) int64 {
	text, err := fs.ReadFile(root, "proc/meminfo")
	if err != nil {
		return 0
	}
	free := field(string(text), "MemAvailable:") * 1024
	groups, _ := fs.ReadFile(root, "proc/self/cgroup")
	for line := range strings.Lines(string(groups)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 {
			continue
		}
		dir, limit, usage := "sys/fs/cgroup", "memory.max", "memory.current"
		if parts[1] == "memory" {
			dir, limit, usage = "sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes"
		} else if parts[1] != "" {
			continue
		}
		// A limit of a group above holds too. In a container the path may be that outside of it; the root is then the container's group.
		for at := path.Clean("/" + parts[2]); ; at = path.Dir(at) {
			if left, ok := groupLeft(root, dir+strings.TrimSuffix(at, "/"), limit, usage); ok && (free == 0 || left < free) {
				free = left
			}
			if at == "/" {
				break
			}
		}
	}
	return free
}

// groupLeft is what one group leaves: its limit less its usage, of which pages of files do not count, since they can go.
func groupLeft(root fs.FS, dir, limit, usage string) (int64, bool) {
	max, ok := number(root, dir+"/"+limit)
	if !ok {
		return 0, false
	}
	used, ok := number(root, dir+"/"+usage)
	if !ok {
		return 0, false
	}
	stat, _ := fs.ReadFile(root, dir+"/memory.stat")
	file := field(string(stat), "inactive_file") + field(string(stat), "active_file")
	left := max - used + min(file, used)
	if left < 1 {
		left = 1 // known to be none
	}
	return left, true
}

// number reads a file of one number; "max" is none.
func number(root fs.FS, name string) (int64, bool) {
	text, err := fs.ReadFile(root, name)
	if err != nil {
		return 0, false
	}
	n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	return n, err == nil && n >= 0
}

// field is the number behind a word at the start of a line, 0 where there is none.
func field(text, word string) int64 {
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) >= 2 && words[0] == word {
			n, _ := strconv.ParseInt(words[1], 10, 64)
			return max(n, 0)
		}
	}
	return 0
}
