"""Names of towns in a spelling that the gazetteer has not: looked up by their consonants in the countries spoken of."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from services.extraction.domain.atlas import Atlas, Entry
from services.extraction.domain.demonyms import demonym_country
from services.extraction.domain.folding import name_key
from services.extraction.domain.spans import Span

_NAME = r"(?:(?:[Aa]l|[Ee]l|[Aa][dnrst]|[Aa]sh)-)?[A-Z][a-z']{3,18}(?:[ -](?:al-|el-|e-|i-)?[A-Z][a-z']{2,18}){0,2}"
_AT = re.compile(
    rf"\b(?P<word>in|at|near|outside|around|town of|village of|district of|villages of|towns of|city of|suburb of"
    rf"|settlement of|hamlet of|township of|commune of|village called) (?P<name>{_NAME})"
    r"(?P<after>[,.;]| (?:on|in|by|after|when|and|where|killed|village|town|district|area|county|township"
    r"|subdistrict)\b)?"
)
_NOUN = re.compile(r" (?:village|town|district|subdistrict|township|county|commune|municipality)\b")
_BEFORE_NOUN = re.compile(rf"(?P<name>{_NAME})$")
_SOUNDS = (("kh", "h"), ("gh", "g"), ("th", "t"), ("w", "u"), ("j", "g"), ("z", "s"), ("c", "k"),
           ("v", "b"), ("p", "b"))  # fmt: skip
_FIRST = {"w": "a", "j": "g", "c": "k", "z": "s", "v": "b", "p": "b"}
_ALIKE = 0.66
_VERY_ALIKE = 0.8
_JOINT = 1
_WINDOW = 50
_MOST = 2
_LEAST = 3
_LOUD = 0.9


def respelled(atlas: Atlas, folded: str, spans: Sequence[Span], voted: Mapping[str, float]) -> list[Span]:
    """The names of a text and, between them, those that another spelling makes out."""
    loudest = sorted(((v, c) for c, v in voted.items() if v > _LOUD), reverse=True)[:_MOST]
    if not loudest:
        return list(spans)
    taken = {n for span in spans for n in (span.start, span.end - 1)}
    found = [
        span for at, end, sure in _candidates(folded) for span in _found(atlas, folded, (at, end, sure), taken, loudest)
    ]
    return sorted((*spans, *found), key=lambda span: span.start) if found else list(spans)


def _candidates(folded: str) -> Iterator[tuple[int, int, bool]]:
    """Where an unknown name of a town may stand, and whether a noun says that it is one."""
    for match in _AT.finditer(folded):
        sure = " " in match["word"] or len(match["after"] or "") > _JOINT
        if sure or match["after"]:
            yield *match.span("name"), sure
    for noun in _NOUN.finditer(folded):
        name = _BEFORE_NOUN.search(folded, max(0, noun.start() - _WINDOW), noun.start())
        if name:
            yield *name.span("name"), True


def _found(
    atlas: Atlas,
    folded: str,
    where: tuple[int, int, bool],
    taken: set[int],
    loudest: Sequence[tuple[float, str]],
) -> Iterator[Span]:
    start, end, sure = where
    name = folded[start:end]
    if start in taken or end - 1 in taken or demonym_country(name) or name in atlas.lists["function"]:
        return
    key = name_key(name)
    if key in atlas:
        return
    for _, country in loudest:
        entry = _closest(atlas, country, key, _ALIKE if sure else _VERY_ALIKE)
        if entry:
            taken.update((start, end - 1))
            yield Span(start, end, name, key, (entry,), "in", "")
            return


def _closest(atlas: Atlas, country: str, key: str, alike: float) -> Entry | None:
    """The town of a country whose name has the same consonants and looks most like it."""
    bones = skeleton(key)
    if len(bones) < _LEAST:
        return None
    same = _bones(atlas, country, bones[0]).get(bones, ())
    found = [(SequenceMatcher(None, key, other).ratio(), number) for other, number in same]
    ratio, number = max(found, default=(0.0, 0))
    return atlas.row(number) if ratio >= alike else None


@lru_cache(maxsize=256)
def _lines(atlas: Atlas, country: str) -> Sequence[int]:
    return [number for number, line in enumerate(atlas.lines) if f",{country}," in line]


@lru_cache(maxsize=1024)
def _bones(atlas: Atlas, country: str, first: str) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Skeletons of the towns of a country that begin with a sound, with their keys and lines."""
    index = defaultdict(list)
    for number in _lines(atlas, country):
        for key in atlas.lines[number].rpartition(",")[2].split(";"):
            if _first(key) == first:
                index[skeleton(key)].append((key, number))
    return index


def _first(key: str) -> str:
    letter = key[3:4] if key.startswith("al ") else key[:1]
    return "a" if letter in tuple("aeiou") else _FIRST.get(letter, letter)


def skeleton(key: str) -> str:
    """The consonants of a key, where spellings of one name agree most: "iskndr"; an opening vowel stays as "a"."""
    joined = key.removeprefix("al ").replace(" al ", "").replace(" ", "")
    for variant, spelling in _SOUNDS:
        joined = joined.replace(variant, spelling)
    bare = re.sub(r"[aeiouy]", "", joined[1:])
    return re.sub(r"(.)\1", r"\1", ("a" if joined[:1] in "aeiou" else joined[:1]) + bare)
