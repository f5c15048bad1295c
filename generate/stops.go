package generate

import "strings"

// stopper finds stop strings in streamed text. A stop string may straddle pieces, so text that could be its beginning is held back.
type stopper struct {
	stops []string
	held  string
}

// push adds text and returns what can be shown. hit is the stop string that was met, of several the first in the text; what
// follows it, and the string itself, is never shown.
func (s *stopper) push(text string) (show, hit string) {
	s.held += text
	at := len(s.held)
	for _, stop := range s.stops {
		if i := strings.Index(s.held, stop); stop != "" && i >= 0 && i < at {
			at, hit = i, stop
		}
	}
	if hit != "" {
		show, s.held = s.held[:at], ""
		return show, hit
	}
	keep := 0
	for _, stop := range s.stops {
		for n := min(len(stop)-1, len(s.held)); n > keep; n-- {
			if strings.HasSuffix(s.held, stop[:n]) {
				keep = n
			}
		}
	}
	cut := len(s.held) - keep
	show, s.held = s.held[:cut], s.held[cut:]
	return show, ""
}

// flush gives up what was held back.
func (s *stopper) flush() string {
	text := s.held
	s.held = ""
	return text
}
