"""The places that a text names, resolved: what each name stands for in this text, with its coordinates."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from schemas.vocabulary import Precision
from services.extraction.domain import compass, described, sites
from services.extraction.domain.atlas import Atlas, Entry, read_atlas
from services.extraction.domain.demonyms import demonym_country
from services.extraction.domain.evidence import (
    anchors,
    container,
    in_other_name,
    is_given_name,
    is_initials,
    is_named_so,
    is_well_known,
    nearness,
    other_keys,
    role_bonus,
    votes,
    weak_keys,
)
from services.extraction.domain.folding import fold, name_key
from services.extraction.domain.metonymy import speaks
from services.extraction.domain.spans import Span, is_shouted, name_spans
from services.extraction.domain.spelling import respelled

__all__ = ["Gazetteer", "Place", "PlaceMention", "demonym_country", "load_gazetteer"]

_CONTAINED = 5.0
_SIZE = 0.75
_OWN_NAME = 0.7
_AS_WRITTEN = 1.0
"""Samarra is not Samara, though transliterations make one key of them. For towns of some size: "May" is no village."""
_SOME_SIZE = 50_000


@dataclass(frozen=True, slots=True)
class Place:
    """A resolved place; degrees are WGS84, the centre for a region."""

    name: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    precision: Precision


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place with the offsets of its name in the text."""

    start: int
    end: int
    place: Place


