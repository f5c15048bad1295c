// Command curve draws the held-out loss of a run of llft pretrain from what it printed:
//
//	go run ./curve ../docs/base-model/pretrain.log ../docs/base-model/curve.svg
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"

	"llft/experiments/loraplus/chart"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: curve LOG PICTURE.svg")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "curve: error:", err)
		os.Exit(1)
	}
}

func run(log, picture string) error {
	f, err := os.Open(log)
	if err != nil {
		return err
	}
	defer f.Close()
	c, err := read(f)
	if err != nil {
		return fmt.Errorf("%s: %w", log, err)
	}
	lines := chart.Lines{Title: "Held-out loss while the base was trained", XLabel: "millions of tokens", YLabel: "nats a token", LogY: true,
		Series: []chart.Series{{Name: "held out", X: c.tokens, Y: c.loss}}}
	return lines.Save(picture)
}

// curve is the held-out loss in nats after so many millions of tokens.
type curve struct{ tokens, loss []float64 }

var (
	total = regexp.MustCompile(`^steps +(\d+) of .*: about ([0-9.]+) M tokens$`)
	held  = regexp.MustCompile(`^step (\d+)/\d+ +held-out loss ([0-9.]+)`)
)

// read takes the measurements from a log, but for the one before the first step, which has no place on a log axis.
func read(r io.Reader) (curve, error) {
	var c curve
	perStep := 0.0
	scan := bufio.NewScanner(r)
	for scan.Scan() {
		if m := total.FindStringSubmatch(scan.Text()); m != nil {
			perStep = number(m[2]) / number(m[1])
		}
		if m := held.FindStringSubmatch(scan.Text()); m != nil && m[1] != "0" {
			c.tokens = append(c.tokens, number(m[1])*perStep)
			c.loss = append(c.loss, number(m[2]))
		}
	}
	if perStep == 0 || len(c.loss) == 0 {
		return c, errors.Join(scan.Err(), errors.New("is not what llft pretrain prints: no number of steps, or no held-out loss"))
	}
	return c, scan.Err()
}

// number is a text that one of the patterns let through.
func number(s string) float64 {
	v, _ := strconv.ParseFloat(s, 64)
	return v
}
