package corpus

import "strings"

// irregularPlurals has the nouns whose plural follows no rule below.
var irregularPlurals = pairs(`mouse mice goose geese child children man men woman women foot feet tooth teeth
	sheep sheep deer deer fish fish trout trout leaf leaves loaf loaves knife knives shelf shelves wolf wolves calf calves
	scarf scarves thief thieves potato potatoes tomato tomatoes ox oxen wife wives half halves person people
	fisherman fishermen postman postmen grandchild grandchildren`)

// pairs reads "key value key value ..." into a map.
func pairs(text string) map[string]string {
	f := strings.Fields(text)
	m := make(map[string]string, len(f)/2)
	for i := 0; i+1 < len(f); i += 2 {
		m[f[i]] = f[i+1]
	}
	return m
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c|0x20) >= 0 }

// plural makes the plural of the last word of a noun ("wooden box").
func plural(noun string) string {
	head, last := "", noun
	if i := strings.LastIndexByte(noun, ' '); i >= 0 {
		head, last = noun[:i+1], noun[i+1:]
	}
	if p, ok := irregularPlurals[last]; ok {
		return head + p
	}
	n := len(last)
	switch {
	case strings.HasSuffix(last, "s"), strings.HasSuffix(last, "x"), strings.HasSuffix(last, "z"),
		strings.HasSuffix(last, "ch"), strings.HasSuffix(last, "sh"):
		return noun + "es"
	case n > 1 && last[n-1] == 'y' && !vowel(last[n-2]):
		return noun[:len(noun)-1] + "ies"
	}
	return noun + "s"
}

// startsWithVowelSound says whether "an" goes before the word.
func startsWithVowelSound(w string) bool {
	if w == "" {
		return false
	}
	for _, p := range [...]string{"useful", "usual", "uni", "one", "once", "eu"} {
		if strings.HasPrefix(w, p) {
			return false
		}
	}
	if strings.HasPrefix(w, "hour") || strings.HasPrefix(w, "honest") {
		return true
	}
	if w[0] >= '0' && w[0] <= '9' {
		return w[0] == '8' || w == "11" || w == "18"
	}
	return vowel(w[0])
}

// article puts "a" or "an" before a noun phrase.
func article(np string) string {
	if startsWithVowelSound(np) {
		return "an " + np
	}
	return "a " + np
}

// verb holds the forms of one verb.
type verb struct{ base, third, past, pp, ing string }

// conjugate makes the forms of a regular verb.
func conjugate(base string) verb {
	v := verb{base: base}
	n := len(base)
	last, before := base[n-1], base[n-2]
	syllables := 0
	for i := 0; i < n; i++ {
		if (vowel(base[i]) || base[i] == 'y' && i > 0) && (i == 0 || !vowel(base[i-1])) {
			syllables++
		}
	}
	switch {
	case last == 's' || last == 'x' || last == 'z' || strings.HasSuffix(base, "ch") || strings.HasSuffix(base, "sh") || last == 'o':
		v.third = base + "es"
	case last == 'y' && !vowel(before):
		v.third = base[:n-1] + "ies"
	default:
		v.third = base + "s"
	}
	switch {
	case strings.HasSuffix(base, "ie"):
		v.past, v.ing = base+"d", base[:n-2]+"ying"
	case last == 'e':
		v.past, v.ing = base+"d", base[:n-1]+"ing"
		if before == 'e' || before == 'o' {
			v.ing = base + "ing"
		}
	case last == 'y' && !vowel(before):
		v.past, v.ing = base[:n-1]+"ied", base+"ing"
	case syllables == 1 && vowel(before) && !vowel(last) && strings.IndexByte("wxy", last) < 0 && n > 2 && !vowel(base[n-3]):
		v.past, v.ing = base+string(last)+"ed", base+string(last)+"ing"
	default:
		v.past, v.ing = base+"ed", base+"ing"
	}
	v.pp = v.past
	return v
}

// verbOf gives the forms of a verb: of the irregular table, or by rule.
func verbOf(base string) verb {
	if v, ok := verbs[base]; ok {
		return v
	}
	return conjugate(base)
}

var small = strings.Fields(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
	seventeen eighteen nineteen`)
var tens = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")

// inWords writes a number below 1,000 in words.
func inWords(n int) string {
	switch {
	case n < 20:
		return small[n]
	case n < 100 && n%10 == 0:
		return tens[n/10]
	case n < 100:
		return tens[n/10] + "-" + small[n%10]
	case n%100 == 0:
		return small[n/100] + " hundred"
	}
	return small[n/100] + " hundred and " + inWords(n%100)
}

// listed joins words as English does: "a", "a and b", "a, b and c".
func listed(words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
}

// capital makes the first letter of a sentence a capital, behind an opening quote too.
func capital(s string) string {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z':
			return s[:i] + string(c-0x20) + s[i+1:]
		case c != '"' && c != '\'':
			return s
		}
	}
	return s
}
