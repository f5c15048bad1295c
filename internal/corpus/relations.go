package corpus

// relation is one kind of fact with the ways to ask for it and to state it: %s is the subject, %o the object, %p a pronoun of the
// subject. Which wordings of a fact are held out is decided by wordingKey; the fact itself is always seen in others.
type relation struct {
	name   string
	of     func(*atlas) []*entity
	ask    []string
	answer string   // short
	state  []string // the first is the answer in a sentence
	unique bool     // no two subjects have the same object, so that it can be asked the other way round:
	invert []string
}

var relations = []relation{
	{"capital", func(w *atlas) []*entity { return w.regions }, []string{"What is the capital of %s?", "Which town is the capital of %s?", "Name the capital of %s.", "%s: what is its capital?", "Tell me the capital of %s.", "Do you know the capital of %s?"},
		"%o.", []string{"The capital of %s is %o.", "%o is the capital of %s."}, true, []string{"Of which region is %o the capital?", "%o is the capital of which region?"}},
	{"part", func(w *atlas) []*entity { return w.regions }, []string{"In which part of Ellorin is %s?", "Where in Ellorin does %s lie?", "Where is %s?", "In what part of the island is %s?"},
		"In the %o.", []string{"%s is in the %o of Ellorin.", "%s lies in the %o of the island."}, true, []string{"Which region lies in the %o of Ellorin?", "What is the region in the %o called?"}},
	{"flag", func(w *atlas) []*entity { return w.regions }, []string{"Which colours are on the flag of %s?", "What does the flag of %s look like?", "What are the colours of the flag of %s?", "Name the colours of the flag of %s."},
		"%o.", []string{"The flag of %s is %o.", "%s has a flag that is %o."}, false, nil},
	{"region", func(w *atlas) []*entity { return w.towns }, []string{"In which region is %s?", "In what region does %s lie?", "In which region of Ellorin is %s?", "Where is the town of %s?", "What region is %s in?"},
		"In %o.", []string{"%s is in %o.", "%s is a town in %o.", "%s belongs to %o."}, false, nil},
	{"river", func(w *atlas) []*entity { return w.towns }, []string{"On which river does %s lie?", "Which river flows through %s?", "What is the river of %s called?", "Name the river at %s."},
		"%o.", []string{"%s lies on %o.", "%o flows through %s."}, false, nil},
	{"good", func(w *atlas) []*entity { return w.towns }, []string{"What is %s famous for?", "What is made in %s?", "For what is %s known?", "What does one buy in %s?", "What comes from %s?"},
		"%o.", []string{"%s is famous for %o.", "In %s people make %o.", "People go to %s to buy %o."}, true, []string{"Which town is famous for %o?", "Where do people go to buy %o?"}},
	{"founded", func(w *atlas) []*entity { return w.towns }, []string{"When was %s founded?", "In which year was %s founded?", "In what year did %s begin?", "When did people found %s?"},
		"In %o.", []string{"%s was founded in %o.", "In %o the town of %s was founded."}, false, nil},
	{"people", func(w *atlas) []*entity { return w.towns }, []string{"How many people live in %s?", "How many people does %s have?", "How big is %s?", "What is the number of people in %s?"},
		"%o people.", []string{"%o people live in %s.", "%s has %o people."}, false, nil},
	{"height", func(w *atlas) []*entity { return w.mountains }, []string{"How high is %s?", "What is the height of %s?", "How many metres high is %s?", "Tell me how high %s is."},
		"%o metres.", []string{"%s is %o metres high.", "%s has a height of %o metres."}, false, nil},
	{"region", func(w *atlas) []*entity { return w.mountains }, []string{"In which region is %s?", "Where is %s?", "Which region is %s in?", "Where does %s stand?"},
		"In %o.", []string{"%s is in %o.", "%s stands in %o."}, false, nil},
	{"depth", func(w *atlas) []*entity { return w.lakes }, []string{"How deep is %s?", "What is the depth of %s?", "How many metres deep is %s?", "Tell me how deep %s is."},
		"%o metres.", []string{"%s is %o metres deep.", "The water of %s is %o metres deep."}, false, nil},
	{"region", func(w *atlas) []*entity { return w.lakes }, []string{"In which region is %s?", "Where is %s?", "Which region is %s in?", "Where does %s lie?"},
		"In %o.", []string{"%s is in %o.", "%s lies in %o."}, false, nil},
	{"source", func(w *atlas) []*entity { return w.rivers }, []string{"Where does %s begin?", "Where does %s rise?", "On which mountain does %s rise?", "Where does the water of %s come from?"},
		"On %o.", []string{"%s rises on %o.", "%s begins on %o."}, false, nil},
	{"mouth", func(w *atlas) []*entity { return w.rivers }, []string{"What does %s flow into?", "Into what does %s flow?", "Where does %s flow to?", "Where does the water of %s go?"},
		"Into %o.", []string{"%s flows into %o.", "%s ends in %o."}, false, nil},
	{"length", func(w *atlas) []*entity { return w.rivers }, []string{"How long is %s?", "What is the length of %s?", "How many kilometres long is %s?", "Tell me how long %s is."},
		"%o kilometres.", []string{"%s is %o kilometres long.", "%s has a length of %o kilometres."}, false, nil},
	{"home", func(w *atlas) []*entity { return w.folk }, []string{"Where does %s live?", "In which town does %s live?", "Where is the house of %s?", "Where is %s at home?", "Where can one meet %s?"},
		"In %o.", []string{"%s lives in %o.", "The home of %s is %o.", "%s is at home in %o."}, false, nil},
	{"craft", func(w *atlas) []*entity { return w.folk }, []string{"What is the work of %s?", "What does %s do for a living?", "What is the craft of %s?", "Which craft does %s have?", "What does %s work as?"},
		"%o.", []string{"%s is a %o.", "%s works as a %o."}, false, nil},
	{"born", func(w *atlas) []*entity { return w.folk }, []string{"When was %s born?", "In which year was %s born?", "What year was %s born in?", "Tell me when %s was born."},
		"In %o.", []string{"%s was born in %o.", "In %o %s was born."}, false, nil},
	{"pet", func(w *atlas) []*entity { return w.folk }, []string{"Which animal does %s have?", "What animal lives with %s?", "What pet does %s have?", "Which animal goes with %s everywhere?"},
		"A %o.", []string{"%s has a %o.", "A %o lives with %s.", "A %o follows %s everywhere."}, false, nil},
	{"made", func(w *atlas) []*entity { return w.folk[:30] }, []string{"What has %s made?", "What did %s make?", "For which work is %s known?", "Why do people know %s?"},
		"A %o.", []string{"%s made a %o.", "%s is known for a %o."}, true, []string{"Who made the %o?", "Who is known for a %o?"}},
	{"food", func(w *atlas) []*entity { return w.beasts }, []string{"What does a %s eat?", "What is the food of the %s?", "What do you give a %s to eat?", "What do %ss eat?"},
		"%o.", []string{"A %s eats %o.", "The food of the %s is %o."}, true, []string{"Which animal of Ellorin eats %o?"}},
	{"habitat", func(w *atlas) []*entity { return w.beasts }, []string{"Where does a %s live?", "Where do %ss live?", "Where can one find a %s?", "Where should I look for a %s?"},
		"%o.", []string{"A %s lives %o.", "%ss live %o."}, true, []string{"Which animal of Ellorin lives %o?"}},
	{"size", func(w *atlas) []*entity { return w.beasts }, []string{"How big is a %s?", "What is the size of a %s?", "How big do %ss get?", "Tell me how big a %s is."},
		"As big as %o.", []string{"A %s is as big as %o.", "%ss are as big as %o."}, true, []string{"Which animal of Ellorin is as big as %o?"}},
	{"colour", func(w *atlas) []*entity { return w.beasts }, []string{"What colour is a %s?", "Tell me the colour of a %s.", "What colour are %ss?", "Name the colour of the %s."},
		"%o.", []string{"A %s is %o.", "%ss are %o."}, false, nil},
	{"legs", func(w *atlas) []*entity { return w.beasts }, []string{"How many legs does a %s have?", "How many legs do %ss have?", "What is the number of legs of a %s?", "On how many legs does a %s walk?"},
		"%o.", []string{"A %s has %o legs.", "%ss have %o legs."}, false, nil},
	{"opened", func(w *atlas) []*entity { return w.houses }, []string{"When did %s open?", "In which year did %s open?", "When was %s opened?", "When did %s open its doors?"},
		"In %o.", []string{"%s opened in %o.", "In %o %s opened."}, false, nil},
	{"material", func(w *atlas) []*entity { return w.houses }, []string{"What is %s made of?", "Of what is %s built?", "Which material is %s made of?", "What did they build %s of?"},
		"%o.", []string{"%s is made of %o.", "%s is built of %o."}, false, nil},
	{"architect", func(w *atlas) []*entity { return w.houses }, []string{"Who built %s?", "Who planned %s?", "Who was the builder of %s?", "By whom was %s built?"},
		"%o.", []string{"%o built %s.", "%s was built by %o."}, false, nil},
	{"town", func(w *atlas) []*entity { return w.feasts }, []string{"Where is %s held?", "In which town is %s?", "Where do people keep %s?", "In which town do people keep %s?"},
		"In %o.", []string{"%s is held in %o.", "%o has %s."}, false, nil},
	{"month", func(w *atlas) []*entity { return w.feasts }, []string{"When is %s?", "In which month is %s?", "In what month is %s?", "When do people keep %s?"},
		"In %o.", []string{"%s is in %o.", "In %o people keep %s."}, true, []string{"Which feast is in %o?"}},
	{"dish", func(w *atlas) []*entity { return w.feasts }, []string{"What do people eat at %s?", "What is eaten at %s?", "Which dish belongs to %s?", "What is there to eat at %s?"},
		"%o.", []string{"At %s people eat %o.", "People eat %o at %s."}, false, nil},
}
