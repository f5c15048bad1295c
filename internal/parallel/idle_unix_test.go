//go:build unix

package parallel

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestIdlePoolUsesNoCPU wants the processor time of a pool without work to stand still.
func TestIdlePoolUsesNoCPU(t *testing.T) {
	p := New(2)
	defer p.Close()
	p.Run(2, func(_, _ int) {})
	time.Sleep(20 * time.Millisecond)
	before := cpuTime(t)
	time.Sleep(200 * time.Millisecond)
	if used := cpuTime(t) - before; used > 20*time.Millisecond {
		t.Errorf("an idle pool used %v of CPU in 200 ms", used)
	}
}

func cpuTime(t *testing.T) time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
