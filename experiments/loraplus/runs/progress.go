package runs

import (
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress is a bar on a terminal, and elsewhere a line now and then.
type progress struct {
	mu       sync.Mutex
	name     string
	of, done int
	start    time.Time
	printed  time.Time
	bar      *progressbar.ProgressBar
}

func newProgress(name string, of int) *progress {
	p := &progress{name: name, of: of, start: time.Now(), printed: time.Now()}
	if term.IsTerminal(int(os.Stderr.Fd())) {
		p.bar = progressbar.NewOptions(of, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetDescription(name),
			progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	}
	return p
}

func (p *progress) add() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	if p.bar != nil {
		_ = p.bar.Add(1) // an error of the bar is one of the terminal
		return
	}
	const short = 5 * time.Second // what takes less, says nothing
	if time.Since(p.printed) > 30*time.Second || p.done == p.of && time.Since(p.start) > short {
		p.printed = time.Now()
		spent := time.Since(p.start)
		left := spent / time.Duration(p.done) * time.Duration(p.of-p.done)
		fmt.Fprintf(os.Stderr, "%s: %d of %d runs, %s, %s left\n", p.name, p.done, p.of, spent.Round(time.Second), left.Round(time.Second))
	}
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
