package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// untilInterrupt gives a context that the first Ctrl-C (or a request to terminate) cancels, after calling first. From then on
// the signals act as if nobody listened: the second one ends the process at once.
func untilInterrupt(parent context.Context, first func()) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case <-signals:
			signal.Stop(signals)
			first()
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel()
	}
}
