package llama_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"llft/gguf"
	"llft/internal/synthetic"
	"llft/llama"
)

// TestPeakMemory runs forward and backward of a 256 MB Q4_0 model in a process of its own and wants its peak resident memory, the mapped
// file included, below 1.3 times the file: the base is never held dequantized. The adapter takes 20 MB
// of that with its gradients, the activations of 64 rows another 20.
func TestPeakMemory(t *testing.T) {
	if path := os.Getenv("LLFT_TEST_PEAK"); path != "" {
		passes(t, path)
		return
	}
	if os.Getenv("LLFT_HEAVY") == "" {
		t.Skip("heavy (256 MB model): set LLFT_HEAVY=1")
	}
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("no /proc to read the peak from")
	}
	path := filepath.Join(t.TempDir(), "256mb.gguf")
	shape := synthetic.Shape{Dim: 2048, Layers: 9, Heads: 32, KVHeads: 8, FFN: 5632, Vocab: 16384, Type: gguf.Q4_0, Seed: 1}
	if err := synthetic.Write(path, shape); err != nil {
		t.Fatal(err)
	}
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if st.Size() < 240<<20 || st.Size() > 272<<20 {
		t.Fatalf("the model has %d MB, want about 256", st.Size()>>20)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run", "^TestPeakMemory$", "-test.v")
	cmd.Env = append(os.Environ(), "LLFT_TEST_PEAK="+path)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, after, found := strings.Cut(string(out), "peak bytes: ")
	if !found {
		t.Fatalf("no peak in the output:\n%s", out)
	}
	peak, err := strconv.ParseInt(strings.Fields(after)[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	ratio := float64(peak) / float64(st.Size())
	t.Logf("peak %d MB, file %d MB: %.2f", peak>>20, st.Size()>>20, ratio)
	if ratio >= 1.3 {
		t.Errorf("peak memory is %.2f times the file, want below 1.3", ratio)
	}
}

// passes is the child: a prompt, some decoding, and two training steps on every matrix.
func passes(t *testing.T, path string) {
	m := open(t, path, llama.Options{Threads: 2})
	s, err := m.NewSession(96, llama.CacheF16)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Eval(ids(64, m.Vocab)); err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		if _, err := s.Eval([]int32{int32(i)}); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	adapt(m, 8, 1)
	tr := m.NewTrainer(llama.TrainOptions{Checkpoint: true})
	for step := range 2 {
		if _, err := tr.LossGrad(rows(m.Vocab, 64), step, 0, 64); err != nil {
			t.Fatal(err)
		}
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(status), "\n") {
		if kb, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(kb), " kB"), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Printf("peak bytes: %d\n", n<<10)
		}
	}
}
