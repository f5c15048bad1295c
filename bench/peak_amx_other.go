//go:build amd64 && !linux && !purego

package bench

// amxPermitted is false where we do not know how to ask for the tiles.
func amxPermitted() bool { return false }
