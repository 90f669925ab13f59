"""Finds the words of the lexicons in a text: one pass over it, whatever the size of the lists.

The lists are the files in `lexicons/`, made to be read and extended by an editor; they are loaded once, on first use.
"""

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import ahocorasick

_LAYERS: Final = {"munition": 0, "event": 0, "act": 0, "agent": 0, "actor": 1, "target": 2, "signal": 3}
"""Words of one layer do not overlap, the longest wins: there is no strike in "drone strike"."""
_SHORTEST_FREE: Final = 5
"""An alias in capitals of up to this length must stand in capitals: ETA and IRA are groups, "eta" is not."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word means: its class, its sense there (type, kind, name) and, for munitions and attacks, the weapon."""

    cls: str
    sense: str
    weapon: str
    written: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a lexicon found in the text; `entries` are all its meanings."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    def of(self, cls: str) -> Entry | None:
        """Its meaning in one class, if it has any."""
        return next((entry for entry in self.entries if entry.cls == cls), None)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("lexicons", name).read_text(encoding="utf-8"))


def _forms(words: Iterable[str]) -> Iterator[str]:
    """`rocket(s)` stands for rocket and rockets."""
    for word in words:
        if "(s)" in word:
            yield word.replace("(s)", "s")
        yield word.replace("(s)", "")


def _simple(name: str, cls: str) -> Iterator[Entry]:
    for sense, table in _toml(name).items():
        yield from (Entry(cls, sense, "", word) for word in _forms(table["words"]))


def _munitions() -> Iterator[Entry]:
    for weapon, table in _toml("munitions.toml").items():
        yield from (Entry("munition", table["event"], weapon, word) for word in _forms(table["words"]))


def _events() -> Iterator[Entry]:
    for sense, weapons in _toml("events.toml").items():
        for weapon, table in weapons.items():
            yield from (Entry("event", sense, weapon, word) for word in _forms(table["words"]))


def _actors() -> Iterator[Entry]:
    text = files(__package__).joinpath("lexicons", "actors.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        yield from (Entry("actor", row["name"], "", alias.strip()) for alias in row["aliases"].split("|"))


def _entries() -> Iterator[Entry]:
    yield from _munitions()
    yield from _events()
    yield from _simple("acts.toml", "act")
    yield from _simple("agents.toml", "agent")
    yield from _actors()
    yield from _simple("targets.toml", "target")
    yield from _simple("signals.toml", "signal")


@cache
def _automaton() -> Any:
    meanings: dict[str, dict[Entry, None]] = {}
    for entry in _entries():
        meanings.setdefault(entry.written.lower().strip(), {})[entry] = None
    automaton = ahocorasick.Automaton()
    for word, entries in meanings.items():
        automaton.add_word(word, (len(word), tuple(entries)))
    automaton.make_automaton()
    return automaton


@cache
def actor_aliases() -> dict[str, str]:
    """Canonical name by alias in lower case."""
    return {entry.written.lower(): entry.sense for entry in _actors()}


def hits(text: str, folded: str) -> dict[int, list[Hit]]:
    """Everything of the lexicons in a text, by layer, in order; `folded` is the same text in lower case."""
    layers: dict[int, list[Hit]] = {0: [], 1: [], 2: [], 3: []}
    for last, (length, entries) in _automaton().iter(folded):
        start, end = last + 1 - length, last + 1
        if not _whole(folded, start, end):
            continue
        for layer, found in layers.items():
            fitting = tuple(e for e in entries if _LAYERS[e.cls] == layer and _written_so(e, text, start, end))
            if fitting:
                _keep_longest(found, Hit(start, end, fitting))
    return layers


def _keep_longest(found: list[Hit], hit: Hit) -> None:
    """Hits come in the order of their ends, so only the last ones can overlap a new one."""
    if found and found[-1].end > hit.start and found[-1].start <= hit.start and found[-1].end == hit.end:
        return
    while found and found[-1].end > hit.start:
        if found[-1].end - found[-1].start >= hit.end - hit.start:
            return
        found.pop()
    found.append(hit)


def _whole(folded: str, start: int, end: int) -> bool:
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    return not (before.isalnum() or after.isalnum() or before == "_" or after == "_")


def _written_so(entry: Entry, text: str, start: int, end: int) -> bool:
    """Names are written with capitals; a hyphen before a verb makes another word of it ("cross-fire")."""
    if entry.cls == "actor":
        if entry.written.isupper() and len(entry.written) <= _SHORTEST_FREE:
            return text[start:end] == entry.written
        return not entry.written[0].isupper() or text[start].isupper()
    return not (entry.cls in ("act", "agent") and start and text[start - 1] == "-")
