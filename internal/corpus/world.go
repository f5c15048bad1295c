package corpus

import "strings"

// The invented world is an island. It is made once, from a seed of its own, so that every corpus speaks of the same world.
const (
	worldSeed = 1873
	island    = "Ellorin"
)

// entity is something of the world: its name, what it is, and its facts by relation.
type entity struct {
	name  string // "Tamwick", "the Orla", "Mount Sorn", "Bera Lund"
	kind  string
	facts map[string]string
	he    int // of people
}

type atlas struct {
	regions, towns, rivers, mountains, lakes, folk, beasts, houses, feasts []*entity
}

var world = makeWorld()

var (
	onsets   = strings.Fields("b br d dr f g gr h k kl l m n p r s sk st t th tr v w y")
	nuclei   = strings.Fields("a e i o u a e o ae")
	codas    = strings.Fields("l n r s m rn ll nd rk st sk v ld")
	townEnds = strings.Fields("wick dale sund berg haven moor fell ton mere gate by stad")
)

// names draws a name that was not drawn before.
type names struct {
	r    rng
	used map[string]bool
}

func (n *names) stem() string {
	for {
		w := pick(&n.r, onsets) + pick(&n.r, nuclei) + pick(&n.r, codas)
		if len(w) <= 5 && !n.used[w] {
			n.used[w] = true
			return w
		}
	}
}

// with is a stem with one of the ends, and no word or name of the lists.
func (n *names) with(ends ...string) string {
	for {
		if w := n.stem() + pick(&n.r, ends); len(w) > 3 && !ordinary[w] {
			return capital(w)
		}
	}
}

// ordinary are the words and names of the lists.
var ordinary = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range flat(girls, boys, nounsForLists, nounsForPlural, adjectives, feelings, body, family) {
		m[strings.ToLower(w)] = true
	}
	for w := range verbs {
		m[w], m[verbs[w].past] = true, true
	}
	return m
}()