@dataclass(frozen=True, slots=True)
class _Context:
    """A text under reading: its names, countries, sure places, and the names that are no places in it."""

    folded: str
    spans: Sequence[Span]
    voted: Mapping[str, float]
    anchors: Sequence[tuple[str, float, float]]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names of places that can be found; made by `load_gazetteer`."""

    atlas: Atlas

    def mentions(self, text: str, dateline: str | None = None) -> tuple[PlaceMention, ...]:
        """The places named in a text, in order and without overlap."""
        folded = fold(text)
        spans = name_spans(folded, self.atlas)
        home = self._country(dateline)
        voted = votes(folded, spans, home)
        spans = respelled(self.atlas, folded, spans, voted)
        context = _Context(folded, spans, voted, anchors(spans, voted), other_keys(self.atlas, spans))
        named = [mention for n in range(len(spans)) if (mention := self._mention(context, n))]
        told = [
            PlaceMention(start, end, _place(entry, ""))
            for start, end, entry in described.places_told(self.atlas, folded, voted, home, _seen(named))
        ]
        return _without_overlap(sorted((*named, *told), key=lambda m: (m.start, -m.end)))

    def timezone(self, dateline: str | None) -> str | None:
        """The IANA zone of the place that a dateline names, if it is known."""
        return next((top.timezone for top in _filed(self.atlas, dateline or "") if top.timezone), None)

    def _country(self, dateline: str | None) -> str | None:
        """The country of a dateline: the one it names, else that of its biggest place."""
        tops = _filed(self.atlas, dateline or "")
        named = [top.country for top in tops if top.kind == "country"]
        return (named or [top.country for top in tops] or [None])[0]

    def _mention(self, context: "_Context", n: int) -> PlaceMention | None:
        span = context.spans[n]
        if not span.entries:
            return None
        held = container(context.folded, context.spans, n)
        alone = len(span.entries) == 1
        entry = span.entries[0] if alone else max(span.entries, key=lambda e: _score(context, span, e, held))
        if not self._believed(context, n, entry, held):
            return None
        start, end, placed = self._refined(context.folded, span, entry)
        return PlaceMention(start, end, _place(placed, span.text if placed is entry else ""))

    def _believed(self, context: "_Context", n: int, entry: Entry, held: set[str]) -> bool:
        """Whether a name is meant as a place here, and not as a person, a body, a ship, a word or a government."""
        span = context.spans[n]
        if speaks(self.atlas, context.folded, span, entry) or is_initials(context.folded, span):
            return False
        if span.before in self.atlas.lists["vessel"]:
            return False
        if {entry.country, entry.admin1} & held or is_named_so(context.folded, span):
            return True
        return self._stands_alone(context, n, entry)

    def _stands_alone(self, context: "_Context", n: int, entry: Entry) -> bool:
        """Whether a name is meant as a place where nothing beside it says so."""
        span, lists = context.spans[n], self.atlas.lists
        if span.key in context.others and span.before not in lists["strict"]:
            return False
        near = (*context.spans[max(0, n - 1) : n], *context.spans[n + 1 : n + 2])
        beside = frozenset(word for other in near for word in other.text.split())
        weak = span.key in weak_keys(lists["weak"])
        support = context.voted.get(entry.country or "", 0) > 0
        if is_well_known(entry, span.key, support) and not weak:
            return span.after not in lists["org"] and not is_given_name(self.atlas, span, beside)
        if in_other_name(self.atlas, span, beside):
            return False
        placed = span.before in lists["preposition"] or span.before.lower() in ("in", "near", "at")
        return support and (placed or not (weak or is_shouted(context.folded, span.start, span.end)))

    def _refined(self, folded: str, span: Span, entry: Entry) -> tuple[int, int, Entry]:
        """The part or the site of a place that the words around its name ask for."""
        site = sites.site_at(self.atlas, folded, span, entry)
        if site:
            return site
        return _part(self.atlas, folded, span, entry) or (span.start, span.end, entry)


@lru_cache(maxsize=1 << 8)
def _filed(atlas: Atlas, dateline: str) -> tuple[Entry, ...]:
    """What each name in a dateline most likely stands for."""
    spans = name_spans(fold(dateline.title()), atlas)
    return tuple(max(span.entries, key=_weight) for span in spans if span.entries)


def _part(atlas: Atlas, folded: str, span: Span, entry: Entry) -> tuple[int, int, Entry] | None:
    """The compass part of a country or region that is meant, if one is."""
    left = max(0, span.start - compass.WINDOW)
    before, after = compass.BEFORE.search(folded[left : span.start]), compass.AFTER.match(folded, span.end)
    match = before or after
    if match is None:
        return None
    point = compass.point_of(match)
    part = compass.known_part(atlas, span.key, point)
    if part is None and entry.kind == "country" and entry.country and entry.country in atlas.extents:
        part = compass.part_of(entry, atlas.extents[entry.country], point)
    start = left + before.start() if before else span.start
    return (start, span.end if before else match.end(), part) if part else None


def _weight(entry: Entry) -> int:
    return entry.weight


@lru_cache(maxsize=1 << 12)
def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, fold(name).lower()))


def _score(context: "_Context", span: Span, entry: Entry, held: set[str]) -> float:
    """How well an entry fits: size, what the text speaks of, what contains it, what lies near, what it is called."""
    size = math.log10(entry.weight + 10) * _SIZE
    named = _OWN_NAME if name_key(entry.name) == span.key else 0.0
    written = _AS_WRITTEN if entry.weight >= _SOME_SIZE and _letters(entry.name) == _letters(span.text) else 0.0
    contained = _CONTAINED if {entry.country, entry.admin1} & held else 0.0
    near = nearness(span, entry, context.anchors)
    voted = context.voted.get(entry.country or "", 0.0)
    return size + named + written + voted + contained + near + role_bonus(context.folded, span, entry)


def _seen(named: Sequence[PlaceMention]) -> tuple[described.Seen, ...]:
    """What has been named so far, for words that point back to it."""
    return tuple(
        (m.start, m.end, m.place.name, m.place.country, m.place.precision, m.place.lat, m.place.lon) for m in named
    )


def _place(entry: Entry, written: str) -> Place:
    """The place of an entry; a town keeps the spelling of the text, unless that shouts."""
    name = written if entry.kind in ("town", "district") and not written.isupper() else ""
    return Place(name or fold(entry.name), entry.country, entry.admin1, entry.lat, entry.lon, entry.precision)


def _without_overlap(mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    kept: list[PlaceMention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of the package's own tables, read once."""
    return Gazetteer(read_atlas())
