package tokenizer

// symbol is a piece of a word that is being merged: a link of a list in a slice.
type symbol struct {
	start, size int32 // bytes of the word; size 0: merged into the one before
	prev, next  int32 // -1: none
	id          int32 // -1: no token
}

// candidate is a pair of neighbours that together are a token.
type candidate struct {
	rank        int32 // the lowest is merged first, of equals the leftmost
	left, right int32 // symbols
	size        int32 // bytes of both; another size by then says that one of them has been merged otherwise
	id          int32 // the token they become
}

func (a candidate) before(b candidate) bool {
	return a.rank < b.rank || a.rank == b.rank && a.left < b.left
}

// merger merges the symbols of one word in order of rank, in n log n. Its buffers serve one word after the other.
type merger struct {
	symbols []symbol
	heap    []candidate
}

// add appends a symbol to the word.
func (m *merger) add(size int, id int32) {
	s := symbol{size: int32(size), prev: int32(len(m.symbols)) - 1, next: -1, id: id}
	if s.prev >= 0 {
		before := &m.symbols[s.prev]
		s.start = before.start + before.size
		before.next = s.prev + 1
	}
	m.symbols = append(m.symbols, s)
}

// reset begins a word.
func (m *merger) reset() { m.symbols, m.heap = m.symbols[:0], m.heap[:0] }

// run merges; pair tells the rank and token of two neighbours.
func (m *merger) run(pair func(a, b *symbol) (rank, id int32, ok bool)) {
	consider := func(left, right int32) bool {
		if left < 0 || right < 0 {
			return false
		}
		a, b := &m.symbols[left], &m.symbols[right]
		rank, id, ok := pair(a, b)
		if ok {
			m.heap = append(m.heap, candidate{rank, left, right, a.size + b.size, id})
		}
		return ok
	}
	for i := 1; i < len(m.symbols); i++ {
		consider(int32(i-1), int32(i))
	}
	for i := len(m.heap)/2 - 1; i >= 0; i-- {
		m.down(i)
	}
	for len(m.heap) > 0 {
		c := m.pop()
		a, b := &m.symbols[c.left], &m.symbols[c.right]
		if a.size == 0 || b.size == 0 || a.size+b.size != c.size {
			continue
		}
		a.size, b.size, a.id = c.size, 0, c.id
		a.next = b.next
		if b.next >= 0 {
			m.symbols[b.next].prev = c.left
		}
		if consider(a.prev, c.left) {
			m.up()
		}
		if consider(c.left, a.next) {
			m.up()
		}
	}
}

// pop takes the first candidate off the heap.
func (m *merger) pop() candidate {
	h := m.heap
	top, last := h[0], len(h)-1
	h[0] = h[last]
	m.heap = h[:last]
	m.down(0)
	return top
}

func (m *merger) down(i int) {
	h := m.heap
	for {
		child := 2*i + 1
		if child >= len(h) {
			return
		}
		if child+1 < len(h) && h[child+1].before(h[child]) {
			child++
		}
		if !h[child].before(h[i]) {
			return
		}
		h[i], h[child] = h[child], h[i]
		i = child
	}
}

// up moves the last candidate to its place.
func (m *merger) up() {
	h := m.heap
	for i := len(h) - 1; i > 0; {
		parent := (i - 1) / 2
		if !h[i].before(h[parent]) {
			return
		}
		h[i], h[parent] = h[parent], h[i]
		i = parent
	}
}
