package atomicfile

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOldOrNew(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.bin")
	if err := WriteFile(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	want := func(content string, entries int) {
		t.Helper()
		got, err := os.ReadFile(path)
		if err != nil || string(got) != content {
			t.Errorf("file holds %q (%v), want %q", got, err, content)
		}
		if all, _ := os.ReadDir(dir); len(all) != entries {
			t.Errorf("folder has %d entries, want %d: %v", len(all), entries, all)
		}
	}
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte("half"))
	want("old", 2)
	f.Abort()
	want("old", 1)
	if err := f.Commit(); err == nil {
		t.Error("Commit after Abort was accepted")
	}
	os.Chmod(path, 0o600)
	if err := WriteFile(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	want("new", 1)
	if st, _ := os.Stat(path); st.Mode().Perm()&0o077 != 0 {
		t.Errorf("mode became %v", st.Mode())
	}
}

func TestCreateRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, err := Create(dir); err == nil {
		t.Error("a folder was accepted as a file")
	}
	if _, err := Create(filepath.Join(dir, "none", "x")); err == nil {
		t.Error("a missing folder was accepted")
	}
}
