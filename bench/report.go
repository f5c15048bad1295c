package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"
	"text/tabwriter"

	"github.com/klauspost/cpuid/v2"

	"llft"
)

// Report is all that a run measured.
type Report struct {
	Machine Machine  `json:"machine"`
	Limits  []Limit  `json:"limits"`
	Results []Result `json:"results"`
}

// Machine is where it was measured.
type Machine struct {
	CPU     string      `json:"cpu"`
	Tiers   []llft.Tier `json:"tiers"` // that the CPU and the binary have
	Threads int         `json:"threads"`
	OS      string      `json:"os"`
	Arch    string      `json:"arch"`
}

func thisMachine(threads int) Machine {
	name := strings.TrimSpace(cpuid.CPU.BrandName)
	if name == "" {
		name = runtime.GOARCH
	}
	return Machine{CPU: name, Tiers: llft.Tiers(), Threads: threads, OS: runtime.GOOS, Arch: runtime.GOARCH}
}

// Limit is a rate that the machine does not exceed.
type Limit struct {
	Name  string  `json:"name"`
	Unit  string  `json:"unit"`
	Value float64 `json:"value"`

	tier llft.Tier // of an arithmetic limit
	form string    // f32, bf16 or int8, of an arithmetic limit
}

// Result is one figure.
type Result struct {
	Work       string  `json:"work"`
	Model      string  `json:"model"`
	Type       string  `json:"type"`
	Tokens     int     `json:"tokens"`
	Rank       int     `json:"rank"` // of the adapter in use, 0: none
	ISA        string  `json:"isa"`
	Compute    string  `json:"compute"`
	Threads    int     `json:"threads"`
	Checkpoint string  `json:"checkpoint,omitempty"` // of training: on or off
	Reps       int     `json:"reps"`
	Seconds    float64 `json:"seconds"` // of one repetition, mean
	TokS       float64 `json:"tok_s"`   // mean
	Spread     float64 `json:"spread"`  // standard deviation of tok_s
	Share      float64 `json:"share_of_limit"`
	Limit      string  `json:"limit"`       // name of the limit
	LimitValue float64 `json:"limit_value"` // in its unit, as measured beside this result
	LimitTokS  float64 `json:"limit_tok_s"` // tokens per second at the limit
	PeakRSS    int64   `json:"peak_rss_bytes"`
	Fault      string  `json:"fault,omitempty"` // why the figure cannot be
}

// against completes a result with the limit l, which allows most tokens per second; 0: the limit could not be measured.
func (r *Result) against(l Limit, most float64) {
	if !(most > 0) {
		return
	}
	r.Limit, r.LimitValue, r.LimitTokS, r.Share = l.Name, l.Value, most, r.TokS/most
	if r.Share > 1 {
		r.Fault = "above its limit: a fault of the measurement"
	}
}

// WriteJSON prints one object.
func (r *Report) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(r)
}

// WriteTable prints what a person reads.
func (r *Report) WriteTable(w io.Writer) error {
	threads := "threads"
	if r.Machine.Threads == 1 {
		threads = "thread"
	}
	var tiers []string
	for _, t := range r.Machine.Tiers {
		tiers = append(tiers, string(t))
	}
	fmt.Fprintf(w, "cpu: %s, %s/%s, %d %s, tiers %s\n\n", r.Machine.CPU, r.Machine.OS, r.Machine.Arch, r.Machine.Threads, threads, strings.Join(tiers, " "))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "limit of the machine\t\t\t")
	for _, l := range r.Limits {
		fmt.Fprintf(t, "%s\t%s\t%s\t\n", l.Name, number(l.Value), l.Unit)
	}
	if len(r.Results) > 0 {
		fmt.Fprintln(t)
		if err := t.Flush(); err != nil {
			return err
		}
		fmt.Fprintln(t, "work\tmodel\ttype\ttokens\trank\tisa\tcompute\ttokens/s\t±\tshare\tof the limit\ttime\tmemory\t")
		for _, x := range r.Results {
			rank := "-"
			if x.Rank > 0 {
				rank = fmt.Sprint(x.Rank)
			}
			work := x.Work
			if x.Checkpoint == "on" {
				work += " (recompute)"
			}
			fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%s\t%s\t%s\t%s\t%s\t%.1f%%\t%s\t%s s\t%.2f GB\t\n", work, x.Model, x.Type, x.Tokens, rank, x.ISA, x.Compute,
				number(x.TokS), number(x.Spread), 100*x.Share, x.Limit, number(x.Seconds), float64(x.PeakRSS)/1e9)
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, x := range r.Results {
		if x.Fault != "" {
			fmt.Fprintf(w, "FAULT: %s of %s %s, %d tokens, is %s\n", x.Work, x.Model, x.Type, x.Tokens, x.Fault)
		}
	}
	return nil
}

// number writes about three digits.
func number(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	case v >= 1:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3f", v)
}
