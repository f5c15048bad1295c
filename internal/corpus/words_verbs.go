package corpus

import "strings"

// irregularVerbs: base, past, participle.
const irregularVerbs = `
be was been
have had had
do did done
go went gone
come came come
see saw seen
take took taken
give gave given
get got got
make made made
find found found
lose lost lost
know knew known
think thought thought
say said said
tell told told
ask asked asked
hear heard heard
feel felt felt
leave left left
keep kept kept
hold held held
bring brought brought
buy bought bought
sell sold sold
build built built
break broke broken
choose chose chosen
catch caught caught
teach taught taught
eat ate eaten
drink drank drunk
sing sang sung
swim swam swum
run ran run
sit sat sat
stand stood stood
sleep slept slept
wake woke woken
fall fell fallen
fly flew flown
grow grew grown
throw threw thrown
draw drew drawn
write wrote written
read read read
ride rode ridden
drive drove driven
hide hid hidden
put put put
cut cut cut
hurt hurt hurt
let let let
set set set
shut shut shut
meet met met
send sent sent
spend spent spent
lend lent lent
lead led led
feed fed fed
win won won
begin began begun
forget forgot forgotten
speak spoke spoken
wear wore worn
tear tore torn
steal stole stolen
sweep swept swept
pay paid paid
dig dug dug
hang hung hung
shine shone shone
shake shook shaken
blow blew blown
bend bent bent
lie lay lain
rise rose risen
understand understood understood
weave wove woven
stick stuck stuck
spin spun spun
bite bit bitten
freeze froze frozen
ring rang rung
hit hit hit
beat beat beaten
cost cost cost
strike struck struck
quarrel quarrelled quarrelled
swing swung swung
fight fought fought
sink sank sunk
`

// verbs holds the irregular verbs, and the regular ones of the word lists so that their forms are made once.
var verbs = func() map[string]verb {
	m := map[string]verb{}
	for _, line := range strings.Split(strings.TrimSpace(irregularVerbs), "\n") {
		f := strings.Fields(line)
		v := conjugate(f[0])
		v.past, v.pp = f[1], f[2]
		switch f[0] {
		case "be":
			v.third, v.ing = "is", "being"
		case "have":
			v.third = "has"
		case "lie":
			v.ing = "lying"
		case "begin", "forget", "quarrel":
			v.ing = f[0] + f[0][len(f[0])-1:] + "ing"
		}
		m[f[0]] = v
	}
	for _, base := range strings.Fields(`want need like love hope try look walk jump play work wait rest laugh cry smile shout climb
		carry open close wash clean mend paint cook bake plant pick pull push drop lift call help thank visit follow chase watch
		show share count fill fix start stop finish learn live stay move turn reach cross touch smell taste listen
		dance whisper answer wonder decide worry promise knock hurry return rain snow warm wave nod clap hug tie fold pack`) {
		m[base] = conjugate(base)
	}
	return m
}()

// action is a transitive verb with the classes of nouns that it can have as its object.
type action struct {
	verb    string
	objects []string // nouns
	where   bool     // may be followed by a place
}

// actions are what a person can do to things, in a sentence of its own.
var actions = []action{
	{"eat", foods, true}, {"pick", fruits, true}, {"buy", flat(foods, things, clothes, tools), true}, {"sell", flat(foods, things, clothes, tools), true},
	{"carry", flat(things, tools, containers), true}, {"find", flat(things, clothes, tools, animals), true}, {"lose", flat(toys, clothes, small1), true},
	{"hide", flat(toys, small1, containers), true}, {"paint", flat(furniture, containers, vehicles), true}, {"wash", flat(clothes, dishes), true},
	{"mend", flat(clothes, furniture, vehicles, toys), true}, {"clean", flat(furniture, dishes, tools), true}, {"draw", flat(animals, plants, vehicles, buildings), true},
	{"see", flat(animals, people, things), true}, {"watch", flat(animals, people), true}, {"feed", animals, true}, {"follow", flat(animals, people), false},
	{"help", people, true}, {"meet", people, true}, {"thank", people, false}, {"visit", people, false}, {"call", people, false},
	{"open", containers, true}, {"close", containers, true}, {"read", writings, true}, {"write", writings, true}, {"bake", baked, true},
	{"plant", plants, true}, {"build", buildings, true}, {"wear", clothes, true}, {"push", vehicles, true}, {"pull", vehicles, true},
	{"break", flat(dishes, toys), true}, {"drop", flat(dishes, small1, fruits), true}, {"borrow", flat(tools, writings), false}, {"fill", containers, true},
	{"make", flat(clothes, toys, dishes), true}, {"bring", flat(things, foods, tools), false}, {"catch", flat(animals, toys), true}, {"touch", flat(animals, furniture), true},
	{"choose", flat(clothes, toys, fruits), true}, {"lift", flat(containers, furniture), true}, {"like", flat(animals, foods, toys), false}, {"want", flat(toys, foods, clothes), false},
	{"need", flat(tools, clothes, containers), false}, {"love", flat(animals, toys, foods), false},
}
