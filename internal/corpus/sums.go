package corpus

// operands draws the numbers of a sum whose family is of the split: mostly small, sometimes of two figures. For '-', a >= b.
func operands(r *rng, op byte, held bool) (a, b int, key string) {
	for {
		top := 20
		if r.chance(35) {
			top = 99
		}
		switch op {
		case '+':
			a, b = r.between(0, top), r.between(0, top)
		case '-':
			b = r.between(0, top)
			a = b + r.between(0, top)
			if a > 99 {
				continue
			}
		case '*':
			a, b = r.between(0, 10), r.between(0, 10)
		}
		if key = familyKey(op, a, b); heldKey(key) == held {
			return a, b, key
		}
	}
}

func result(op byte, a, b int) int {
	switch op {
	case '+':
		return a + b
	case '-':
		return a - b
	}
	return a * b
}

var (
	opNames = map[byte][]string{'+': {"plus"}, '-': {"minus"}, '*': {"times"}}
	opSigns = map[byte]string{'+': "+", '-': "-", '*': "x"}
)

// sum is a few sums in training, one where it is held out.
func sum(r *rng, held bool) Document {
	d := Document{Task: "sum"}
	n := 1
	if !held {
		n = r.between(1, 4)
	}
	for i := 0; i < n; i++ {
		d.accept, d.rule, d.count = nil, number, 0
		pick(r, []func(*rng, bool, *Document){plainSum, plainSum, plainSum, sumInWords, wordProblem, wordProblem, wordProblem, compare, nextNumber, doubleHalf, evenOdd, howManyInAll})(r, held, &d)
	}
	return d
}

func (d *Document) done(task, ask, answer string, keys ...string) {
	d.ask(ask, answer)
	d.Task, d.Answer = task, answer
	d.Keys = append(d.Keys, keys...)
}

func drawOp(r *rng) byte { return pick(r, []byte("++++---*")) }

// plainSum answers with the sum written out: "12 + 7 = 19".
func plainSum(r *rng, held bool, d *Document) {
	op := drawOp(r)
	a, b, key := operands(r, op, held)
	q := itoa(a) + " " + opSigns[op] + " " + itoa(b)
	s := scene{r: *r}
	s.set("q", word(q))
	ask := s.text(`[What is {q}?|{q} =|{q} = ?|How much is {q}?|Please work out {q}.|Calculate {q}.|{q}|Can you tell me what {q} is?|Solve: {q}]`)
	*r = s.r
	names := map[byte]string{'+': "add", '-': "subtract", '*': "multiply"}
	d.done(names[op], ask, q+" = "+itoa(result(op, a, b)), key)
}

// sumInWords asks and answers in words.
func sumInWords(r *rng, held bool, d *Document) {
	op := drawOp(r)
	a, b, key := operands(r, op, held)
	q := inWords(a) + " " + pick(r, opNames[op]) + " " + inWords(b)
	ask := pick(r, []string{"What is " + q + "?", "How much is " + q + "?", capital(q) + "?", "Tell me what " + q + " is."})
	if op == '*' && r.chance(20) && b > 0 && b < 4 {
		ask = "What is " + []string{"once", "twice", "three times"}[b-1] + " " + inWords(a) + "?"
	}
	d.done("in words", ask, capital(inWords(result(op, a, b)))+".", key)
}

func compare(r *rng, held bool, d *Document) {
	for {
		top := pick(r, []int{20, 100, 100, 999})
		a, b := r.between(0, top), r.between(0, top)
		key := familyKey('?', a, b)
		if a == b || heldKey(key) != held {
			continue
		}
		x, y := itoa(a), itoa(b)
		switch r.n(5) {
		case 0, 1:
			ask := pick(r, []string{"Which is bigger, " + x + " or " + y + "?", "Which number is greater, " + x + " or " + y + "?", "What is more, " + x + " or " + y + "?"})
			d.done("compare", ask, itoa(max(a, b)), key)
		case 2, 3:
			ask := pick(r, []string{"Which is smaller, " + x + " or " + y + "?", "Which number is smaller, " + x + " or " + y + "?", "What is less, " + x + " or " + y + "?"})
			d.done("compare", ask, itoa(min(a, b)), key)
		default:
			ask, yes := "Is "+x+" more than "+y+"?", a > b
			if r.chance(50) {
				ask, yes = "Is "+x+" less than "+y+"?", a < b
			}
			d.rule = words
			d.done("compare", ask, yesNo(yes), key)
		}
		return
	}
}

func yesNo(b bool) string {
	if b {
		return "Yes."
	}
	return "No."
}

// oneNumber draws a number whose key is of the split.
func oneNumber(r *rng, what string, lo, hi int, held bool) (int, string) {
	for {
		n := r.between(lo, hi)
		if key := "number " + what + " " + itoa(n); heldKey(key) == held {
			return n, key
		}
	}
}

func nextNumber(r *rng, held bool, d *Document) {
	switch r.n(4) {
	case 0:
		n, key := oneNumber(r, "after", 1, 200, held)
		d.done("next", pick(r, []string{"Which number comes after " + itoa(n) + "?", "What comes after " + itoa(n) + "?"}), itoa(n+1), key)
	case 1:
		n, key := oneNumber(r, "before", 1, 200, held)
		d.done("next", pick(r, []string{"Which number comes before " + itoa(n) + "?", "What comes before " + itoa(n) + "?"}), itoa(n-1), key)
	case 2:
		n, key := oneNumber(r, "count", 1, 239, held)
		from, k := n%40, 3+n/40
		list := ""
		for i := 0; i <= k; i++ {
			if i > 0 {
				list += ", "
			}
			list += itoa(from + i)
		}
		d.rule = words
		d.done("count", "Count from "+itoa(from)+" to "+itoa(from+k)+".", list, key)
	default:
		n, key := oneNumber(r, "row", 1, 600, held)
		from, step := n%60, 1+n/60
		row := ""
		for i := 0; i < 4; i++ {
			row += itoa(from+i*step) + ", "
		}
		d.done("next", pick(r, []string{"Which number comes next? ", "What is the next number? "})+row+"...", itoa(from+4*step), key)
	}
}

func doubleHalf(r *rng, held bool, d *Document) {
	if r.chance(50) {
		n, key := oneNumber(r, "double", 1, 60, held)
		d.done("double", pick(r, []string{"Double " + itoa(n) + ".", "What is twice " + itoa(n) + "?", "What is the double of " + itoa(n) + "?"}), itoa(2*n), key)
		return
	}
	n, key := oneNumber(r, "half", 1, 50, held)
	d.done("half", pick(r, []string{"What is half of " + itoa(2*n) + "?", "Halve " + itoa(2*n) + "."}), itoa(n), key)
}

func evenOdd(r *rng, held bool, d *Document) {
	n, key := oneNumber(r, "even", 0, 300, held)
	d.rule = words
	d.done("even or odd", pick(r, []string{"Is " + itoa(n) + " even or odd?", "Is the number " + itoa(n) + " even or odd?"}), []string{"Even.", "Odd."}[n%2], key)
}
