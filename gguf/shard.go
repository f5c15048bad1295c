package gguf

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
)

// shardName matches "-00001-of-00003.gguf", the ending of a shard's name (gguf-split of llama.cpp).
var shardName = regexp.MustCompile(`^(.*)-(\d{5})-of-(\d{5})\.gguf$`)

// maxShards bounds split.count.
const maxShards = 4096

// openShards opens the other shards of a model of which f is the first, and takes their tensors.
func (f *File) openShards() error {
	count, err := f.KV.IntOr("split.count", 1)
	if err != nil {
		return fmt.Errorf("%q: %w", f.Path, err)
	}
	if count <= 1 {
		return nil
	}
	number, err := f.KV.IntOr("split.no", 0)
	if err != nil {
		return fmt.Errorf("%q: %w", f.Path, err)
	}
	name := shardName.FindStringSubmatch(filepath.Base(f.Path))
	if name == nil {
		return fmt.Errorf("%q is one of %d shards, whose names must end in -00001-of-%05d.gguf", f.Path, count, count)
	}
	shard := func(no int) string {
		return filepath.Join(filepath.Dir(f.Path), fmt.Sprintf("%s-%05d-of-%05d.gguf", name[1], no+1, count))
	}
	if number != 0 {
		return fmt.Errorf("%q is shard %d of %d: open the first, %q", f.Path, number+1, count, shard(0))
	}
	if named, _ := strconv.Atoi(name[3]); named != count || count > maxShards {
		return fmt.Errorf("%q: split.count is %d, the name says %d (at most %d)", f.Path, count, named, maxShards)
	}
	for no := 1; no < count; no++ {
		if err := f.addShard(shard(no), no, count); err != nil {
			return fmt.Errorf("shard %d of %d, %q: %w", no+1, count, shard(no), err)
		}
	}
	if total, err := f.KV.IntOr("split.tensors.count", len(f.Tensors)); err != nil || total != len(f.Tensors) {
		return fmt.Errorf("%q: the shards hold %d tensors, split.tensors.count is %d", f.Path, len(f.Tensors), total)
	}
	return nil
}

// addShard maps one more shard and takes over its tensors and its mapping.
func (f *File) addShard(path string, no, count int) error {
	s, err := openShard(path)
	if err != nil {
		return err
	}
	f.mappings = append(f.mappings, s.mappings...)
	number, err := s.KV.Int("split.no")
	if err != nil {
		return err
	}
	if all, err := s.KV.IntOr("split.count", count); err != nil || number != no || all != count {
		return fmt.Errorf("it says that it is shard %d of %d", number+1, all)
	}
	for _, t := range s.Tensors {
		if f.byName[t.Name] != nil {
			return fmt.Errorf("tensor %q stands in two shards", clip(t.Name))
		}
		f.byName[t.Name] = t
	}
	f.Tensors = append(f.Tensors, s.Tensors...)
	f.Size += s.Size
	return nil
}
