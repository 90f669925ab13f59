"""Stories of places that do not exist: clear English, and no two alike."""

import random

_NOUNS = (
    "harbour council bridge ferry school clinic orchard railway reservoir library market tunnel theatre quarry mill"
    " lighthouse brewery stadium cannery airfield archive bakery canal depot foundry garden hospital island jetty"
    " kiln laboratory museum nursery observatory pier refinery shipyard tramway university vineyard warehouse"
    " workshop granary aqueduct causeway dairy embankment fishery greenhouse hostel ice-rink kennel"
).split()
_TRAITS = (
    "old new northern southern crowded flooded half-empty restored public private wooden narrow famous forgotten"
    " reopened damaged unfinished busy quiet costly coastal upland municipal temporary disputed popular"
    " snowbound windswept neglected modern"
).split()
_VERBS = (
    "repaired inspected closed reopened sold painted measured visited praised blamed rebuilt evacuated searched"
    " insured renamed photographed leased surveyed drained fenced lit heated guarded mapped audited"
).split()
_PEOPLE = (
    "engineers residents councillors fishermen teachers nurses drivers inspectors students farmers volunteers"
    " shopkeepers sailors surveyors gardeners musicians bakers electricians historians neighbours pilots clerks"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_HEADS = "Mar Vel Thorn Ash Bram Cald Dun El Fen Gors Hal Ived Jar Kel Lun Mor Nes Ost Pel Quar Rav Sél Ulv".split()
_MIDDLES = "a e i o u ar en is om un el ba do ri".split()
_TAILS = "wick ford mouth haven stead by dale combe firth gate holm keld ness port thwaite well".split()
_UNITS = "boats crates metres workers visitors trees wagons pupils tonnes lamps letters windows".split()
_ENDS = (
    "before the winter storms arrive",
    "after a meeting that lasted all night",
    "although the money has not been found",
    "because the foundations had begun to sink",
    "while a band played in the rain",
    "as the tide turned",
    "for the first time in a generation",
    "without a single word of protest",
    "to the surprise of its owners",
    "despite a warning from the coastguard",
    "so that trains can run again",
    "until the paint has dried",
)


def place(chance: random.Random) -> str:
    """A place on no map."""
    return chance.choice(_HEADS) + chance.choice(_MIDDLES) + chance.choice(_TAILS)


def headline(chance: random.Random) -> str:
    """What happened, in some words, without a full stop."""
    people, verb, trait, noun = (chance.choice(words) for words in (_PEOPLE, _VERBS, _TRAITS, _NOUNS))
    counted = f"{chance.randint(2, 999)} {_unit(chance)} counted"
    return f"{people.capitalize()} {verb} {trait} {noun} in {place(chance)}, {counted}"


def paragraph(chance: random.Random) -> str:
    """Two or three sentences."""
    return " ".join(_sentence(chance) for _ in range(chance.randint(2, 3)))


def paragraphs(chance: random.Random) -> tuple[str, ...]:
    """A story's text: 80 to 250 words."""
    return tuple(paragraph(chance) for _ in range(chance.randint(3, 6)))


def _unit(chance: random.Random) -> str:
    return chance.choice(_UNITS)


def _sentence(chance: random.Random) -> str:
    people, others = chance.sample(_PEOPLE, 2)
    noun, other = chance.sample(_NOUNS, 2)
    verb, again = chance.sample(_VERBS, 2)
    trait, day, end, number = (
        chance.choice(_TRAITS),
        chance.choice(_DAYS),
        chance.choice(_ENDS),
        chance.randint(3, 9_000),
    )
    return chance.choice(
        (
            f"The {trait} {noun} of {place(chance)} was {verb} by {people} on {day}, {end}.",
            f"Some {number} {_unit(chance)} from {place(chance)} were {verb} near the {noun}, {people} told {others}.",
            f"{people.capitalize()} of {place(chance)} {verb} the {noun} and {again} its {trait} {other}.",
            f"On {day} {others} {verb} {number} {_unit(chance)} at the {trait} {noun}, {end}.",
            f"Nobody had {verb} the {noun} of {place(chance)} since {people} {again} the {trait} {other}.",
        )
    )
