"""A small explanation with all that there is to show, made by hand: the odds of the day do not change it."""

from datetime import UTC, datetime

from tallywire.explaining.shown import Card, Decision, Explanation, Passage, Quote, Row, Sign

HEADLINE = "Rockets <hit> a base"
BODY = (
    "Two rockets hit Ain al-Asad on Monday, wounding one.\n\nA third may follow. There were 36 attacks last year"
    " & more."
)
TEXT = f"{HEADLINE}\n{BODY}"


def quote(words: str, rule: str) -> Quote:
    start = TEXT.index(words)
    return Quote(start, start + len(words), words, rule)


def passage(words: str, remark: str, decision: Decision | None = None) -> Passage:
    start = TEXT.index(words)
    return Passage(start, start + len(words), words, remark, decision)


NEW = Decision(
    "Is it new?",
    "yes",
    0.9,
    -0.5,
    (Sign("it gives a day", 0.7), Sign("it is short", -0.3), Sign("a trifle", 0.01)),
)
PLACE = Decision("Which place?", "Ain al-Asad, IQ", 0.95, 0.0, (Sign("it is a site", 1.0),), (("Baghdad, IQ", 0.2),))
INCIDENT = Card(
    1,
    "shelling (2 rocket) · 2022-01-03 · Ain al-Asad, IQ",
    0.83,
    (
        Row("what", "shelling", (quote("rockets hit", "a weapon and a verb"),)),
        Row("how many", "2", (quote("Two rockets", "a number of weapons"),)),
        Row("where", "Ain al-Asad", (quote("Ain al-Asad", "the likeliest place"),)),
        Row("wounded", "1", (quote("wounding one", "a number of wounded"),)),
    ),
    ("killed",),
    (NEW, PLACE),
    (passage("Rockets", "told again"),),
)
STATISTIC = Card(1, "36 attacks", None, (Row("how many", "36", (quote("36", "a number of attacks"),)),))


def sample() -> Explanation:
    """A wire with an incident, a statistic and a passage that was passed over."""
    at = datetime(2022, 1, 5, 21, 10, tzinfo=UTC)
    over = (passage("A third may follow", "a threat", NEW),)
    return Explanation("w-1", "Harbourline", at, HEADLINE, TEXT, None, (INCIDENT,), (STATISTIC,), over)
