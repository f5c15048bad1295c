// Command study compares LoRA+ with plain LoRA on real frozen bases, both finely tuned: docs/loraplus/study-*.md and their pictures.
//
// What a fair comparison must do, and what this one does: the same initial A and order of data in every arm; each ratio of the learning rates of B
// and A has its own grid of learning rates, in steps of √2, which grows until the best lies inside; plain LoRA has at least as many cells as any
// other; five seeds that chose nothing; chosen on validation, reported on test, seed by seed. Results are kept line by line: what was stopped goes
// on where it was.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"llft/experiments/loraplus/lab"
	"llft/experiments/loraplus/runs"
	"llft/experiments/loraplus/tasks"
)

const usage = `usage: go run ./loraplus/study [flags]     (in experiments/)

Compares LoRA+ with plain LoRA, both tuned, and writes docs/loraplus/study-*.md with pictures. About two and a half hours on two free cores, the
most telling first. Ctrl-C stops it; what is done is in the tables, and the same command goes on.

`

type options struct {
	models, task, budgets string
	randomB, compute      string
	workers               int
	results, docs         string
	tables, quick         bool
}

func main() {
	var o options
	flag.Usage = func() {
		fmt.Fprint(os.Stderr, usage)
		flag.PrintDefaults()
	}
	flag.StringVar(&o.models, "model", "", "`models`, with commas between: base (the embedded one) or files (default base and stories260K of the fixtures)")
	flag.StringVar(&o.task, "task", "both", "easy, hard or both")
	flag.StringVar(&o.budgets, "budget", "50,300,1000", "`steps`; 300 is always among them, as the longest builds on it")
	flag.StringVar(&o.randomB, "random-b", tasks.Hard, "`tasks` on which the other initialisation, B random and A zero, is run too: easy, hard, both or none")
	flag.StringVar(&o.compute, "compute", "auto", "arithmetic of the products, f32 or bf16; auto: that of the runs of the model that are there, else the faster on this machine")
	flag.IntVar(&o.workers, "workers", 2, "runs at a time, one thread each; the results do not depend on it")
	flag.StringVar(&o.results, "results", "", "`file` of results (default experiments/loraplus/results/study.jsonl)")
	flag.StringVar(&o.docs, "docs", "", "`folder` of tables and pictures (default docs/loraplus)")
	flag.BoolVar(&o.tables, "tables", false, "run nothing, write tables and pictures of what is there")
	flag.BoolVar(&o.quick, "quick", false, "go through everything in seconds, into a temporary folder unless -docs says where; the numbers mean nothing")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "study: error: unexpected argument %q\n", flag.Arg(0))
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := o.run(ctx); err != nil {
		fmt.Fprintf(os.Stderr, "study: error: %v\n", err)
		os.Exit(1)
	}
}

func (o options) run(ctx context.Context) error {
	p := fullPlan()
	root, err := lab.Root()
	if err != nil {
		return err
	}
	if o.quick {
		dir, err := os.MkdirTemp("", "llft-study-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		p = quickPlan()
		if o.models == "" {
			o.models = filepath.Join(dir, "random.gguf")
			if err := lab.WriteSmall(o.models); err != nil {
				return err
			}
		}
		if o.results = filepath.Join(dir, "study.jsonl"); o.docs == "" {
			o.docs = dir
		}
		o.budgets = fmt.Sprintf("%d,%d", p.short, p.long)
	}
	if o.results == "" {
		o.results = filepath.Join(root, "experiments", "loraplus", "results", "study.jsonl")
	}
	if o.docs == "" {
		o.docs = filepath.Join(root, "docs", "loraplus")
	}
	names := namesOf(o.task)
	if len(names) == 0 {
		return fmt.Errorf("task %q, want easy, hard or both", o.task)
	}
	budgets := map[int]bool{}
	for _, b := range strings.Split(o.budgets, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(b))
		if err != nil || n != p.short && n != p.usual && n != p.long {
			return fmt.Errorf("budget %q, want %d, %d or %d", b, p.short, p.usual, p.long)
		}
		budgets[n] = true
	}
	for _, name := range append(namesOf(o.randomB), names...) {
		if !slices.Contains(tasks.Names(), name) {
			return fmt.Errorf("unknown task %q (the tasks are %s, or both)", name, strings.Join(tasks.Names(), ", "))
		}
	}
	switch o.compute {
	case "auto":
	case "f32", "bf16":
		p.recipe.Compute = o.compute
	default:
		return fmt.Errorf("compute %q, want auto, f32 or bf16", o.compute)
	}
	if o.workers < 1 || o.workers > 64 {
		return fmt.Errorf("%d workers, want 1 to 64", o.workers)
	}
	store, err := runs.Open[lab.Run, lab.Result](o.results)
	if err != nil {
		return err
	}
	r := results{plan: p, store: store}
	studies, err := o.open(r, root, names)
	if err != nil {
		return err
	}
	defer func() {
		for _, s := range studies {
			s.close()
			s.base.Close()
		}
	}()
	if !o.tables {
		err = o.stages(ctx, studies, budgets)
	}
	if wrote := writeAll(r, studies, o.docs); err == nil {
		err = wrote
	}
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped; the same command goes on")
	}
	return err
}

