package toy

import "sync"

// Problems keeps those of the width that is worked on, one a seed, which may take tens of megabytes each. Make makes one.
type Problems[P any] struct {
	Make func(width int, seed uint64) P

	mu    sync.Mutex
	width int
	made  map[uint64]func() P
}

// Get is the problem of a width and a seed. Problems of other widths are forgotten.
func (c *Problems[P]) Get(width int, seed uint64) P {
	c.mu.Lock()
	if c.width != width || c.made == nil {
		c.width, c.made = width, map[uint64]func() P{}
	}
	if c.made[seed] == nil {
		c.made[seed] = sync.OnceValue(func() P { return c.Make(width, seed) })
	}
	get := c.made[seed]
	c.mu.Unlock()
	return get()
}
