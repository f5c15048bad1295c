package corpus

import "strconv"

// What is held out is decided by content. A key names the content; one key in about heldOneIn is held out, for every seed the same.
const heldOneIn = 12

// heldKey says whether content belongs to the held-out split.
func heldKey(key string) bool { return hash("held out", key)%heldOneIn == 0 }

// tripleKey is the key of stories and of the passages of reading: who, what, where.
func tripleKey(who, what, where string) string { return "triple " + who + "|" + what + "|" + where }

// familyKey is the key of sums. 3 + 5, 5 + 3, 8 - 5 and 8 - 3 are one family, and so are 3 × 5 and 5 × 3.
func familyKey(op byte, a, b int) string {
	switch op {
	case '-':
		a, op = a-b, '+'
	}
	if a > b {
		a, b = b, a
	}
	return "family " + string(op) + itoa(a) + "," + itoa(b)
}

// listKey is the key of instructions: the task's family and the words, in order of the alphabet, or the sentence that it works on.
func listKey(words []string) string {
	w := sorted(words)
	key := "list"
	for _, x := range w {
		key += " " + x
	}
	return key
}

// wordingKey is the key of facts: the relation, its subject and the number of the wording that asks for it.
func wordingKey(relation, subject string, wording int) string {
	return "wording " + relation + "|" + subject + "|" + itoa(wording)
}

func itoa(n int) string { return strconv.Itoa(n) }

func sorted(words []string) []string {
	w := append([]string(nil), words...)
	for i := 1; i < len(w); i++ {
		for j := i; j > 0 && w[j] < w[j-1]; j-- {
			w[j], w[j-1] = w[j-1], w[j]
		}
	}
	return w
}
