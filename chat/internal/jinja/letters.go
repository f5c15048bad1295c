package jinja

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isSpace is what Python's str.strip removes.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

// mapped is a method or filter that changes letters.
func mapped(f func(string) string) func(*interp, Str, args) (value, error) {
	return func(in *interp, s Str, a args) (value, error) {
		if _, err := a.bind(); err != nil {
			return nil, err
		}
		if err := in.alloc(6 * len(s.s)); err != nil {
			return nil, err
		}
		return s.with(f(s.s)), nil
	}
}

// upper knows the one letter of common use that becomes two.
func upper(s string) string { return strings.ReplaceAll(strings.ToUpper(s), "ß", "SS") }

// title is str.title: a letter after anything but a letter is large.
func title(s string) string {
	start := true
	return strings.Map(func(r rune) rune {
		was := start
		start = !unicode.IsLetter(r)
		if was {
			return unicode.ToTitle(r)
		}
		return unicode.ToLower(r)
	}, s)
}

func capitalize(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:n]) + strings.ToLower(s[n:])
}

func all(is func(rune) bool) func(*interp, Str, args) (value, error) {
	return func(in *interp, s Str, _ args) (value, error) {
		return s.s != "" && strings.IndexFunc(s.s, func(r rune) bool { return !is(r) }) < 0, in.scan(len(s.s))
	}
}

func cased(to, from func(string) string) func(*interp, Str, args) (value, error) {
	return func(in *interp, s Str, _ args) (value, error) {
		return to(s.s) == s.s && from(s.s) != s.s, in.alloc(2 * len(s.s))
	}
}
