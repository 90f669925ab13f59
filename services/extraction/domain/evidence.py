"""What the text says about which country a name belongs to, and whether it is a place at all."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from services.extraction.domain.atlas import Atlas, Entry
from services.extraction.domain.demonyms import demonyms
from services.extraction.domain.folding import name_key, word_key
from services.extraction.domain.spans import Span, is_shouted

_CAP = 2.5
# Powers that turn up in wires about everywhere say little about where a small town lies.
_EVERYWHERE = frozenset(("US", "GB", "FR"))
_ABROAD = 0.8
_BIG = 200_000
_KNOWN = 400_000
_DEMONYM = re.compile(r"\b[A-Z][a-z]+\b")
_ADMIN_NOUN = re.compile(
    r"(?:'s)? (?:province|provinces|governorate|region|oblast|state|county|prefecture|wilaya|provincial|department"
    r"|countryside)\b",
    re.IGNORECASE,
)
_ADMIN_OF = re.compile(
    r"\b(?:province|governorate|region|oblast|state|prefecture|department) of (?:the )?$", re.IGNORECASE
)
_TOWN_NOUN = re.compile(r"(?:'s)? (?:city|town|village|district|airport|suburb|subdistrict|area)\b", re.IGNORECASE)
_TOWN_OF = re.compile(r"\b(?:city|town|village|district|suburb|port|hamlet|settlement)(?: of)? $", re.IGNORECASE)
_LOOK = 40
_INITIALS = 5
_DATELINE = re.compile(r" ?[(,/:-]")
_UNMISTAKABLE = frozenset(("country", "sea", "region", "part"))
_KM_PER_DEGREE = 111.0
_FAR = 200.0
_MOST_ANCHORS = 80
"""Sure places to which others are held; a text of more is no wire, and work per name is bounded."""


@cache
def weak_keys(atlas_words: frozenset[str]) -> frozenset[str]:
    """Keys of words that are far more often something else than a place."""
    return frozenset(word_key(word) for word in atlas_words)


def _countries_of(span: Span) -> set[str]:
    return {entry.country for entry in span.entries if entry.country}


def _vote(span: Span) -> tuple[str, float] | None:
    """The country that a name speaks for on its own, and how loudly."""
    top = max(span.entries, key=lambda entry: entry.weight, default=None)
    if top is None or top.country is None:
        return None
    if top.kind == "country":
        return top.country, 1.0
    if len(_countries_of(span)) == 1 and top.weight >= _BIG:
        return top.country, 0.6
    return (top.country, 0.3) if top.weight >= 5 * _BIG else None


def votes(folded: str, spans: Iterable[Span], dateline: str | None) -> Mapping[str, float]:
    """How strongly the whole text speaks of each country, at most 2.5 apiece, the dateline's country on top."""
    loud: defaultdict[str, float] = defaultdict(float)
    for vote in filter(None, map(_vote, spans)):
        loud[vote[0]] += vote[1]
    table = demonyms()
    for match in _DEMONYM.finditer(folded):
        country = table.get(match.group().lower())
        if country:
            loud[country] += 0.6
    capped = {c: min(_ABROAD if c in _EVERYWHERE else _CAP, weight) for c, weight in loud.items()}
    if dateline:
        capped[dateline] = capped.get(dateline, 0.0) + (_ABROAD if dateline in _EVERYWHERE else 1.5)
    return capped


def container(folded: str, spans: Sequence[Span], n: int) -> set[str]:
    """What the neighbours say the nth name lies in: "Tripoli, Lebanon", "Iraq's Erbil", "Gao in Mali"."""
    held: set[str] = set()
    if n + 1 < len(spans) and re.fullmatch(r", |, in | in | \(", folded[spans[n].end : spans[n + 1].start]):
        held |= _holders(spans[n + 1])
    if n and re.fullmatch(r"'s?(?: [a-z-]+){0,3} |'s? | ", folded[spans[n - 1].end : spans[n].start]):
        held |= {entry.country for entry in spans[n - 1].entries if entry.kind == "country" and entry.country}
    return held


def _holders(span: Span) -> set[str]:
    return {
        holder for e in span.entries if e.kind in ("country", "province", "region") for holder in (e.country, e.admin1)
        if holder
    }  # fmt: skip


def role_bonus(folded: str, span: Span, entry: Entry) -> float:
    """Whether the words around a name ask for a province or for a town."""
    left, right = folded[max(0, span.start - _LOOK) : span.start], span.end
    if _ADMIN_NOUN.match(folded, right) or _ADMIN_OF.search(left):
        return 4.0 if entry.kind in ("province", "region") else 0.0
    if _TOWN_NOUN.match(folded, right) or _TOWN_OF.search(left):
        return 1.0 if entry.kind == "town" else 0.0
    # A bare "Kherson" is the town, although a province is called after it.
    return -2.0 if entry.kind == "province" and any(_seat(entry, other) for other in span.entries) else 0.0


