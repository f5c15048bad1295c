// Command llft finetunes a quantized LLaMA model on a CPU with LoRA+ and chats with it.
package main

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

func main() { os.Exit(run(os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr})) }

// stdio is where a command reads and writes: results go to out, everything else to err.
type stdio struct {
	in  *os.File
	out io.Writer
	err io.Writer
}

// run executes one command line and returns the exit code. No panic leaves it.
func run(args []string, io stdio) (code int) {
	defer func() {
		if v := recover(); v != nil {
			fmt.Fprintf(io.err, "llft: error: a bug in llft (%.200s); please report it with the command and the kind of file you used\n", firstLine(v))
			if os.Getenv("LLFT_DEBUG") != "" {
				fmt.Fprintf(io.err, "%v\n%s", v, debug.Stack())
			} else {
				fmt.Fprintln(io.err, "llft: hint: LLFT_DEBUG=1 prints where it happened")
			}
			code = exitFailure
		}
	}()
	return report(io.err, execute(args, io))
}
