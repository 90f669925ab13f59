"""Those who may have done it, where a text names them: groups of the lexicon, countries and their arms, newcomers."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from services.extraction.domain.demonyms import demonym_country, demonyms
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern

_CALLED: Final = Pattern("attributions.called")
_NAMED: Final = re.compile(
    r"\b(?:U\.S\.?|U\.K\.?|U\.A\.E\.?|[A-Z][\w’'-]{1,20}(?: (?:of |the )?[A-Z][\w-]{1,20}){0,3})"
)
_ARM: Final = Pattern("attributions.arm")
_DEED: Final = Pattern("attributions.deed")
_HOLDER: Final = Pattern("attributions.holder")
_HELD: Final = Pattern("attributions.held")
_MEN: Final = Pattern("attributions.men")
_HOME_ARM: Final = Pattern("attributions.home_arm")
_HOME_FORCE: Final = Pattern("attributions.home_force")
_HOME_SPEAKER: Final = Pattern("attributions.home_speaker")
_BAND: Final = Pattern("attributions.band")
_HOME_NOUNS: Final = Pattern("attributions.home_noun")
_COALITION: Final = re.compile(r"\bcoalition\b(?! (?:government|partner|talks|party|parties|cabinet))")
_NOUN_BEHIND: Final = Pattern("attributions.noun_behind")
_AND_OTHER: Final = re.compile(r" and ([A-Z][a-z]{2,15})(?= )")
_OWN: Final = re.compile(r"['’]s?(?= )")
_NAMES: Final = {"US": "United States", "GB": "United Kingdom"}
_LITTLE: Final = frozenset(
    "When But And While After If As In On For Yet Then Since Although Though That Last Both Earlier Later Meanwhile"
    " Neither Nor So Because By From With Where of the The Islamic Republic Kingdom State Federal Before Until".split()
)
"""Words with a capital that do not make a person's or a body's name of the next one."""
_SEATS: Final = {
    "Kremlin": "RU", "Pentagon": "US", "White House": "US", "Washington": "US", "Kiev": "UA", "Tel Aviv": "IL",
    "State Department": "US", "Naypyitaw": "MM", "U.S": "US", "US": "US", "U.S.": "US", "UK": "GB", "U.K.": "GB",
    "U.K": "GB", "Downing Street": "GB", "Delhi": "IN", "UAE": "AE", "U.A.E.": "AE", "U.A.E": "AE", "America": "US",
    "Central Command": "US", "CENTCOM": "US", "Africa Command": "US", "AFRICOM": "US",
}  # fmt: skip
"""Seats and short names of governments that no list of capitals has."""


@dataclass(frozen=True, slots=True)
class Doer:
    """Somebody who may have done it; `deed` when a weapon or an attack bears the name ("a Turkish drone")."""

    name: str
    start: int
    end: int
    deed: bool = False
    state: bool = False
    bare: bool = False
    """A country or its capital without an arm of it ("Iran", "Moscow")."""
    held: bool = False
    """Only what belongs to it is spoken of ("Houthi positions", "the group's leader")."""


def doers(page: Page, start: int, end: int) -> list[Doer]:
    """Groups and countries named in a stretch, in order."""
    named = list(groups(page, start, end))
    taken = [(d.start, d.end) for d in named]
    states = [d for d in _states(page, start, end) if not any(a < d.end and d.start < b for a, b in taken)]
    taken += [(d.start, d.end) for d in states]
    others = [
        d
        for d in (*_coalition(page, start, end), *_home_forces(page, start, end))
        if not any(a < d.end and d.start < b for a, b in taken)
    ]
    return sorted([*named, *states, *others], key=lambda d: d.start)


def groups(page: Page, start: int, end: int) -> Iterator[Doer]:
    """Those of the lexicon, by the names that it has for them."""
    for hit in page.actors.between(start, end):
        entry = hit.of("actor")
        if entry is None or _HOLDER.match(page.folded, hit.end):
            continue
        yield _with_arm(page, entry.sense, hit.start, hit.end, state=entry.sense in _state_names())


def _with_arm(page: Page, name: str, start: int, end: int, *, state: bool) -> Doer:
    """The name with what follows it: an attack that bears it, or its men."""
    own = _OWN.match(page.folded, end)
    after = own.end() if own else end
    if deed := _DEED.match(page.folded, after):
        return Doer(name, start, deed.end(), deed=True, state=state)
    if _HELD.match(page.folded, end):
        return Doer(name, start, end, state=state, held=True)
    men = _MEN.match(page.folded, after) or (_ARM.match(page.folded, after) if state else None)
    return Doer(name, start, men.end() if men else end, state=state)


def _states(page: Page, start: int, end: int) -> Iterator[Doer]:
    """Countries that act, accuse, or are accused: "Iran fired", "Turkish jets", "Moscow's forces"."""
    for mark in _NAMED.finditer(page.text, start, end):
        found = _state_at(page, mark)
        if found:
            yield found


def _state_at(page: Page, mark: re.Match[str]) -> Doer | None:
    """The first state in a run of capitalised words; only little words may stand before it ("When Iran")."""
    words = mark[0].split(" ")
    if words[0].removesuffix("'s").removesuffix("’s") not in _first_words():
        return None
    start = mark.start()
    for n, first in enumerate(words):
        if n and words[n - 1] not in _LITTLE:
            return None
        if found := _named_at(page, words[n:], start):
            return found
        start += len(first) + 1
    return None


def _named_at(page: Page, words: list[str], start: int) -> Doer | None:
    for size in range(len(words), 0, -1):
        name = re.sub(r"['’]s?$", "", " ".join(words[:size]))
        if code := _powers().get(name):
            return _power(page, code, start, start + len(name))
    name = re.sub(r"['’]s?$", "", words[0])
    code = "US" if name == "American" else demonym_country(name)
    return _adjective(page, code, start, start + len(name)) if code else None


def _power(page: Page, code: str, start: int, end: int) -> Doer | None:
    """A country under its own name; "Turkey's ambassador" and "U.S. officials" are no country that acts."""
    whole = _with_arm(page, country_name(code), start, end, state=True)
    bare = whole.end == end
    if bare and (_OWN.match(page.folded, end) or _NOUN_BEHIND.match(page.folded, end)):
        return None
    return Doer(whole.name, start, whole.end, whole.deed, state=True, bare=bare)


def _adjective(page: Page, code: str, start: int, end: int) -> Doer | None:
    end = _listed_to(page, end)
    deed, arm = _DEED.match(page.folded, end), _ARM.match(page.folded, end)
    if deed:
        return Doer(country_name(code), start, deed.end(), deed=True, state=True)
    if arm is None:
        return None
    own = _HOME_NOUNS.search(page.folded, arm.start(), arm.end()) if _home(page) == code else None
    name = f"{country_name(code)} ({own[0]})" if own else country_name(code)
    return Doer(name, start, arm.end(), state=True)


def _listed_to(page: Page, end: int) -> int:
    """Where "American and British" ends, when one noun is of both."""
    other = _AND_OTHER.match(page.text, end)
    return other.end() if other and (other[1] == "American" or demonym_country(other[1])) else end


def _home_forces(page: Page, start: int, end: int) -> Iterator[Doer]:
    """As in "the army", "government artillery", "army shelling": those of the country that the wire is about."""
    for mark in _HOME_ARM.finditer(page.folded, start, end):
        if home := _home(page):
            deed = mark["deed"] is not None
            yield Doer(f"{country_name(home)} ({mark['noun']})", mark.start(), mark.end(), deed=deed, state=True)


def _coalition(page: Page, start: int, end: int) -> Iterator[Doer]:
    """As in "the coalition", "coalition jets": the one named in full."""
    marks = [*_COALITION.finditer(page.folded, start, end)]
    if not marks:
        return
    named = (e.sense for h in page.actors.items if (e := h.of("actor")) and e.sense.endswith("coalition"))
    name = next(named, None)
    if name:
        yield from (_with_arm(page, name, m.start(), m.end(), state=True) for m in marks)


def _home(page: Page) -> str | None:
    return max(page.scenes, key=lambda code: page.scenes[code]) if page.scenes else None


def newcomers(page: Page, start: int, end: int) -> Iterator[Doer]:
    """Groups that no list knows, where the text introduces them."""
    for m in _CALLED.finditer(page.text, start, end):
        if m.lastgroup and not _powers().get(m[m.lastgroup]):
            yield Doer(m[m.lastgroup], m.start(m.lastgroup), m.end(m.lastgroup))


def accused_forces(page: Page, start: int, end: int) -> list[Doer]:
    """As in "blamed the army": the forces of the country that the wire is about."""
    home, mark = _home(page), _HOME_FORCE.search(page.folded, start, end)
    return (
        [Doer(f"{country_name(home)} ({mark['noun']})", mark.start(), mark.end(), state=True)] if home and mark else []
    )


def home_speaker(page: Page, start: int, end: int) -> Doer | None:
    """As in "the army said": the arm of the country told of that stands at the end of a stretch."""
    home, mark = _home(page), _HOME_SPEAKER.search(page.folded, start, end)
    return (
        Doer(f"{country_name(home)} ({mark['noun']})", mark.start(), mark.end(), state=True) if home and mark else None
    )


def bands(page: Page, start: int, end: int) -> list[Doer]:
    """Bandits, separatists, militias that no group's name stands for."""
    return [Doer(page.text[m.start() : m.end()], m.start(), m.end()) for m in _BAND.finditer(page.folded, start, end)]


def country_name(code: str) -> str:
    """The country as wires write it."""
    return _NAMES.get(code) or _country_names().get(code, code)


@cache
def _country_names() -> dict[str, str]:
    return {row["country"]: row["name"] for table in ("countries", "country_names") for row in _rows(table)}


def _rows(table: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath("data", f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _powers() -> dict[str, str]:
    """Country by its names and those of its seat of government."""
    rows = [*_rows("countries"), *_rows("country_names")]
    names = {name: r["country"] for r in rows for name in (r["name"], *r["aliases"].split(";")) if len(name) > 3}  # noqa: PLR2004 ("CAR")
    return {r["capital"]: r["country"] for r in rows if r.get("capital")} | names | _SEATS


@cache
def _first_words() -> frozenset[str]:
    """What a run of words that names a state may begin with; most runs are settled by this."""
    names = (name.split(" ")[0] for name in _powers())
    return frozenset(names) | frozenset(word.title() for word in demonyms()) | _LITTLE | {"American"}


@cache
def _state_names() -> frozenset[str]:
    return frozenset(country_name(code) for code in _country_names())
