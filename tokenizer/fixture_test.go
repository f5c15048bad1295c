package tokenizer_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"llft/gguf"
	"llft/internal/fixtures"
	"llft/tokenizer"
)

// TestFixtureVocab holds every vocabulary to llama.cpp's ids of its strings.
func TestFixtureVocab(t *testing.T) {
	for _, inp := range fixtures.Glob(t, "vocab", "*.inp") {
		path := strings.TrimSuffix(inp, ".inp")
		if _, err := os.Stat(path); os.IsNotExist(err) {
			t.Logf("%s has strings, but there is no such vocabulary", filepath.Base(path))
			continue
		}
		t.Run(fixtures.Name(path), func(t *testing.T) {
			tok := openVocab(t, path)
			texts, ids := readCases(t, path)
			for i, text := range texts {
				got := tok.Encode(text, tokenizer.Options{})
				if !slices.Equal(got, ids[i]) {
					t.Errorf("string %d %q:\ngot  %d\nwant %d", i, text, got, ids[i])
				}
				if back := tok.Decode(got, false); back != text {
					t.Errorf("string %d %q comes back as %q", i, text, back)
				}
				checkOffsets(t, tok, text, tokenizer.Options{})
			}
		})
	}
}

// TestSpeed encodes a text of a megabyte, and texts on which merging is at its worst, with every vocabulary.
func TestSpeed(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const bytes = 300_000
	texts := map[string]string{
		"letters": strings.Repeat("a", bytes),
		"spaces":  strings.Repeat(" ", bytes),
		"words":   strings.Repeat("the quick brown fox", bytes/19),
		"cjk":     strings.Repeat("我想在工作是的不了人有这个上们来到时", bytes/54),
		"mixed":   strings.Repeat("aA1!é我 \n", bytes/13),
		"marks":   strings.Repeat("<[", bytes/2),
	}
	for _, path := range fixtures.Glob(t, "text", "*.txt") {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(path)] = string(data)
	}
	for _, path := range fixtures.Glob(t, "vocab", "*.gguf") {
		t.Run(fixtures.Name(path), func(t *testing.T) {
			f := openFile(t, path)
			start := time.Now()
			tok, err := tokenizer.New(f.KV)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("loaded in %v", time.Since(start).Round(time.Millisecond))
			for name, text := range texts {
				start := time.Now()
				ids := tok.Encode(text, tokenizer.Options{})
				took := time.Since(start)
				t.Logf("%s: %d bytes, %d tokens, %v", name, len(text), len(ids), took.Round(time.Millisecond))
				if took > 5*time.Second { // far above what a loaded machine takes: only a quadratic step does this
					t.Errorf("%s: %d bytes took %v", name, len(text), took)
				}
				if back := tok.Decode(ids, false); back != text {
					t.Errorf("%s: %d bytes come back as %d others", name, len(text), len(back))
				}
			}
		})
	}
}

func openFile(t testing.TB, path string) *gguf.File {
	t.Helper()
	f, err := gguf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func openVocab(t testing.TB, path string) *tokenizer.Tokenizer {
	t.Helper()
	tok, err := tokenizer.New(openFile(t, path).KV)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// readCases reads the strings of path.inp, each followed by a line of its own, and the ids of path.out, a line for each.
func readCases(t testing.TB, path string) (texts []string, ids [][]int32) {
	t.Helper()
	inp, err := os.ReadFile(path + ".inp")
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.ReadFile(path + ".out")
	if err != nil {
		t.Fatal(err)
	}
	texts = strings.Split(string(inp), "\n__ggml_vocab_test__\n")
	if last := len(texts) - 1; texts[last] == "" {
		texts = texts[:last]
	}
	for _, line := range strings.Split(strings.TrimSuffix(string(out), "\n"), "\n") {
		var x []int32
		for _, field := range strings.Fields(line) {
			id, err := strconv.ParseInt(field, 10, 32)
			if err != nil {
				t.Fatalf("%s.out: %v", path, err)
			}
			x = append(x, int32(id))
		}
		ids = append(ids, x)
	}
	if len(texts) != len(ids) || len(texts) == 0 {
		t.Fatalf("%s: %d strings, %d lines of ids", path, len(texts), len(ids))
	}
	return texts, ids
}

// checkOffsets demands that offsets ascend within the text, that the ids are those of Encode, and that what lies between two offsets
// is what the token's piece says, but for the space that SPM adds.
func checkOffsets(t testing.TB, tok *tokenizer.Tokenizer, text string, o tokenizer.Options) {
	t.Helper()
	ids, at := tok.EncodeOffsets(text, o)
	if want := tok.Encode(text, o); !slices.Equal(ids, want) || len(at) != len(ids) {
		t.Fatalf("%q: EncodeOffsets gives %d and %d offsets, Encode %d", text, ids, len(at), want)
	}
	for i, id := range ids {
		end := len(text)
		if i+1 < len(ids) {
			end = at[i+1]
		}
		if at[i] < 0 || at[i] > end || end > len(text) {
			t.Fatalf("%q: offsets %d do not ascend within %d bytes", text, at, len(text))
		}
		piece := string(tok.Piece(id, true))
		if part := text[at[i]:end]; part != piece && " "+part != piece {
			t.Fatalf("%q: token %d is %q, its part of the text %q", text, i, piece, part)
		}
	}
}
