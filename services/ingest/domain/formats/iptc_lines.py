"""The lines of a teleprinter message as what they are: headline, byline, notes to editors, paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.ingest.domain.formats.iptc_slug import is_qualifier, slug_of
from services.ingest.domain.formats.iptc_time import moment_in

_BYLINE = re.compile(r"(?:By|BY) [^\W\d].{1,90}")
_NOTE = re.compile(r"\W*(?:eds|editors?|ed\.? ?note|note to editors|attention) ?[:.–-].*", re.IGNORECASE)
_DATELINE = re.compile(r"[^\W\d_][^().]{1,80}\([^()]{1,40}\)\s*[-–—_=]")
_NOT_FOR_PRINT = re.compile(r"^.*information is not (?:intended )?for publication.*$", re.IGNORECASE | re.MULTILINE)
_INDENT = re.compile(r"[ ]{2,}|[ ]*\t")
_MAX_HEADLINE = 200
_LAST = 4
"""In so many of the last lines the date may stand."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message's text, taken apart."""

    headline: str = ""
    byline: str | None = None
    notes: tuple[str, ...] = ()
    """Words about the version (`1ST LEAD`) and lines to editors."""
    body: str = ""
    sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    marked: bool = False
    """It began with a typesetter's flag: such blocks stand before the story."""


def told_in(text: str, tail: str, name: str) -> Told:
    """The parts of the text; `tail` is what follows its end, `name` the story's name, which some repeat on top."""
    lines = text.splitlines()
    sent = next(filter(None, map(moment_in, [*tail.splitlines(), *reversed(lines[-_LAST:])])), None)
    kept = [line for index, line in enumerate(lines) if index < len(lines) - _LAST or not moment_in(line)]
    blocks = list(_blocks(_NOT_FOR_PRINT.split("\n".join(kept), maxsplit=1)[0].splitlines()))
    headline, byline, notes, start = "", None, [], 0
    for start, block in enumerate([*blocks, _Block("")]):
        kind = _kind(block, name, headline, is_last=start >= len(blocks) - 1)
        if kind == "body":
            break
        if kind == "headline":
            headline = block.text
        elif kind == "byline":
            byline = byline or block.text
        elif kind == "note":
            notes.append(block.text)
    return Told(headline, byline, tuple(notes), "\n\n".join(block.text for block in blocks[start:]), sent)


def _kind(block: _Block, name: str, headline: str, *, is_last: bool) -> str:
    """What a block of the head is; `body` ends the head."""
    if is_qualifier(block.text) or _NOTE.fullmatch(block.text):
        return "note"
    if name and slug_of(block.text).name.casefold() == name.casefold():
        return "slug"
    if _BYLINE.fullmatch(block.text) and not block.text.endswith("."):
        return "byline"
    if headline or is_last or not _may_be_headline(block.text):
        return "furniture" if block.marked and headline else "body"
    return "headline"


def _may_be_headline(text: str) -> bool:
    return 0 < len(text) <= _MAX_HEADLINE and not text.endswith(".") and not _DATELINE.match(text)


def _blocks(lines: list[str]) -> Iterator[_Block]:
    """Lines that belong together as one text each: a blank line, an indent and a typesetter's flag set them apart."""
    held: list[str] = []
    for line in lines:
        text = line.strip().strip("^").rstrip("<= ").strip()
        alone = line.lstrip().startswith("^") or _BYLINE.fullmatch(text) or is_qualifier(text)
        if held and (not text or alone or _INDENT.match(line)):
            yield _Block(" ".join(held))
            held = []
        if alone:
            yield _Block(text, marked=line.lstrip().startswith("^"))
        elif text:
            held.append(text)
            if _NOTE.fullmatch(held[0]) and text.endswith("."):
                yield _Block(" ".join(held))
                held = []
    if held:
        yield _Block(" ".join(held))