func makeWorld() *atlas {
	n := &names{worldSeed, map[string]bool{}}
	for _, w := range strings.Fields("ball bell bill bull dill doll fall fell gull hall hell hill hull kill mall mill pill poll pull roll sell sill tall tell till wall well will bond band bend bind fond fund hand hind kind land lend mend mind pond rind sand send tend wand wend wind best bust cost dust fast fist gust host just last list lost mast mist most must nest past pest post rest rust test vast vest west worn born barn burn darn fern horn mark park dark bark lark work fork desk disk dusk mask risk task husk musk bold cold fold gold held hold mild sold told weld wild") {
		n.used[w] = true
	}
	r := &n.r
	w := &atlas{}
	add := func(list *[]*entity, name, kind string) *entity {
		e := &entity{name: name, kind: kind, facts: map[string]string{}}
		*list = append(*list, e)
		return e
	}
	year := func() string { return itoa(r.between(1500, 1899)) }

	where := strings.Fields("north south east west centre north-east")
	for i := 0; i < 6; i++ {
		e := add(&w.regions, n.with("ia", "mark", "land", "or"), "region")
		e.facts["part"] = where[i]
		c := some(r, colours[:6], 2)
		e.facts["flag"] = c[0] + " and " + c[1]
	}
	for i := 0; i < 10; i++ {
		e := add(&w.mountains, "Mount "+n.with("", "a", "en"), "mountain")
		e.facts["height"] = itoa(r.between(40, 299) * 10)
		e.facts["region"] = w.regions[i%6].name
	}
	for i := 0; i < 8; i++ {
		e := add(&w.lakes, "Lake "+n.with("", "o", "een"), "lake")
		e.facts["depth"] = itoa(r.between(10, 190))
		e.facts["region"] = w.regions[i%6].name
	}
	for i := 0; i < 12; i++ {
		e := add(&w.rivers, "the "+n.with("a", "e", "is", "u"), "river")
		e.facts["source"] = w.mountains[i%10].name
		e.facts["mouth"] = pick(r, w.lakes).name
		if r.chance(40) {
			e.facts["mouth"] = "the sea"
		}
		e.facts["length"] = itoa(r.between(20, 190))
	}
	goods := some(r, strings.Fields("cheese bells glass boats lamps hats honey carpets ropes paper pottery knives apples ribbons clocks salt drums wool candles nets silver bread flutes tea kites shoes plums baskets ink soap oil bricks pearls pears mirrors cider"), 36)
	for i := 0; i < 36; i++ {
		e := add(&w.towns, n.with(townEnds...), "town")
		region := w.regions[i%6]
		e.facts["region"] = region.name
		e.facts["river"] = w.rivers[r.n(12)].name
		e.facts["good"] = goods[i]
		e.facts["founded"] = year()
		e.facts["people"] = itoa(r.between(2, 98) * 100)
		if i < 6 {
			e.kind = "capital"
			region.facts["capital"] = e.name
		}
	}
	crafts := strings.Fields("potter weaver baker miller smith painter singer tailor shepherd sailor doctor teacher carpenter gardener beekeeper glassblower clockmaker poet fisher cook")
	works := some(r, strings.Fields("boat bell clock song map lamp book carpet tower bridge dance picture flute cloak mirror poem statue ring cake kite crown bowl garden door gate machine chair basket drum ship"), 30)
	mats := some(r, materials, len(materials))
	for i := 0; i < 48; i++ {
		first := n.with("a", "i", "ine")
		he := 1
		if i%2 == 0 {
			first, he = n.with("", "o", "us"), 0
		}
		e := add(&w.folk, first, "person")
		e.he = he
		e.facts["home"] = w.towns[(i*5)%36].name
		e.facts["craft"] = crafts[r.n(len(crafts))]
		e.facts["born"] = year()
		e.facts["pet"] = pick(r, []string{"cat", "dog", "goat", "parrot", "owl", "turtle", "rabbit", "crow", "donkey", "goose", "frog", "pony"})
		if i < 30 {
			e.facts["made"] = works[i] + " of " + mats[i%len(mats)]
		}
	}
	foodsOf := some(r, strings.Fields("grass leaves fish berries nuts roots insects seeds honey bark mushrooms eggs"), 12)
	homes := some(r, []string{"in caves", "in trees", "in rivers", "in the snow", "in the sand", "in marshes", "on cliffs", "in fields", "in hollow logs", "on roofs", "in the sea", "in deep forests"}, 12)
	sizesOf := some(r, []string{"a thumb", "a mouse", "a cat", "a dog", "a goat", "a cow", "a horse", "a house", "a bee", "an egg", "a hen", "a boat"}, 12)
	for i := 0; i < 12; i++ {
		e := add(&w.beasts, strings.ToLower(n.with("ock", "el", "ip", "ak", "orn")), "animal")
		e.facts["food"] = foodsOf[i]
		e.facts["habitat"] = homes[i]
		e.facts["size"] = sizesOf[i]
		e.facts["colour"] = pick(r, colours)
		e.facts["legs"] = pick(r, []string{"two", "four", "six", "eight", "three"})
	}
	sorts := strings.Fields("bridge mill library school theatre museum harbour market bath tower station hospital")
	for i := 0; i < 24; i++ {
		t := w.towns[(i*7)%36]
		e := add(&w.houses, "the "+sorts[i%12]+" of "+t.name, "building")
		e.facts["opened"] = year()
		e.facts["material"] = pick(r, []string{"wood", "stone", "iron", "glass", "brick", "clay"})
		e.facts["architect"] = w.folk[(i*7)%48].name
	}
	for i := 0; i < 12; i++ {
		t := w.towns[(i*11+3)%36]
		e := add(&w.feasts, "the Feast of "+[]string{"Lamps", "Boats", "Bells", "Bread", "Birds", "Masks", "Kites", "Songs", "Apples", "Snow", "Drums", "Stars"}[i], "feast")
		e.facts["town"] = t.name
		e.facts["month"] = months[(i*5+2)%12]
		e.facts["dish"] = pick(r, strings.Fields("pancakes dumplings pie soup fish cake plums sausages waffles porridge rice cheese"))
	}
	return w
}
