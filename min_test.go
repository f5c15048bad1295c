package llft

import (
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func cpuTime() time.Duration {
	var ts unix.Timespec
	unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts)
	return time.Duration(ts.Nano())
}

func timeIt(reps int, f func()) float64 {
	best := time.Hour
	for range reps {
		t0 := cpuTime()
		for range 100 {
			f()
		}
		best = min(best, cpuTime()-t0)
	}
	return float64(best.Nanoseconds()) / 100
}

func TestUnpackMin(t *testing.T) {
	if os.Getenv("MINB") == "" {
		t.Skip()
	}
	runtime.LockOSThread()
	mem := make([]byte, 64<<10)
	dst, nib, one, two := mem[:8192], mem[16384:][:4096], mem[32768:][:1024], mem[40960:][:2048]
	fmt.Println("unpack4", timeIt(1000, func() { Planes{Nibbles: nib}.Unpack(dst) }))
	fmt.Println("unpack4 raw", timeIt(1000, func() { unpack4AVX2(&dst[0], &nib[0], 16) }))
	nib = mem[16384+1024:][:4096]
	fmt.Println("unpack4 raw, shifted", timeIt(1000, func() { unpack4AVX2(&dst[0], &nib[0], 16) }))
	fmt.Println("unpack5", timeIt(1000, func() { Planes{Nibbles: nib, Ones: one}.Unpack(dst) }))
	fmt.Println("unpack6", timeIt(1000, func() { Planes{Nibbles: nib, Twos: two}.Unpack(dst) }))
	h := make([]uint16, 256)
	f := make([]float32, 256)
	fmt.Println("F16", timeIt(1000, func() { F16ToF32(f, h) }))
	fmt.Println("codes", timeIt(1000, func() { ScaleCodes(f[:128], dst[:128], h[:16]) }))
}
