package main

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
)

const chatHelp = `/help                        this list
/reset                       forget the conversation (the system message stays)
/system [TEXT]               set the system message; without TEXT, remove it
/adapter                     list the adapters
/adapter NAME SCALE          change an adapter's strength (1 is as trained, 0 is none)
/adapter off                 set all adapters to 0
/adapter load FILE[:SCALE]   add an adapter
/exit                        leave, as Ctrl-D does
Ctrl-C stops an answer.
`

// command executes a line that begins with a slash.
func (c *conversation) command(line string) (leave bool, err error) {
	name, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	switch name {
	case "/help", "/?":
		fmt.Fprint(c.io.err, chatHelp)
	case "/exit", "/quit", "/bye":
		return true, nil
	case "/reset", "/clear":
		c.turns = nil
		fmt.Fprintln(c.io.err, "The conversation is forgotten.")
	case "/system":
		c.system = rest
		if rest == "" {
			fmt.Fprintln(c.io.err, "No system message.")
		} else {
			fmt.Fprintln(c.io.err, "The system message is set; /reset forgets what was said before.")
		}
	case "/adapter":
		return false, c.adapterCommand(strings.Fields(rest), rest)
	default:
		return false, withHint(fmt.Errorf("unknown command %q", name), "/help lists the commands; two slashes send a line that begins with one")
	}
	return false, nil
}

// adapterCommand is /adapter; words are the fields of rest.
func (c *conversation) adapterCommand(words []string, rest string) error {
	switch {
	case len(words) == 0:
		c.listAdapters()
		return nil
	case len(words) == 1 && words[0] == "off":
		for _, a := range c.loaded.adapters {
			a.setScale(0)
		}
	case len(words) >= 2 && words[0] == "load":
		if err := c.loadAdapter(strings.TrimSpace(strings.TrimPrefix(rest, "load"))); err != nil {
			return err
		}
	case len(words) == 2:
		a := c.loaded.named(words[0])
		if a == nil {
			return withHint(fmt.Errorf("no adapter %q is loaded", words[0]), "/adapter lists those that are")
		}
		scale, err := strconv.ParseFloat(words[1], 64)
		if err != nil || scale-scale != 0 {
			return fmt.Errorf("scale %q is not a number", words[1])
		}
		a.setScale(scale)
	default:
		return withHint(fmt.Errorf("/adapter %s is not understood", rest), "/adapter, /adapter NAME SCALE, /adapter off, /adapter load FILE[:SCALE]")
	}
	c.gen.Reset() // what the cache holds was computed with the old weights
	c.listAdapters()
	return nil
}

func (c *conversation) loadAdapter(arg string) error {
	var spec adapterSpec
	if err := spec.UnmarshalText([]byte(arg)); err != nil {
		return err
	}
	note, err := c.loaded.attach(spec, c.force)
	if note != "" {
		c.io.note("%s", note)
	}
	return err
}

func (c *conversation) listAdapters() {
	if len(c.loaded.adapters) == 0 {
		fmt.Fprintln(c.io.err, "No adapter is loaded; /adapter load FILE adds one.")
		return
	}
	t := tabwriter.NewWriter(c.io.err, 0, 0, 2, ' ', 0)
	for _, a := range c.loaded.adapters {
		fmt.Fprintf(t, "%s\tscale %g\trank %d\t%s\n", a.name, a.scale, a.at.Adapter().Rank, a.path)
	}
	t.Flush()
}

func (a *namedAdapter) setScale(scale float64) {
	a.scale = scale
	a.at.SetScale(scale)
}
