package corpus

import "strings"

// The nouns, by what can be done with them. All can be counted but those of mass.
var (
	toys    = strings.Fields("ball kite doll drum whistle puppet top marble hoop balloon rattle puzzle yo-yo")
	small1  = strings.Fields("key ring coin button shell feather stone bell bead ribbon pearl needle badge stamp medal pin acorn pebble")
	tools   = strings.Fields("hammer saw rope ladder broom spade rake axe bucket brush net hook lantern lamp torch candle shovel nail drill file compass")
	clothes = strings.Fields("hat coat scarf shirt dress glove shoe boot sock cap cloak apron belt skirt jacket sweater vest mitten blanket")
	// containers also open and close.
	containers = strings.Fields("box basket bag jar chest barrel bottle drawer sack trunk crate case")
	dishes     = strings.Fields("cup plate bowl spoon fork pot pan jug mug kettle glass dish tray vase")
	furniture  = strings.Fields("chair table bench shelf bed stool desk door window gate fence mirror clock carpet cupboard cradle")
	vehicles   = strings.Fields("cart boat wagon sledge raft wheelbarrow canoe bicycle carriage")
	writings   = strings.Fields("book letter story poem map note card list")
	fruits     = strings.Fields("apple pear plum cherry peach orange lemon fig berry grape melon apricot")
	roots      = strings.Fields("carrot potato onion turnip bean pea tomato cabbage pumpkin leek radish cucumber mushroom")
	baked      = strings.Fields("cake pie bun loaf biscuit pancake tart roll muffin waffle")
	foods      = flat(fruits, baked, strings.Fields("carrot egg nut sandwich sausage tomato pickle dumpling"))
	mass       = strings.Fields("bread cheese milk honey soup rice butter jam tea water salt sugar juice porridge flour cream")
	plants     = strings.Fields("tree rose bush flower tulip oak willow vine fern lily daisy birch pine thistle nettle")
	buildings  = strings.Fields("house hut wall tower bridge shed barn tent cottage stable cabin mill well chapel fort")
	animals    = strings.Fields(`fox hare mouse dog cat horse cow goat sheep pig duck goose hen owl crow robin frog toad squirrel hedgehog
		badger otter beaver bear wolf deer rabbit mole bat swan sparrow pigeon donkey pony turtle snail spider bee ant beetle butterfly
		lamb calf kitten puppy rooster eagle heron seal whale rat weasel lizard snake moth cricket parrot monkey lion tiger camel`)
	// heroes are animals that can be the persons of a story.
	heroes = strings.Fields(`fox hare mouse dog cat goat pig duck goose hen owl crow robin frog squirrel hedgehog badger otter beaver bear
		wolf deer rabbit mole sparrow donkey pony turtle rooster heron`)
	people = strings.Fields(`baker miller farmer teacher doctor tailor potter weaver sailor painter shepherd carpenter gardener cook nurse
		singer hunter fisherman king queen guard judge clerk mayor blacksmith cobbler postman poet soldier pilot librarian
		beekeeper butcher grocer merchant ferryman clown dancer thief wizard giant captain neighbour stranger`)
	materials = strings.Fields("wood stone clay wool silk glass iron copper silver gold leather paper wax straw linen bone tin")
	body      = strings.Fields("hand foot head nose ear eye arm leg finger knee back tooth shoulder elbow thumb chin neck toe")
	family    = strings.Fields("mother father sister brother aunt uncle cousin grandmother grandfather son daughter")
	things    = flat(toys, small1, dishes, writings, strings.Fields("hammer rope lamp candle bucket brush broom basket box jar hat scarf glove blanket flag pillow pencil umbrella flute fiddle"))
	colours   = strings.Fields("red blue green yellow white black brown grey pink purple orange golden")
	days      = strings.Fields("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
	months    = strings.Fields("January February March April May June July August September October November December")
	seasons   = strings.Fields("spring summer autumn winter")
)

func flat[T any](lists ...[]T) []T {
	var out []T
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// place is somewhere to be: "in the garden".
type place struct{ noun, at string }

// form: "" the garden, at in the garden, to to the garden, from, bare garden.
func (p place) form(f string) string {
	switch f {
	case "":
		return "the " + p.noun
	case "at":
		return p.at + " the " + p.noun
	case "to":
		return "to the " + p.noun
	case "from":
		return "from the " + p.noun
	case "bare":
		return p.noun
	}
	panic("corpus: no form of a place: " + f)
}

// places are outdoors or in the town; rooms are indoors; spots are where something may lie.
var (
	places = readPlaces(`at:market at:mill at:harbour at:school at:bakery at:river at:lake at:well at:farm at:station at:castle at:bridge
		in:garden in:forest in:field in:park in:orchard in:valley in:village in:meadow in:barn in:town in:cave in:library in:museum
		in:hall in:stable in:square in:churchyard on:hill on:beach on:island on:road on:mountain at:fair at:inn at:pond in:vineyard
		at:workshop at:crossroads at:lighthouse on:shore on:pier`)
	markets = readPlaces("at:market at:harbour at:fair at:bakery at:station at:workshop in:square in:village in:town on:pier at:inn")
	rooms   = readPlaces("in:kitchen in:attic in:cellar in:bedroom in:hallway in:shed in:parlour in:bathroom on:balcony in:pantry on:porch in:study on:stairs")
	spots   = readPlaces(`under:bed under:table behind:door behind:curtain on:shelf under:bench in:basket in:cupboard on:roof in:haystack
		under:tree behind:stove in:box under:stairs in:drawer on:windowsill behind:barrel under:pillow in:boat behind:wall
		in:grass under:bridge in:well behind:barn in:hedge beside:fence in:wardrobe beside:fire`)
	wilds = readPlaces("in:forest in:meadow at:river at:lake at:pond in:valley on:hill in:field in:cave on:island on:shore in:orchard in:marsh in:garden on:mountain")
)

func readPlaces(text string) []place {
	var out []place
	for _, f := range strings.Fields(text) {
		at, noun, _ := strings.Cut(f, ":")
		out = append(out, place{noun, at})
	}
	return out
}