def _seat(province: Entry, other: Entry) -> bool:
    """Whether another entry is the town after which a province is called."""
    same = name_key(other.name).removeprefix("al ") == name_key(province.name).removeprefix("al ")
    return other.kind == "town" and other.country == province.country and same


def is_named_so(folded: str, span: Span) -> bool:
    """Whether a noun beside the name says that it is a place ("the village of Hope")."""
    left, right = folded[max(0, span.start - _LOOK) : span.start], span.end
    beside = _ADMIN_NOUN.match(folded, right) or _TOWN_NOUN.match(folded, right)
    return bool(beside or _ADMIN_OF.search(left) or _TOWN_OF.search(left))


def in_other_name(atlas: Atlas, span: Span, neighbours: frozenset[str]) -> bool:
    """Whether capitalised words beside the name make it part of a person's or a body's name."""
    lists = atlas.lists
    if span.before in lists["title"] or span.after in lists["org"]:
        return True
    before = span.before[:1].isupper() and span.before not in lists["function"] and span.before not in neighbours
    after = (
        span.after[:1].isupper()
        and span.after not in lists["after"] | lists["function"]
        and span.after not in neighbours
    )
    return (before and not demonyms().get(span.before.lower())) or (after and not demonyms().get(span.after.lower()))


def is_well_known(entry: Entry, key: str, support: bool) -> bool:
    """Whether a place needs no support from the text; a side name ("Ullah" for Juba) and a site of one word do."""
    if entry.kind in ("town", "province", "district"):
        return entry.weight >= _KNOWN and name_key(entry.name).removeprefix("al ") == key.removeprefix("al ")
    return support or entry.kind in _UNMISTAKABLE or " " in key.removeprefix("al ")


def is_given_name(atlas: Atlas, span: Span, neighbours: frozenset[str]) -> bool:
    """Whether a well-known place's name is somebody's first name here ("Milan Kovac", "Sofia Petrova")."""
    lists = atlas.lists
    return (
        span.text in lists["given"]
        and span.after[:1].isupper()
        and span.after not in lists["after"] | lists["function"]
        and span.after not in neighbours
    ) or (span.text in lists["given"] and span.before in lists["title"])


def is_initials(folded: str, span: Span) -> bool:
    """Whether a short name in capitals is an agency's or a body's initials ("SANA said") and not a dateline."""
    if (
        not span.text.isupper()
        or len(span.text) > _INITIALS
        or any(entry.kind not in ("town", "province") for entry in span.entries)
        or is_shouted(folded, span.start, span.end)
    ):
        return False
    return not _DATELINE.match(folded, span.end) or folded[max(0, span.start - 1) : span.start] not in ("", "\n", "/")


def other_keys(atlas: Atlas, spans: Sequence[Span]) -> frozenset[str]:
    """Names that the text gives to somebody or to a ship ("USS Mason", "Mr Suarez"): such a one is no place later."""
    lists = atlas.lists
    return frozenset(span.key for span in spans if span.before in lists["vessel"] or span.before in lists["person"])


def anchors(spans: Sequence[Span], voted: Mapping[str, float]) -> tuple[tuple[str, float, float], ...]:
    """Where places lie whose name stands for one thing only in a country of which the text speaks."""
    found = {}
    for span in spans:
        here = [e for e in span.entries if e.country in voted and e.kind not in ("country", "sea")]
        if here and (len(here) == 1 or max(abs(e.lat - here[0].lat) + abs(e.lon - here[0].lon) for e in here) < 1):
            found[span.key] = (span.key, here[0].lat, here[0].lon)
        if len(found) == _MOST_ANCHORS:
            break
    return tuple(found.values())


def nearness(span: Span, entry: Entry, sure: Sequence[tuple[str, float, float]]) -> float:
    """How near one of several towns of a name lies to the sure places of the text: 1.5 beside one, 0 beyond 200 km."""
    if entry.kind in ("country", "sea") or sum(e.country == entry.country for e in span.entries) < 2:  # noqa: PLR2004
        return 0.0
    wide = math.cos(math.radians(entry.lat))
    apart = (
        math.hypot(entry.lat - lat, (entry.lon - lon) * wide) * _KM_PER_DEGREE
        for key, lat, lon in sure
        if key != span.key
    )
    return max(0.0, 1.5 * (1 - min(apart, default=_FAR) / _FAR))
