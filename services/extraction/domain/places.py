"""The places that a text names, resolved: what each name stands for in this text, with its coordinates."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from schemas.vocabulary import Precision
from services.extraction.domain import compass, sites
from services.extraction.domain.atlas import Atlas, Entry, read_atlas
from services.extraction.domain.demonyms import demonym_country
from services.extraction.domain.evidence import (
    container,
    in_other_name,
    is_named_so,
    is_well_known,
    role_bonus,
    votes,
    weak_keys,
)
from services.extraction.domain.folding import fold, name_key
from services.extraction.domain.metonymy import speaks
from services.extraction.domain.spans import Span, name_spans

__all__ = ["Gazetteer", "Place", "PlaceMention", "demonym_country", "load_gazetteer"]

_CONTAINED = 5.0
_SIZE = 0.75
_OWN_NAME = 0.7


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
class Gazetteer:
    """All names of places that can be found; made by `load_gazetteer`."""

    atlas: Atlas

    def mentions(self, text: str, dateline: str | None = None) -> tuple[PlaceMention, ...]:
        """The places named in a text, in order and without overlap."""
        folded = fold(text)
        spans = name_spans(folded, self.atlas)
        voted = votes(folded, spans, self._country(dateline))
        found = (self._mention(folded, spans, n, voted) for n in range(len(spans)))
        return _without_overlap([mention for mention in found if mention])

    def timezone(self, dateline: str | None) -> str | None:
        """The IANA zone of the place that a dateline names, if it is known."""
        spans = name_spans(fold((dateline or "").title()), self.atlas)
        zones = (max(span.entries, key=_weight).timezone for span in spans if span.entries)
        return next(filter(None, zones), None)

    def _country(self, dateline: str | None) -> str | None:
        """The country of a dateline: the one it names, else that of its biggest place."""
        spans = [span for span in name_spans(fold((dateline or "").title()), self.atlas) if span.entries]
        tops = [max(span.entries, key=_weight) for span in spans]
        named = [top.country for top in tops if top.kind == "country"]
        return (named or [top.country for top in tops] or [None])[0]

    def _mention(self, folded: str, spans: Sequence[Span], n: int, voted: Mapping[str, float]) -> PlaceMention | None:
        span = spans[n]
        held = container(folded, spans, n)
        entry = max(span.entries, key=lambda e: _score(folded, span, e, voted, held), default=None)
        if entry is None or not self._believed(folded, spans, n, entry, voted, held):
            return None
        start, end, placed = self._refined(folded, span, entry)
        return PlaceMention(start, end, _place(placed, span.text if placed is entry else ""))

    def _believed(
        self, folded: str, spans: Sequence[Span], n: int, entry: Entry, voted: Mapping[str, float], held: set[str]
    ) -> bool:
        """Whether a name is meant as a place here, and not as a person, a body, a word or a government."""
        span = spans[n]
        if speaks(self.atlas, folded, span, entry):
            return False
        if {entry.country, entry.admin1} & held or is_named_so(folded, span):
            return True
        near = (*spans[max(0, n - 1) : n], *spans[n + 1 : n + 2])
        beside = frozenset(word for other in near for word in other.text.split())
        weak = span.key in weak_keys(self.atlas.lists["weak"])
        if is_well_known(entry, span.key) and not weak:
            return span.after not in self.atlas.lists["org"]
        if in_other_name(self.atlas, span, beside):
            return False
        placed = span.before in self.atlas.lists["preposition"] or span.before.lower() in ("in", "near", "at")
        return voted.get(entry.country or "", 0) > 0 and (placed or not weak)

    def _refined(self, folded: str, span: Span, entry: Entry) -> tuple[int, int, Entry]:
        """The part or the site of a place that the words around its name ask for."""
        site = sites.site_at(self.atlas, folded, span, entry)
        if site:
            return site
        return _part(self.atlas, folded, span, entry) or (span.start, span.end, entry)


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


def _score(folded: str, span: Span, entry: Entry, voted: Mapping[str, float], held: set[str]) -> float:
    """How well an entry fits: size, what the text speaks of, what contains it, what it is called."""
    size = math.log10(entry.weight + 10) * _SIZE
    named = _OWN_NAME if name_key(entry.name) == span.key else 0.0
    contained = _CONTAINED if {entry.country, entry.admin1} & held else 0.0
    return size + named + voted.get(entry.country or "", 0.0) + contained + role_bonus(folded, span, entry)


def _place(entry: Entry, written: str) -> Place:
    """The place of an entry; a town keeps the spelling of the text, unless that shouts."""
    name = written if entry.kind == "town" and not written.isupper() else ""
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
