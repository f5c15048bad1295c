package machine

import (
	"runtime"
	"testing"
	"testing/fstest"
)

func TestFreeMemory(t *testing.T) {
	const meminfo = "MemTotal:       16000000 kB\nMemFree:         1000000 kB\nMemAvailable:    8000000 kB\n"
	const mb = 1 << 20
	for _, c := range []struct {
		name  string
		files map[string]string
		want  int64
	}{
		{"no control groups", map[string]string{"proc/meminfo": meminfo}, 8000000 << 10},
		{"version 2, no limit", map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "0::/user\n",
			"sys/fs/cgroup/user/memory.max": "max\n", "sys/fs/cgroup/user/memory.current": "5\n",
		}, 8000000 << 10},
		{"version 2, files in the usage", map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "0::/a/b\n",
			"sys/fs/cgroup/a/b/memory.max": "1048576000\n", "sys/fs/cgroup/a/b/memory.current": "629145600\n",
			"sys/fs/cgroup/a/b/memory.stat": "anon 314572800\ninactive_file 104857600\nactive_file 104857600\n",
		}, 600 * mb},
		{"version 2, a limit above", map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "0::/a/b\n",
			"sys/fs/cgroup/a/b/memory.max": "max\n", "sys/fs/cgroup/a/b/memory.current": "1\n",
			"sys/fs/cgroup/a/memory.max": "104857600\n", "sys/fs/cgroup/a/memory.current": "52428800\n",
		}, 50 * mb},
		{"a container that sees itself as the root", map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "0::/outside/name\n",
			"sys/fs/cgroup/memory.max": "104857600\n", "sys/fs/cgroup/memory.current": "0\n",
		}, 100 * mb},
		{"version 1", map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "5:cpu:/x\n4:memory:/docker/1\n",
			"sys/fs/cgroup/memory/docker/1/memory.limit_in_bytes": "209715200\n", "sys/fs/cgroup/memory/docker/1/memory.usage_in_bytes": "104857600\n",
		}, 100 * mb},
		{"more used than allowed", map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "10\n", "sys/fs/cgroup/memory.current": "20\n",
		}, 1},
		{"nothing known", nil, 0},
		{"garbage", map[string]string{"proc/meminfo": "MemAvailable: lots\n", "proc/self/cgroup": "what\n:\n"}, 0},
	} {
		root := fstest.MapFS{}
		for name, text := range c.files {
			root[name] = &fstest.MapFile{Data: []byte(text)}
		}
		if got := freeMemory(root); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	if runtime.GOOS == "linux" && FreeMemory() <= 0 {
		t.Error("this machine's free memory is not known")
	}
}
