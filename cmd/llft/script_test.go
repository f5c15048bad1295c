package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"llft/gguf"
	"llft/internal/synthetic"
)

// TestMain lets scripts run llft itself, and synth, which makes models.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"llft": main, "synth": synth, "hostile": hostile})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("LLFT_ISA", os.Getenv("LLFT_ISA"))
			return nil
		},
		// [heavy] guards what takes a minute of CPU.
		Condition: func(cond string) (bool, error) {
			if cond != "heavy" {
				return false, fmt.Errorf("no such condition: %s", cond)
			}
			return os.Getenv("LLFT_HEAVY") == "1", nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"fails": fails, "json": checkJSON, "interrupted": interrupted, "killed": killed,
		},
	})
}

// fails CODE COMMAND... demands the exit code and stderr of the one form: notes, one error line, at most one hint.
func fails(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: fails CODE COMMAND ARG...")
	}
	err := ts.Exec(args[1], args[2:]...)
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		ts.Fatalf("got %v, want exit code %s", err, args[0])
	}
	if got := strconv.Itoa(exit.ExitCode()); got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
	stderr := ts.ReadFile("stderr")
	form := regexp.MustCompile(`(?s)\A(.*\n)?llft: error: [^\n]+\n(llft: hint: [^\n]+\n)?\z`)
	if !form.MatchString(stderr) || strings.Count(stderr, "llft: error:") != 1 || strings.Contains(stderr, "a bug in llft") {
		ts.Fatalf("stderr is not one clear error:\n%s", stderr)
	}
}

// json FILE [PATH VALUE] parses FILE and, given a dotted path, compares the value there; VALUE * only wants it to exist.
func checkJSON(ts *testscript.TestScript, neg bool, args []string) {
	var v any
	if err := json.Unmarshal([]byte(ts.ReadFile(args[0])), &v); err != nil {
		ts.Fatalf("%s is not JSON: %v", args[0], err)
	}
	if len(args) < 3 {
		return
	}
	for _, key := range strings.Split(args[1], ".") {
		switch x := v.(type) {
		case map[string]any:
			field, ok := x[key]
			if !ok {
				ts.Fatalf("%s has no %s", args[0], args[1])
			}
			v = field
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(x) {
				ts.Fatalf("%s: %s: no element %s of %d", args[0], args[1], key, len(x))
			}
			v = x[i]
		default:
			ts.Fatalf("%s: %s: %v is not an object or array", args[0], args[1], x)
		}
	}
	if got := fmt.Sprint(v); args[2] != "*" && (got == args[2]) == neg {
		ts.Fatalf("%s: %s is %s, want %s", args[0], args[1], got, args[2])
	}
}

// synth FILE [field=value...] writes a small random model; fields are those of synthetic.Shape.
func synth() {
	shape := synthetic.Shape{Dim: 32, Layers: 2, Heads: 4, FFN: 64, Vocab: 300, Context: 128, Type: gguf.F32, Seed: 1}
	for _, arg := range os.Args[2:] {
		name, value, _ := strings.Cut(arg, "=")
		field := reflect.ValueOf(&shape).Elem().FieldByName(name)
		if _, err := fmt.Sscan(value, field.Addr().Interface()); err != nil && field.Kind() != reflect.String {
			panic(fmt.Sprintf("%s: %v", arg, err))
		}
		if field.Kind() == reflect.String {
			field.SetString(value)
		}
	}
	if err := synthetic.Write(os.Args[1], shape); err != nil {
		panic(err)
	}
}

// hostile KIND FILE [MODEL] writes a broken file.
func hostile() {
	le := binary.LittleEndian
	str := func(b []byte, s string) []byte { return append(le.AppendUint64(b, uint64(len(s))), s...) }
	header := func(tensors, pairs uint64) []byte {
		return le.AppendUint64(le.AppendUint64(le.AppendUint32([]byte("GGUF"), 3), tensors), pairs)
	}
	var b []byte
	switch os.Args[1] {
	case "truncated":
		model, err := os.ReadFile(os.Args[3])
		if err != nil {
			panic(err)
		}
		b = model[:len(model)/2]
	case "zeros":
		b = make([]byte, 4096)
	case "text":
		b = []byte(strings.Repeat("this is a text\n", 50))
	case "empty":
	case "array": // of 2^60 strings
		b = le.AppendUint32(str(header(0, 1), "general.tags"), 9)
		b = le.AppendUint64(le.AppendUint32(b, 8), 1<<60)
	case "past": // a tensor at 2^40
		b = str(le.AppendUint32(str(header(1, 1), "general.architecture"), 8), "llama")
		b = le.AppendUint32(str(b, "token_embd.weight"), 2)
		b = le.AppendUint64(le.AppendUint64(b, 64), 512)
		b = le.AppendUint64(le.AppendUint32(b, 0), 1<<40)
		b = append(b, make([]byte, 256)...)
	default:
		panic("unknown kind " + os.Args[1])
	}
	if err := os.WriteFile(os.Args[2], b, 0o666); err != nil {
		panic(err)
	}
}