// namesOf reads a choice of tasks.
func namesOf(choice string) []string {
	switch choice {
	case "both":
		return tasks.Names()
	case "none":
		return nil
	}
	return []string{choice}
}

// open makes a study of each model that is there.
func (o options) open(r results, root string, names []string) ([]*study, error) {
	paths := strings.Split(o.models, ",")
	if o.models == "" {
		paths = []string{lab.Embedded}
		if stories := lab.Fixture(root, "models/stories260K-f32.gguf"); stories != "" {
			paths = append(paths, stories)
		} else {
			lab.Note("no stories260K here: set LLFT_FIXTURES to the fixtures folder for the second model")
		}
	}
	var out []*study
	for _, path := range paths {
		b, err := lab.Open(path)
		if err != nil {
			return out, err
		}
		s, err := newStudy(r, b, names, o.workers)
		if err != nil {
			b.Close()
			return out, err
		}
		out = append(out, s)
	}
	return out, nil
}

// stages runs all of a model before the next one's, but the random B last of all, and writes the page of a task after each of its stages.
func (o options) stages(ctx context.Context, studies []*study, budgets map[int]bool) error {
	type job struct {
		*study
		stage
	}
	var jobs, last []job
	for _, s := range studies {
		for _, g := range s.plan.stages(s.tasks, budgets, namesOf(o.randomB)) {
			if g.random == lab.RandomB {
				last = append(last, job{s, g})
			} else {
				jobs = append(jobs, job{s, g})
			}
		}
	}
	jobs = append(jobs, last...)
	start := time.Now()
	for i, j := range jobs {
		lab.Note("%s: stage %d of %d, %s: %s", time.Since(start).Round(time.Second), i+1, len(jobs), j.base.Name, j.stage)
		if err := j.stage.run(j.study, ctx, j.stage); err != nil {
			return err
		}
		if err := writePage(j.results, j.subject(j.task), o.docs); err != nil {
			return err
		}
	}
	return nil
}

// subject of one of the tasks.
func (s *study) subject(t *tasks.Task) subject {
	return subject{s.base.Name, s.base.ID, t.Name, t.ID()}
}

// writeAll writes all pages and the overview.
func writeAll(r results, studies []*study, docs string) error {
	var subjects []subject
	for _, s := range studies {
		for _, task := range s.tasks {
			if err := writePage(s.results, s.subject(task), docs); err != nil {
				return err
			}
		}
		for _, name := range tasks.Names() { // also one that was not asked for now
			task, err := tasks.New(name, r.sizes)
			if err != nil {
				return err
			}
			subjects = append(subjects, s.subject(task))
		}
	}
	return lab.WriteFile(filepath.Join(docs, "study-overview.md"), r.overview(subjects))
}

func writePage(r results, s subject, docs string) error {
	p := r.page(s)
	if p.runs == 0 {
		return nil
	}
	if err := lab.WriteFile(filepath.Join(docs, fmt.Sprintf("study-%s-%s.md", s.name, s.task)), p.String()); err != nil {
		return err
	}
	for name, pic := range p.pictures {
		if err := pic.Save(filepath.Join(docs, name)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}
