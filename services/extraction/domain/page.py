"""An article laid out for reading: its sentences, and everything found in it by one pass each, by offset."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from schemas.articles import ArticleText
from services.extraction.domain import date_signs, dates, lexicon, numbers, place_signs, places, scene, topic_signs
from services.extraction.domain.lexicon import Hit
from services.extraction.domain.odds import Models, models
from services.extraction.domain.patterns import Marked
from services.extraction.domain.text import Sentence, quoted_spans
from services.extraction.domain.text import folded as folded_text
from services.extraction.domain.text import sentences as sentences_of
from services.extraction.domain.verbs import verbs

_AIR = frozenset({("agent", "aircraft"), ("event", "air_strike")})
"""What tells that "bombed" is meant from the air."""
T = TypeVar("T")


class Stretch(Protocol):
    """Anything that stands somewhere in the text."""

    @property
    def start(self) -> int:
        """Where it begins."""


S = TypeVar("S", bound=Stretch)


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """A value, the words that say it, and the rule that understood them."""

    value: T
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Row(Generic[S]):
    """Things found in the text, in order."""

    items: tuple[S, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, items: Sequence[S]) -> "Row[S]":
        """The things sorted by place in the text."""
        ordered = tuple(sorted(items, key=lambda item: item.start))
        return cls(ordered, tuple(item.start for item in ordered))

    def between(self, start: int, end: int) -> tuple[S, ...]:
        """Those that begin in a stretch."""
        return self.items[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """What reading works on, known by identity. `folded` has the characters of `text` in lower case, signs plain."""

    text: str
    folded: str
    dateline: str
    published: datetime
    source: str
    sentences: tuple[Sentence, ...]
    core: Row[Hit]
    actors: Row[Hit]
    targets: Row[Hit]
    signals: Row[Hit]
    topics: Row[Hit]
    about: tuple[str, ...]
    places: Row[places.PlaceMention]
    dates: Row[dates.DateMention]
    counts: Row[numbers.Quantity]
    quoted: tuple[tuple[int, int], ...]
    scenes: Mapping[str, float]
    air_war: bool
    openings: tuple[int, ...]
    models: Models
    place_weights: tuple[float, ...]
    place_roles: tuple[str, ...]
    date_weights: tuple[float, ...]
    date_spoken: tuple[bool, ...]
    verbs: frozenset[int]

    @property
    def headline_end(self) -> int:
        """Where the headline ends; 0 where there is none."""
        return self.sentences[0].end if self.sentences and self.sentences[0].paragraph == 0 else 0

    def opening(self, at: int) -> int:
        """Where the paragraph around an offset begins."""
        n = bisect_right(self.openings, at)
        return self.openings[n - 1] if n else at

    def closing(self, at: int) -> int:
        """Where the paragraph around an offset ends."""
        n = bisect_right(self.openings, at)
        return self.openings[n] if n < len(self.openings) else len(self.text)

    def said_in(self, at: int) -> str | None:
        """The direct speech around an offset, in lower case."""
        n = bisect_right(self.quoted, (at, len(self.text))) - 1
        if n < 0 or not self.quoted[n][0] <= at < self.quoted[n][1]:
            return None
        return self.folded[self.quoted[n][0] : self.quoted[n][1]]

    def signal(self, sense: str, start: int, end: int) -> Hit | None:
        """The first word of a group of signals in a stretch."""
        return next((h for h in self.signals.between(start, end) if any(e.sense == sense for e in h.entries)), None)


def laid_out(article: ArticleText, learned: Models | None = None) -> Page:
    """The article with everything found in it that rules may ask for; `learned` models instead of the package's own."""
    whole = article.text
    folded = Marked.of(folded_text(whole))
    layers = lexicon.hits(whole, folded)
    dateline = article.dateline or ""
    gazetteer = places.load_gazetteer()
    published = dates.local_publication(article.published_at, gazetteer.timezone(article.dateline))
    found = scene.believable(whole, gazetteer.mentions(whole, article.dateline), layers[1])
    sentences = sentences_of(whole, len(article.headline))
    known = learned or models()
    spots = tuple(sorted(found, key=lambda m: m.start))
    days = tuple(sorted(dates.date_mentions(whole, published), key=lambda m: m.start))
    scenes = scene.countries(whole, dateline, found)
    firsts = {s.paragraph: s.start for s in reversed(sentences)}
    return Page(
        whole,
        folded,
        dateline,
        published,
        article.source,
        sentences,
        Row.of(layers[0]),
        Row.of(layers[1]),
        Row.of(layers[2]),
        Row.of(layers[3]),
        Row.of(layers[4]),
        topic_signs.of_wire(folded, len(article.headline), layers),
        Row.of(spots),
        Row.of(days),
        Row.of(numbers.quantities(folded, 0, len(folded))),
        quoted_spans(whole),
        scenes,
        any((e.cls, e.sense) in _AIR for hit in layers[0] for e in hit.entries),
        tuple(sorted(firsts.values())),
        known,
        place_signs.weights(known.places, folded, dateline, spots, scenes),
        tuple(place_signs.role(folded, m.start) for m in spots),
        date_signs.weights(known.dates, folded, published, days),
        tuple(date_signs.is_spoken(folded, m.start) for m in days),
        verbs(folded, layers[0], layers[1]),
    )
