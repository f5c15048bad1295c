package main

import (
	"context"
	"fmt"
	"runtime"

	"llft"
	"llft/bench"
	"llft/internal/parallel"
)

type selftestCmd struct{}

// Help is the end of the command's --help.
func (selftestCmd) Help() string {
	return `Example:

    llft selftest

Compares every instruction set of this CPU with the reference in plain Go, reads a text token by token and at once, and trains a tiny
model, in less than a minute. Each check is one line, PASS or FAIL; the exit code is 1 when one fails.`
}

func (selftestCmd) Run(io stdio) error {
	fmt.Fprintf(io.out, "llft %s, %s %s/%s, cpu %s, %s, kernels %s (available: %s)\n", buildVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH,
		cpuName(), plural(parallel.DefaultThreads(), "thread"), llft.ISA(), tiers())
	ctx, stop := untilInterrupt(context.Background(), func() { fmt.Fprintln(io.err, "\nStopping after this check.") })
	defer stop()
	return runChecks(ctx, io, bench.Checks())
}

// runChecks prints a line for each check; the error counts those that failed.
func runChecks(ctx context.Context, io stdio, checks []bench.Check) error {
	failed := 0
	for i, c := range checks {
		if ctx.Err() != nil {
			return fmt.Errorf("interrupted after %d of %d checks", i, len(checks))
		}
		if detail, err := c.Run(); err != nil {
			failed++
			fmt.Fprintf(io.out, "FAIL %s: %s\n", c.Name, oneLine(err.Error()))
		} else {
			fmt.Fprintf(io.out, "PASS %s: %s\n", c.Name, detail)
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d checks failed", failed, len(checks))
	}
	return nil
}
