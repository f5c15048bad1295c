package toy

import (
	"bytes"
	"math"
	"strconv"
)

// Loss is a loss of four digits, as the files of results hold it: so that tables are the same whether a run was just done or read back. One that
// has diverged is infinite, and null in a file.
type Loss float64

// Digits of a stored loss: a relative step of 1e-4 to 1e-3 at worst, well below what seeds differ by.
const Digits = 4

// NewLoss rounds a loss; one that is not finite, or above limit, has diverged.
func NewLoss(x, limit float64) Loss {
	if !(x <= limit) {
		return Loss(math.Inf(1))
	}
	r, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', Digits, 64), 64) // of its own text
	return Loss(r)
}

// Diverged says that there is no loss.
func (l Loss) Diverged() bool { return math.IsInf(float64(l), 1) }

// MarshalJSON writes null for what has diverged.
func (l Loss) MarshalJSON() ([]byte, error) {
	if l.Diverged() {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, float64(l), 'g', Digits, 64), nil
}

// UnmarshalJSON is the way back.
func (l *Loss) UnmarshalJSON(text []byte) error {
	if bytes.Equal(text, []byte("null")) {
		*l = Loss(math.Inf(1))
		return nil
	}
	x, err := strconv.ParseFloat(string(text), 64)
	*l = Loss(x)
	return err
}
