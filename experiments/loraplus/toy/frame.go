package toy

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"llft/internal/atomicfile"
)

// Options are the flags of an experiment's command.
type Options struct {
	Quick   bool
	Out     string
	Workers int
	Widest  int       // widths above it are left out
	Name    string    // of the experiment
	Stdout  io.Writer // gets a copy of the report
}

// Main is the main function of the experiment called name: it reads the flags, lets Ctrl-C end it in order, and reports errors. It returns the
// exit code: 1 for a failure, 2 for a mistake in the flags.
func Main(name, about string, args []string, run func(ctx context.Context, o *Options) error) int {
	o := &Options{Name: name, Stdout: os.Stdout}
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.Usage = func() {
		fmt.Fprintf(f.Output(), "%s\n\nUsage, in the folder experiments: go run ./loraplus/%s [flags]\n\n", about, name)
		f.PrintDefaults()
	}
	f.BoolVar(&o.Quick, "quick", false, "the whole way in seconds, with sizes that mean nothing")
	f.StringVar(&o.Out, "out", "", "folder for results, pictures and tables (default: loraplus/results and ../docs/loraplus; with -quick a temporary one)")
	f.IntVar(&o.Workers, "workers", runtime.NumCPU(), "runs at the same time")
	f.IntVar(&o.Widest, "max-width", 1<<20, "leave out widths above this, for tables before everything is run")
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if err := o.check(f); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	start := time.Now()
	err := run(ctx, o)
	if errors.Is(err, context.Canceled) {
		err = errors.New("stopped; what was done is kept, the same command goes on from there")
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		return 1
	}
	fmt.Fprintf(os.Stderr, "%s: took %s with %d workers, without what had been done before; wrote %s and its pictures\n", name, time.Since(start).Round(time.Second), o.Workers, o.Doc(name+".md"))
	return 0
}

func (o *Options) check(f *flag.FlagSet) error {
	switch {
	case f.NArg() > 0:
		return fmt.Errorf("no arguments are wanted, got %q", f.Arg(0))
	case o.Workers < 1:
		return fmt.Errorf("-workers is %d, want at least 1", o.Workers)
	case o.Out != "":
		return os.MkdirAll(o.Out, 0o755)
	case o.Quick:
		dir, err := os.MkdirTemp("", "llft-"+o.Name+"-")
		o.Out = dir
		return err
	}
	if _, err := os.Stat(filepath.Join("loraplus", o.Name, "main.go")); err != nil {
		return errors.New("run it in the folder experiments, or say with -out where files go")
	}
	return os.MkdirAll(filepath.Join("..", "docs", "loraplus"), 0o755)
}

// Widths are those of v that are not left out.
func (o *Options) Widths(v []int) []int {
	return slices.DeleteFunc(slices.Clone(v), func(n int) bool { return o.Widest > 0 && n > o.Widest })
}

// Results is the path of the file of runs. Quick runs have one of their own, as they are not those of the experiment.
func (o *Options) Results() string {
	name := o.Name + ".jsonl"
	if o.Quick {
		name = "quick-" + name
	}
	if o.Out != "" {
		return filepath.Join(o.Out, name)
	}
	return filepath.Join("loraplus", "results", name)
}

// Doc is the path of a picture or a table.
func (o *Options) Doc(name string) string {
	if o.Out != "" {
		return filepath.Join(o.Out, name)
	}
	return filepath.Join("..", "docs", "loraplus", name)
}

// Report is a document in Markdown.
type Report struct{ text strings.Builder }

// Add writes a paragraph, which may be a heading.
func (r *Report) Add(format string, args ...any) {
	if r.text.Len() > 0 {
		r.text.WriteByte('\n')
	}
	fmt.Fprintf(&r.text, format+"\n", args...)
}

// Table writes a table.
func (r *Report) Table(head []string, rows [][]string) {
	line := func(cells []string) string { return "| " + strings.Join(cells, " | ") + " |\n" }
	rule := make([]string, len(head))
	for i := range rule {
		rule[i] = "---"
	}
	out := line(head) + line(rule)
	for _, row := range rows {
		out += line(row)
	}
	r.Add("%s", strings.TrimSuffix(out, "\n"))
}

// Pictures puts pictures that lie beside the document next to each other.
func (r *Report) Pictures(about []string, names ...string) {
	var out []string
	for i, n := range names {
		out = append(out, fmt.Sprintf("![%s](%s)", about[i], n))
	}
	r.Add("%s", strings.Join(out, " "))
}

// Save writes the document to the file called name, whole or not at all, and prints it.
func (r *Report) Save(o *Options, name string) error {
	f, err := atomicfile.Create(o.Doc(name))
	if err != nil {
		return err
	}
	defer f.Abort()
	if _, err := io.WriteString(io.MultiWriter(f, o.Stdout), r.text.String()); err != nil {
		return err
	}
	return f.Commit()
}

// Power writes with which power of x the values y grow, with the standard error where there are points enough for one.
func Power(x, y []float64) string {
	p, se := Slope(x, y)
	if len(x) < 3 {
		return fmt.Sprintf("n^%.2f", p)
	}
	return fmt.Sprintf("n^(%.2f ± %.2f)", p, se)
}

// Change writes a mean difference of logarithms and its standard error as a change in percent: -12 ± 3%.
func Change(log, se float64) string {
	return fmt.Sprintf("%+.1f ± %.1f%%", 100*(math.Exp(log)-1), 100*se*math.Exp(log))
}
