"""Sentences of a wire with their offsets, and what of the text is no telling: datelines, furniture, kill notices."""

import re
from dataclasses import dataclass
from itertools import pairwise

LONGEST_SENTENCE = 1500
"""A run of text without an end is cut here, so that work per sentence is bounded (a hostile text is one sentence)."""

_FOLD = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\xa0": " ", "\n": " ", "\t": " ", "\r": " "}
)
_END = re.compile(r"(?<![.!?])[.!?]{1,5}[\"”’')\]]{0,3}(?=\s)")
_PARAGRAPH = re.compile(r"\n[ \t\r]{0,20}\n\s{0,50}")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Brig|Adm|Sen|Rep|Gov|St|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
    r"|Inc|Ltd|Co|Corp|al|approx|Prof|Rev|Mt|Ft|Jr|Sr)|(?<![a-zA-Z])[A-Za-z]|\b(?:[A-Za-z]\.){1,3}[A-Za-z])\.$"
)
_OPENER = re.compile(
    r"\s{1,5}[\"“‘(]?(?:The|A|An|It|He|She|They|We|In|On|At|But|And|No|Its|His|There|This|That|One|Two|Three)\b"
)
_DATELINE = re.compile(r"\s{0,300}[A-Z][^\n:]{0,90}?(?:\s[-–—]{1,2}\s|: )(?:\([^()\n]{1,40}\) [-–—]{1,2} )?")
_FURNITURE = re.compile(
    r"\((?:[^()\n]{0,40}\b(?:adds|updates|corrects|recasts|rewrites|removes|fixes|refiles)\b[^()\n]{0,200})\)"
    r"|^(?:MORE TO FOLLOW|UPDATES? to follow[^\n]{0,60}|EDITORS:[^\n]{0,200}|\(?Reporting by[^\n]{0,300}"
    r"|Write to [^\n]{0,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_KILL = re.compile(
    r"\bKILL KILL\b|^(?:KILL|WITHDRAWN|STORY WITHDRAWN|MANDATORY KILL)\b|\b(?:is|has been) withdrawn\.", re.MULTILINE
)
_QUOTED = re.compile(r"[\"“]([^\"“”]{1,600})[\"”]")
_COMMON = frozenset(
    "the of and to in a is that for on was with as by at from it an be had were has its said after who which his have"
    " but not are or near been this they one when their he no two there into up out over".split()
)
_TOO_FEW = 25
_SMALL_SHARE = 0.12
_WORD = re.compile(r"[^\W\d_]{1,40}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `text` stands at `start` of the article's text; `paragraph` 0 is the headline."""

    start: int
    end: int
    paragraph: int
    text: str


def folded(text: str) -> str:
    """The text in lower case with plain quotes, dashes and spaces, character for character at the same offsets."""
    plain = text.translate(_FOLD)
    lower = plain.lower()
    if len(lower) == len(plain):
        return lower
    # "İ" has two characters in lower case: it would shift every offset behind it.
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


def is_kill_notice(text: str) -> bool:
    """Whether the wire only takes an earlier one back."""
    return _KILL.search(text[:600]) is not None


def looks_english(text: str) -> bool:
    """Whether enough of the words are the small words of English; a text of few words is given the benefit."""
    words = [word.lower() for word in _WORD.findall(text[:4000])]
    return len(words) < _TOO_FEW or sum(word in _COMMON for word in words) >= _SMALL_SHARE * len(words)


def quoted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where direct speech stands."""
    return tuple(m.span(1) for m in _QUOTED.finditer(text))


def sentences(text: str, headline_end: int) -> tuple[Sentence, ...]:
    """The sentences of headline and body in order, without dateline and furniture."""
    found = [Sentence(0, headline_end, 0, text[:headline_end])] if text[:headline_end].strip() else []
    blank = _without_furniture(text, headline_end)
    start, number = min(headline_end + 1, len(text)), 1
    for mark in [*_PARAGRAPH.finditer(blank, start), None]:
        end = mark.start() if mark else len(text)
        found.extend(_of_paragraph(text, blank, start, end, number))
        start, number = (mark.end() if mark else end), number + 1
    return tuple(found)


def _without_furniture(text: str, headline_end: int) -> str:
    body = min(headline_end + 1, len(text))
    blank = text[:body] + _FURNITURE.sub(lambda m: " " * len(m[0]), text[body:])
    first = _DATELINE.match(blank, body)
    if first and re.match(r"\s*[A-Z'’.-]*[A-Z]{3}", first[0]):  # BAGHDAD, not "Iraq"
        blank = blank[:body] + " " * len(first[0]) + blank[first.end() :]
    return blank


def _of_paragraph(text: str, blank: str, start: int, end: int, number: int) -> list[Sentence]:
    cuts = [start, *(m.end() for m in _END.finditer(blank, start, end) if _ends_here(blank, m)), end]
    pieces = [piece for a, b in pairwise(cuts) for piece in _bounded(blank, a, b)]
    trimmed = [_trimmed(blank, a, b) for a, b in pieces]
    return [Sentence(a, b, number, text[a:b]) for a, b in trimmed if b > a]


def _ends_here(text: str, mark: re.Match[str]) -> bool:
    """As in "Jan. 8", "U.S. jets" and "2 a.m. by" go on; "in the U.S. The" does not."""
    after = text[mark.end() : mark.end() + 12].lstrip()
    if after[:1].islower():
        return False
    if mark[0].startswith(".") and _ABBREVIATION.search(text, max(0, mark.start() - 8), mark.start() + 1):
        return bool(_OPENER.match(text, mark.end()))
    return True


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    while end - start > LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = space if space > start else start + LONGEST_SENTENCE
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()) if piece.strip() else start
