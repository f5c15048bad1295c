package corpus

import "strings"

// Adjectives, by what they can be said of.
var (
	sizes     = strings.Fields("big small large little tiny huge long short tall wide narrow")
	qualities = strings.Fields("old new pretty plain clean dirty broken shiny dusty simple fine strange beautiful cheap lovely ordinary")
	surfaces  = strings.Fields("soft hard smooth rough wet dry warm cold sharp round thick thin flat")
	tastes    = strings.Fields("sweet sour fresh ripe juicy hot salty bitter crisp tasty")
	natures   = strings.Fields("kind clever brave shy lazy quiet proud gentle honest cheerful curious patient careful greedy polite stubborn wise busy friendly lonely young old")
	feelings  = strings.Fields("happy sad angry afraid proud tired hungry thirsty bored lonely worried surprised sleepy calm glad nervous")
	adverbs   = strings.Fields("slowly quickly quietly loudly carefully happily sadly gently bravely proudly softly politely calmly eagerly patiently")
)

// opposites come in pairs; each is asked both ways.
var opposites = [][2]string{{"big", "small"}, {"hot", "cold"}, {"old", "new"}, {"up", "down"}, {"left", "right"}, {"day", "night"}, {"happy", "sad"},
	{"fast", "slow"}, {"high", "low"}, {"open", "closed"}, {"wet", "dry"}, {"hard", "soft"}, {"light", "dark"}, {"rich", "poor"}, {"early", "late"},
	{"strong", "weak"}, {"full", "empty"}, {"clean", "dirty"}, {"long", "short"}, {"thick", "thin"}, {"wide", "narrow"}, {"near", "far"},
	{"loud", "quiet"}, {"brave", "cowardly"}, {"first", "last"}, {"inside", "outside"}, {"sweet", "bitter"}, {"rough", "smooth"}, {"sharp", "blunt"},
	{"easy", "difficult"}, {"true", "false"}, {"north", "south"}, {"east", "west"}, {"summer", "winter"}, {"begin", "end"}, {"love", "hate"},
	{"win", "lose"}, {"push", "pull"}, {"buy", "sell"}, {"give", "take"}, {"ask", "answer"}, {"laugh", "cry"}, {"rise", "fall"}, {"come", "go"},
	{"remember", "forget"}, {"always", "never"}, {"before", "after"}, {"above", "below"}, {"many", "few"}, {"friend", "enemy"}, {"heavy", "weightless"},
	{"cheap", "expensive"}, {"polite", "rude"}, {"lazy", "hardworking"}, {"asleep", "awake"}, {"alive", "dead"}, {"deep", "shallow"}, {"tidy", "messy"},
	{"careful", "careless"}, {"kind", "cruel"}, {"yes", "no"}, {"front", "back"}, {"more", "less"}, {"safe", "dangerous"}, {"same", "different"}}

// kindsOf names what a list has in common: "an apple is a fruit".
var kindsOf = []struct {
	kind  string
	words []string
}{
	{"animal", animals}, {"fruit", fruits}, {"vegetable", roots}, {"tool", tools}, {"piece of clothing", clothes}, {"piece of furniture", strings.Fields("chair table bench shelf bed stool desk cupboard cradle")},
	{"plant", plants}, {"toy", toys}, {"building", buildings}, {"vehicle", vehicles}, {"colour", colours}, {"day of the week", days},
	{"month", months}, {"season", seasons}, {"part of the body", body}, {"material", materials}, {"member of the family", family},
}

// sounds: what animals say.
var sounds = pairs("dog barks cat meows cow moos duck quacks owl hoots frog croaks bee buzzes lion roars snake hisses crow caws mouse squeaks donkey brays horse neighs rooster crows pig grunts sheep bleats robin sings cricket chirps wolf howls bear growls goose honks hen clucks")

var (
	girls = strings.Fields(`Ada Amy Anna Bella Bea Clara Cora Dora Edith Ella Emma Esther Eva Flora Freya Grace Greta Hannah Helen Ida Ines Iris
		Ivy Jane Julia June Kate Lena Lily Lotte Lucy Mabel Maya Mia Mina Molly Nell Nina Nora Olga Olive Petra Pia Rosa Ruby Ruth Sally
		Sara Stella Tess Tilda Uma Vera Willa Wilma Zoe Agnes Bridget Carla Daisy`)
	boys = strings.Fields(`Adam Albert Alec Anton Arno Ben Bert Carl Caleb Dan David Edgar Eli Emil Felix Finn Frank Fred George Gus Hans Harry
		Henry Hugo Ian Ivan Jack Jacob James Joe John Jonas Karl Kit Leo Lewis Luke Mark Max Milo Ned Nick Noah Oscar Otto Paul Peter
		Ralph Rob Sam Simon Ted Theo Tim Toby Tom Victor Walter Wim Zack`)
)
