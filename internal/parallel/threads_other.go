//go:build !linux && !darwin

package parallel

// performanceCores is not known here.
func performanceCores() int { return 0 }
