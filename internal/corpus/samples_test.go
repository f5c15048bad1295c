package corpus

import (
	"flag"
	"fmt"
	"strings"
	"testing"
)

var samples = flag.Int("samples", 0, "print so many documents of each kind (go test ./internal/corpus -run Samples -v -samples 20)")

// show is a document as a person reads it.
func (d Document) show() string {
	var b strings.Builder
	fmt.Fprintf(&b, "--- %s, %s\n%s", d.Kind, d.Task, d.Text)
	for _, m := range d.Messages {
		fmt.Fprintf(&b, "%s: %s\n", m.Role, m.Content)
	}
	return b.String()
}

func TestSamples(t *testing.T) {
	for _, k := range Kinds() {
		for i := 0; i < *samples; i++ {
			var w Weights
			w[k] = 1
			fmt.Println(New(uint64(*samples)).At(w, i).show())
		}
	}
}

func TestDemoSamples(t *testing.T) {
	for _, d := range New(1).Demo(*samples) {
		fmt.Println(d.show())
	}
}
