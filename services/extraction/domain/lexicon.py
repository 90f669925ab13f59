"""Finds the words of the lexicons in a text: one pass over it, whatever the size of the lists.

The lists are the files in `lexicons/`, made to be read and extended by an editor; they are loaded once, on first use.
"""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import ahocorasick

_LAYERS: Final = {"munition": 0, "event": 0, "act": 0, "agent": 0, "actor": 1, "signal": 3, "topic": 4} | dict.fromkeys(
    ("site", "person", "holder", "rank", "modifier", "setting"), 2
)
"""Words of one layer do not overlap, the longest wins: there is no strike in "drone strike"."""
_SHORTEST_FREE: Final = 5
"""An alias in capitals of up to this length must stand in capitals: ETA and IRA are groups, "eta" is not."""
_GAP: Final = 48
"""Characters within which "up" belongs to "blew" ("blew a pipeline up")."""
_CLAUSE_END: Final = re.compile(r"[,.;:!?]| (?:and|but|as|when|while|that|which|who|after|before|because) ")
_SHORT: Final = re.compile(r"[^aeiou]{0,3}[aeiou][bdfgklmnprt]")
_BRACES: Final = re.compile(r"\{([^{}]{0,2000})\}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word means: its class, its sense there (type, kind, name) and, for munitions and attacks, the weapon.

    `rest` is the part of a verb that stands apart ("up" in "blew a pipeline up"), `lemma` its base form; a `sure` verb
    is an attack whoever does it.
    """

    cls: str
    sense: str
    weapon: str
    written: str
    lemma: str = ""
    rest: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a lexicon found in the text; `entries` are all its meanings."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    def of(self, cls: str) -> Entry | None:
        """Its meaning in one class, if it has any."""
        for entry in self.entries:
            if entry.cls == cls:
                return entry
        return None


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("lexicons", name).read_text(encoding="utf-8"))


def _forms(words: Iterable[str]) -> Iterator[str]:
    """`rocket(s)` stands for rocket and rockets, `{car|van} bomb` for car bomb and van bomb."""
    for word in words:
        if braces := _BRACES.search(word):
            choices = braces[1].split("|")
            yield from _forms(word[: braces.start()] + choice + word[braces.end() :] for choice in choices)
            continue
        if "(s)" in word:
            yield word.replace("(s)", "s")
        yield word.replace("(s)", "")


@cache
def _irregular() -> tuple[dict[str, list[str]], frozenset[str]]:
    table = _toml("irregular.toml")
    return table["verbs"], frozenset(table["nouns"]["words"])


def inflected(verb: str) -> tuple[str, ...]:
    """The forms of a verb that wires use, its particle kept: "blow up", "blows up", "blew up", "blown up" ..."""
    head, space, tail = verb.partition(" ")
    irregular, nouns = _irregular()
    past, participle, *ing = irregular.get(head) or [_past(head)] * 2
    forms = [past, participle, ing[0] if ing else _ing(head)]
    if verb not in nouns and not (space == "" and head in nouns):
        forms += [head, _third(head)]
    return tuple(dict.fromkeys(form + space + tail for form in forms))


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return _doubled(verb) + "ed"


def _ing(verb: str) -> str:
    plain = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")) else _doubled(verb)
    return plain + "ing"


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "s"


def _doubled(verb: str) -> str:
    """The last letter of a short verb is written twice before -ed and -ing: "stabbed", "gunning"."""
    return verb + verb[-1] if _SHORT.fullmatch(verb) else verb


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


def _acts() -> Iterator[Entry]:
    for sense, table in _toml("acts.toml").items():
        for sure in (True, False):
            for verb in _forms(table.get("sure" if sure else "verbs", ())):
                yield from (Entry("act", sense, "", f, verb, f.partition(" *")[2], sure) for f in inflected(verb))
        yield from (Entry("act", sense, "", word, word) for word in _forms(table.get("words", ())))


def _targets() -> Iterator[Entry]:
    for cls, kinds in _toml("targets.toml").items():
        for kind, table in kinds.items():
            yield from (Entry(cls, kind, "", word) for word in _forms(table["words"]))


def _actors() -> Iterator[Entry]:
    text = files(__package__).joinpath("lexicons", "actors.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        yield from (Entry("actor", row["name"], "", alias.strip()) for alias in row["aliases"].split("|"))


def _entries() -> Iterator[Entry]:
    yield from _munitions()
    yield from _events()
    yield from _acts()
    yield from _simple("agents.toml", "agent")
    yield from _actors()
    yield from _targets()
    yield from _simple("signals.toml", "signal")
    yield from _simple("topics.toml", "topic")


@cache
def _automaton() -> Any:
    meanings: dict[str, dict[Entry, None]] = {}
    for entry in _entries():
        head, _, _ = entry.written.lower().partition(" *")
        meanings.setdefault(head.strip(), {})[entry] = None
    automaton = ahocorasick.Automaton()
    for word, entries in meanings.items():
        # What stands apart decides: "shot three drones down" is another verb than "shot".
        ordered = sorted(entries, key=lambda e: -len(e.rest))
        layers = {_LAYERS[e.cls]: tuple(o for o in ordered if _LAYERS[o.cls] == _LAYERS[e.cls]) for e in ordered}
        automaton.add_word(word, (len(word), tuple(layers.items())))
    automaton.make_automaton()
    return automaton


@cache
def actor_aliases() -> dict[str, str]:
    """Canonical name by alias in lower case."""
    return {entry.written.lower(): entry.sense for entry in _actors()}


def hits(text: str, folded: str) -> dict[int, list[Hit]]:
    """Everything of the lexicons in a text, by layer, in order; `folded` is the same text in lower case."""
    layers: dict[int, list[Hit]] = {0: [], 1: [], 2: [], 3: [], 4: []}
    for last, (length, by_layer) in _automaton().iter(folded):
        start, end = last + 1 - length, last + 1
        if not _whole(folded, start, end):
            continue
        for layer, entries in by_layer:
            fitting = tuple(e for e in entries if _fits(e, text, folded, start, end))
            if fitting:
                _keep_longest(layers[layer], Hit(start, end, fitting))
    return layers


def _fits(entry: Entry, text: str, folded: str, start: int, end: int) -> bool:
    return _written_so(entry, text, start, end) and (not entry.rest or _goes_on(entry.rest, folded, end))


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


def _goes_on(rest: str, folded: str, end: int) -> bool:
    """Whether the part of a verb that stands apart follows within its clause."""
    at = folded.find(rest, end, end + _GAP)
    if at < 0 or folded[at + len(rest) : at + len(rest) + 1].isalnum():
        return False
    return not _CLAUSE_END.search(folded, end, at)


def _written_so(entry: Entry, text: str, start: int, end: int) -> bool:
    """Names are written with capitals; a hyphen before a verb makes another word of it ("cross-fire")."""
    if entry.cls == "actor":
        if not entry.written[1:].islower() and len(entry.written) <= _SHORTEST_FREE and " " not in entry.written:
            return text[start:end] == entry.written
        return not entry.written[0].isupper() or text[start].isupper()
    if entry.cls not in ("act", "agent"):
        return True
    return not (start and text[start - 1] == "-") and not (entry.cls == "act" and text[end : end + 1] == "-")
