package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/klauspost/cpuid/v2"

	"llft"
	"llft/internal/parallel"
)

// version is set by the release build: -ldflags "-X main.version=v1.2.3".
var version = ""

// versionFlag is --version.
type versionFlag bool

// BeforeReset prints and exits as soon as the flag is seen, whatever else the command line lacks.
func (versionFlag) BeforeReset(app *kong.Kong) error {
	fmt.Fprintf(app.Stdout, "llft %s\n%s %s/%s\ncpu: %s, %s\nkernels: %s (available: %s)\n",
		buildVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH,
		cpuName(), plural(parallel.DefaultThreads(), "thread"), llft.ISA(), tiers())
	app.Exit(exitOK)
	return nil
}

func buildVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

func cpuName() string {
	if name := strings.TrimSpace(cpuid.CPU.BrandName); name != "" {
		return name
	}
	return runtime.GOARCH
}

func tiers() string {
	var names []string
	for _, t := range llft.Tiers() {
		names = append(names, string(t))
	}
	return strings.Join(names, " ")
}
