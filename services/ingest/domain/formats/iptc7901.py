"""IPTC 7901, and ANPA 1312 as far as it is alike: teleprinter messages, several in one file.

A message is SOH, a header line, a keyword line, STX, the text, ETX, a date and time group, EOT.
"""

import re
from collections.abc import Iterator

from services.ingest.domain.formats.iptc_lines import Told, told_in
from services.ingest.domain.formats.iptc_slug import Slug, slug_of
from services.ingest.domain.items import Document, Fault, Item, Skipped, UnreadableDocument

_SOH, _EOT = b"\x01", b"\x04"
_STX, _ETX = "\x02", "\x03"
_CONTROLS = re.compile(r"[\x00\x05-\x08\x0b\x0c\x0e-\x1f\x7f]+")
_HEADER = re.compile(r"\s*([A-Za-z]{1,8})\s?(\d{1,6})\s+[0-9A-Za-z]\s+[A-Za-z]{1,3}\s+\d{1,6}(?:\s.{0,120})?")
"""Source and number, priority, category, length in words, what else a source adds."""
_ANPA = re.compile(r"\s*([A-Za-z]{1,2})(\d{3,4})\W.{0,40}")
_ANPA_SLUG = re.compile(r"\s*[a-z] [a-z] (.{1,120}?)\s+\d\d-\d\d\s+\d{1,5}\s*", re.IGNORECASE)
_FIRST = 200
"""Characters within which the first header must begin."""


def is_known(raw: bytes) -> bool:
    """Whether the bytes begin as such messages do: with SOH and a header, or with a header alone."""
    start = raw[:_FIRST].find(_SOH)
    lines = _clean(_decoded(raw[start + 1 : start + 1 + _FIRST])).lstrip("\n ").splitlines()
    return bool(lines) and bool(_HEADER.fullmatch(lines[0]) or (start >= 0 and _ANPA.fullmatch(lines[0])))


def document(raw: bytes, url: str | None = None) -> Document:  # noqa: ARG001 - readers are called alike
    """The stories in the messages; latin-1 as agencies send it, or UTF-8.

    Raises:
        UnreadableDocument: there is no SOH, and no header line on top.
    """
    if not is_known(raw) and _SOH not in raw:
        raise UnreadableDocument("no message of IPTC 7901: neither SOH (byte 01) nor a header line on top")
    found = [_entry(message, framed=_SOH in raw) for message in _messages(raw)]
    return Document(
        "iptc7901",
        items=tuple(one for one in found if isinstance(one, Item)),
        faults=tuple(one for one in found if isinstance(one, Fault)),
        skipped=tuple(one for one in found if isinstance(one, Skipped)),
    )


def _messages(raw: bytes) -> Iterator[bytes]:
    """What is between SOH and EOT or the next SOH; all of it if no SOH is sent."""
    for message in raw.split(_SOH)[1:] if _SOH in raw else raw.split(_EOT):
        told = message.partition(_EOT)[0]
        if told.strip():
            yield told


def _entry(raw: bytes, *, framed: bool) -> Item | Fault | Skipped:
    head, started, rest = _decoded(raw).partition(_STX)
    text, ended, tail = rest.partition(_ETX)
    if (framed or started) and not ended:
        return Fault(raw, "the message is cut off: its text has no end (ETX, byte 03)")
    lines = [line for line in _clean(head).splitlines() if line.strip()]
    header = _HEADER.fullmatch(lines[0]) or _ANPA.fullmatch(lines[0]) if lines else None
    if not header:
        return Fault(raw, "the message has no header line: source and number, priority, category, length")
    keywords = lines[1] if len(lines) > 1 else ""
    anpa = _ANPA_SLUG.fullmatch(keywords)
    slug = slug_of(anpa[1] if anpa else keywords)
    told = told_in(_clean(text) if started else _after(head, keywords), _clean(tail), slug.name)
    return _item("".join(header.groups()), slug, told, lines[2:] if started else [], raw)


def _item(number: str, slug: Slug, told: Told, more: list[str], raw: bytes) -> Item | Skipped:
    """`more` are the lines between the keywords and the text."""
    notes = [note for note in (slug.qualifiers, *more, *told.notes) if note.strip()]
    versions = [Slug(qualifiers=note) for note in notes]
    take = next((one.take for one in versions if one.take), None)
    guid = _guid(number, slug, told, take)
    if not (told.headline or told.body or notes):
        return Skipped("message", guid)
    return Item(
        guid=guid,
        headline=told.headline,
        body=told.body,
        byline=told.byline,
        published=told.sent,
        updated=told.sent,
        version=None if take else max((one.version for one in versions if one.version), default=None),
        slug=slug.name or None,
        note=" - ".join(dict.fromkeys(notes)) or None,
        raw=raw,
    )


def _guid(number: str, slug: Slug, told: Told, take: int | None) -> str:
    """The story's name, else the message's number, and the day. Later takes are stories beside the first."""
    name = slug.name.casefold() or number
    day = f":{told.sent:%Y%m%d}" if told.sent else ""
    return f"{name}{day}:take{take}" if take and take > 1 else f"{name}{day}"


def _after(text: str, line: str) -> str:
    """What follows the line, for messages that came without control characters."""
    return _clean(text).partition(line)[2] if line else ""


def _decoded(raw: bytes) -> str:
    """UTF-8 if it is; else latin-1, with the quotes and dashes that Windows puts where that has controls."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _clean(text: str) -> str:
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
