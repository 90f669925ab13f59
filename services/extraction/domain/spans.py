"""Where names of the gazetteer stand in a text: the longest at each place, none overlapping."""

import re
from dataclasses import dataclass
from functools import cache

from services.extraction.domain.atlas import Atlas, Entry
from services.extraction.domain.demonyms import demonym_country
from services.extraction.domain.folding import Word, keys_of, name_key, words

LONGEST_NAME = 6
_JOINTS = frozenset((" ", "-", " - "))
_ABBREVIATION = 3
_LOOK = 40
_SITE_NOUNS = frozenset(
    "airbase airfield airport base beach bridge camp canal compound crossing dam depot facility field forest garrison"
    " hospital island islands junction mall mine mosque mountain mountains museum oilfield palace peninsula plant port"
    " prison refinery site square steelworks strait terminal university district hotel offices festival".split()
)
_SLUG = re.compile(r"\([^()\n]{2,40}\)\s+-{1,2}\s")


@dataclass(frozen=True, slots=True)
class Span:
    """A name in the folded text, what it may stand for, and the words on either side (empty: none on the line)."""

    start: int
    end: int
    text: str
    key: str
    entries: tuple[Entry, ...]
    before: str
    after: str


@cache
def _organisation_keys(names: frozenset[str]) -> frozenset[str]:
    return frozenset(map(name_key, names))


def _joined(folded: str, left: Word, right: Word) -> bool:
    """Whether two words may belong to one name: "Deir ez-Zor", "U.S.", "St. Petersburg"."""
    gap = folded[left.end : right.start]
    return gap in _JOINTS or (gap in (".", ". ") and len(left.text) <= _ABBREVIATION)


def _may_begin(folded: str, word: Word) -> bool:
    """Whether a small word is an Arabic article before a capitalised name ("al-Tanf")."""
    if word.text in ("at", "as", "an") and folded[word.end : word.end + 1] == " ":
        return False
    return word.text[0] in "aeu" and folded[word.end + 1 : word.end + 2].isupper()


def _run(folded: str, found: list[Word], first: int) -> list[str]:
    """The words from `first` on that may belong to one name."""
    run = [found[first].text]
    for n in range(first + 1, min(first + LONGEST_NAME, len(found))):
        if not _joined(folded, found[n - 1], found[n]):
            break
        run.append(found[n].text)
    return run


def _may_end(word: str) -> bool:
    """Names end in a capitalised word or a number, or in the small noun of a site ("al-Jalaa camp")."""
    return word[0].isupper() or word[0].isdigit() or word in _SITE_NOUNS


def _longest(atlas: Atlas, run: list[str]) -> tuple[int, str] | None:
    """How many words the longest known name at the head of a run has, with its key."""
    organisations = _organisation_keys(atlas.lists["organisation"])
    keys = keys_of(run)
    for size in range(len(run), 0, -1):
        if not _may_end(run[size - 1]):
            continue
        key = keys[size - 1]
        if key in atlas or key in organisations:
            return size, key
    return None


def _neighbour(folded: str, found: list[Word], n: int, beside: int) -> str:
    """The word next to a name, if nothing but a space or a hyphen stands between them."""
    if not 0 <= n < len(found):
        return ""
    left, right = (n, beside) if n < beside else (beside, n)
    gap = folded[found[left].end : found[right].start]
    return found[n].text if gap in (" ", "-", "'s ") or (gap == ". " and n < beside) else ""


def _span(folded: str, atlas: Atlas, found: list[Word], first: int, size: int, key: str) -> Span:
    last = first + size - 1
    start, end = found[first].start, found[last].end
    before = _neighbour(folded, found, first - 1, first)
    after = _neighbour(folded, found, last + 1, last)
    if is_shouted(folded, start, end):
        before, after = before.lower(), after.lower()
    demonym = demonym_country(folded[start:end]) and key not in atlas.named  # "Philippines" is no plural
    nowhere = demonym or key in _organisation_keys(atlas.lists["organisation"])
    return Span(start, end, folded[start:end], key, () if nowhere else atlas.entries(key), before, after)


def is_shouted(folded: str, start: int, end: int) -> bool:
    """Whether a name stands in a line that is all in capitals, where capitals mark no names."""
    if not folded[start:end].isupper():
        return False
    left, right = folded[max(0, start - _LOOK) : start], folded[end : end + _LOOK]
    around = left.rpartition("\n")[2] + right.partition("\n")[0]
    return around.isupper() and len(around) > _LOOK // 2


def name_spans(folded: str, atlas: Atlas) -> list[Span]:
    """Every known name of the text in order; names of organisations come without entries."""
    found = words(folded)
    slugs = [match.span() for match in _SLUG.finditer(folded, 0, 600)]
    spans: list[Span] = []
    n = 0
    while n < len(found):
        word = found[n]
        begins = word.text[0].isupper() or (len(word.text) <= _ABBREVIATION and _may_begin(folded, word))
        hit = _longest(atlas, _run(folded, found, n)) if begins else None
        if hit and not any(start < found[n].start < end for start, end in slugs):
            spans.append(_span(folded, atlas, found, n, *hit))
        n += hit[0] if hit else 1
    return spans
