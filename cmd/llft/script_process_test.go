package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"llft/lora"
)

// command prepares a program of the script, with its folder and environment.
func command(ts *testscript.TestScript, args []string) *exec.Cmd {
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		path := filepath.Join(dir, args[0])
		for _, name := range []string{path, path + ".exe"} {
			if _, err := os.Stat(name); err == nil {
				cmd := exec.Command(name, args[1:]...)
				cmd.Dir, cmd.Env = ts.MkAbs("."), append(os.Environ(), "PATH="+ts.Getenv("PATH"))
				return cmd
			}
		}
	}
	ts.Fatalf("no program %q", args[0])
	return nil
}

// interrupted PATTERN COMMAND... sends an interrupt as soon as a line of stderr matches, and demands exit code 1 and the command that resumes;
// with ! that nothing can be resumed, as nothing was written.
func interrupted(ts *testscript.TestScript, neg bool, args []string) {
	pattern := regexp.MustCompile(args[0])
	cmd := command(ts, args[1:])
	stderr, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	var seen bytes.Buffer
	lines := bufio.NewScanner(io.TeeReader(stderr, &seen))
	sent := false
	for lines.Scan() {
		if !sent && pattern.MatchString(lines.Text()) {
			ts.Check(cmd.Process.Signal(os.Interrupt))
			sent = true
		}
	}
	_ = cmd.Wait()
	code := cmd.ProcessState.ExitCode()
	want := "llft: hint: go on with: llft "
	if neg {
		want = "llft: error: stopped; nothing was written\n"
	}
	if !sent || code != exitFailure || !strings.Contains(seen.String(), want) {
		ts.Fatalf("interrupt sent: %v, exit code %d, want 1 and %q:\n%s", sent, code, want, seen.String())
	}
}

// killed ADAPTER COMMAND... lets the command run once, then again and again, killing it at moments spread over the time
// that it took. After each the adapter must be absent or whole.
func killed(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	start := time.Now()
	cmd := command(ts, args[1:])
	ts.Check(cmd.Run())
	whole := time.Since(start)
	const times = 20
	absent := 0
	for i := range times {
		ts.Check(os.RemoveAll(path))
		ts.Check(os.RemoveAll(path + ".ckpt"))
		cmd := command(ts, args[1:])
		ts.Check(cmd.Start())
		time.Sleep(whole * time.Duration(i+1) / (times - 1))
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if _, err := os.Stat(path); os.IsNotExist(err) {
			absent++
			continue
		}
		if _, err := lora.Read(path); err != nil {
			ts.Fatalf("killed after %d/%d of the run: %v", i+1, times-1, err)
		}
	}
	ts.Logf("killed %d times over %v: no adapter yet %d times, a whole one %d times", times, whole, absent, times-absent)
}
