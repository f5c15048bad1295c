package generate

import "testing"

func TestStopper(t *testing.T) {
	for _, c := range []struct {
		name   string
		stops  []string
		pieces []string
		want   []string // what each push shows
		hit    string
		rest   string // what flush gives
	}{
		{"no stops", nil, []string{"a", "b"}, []string{"a", "b"}, "", ""},
		{"inside a piece", []string{"END"}, []string{"oneENDtwo"}, []string{"one"}, "END", ""},
		{"straddles three pieces", []string{"<end>"}, []string{"x<", "en", "d>y"}, []string{"x", "", ""}, "<end>", ""},
		{"false alarm is released", []string{"<end>"}, []string{"x<", "en", "t"}, []string{"x", "", "<ent"}, "", ""},
		{"restarts within what is held", []string{"aab"}, []string{"aa", "a", "b"}, []string{"", "a", ""}, "aab", ""},
		{"held at the end", []string{"\n\n"}, []string{"a\n"}, []string{"a"}, "", "\n"},
		{"the first of two", []string{"yy", "x"}, []string{"axyy"}, []string{"a"}, "x", ""},
		{"an empty string is no stop", []string{""}, []string{"ab"}, []string{"ab"}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := stopper{stops: c.stops}
			hit := ""
			for i, piece := range c.pieces {
				var show string
				if show, hit = s.push(piece); show != c.want[i] {
					t.Errorf("push(%q) shows %q, want %q", piece, show, c.want[i])
				}
			}
			if hit != c.hit {
				t.Errorf("hit %q, want %q", hit, c.hit)
			}
			if rest := s.flush(); rest != c.rest {
				t.Errorf("flush gives %q, want %q", rest, c.rest)
			}
		})
	}
}
