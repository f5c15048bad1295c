package jinja

import (
	"fmt"
)

// loop is the variable of that name inside a for statement.
type loop struct {
	items   []value
	at      int
	depth   int
	changed value // what loop.changed() saw last
	stmt    *forStmt
	scope   *scope
}

func (l *loop) field(name string) (value, bool) {
	n := len(l.items)
	neighbour := func(i int, what string) value {
		if i < 0 || i >= n {
			return undefined{what}
		}
		return l.items[i]
	}
	switch name {
	case "index":
		return int64(l.at + 1), true
	case "index0":
		return int64(l.at), true
	case "revindex":
		return int64(n - l.at), true
	case "revindex0":
		return int64(n - l.at - 1), true
	case "first":
		return l.at == 0, true
	case "last":
		return l.at == n-1, true
	case "length":
		return int64(n), true
	case "depth":
		return int64(l.depth), true
	case "depth0":
		return int64(l.depth - 1), true
	case "previtem":
		return neighbour(l.at-1, "the item before the first"), true
	case "nextitem":
		return neighbour(l.at+1, "the item after the last"), true
	case "cycle":
		return &function{"loop.cycle", func(_ *interp, a args) (value, error) {
			if len(a.pos) == 0 {
				return nil, fmt.Errorf("wants something to cycle through")
			}
			return a.pos[l.at%len(a.pos)], nil
		}}, true
	case "changed":
		return &function{"loop.changed", func(in *interp, a args) (value, error) {
			now := &List{items: a.pos}
			if l.changed != nil {
				if same, err := in.equal(l.changed, now, 0); err != nil || same {
					return false, err
				}
			}
			l.changed = now
			return true, nil
		}}, true
	}
	return nil, false
}

// recurse is loop(items) in a for statement that is declared recursive.
func (l *loop) recurse(in *interp, a args) (value, error) {
	if !l.stmt.recursive {
		return nil, fmt.Errorf("the loop is not declared recursive")
	}
	vals, err := a.bind("iterable")
	if err != nil {
		return nil, err
	}
	if err := in.enter(); err != nil {
		return nil, err
	}
	defer in.leave()
	outer := in.out
	in.out = &builder{}
	err = l.stmt.over(in, l.scope, vals[0], l.depth+1)
	out := in.out.str()
	in.out = outer
	return out, err
}

func (s *forStmt) exec(in *interp, sc *scope) error {
	v, err := in.eval(s.of, sc)
	if err != nil {
		return err
	}
	return s.over(in, sc, v, 1)
}

func (s *forStmt) over(in *interp, sc *scope, v value, depth int) error {
	items, err := in.iterate(v)
	if err != nil {
		return err
	}
	if s.filter != nil {
		kept, err := in.list(len(items))
		if err != nil {
			return err
		}
		for _, x := range items {
			inner := sc.inner()
			if err := in.assign(inner, s.targets, x); err != nil {
				return err
			}
			keep, err := in.eval(s.filter, inner)
			if err != nil {
				return err
			}
			if truth(keep) {
				kept.items = append(kept.items, x)
			}
		}
		items = kept.items
	}
	if len(items) == 0 && s.none != nil {
		return in.body(s.none.Nodes, sc.inner())
	}
	l := &loop{items: items, depth: depth, stmt: s, scope: sc}
	for i, x := range items {
		l.at = i
		inner := sc.inner()
		inner.vars["loop"] = l
		if err := in.assign(inner, s.targets, x); err != nil {
			return err
		}
		switch err := in.body(s.body.Nodes, inner); err {
		case nil, errContinue:
		case errBreak:
			return nil
		default:
			return err
		}
	}
	return nil
}
