"""How many munitions or devices an attack was made with ("three missiles and five drones", "two bombers")."""

import re
from collections.abc import Iterator
from typing import Final

from schemas.values import Range
from services.extraction.domain.lexicon import Entry, Hit
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.wording import Core, is_verb

_BETWEEN: Final = Pattern("munitions.between")
_ARTICLE: Final = Pattern("munitions.article")
_COMPOUND: Final = Pattern("munitions.compound")
_LAUNCHER: Final = Pattern("munitions.launcher")
_FOREIGN: Final = Pattern("munitions.foreign")
_JOINED: Final = Pattern("munitions.joined")
_BOMBERS: Final = Pattern("munitions.bombers")
_TWIN: Final = Pattern("munitions.twin")
_ELLIPTICAL: Final = Pattern("munitions.elliptical")
_SEVERAL: Final = Pattern("munitions.several")
_AT_LEAST: Final = re.compile(r",? at least\b|,? or more\b")
_FILLED: Final = re.compile(r" (?:packed|laden|loaded|filled|rigged|full)\b")
_REACH: Final = 52
_BOMBS: Final = frozenset({"ied", "car_bomb", "mine", "aircraft_bomb", "suicide_vest"})
_LIKE: Final = frozenset({
    ("other", "rocket"), ("missile", "drone"), ("missile", "aircraft_bomb"), ("rocket", "missile"),
    ("missile", "rocket"), ("artillery", "mortar"), ("mortar", "artillery"), ("artillery", "rocket"), ("ied", "drone"),
})  # fmt: skip
"""What a wire may call a weapon of the second kind, too."""
SINGLE: Final = frozenset({"ied", "car_bomb", "mine", "suicide_vest", "grenade"})
"""What an attack is made with one of, unless the text says otherwise."""
_BY_ONE: Final = frozenset({"suicide_bombing"})
_ONE: Final = Range(min=1, max=1)
_ANY: Final = ("", "unknown")
DEFAULT: Final = "one device"
"""The rule of a count that the text only implies."""


def weapon_count(page: Page, start: int, end: int, weapon: str) -> Told[Range] | None:
    """How many munitions of the kind a stretch counts; of any kind for ""."""
    if weapon in ("suicide_vest", "car_bomb") and (bombers := _bombers(page, start, end)):
        return bombers
    counted = [c for hit, kind in _munitions(page, start, end, weapon) if (c := _counted(page, start, hit, kind))]
    if counted:
        return _with_others(page, start, end, counted[0])
    if weapon in _BOMBS and (twin := _TWIN.search(page.folded, start, end)):
        return Told(Range(min=2, max=2), twin.start(), twin.end(), "twin")
    return _elliptical(page, start, end) if weapon not in SINGLE else None


def count_with(page: Page, start: int, end: int, core: Core) -> Told[Range] | None:
    """The count that a stretch gives for its attack: a bomb that went off is one bomb, where nothing tells of more."""
    found = weapon_count(page, start, end, core.weapon)
    plural = core.plural and not page.folded.endswith("explosives", core.start, core.end)
    if found or plural or not (core.weapon in SINGLE or core.sense in _BY_ONE):
        return found
    several = _SEVERAL.search(page.folded, start, end)
    return None if several else Told(_ONE, core.start, core.end, DEFAULT)


def alike(one: str, other: str) -> bool:
    """Whether a wire may call a weapon of one kind by the name of the other."""
    return (one in _BOMBS and other in _BOMBS) or (one, other) in _LIKE


def _munitions(page: Page, start: int, end: int, weapon: str) -> Iterator[tuple[Hit, Entry]]:
    """The munitions of a kind, "a drone hit" among them, which the lexicon has as one word."""
    for hit in page.core.between(start, end):
        entry = hit.of("munition")
        if entry is None and page.folded.endswith(" hit", hit.start, hit.end):
            entry = hit.of("event")
        if (
            entry
            and (weapon in _ANY or entry.weapon == weapon or alike(entry.weapon, weapon))
            and not is_verb(page, hit)
        ):
            yield hit, entry


def _counted(page: Page, start: int, hit: Hit, entry: Entry) -> Told[Range] | None:
    """As in "two explosive-laden drones", "a rocket", "the missile fell"."""
    folded, rule = page.folded, f"munition:{entry.weapon}"
    for q in reversed(page.counts.between(max(start, hit.start - _REACH), hit.start)):
        if _BETWEEN.fullmatch(folded, q.end, hit.start):
            least = _AT_LEAST.match(folded, hit.end)
            return Told(Range(min=q.count.min) if least else q.count, q.start, hit.end, rule)
        break
    if _FILLED.split(folded[hit.start : hit.end])[0].endswith(("s", " fire")) or _COMPOUND.match(folded, hit.end):
        return None
    one = _ARTICLE.search(folded, max(start, hit.start - _REACH), hit.start)
    if one is None or (entry.weapon == "drone" and _is_launcher(folded, one, hit)):
        return None
    return Told(_ONE, one.start(), hit.end, rule)


def _is_launcher(folded: str, one: re.Match[str], hit: Hit) -> bool:
    """A drone of an army that fires or bombs is no munition."""
    return bool(_LAUNCHER.match(folded, hit.end) or _FOREIGN.search(folded, one.start(), hit.end))


def _with_others(page: Page, start: int, end: int, first: Told[Range]) -> Told[Range]:
    """The sum of "a ballistic missile and two drones": munitions of several kinds in one list."""
    row = [first]
    for hit, kind in _munitions(page, first.end, end, ""):
        more = _counted(page, start, hit, kind)
        if more is None or more.rule == row[-1].rule or not _JOINED.fullmatch(page.folded, row[-1].end, more.start):
            break
        row.append(more)
    tops = [c.value.max for c in row if c.value.max is not None]
    total = Range(min=sum(c.value.min for c in row), max=sum(tops) if len(tops) == len(row) else None)
    return Told(total, first.start, row[-1].end, first.rule)


def _bombers(page: Page, start: int, end: int) -> Told[Range] | None:
    """As in "a suicide bomber", "two bombers", "twin suicide attacks", "blew himself up"."""
    mark = _BOMBERS.search(page.folded, start, end)
    if mark is None:
        return None
    if mark["one"]:
        return Told(_ONE, mark.start(), mark.end(), "one bomber")
    if mark["twin"]:
        return Told(Range(min=2, max=2), mark.start(), mark.end(), "two bombers")
    for q in reversed(page.counts.between(max(start, mark.start() - _REACH), mark.start())):
        if _BETWEEN.fullmatch(page.folded, q.end, mark.start()):
            return Told(q.count, q.start, mark.end(), "bombers")
        break
    return None


def _elliptical(page: Page, start: int, end: int) -> Told[Range] | None:
    """As in "two were aimed at the ship", "another was shot down", "it counted 23 of them"."""
    mark = _ELLIPTICAL.search(page.folded, start, end)
    if mark is None:
        return None
    if mark["one"]:
        return Told(_ONE, mark.start(), mark.end(), "elliptical")
    for q in page.counts.between(mark.start(), mark.end()):
        return Told(q.count, q.start, mark.end(), "elliptical")
    return None
