package corpus

// goods are what word problems count.
var goods = flat(fruits, toys[:3], small1, []string{"egg", "nut", "bun", "biscuit", "book", "letter", "cup", "hat", "candle", "basket", "hen", "goat", "duck", "sheep", "rose", "tulip", "stamp", "coin", "fish", "star", "card", "flag"})

// wordProblem answers with the sum and a sentence: "5 - 2 = 3. Tom has 3 apples left."
func wordProblem(r *rng, held bool, d *Document) {
	op := pick(r, []byte("++---*"))
	var a, b int
	var key string
	for {
		a, b, key = operands(r, op, held)
		if b >= 2 && a >= 2 && a <= 40 && b <= 40 && !(op == '-' && a == b) {
			break
		}
	}
	s := &scene{r: *r}
	s.set("A", child(&s.r))
	s.set("B", other(&s.r, child, s.get("A").(person)))
	s.set("P", pick(&s.r, places))
	noun := pick(&s.r, goods)
	s.set("N", quantity{a, noun})
	s.set("K", quantity{b, noun})
	s.set("L", quantity{result(op, a, b), noun})
	s.set("F", word(itoa(a)+" "+opSigns[op]+" "+itoa(b)+" = "+itoa(result(op, a, b))))
	name := ".n"
	if s.r.chance(30) {
		name = ".word" // numbers in words in the question, in figures in the answer
	}
	eat := contains(foods, noun) || noun == "nut"
	n, k := "{N"+name+"} {N.noun}", "{K"+name+"}"
	var ask, answer string
	switch op {
	case '+':
		switch s.r.n(5) {
		case 0:
			ask = `{A} has ` + n + `. [{B} gives {A.him} ` + k + ` more.|{A.he} gets ` + k + ` more from {B}.] How many {N.pl} does {A} have now?`
			answer = `{F}. {A} has {L.n} {L.noun}.`
		case 1:
			ask = `{A} has ` + n + ` and {B} has ` + k + `. How many {N.pl} do they have together?`
			answer = `{F}. They have {L.n} {L.noun} together.`
		case 2:
			ask = `There are ` + n + ` {P.at}. {A} brings ` + k + ` more. How many {N.pl} are there now?`
			answer = `{F}. There are {L.n} {L.noun}.`
		case 3:
			ask = `[In the morning|On Monday] {A} [buys|finds|counts] ` + n + `, and [in the evening|on Tuesday] ` + k + ` more. How many {N.pl} is that in all?`
			answer = `{F}. That is {L.n} {L.noun} in all.`
		default:
			ask = `{A} has ` + n + `. {B} has ` + k + ` more than {A}. How many {N.pl} does {B} have?`
			answer = `{F}. {B} has {L.n} {L.noun}.`
		}
	case '-':
		switch s.r.n(5) {
		case 0:
			ask = `{A} has ` + n + `. {A.he} gives ` + k + ` to {B}. How many {N.pl} does {A} have left?`
			answer = `{F}. {A} has {L.n} {L.noun} left.`
		case 1:
			ask = `There are ` + n + ` {P.at}. {A} takes ` + k + ` away. How many {N.pl} are left?`
			if a-b == 1 {
				answer = `{F}. {L.n} {L.noun} is left.`
			} else {
				answer = `{F}. {L.n} {L.noun} are left.`
			}
		case 2:
			verb := "loses"
			if eat {
				verb = "eats"
			}
			ask = `{A} has ` + n + `. {A.he} ` + verb + ` ` + k + ` of them. How many {N.pl} does {A} still have?`
			answer = `{F}. {A} still has {L.n} {L.noun}.`
		case 3:
			ask = `{A} has ` + n + `, and {B} has ` + k + `. How many more {N.pl} does {A} have than {B}?`
			answer = `{F}. {A} has {L.n} {L.noun} more than {B}.`
		default:
			ask = `{A} wants ` + n + `, but {A.he} has only ` + k + `. How many {N.pl} does {A.he} still need?`
			answer = `{F}. {A} still needs {L.n} {L.noun}.`
		}
	default:
		s.word("box", "box", "basket", "bag", "drawer", "crate", "sack")
		s.set("X", quantity{a, s.get("box").form("")})
		ask = `{A} has {X` + name + `} {X.noun} with ` + k + ` {N.pl} in each. How many {N.pl} does {A} have in all?`
		answer = `{F}. {A} has {L.n} {L.noun} in all.`
	}
	ask, answer = s.text(ask), s.text(answer)
	*r = s.r
	d.done("word problem", ask, answer, key)
}

// howManyInAll counts what a list names.
func howManyInAll(r *rng, held bool, d *Document) {
	k := r.between(2, 7)
	list, key := wordList(r, nounsForLists, k, held)
	noun := pick(r, []string{"things", "words"})
	ask := "Count the " + noun + ": " + joined(list)
	if r.chance(50) {
		ask = "How many " + noun + " are in this list: " + joined(list) + "?"
	}
	d.done("count items", ask, itoa(k), key)
}
