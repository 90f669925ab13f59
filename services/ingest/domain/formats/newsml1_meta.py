"""What NewsML 1 says of managing an item: its name without the revision, when it may go out, what the desk says."""

import re
from collections.abc import Iterator
from datetime import datetime

from services.ingest.domain.formats.codes import status_of, version_of
from services.ingest.domain.formats.prose import anywhere, attribute, first, named, words
from services.ingest.domain.formats.xml import Element
from services.ingest.domain.items import Status
from services.ingest.domain.text.times import when

_NOTES = re.compile(r"note|advisory|instruction", re.IGNORECASE)
_REVISION = re.compile(r"(?P<name>urn:newsml:[^:]+:[^:]+:.+):(?P<revision>\d+)[NUA]?", re.IGNORECASE)


def guid_of(item: Element) -> str | None:
    """The item's name, the same for all its revisions: a PublicIdentifier without its last part."""
    identifier = first(item, "Identification", "NewsIdentifier")
    parts = [words(first(identifier, part)) for part in ("ProviderId", "DateId", "NewsItemId")]
    if all(parts):
        return ":".join(["urn:newsml", *parts])
    return _unversioned(words(first(identifier, "PublicIdentifier"))) or attribute(item, "Duid")


def kind_of(content: Element) -> str:
    """The media type of a content item in small letters: `text`, `photo`; from its MIME type if it names no other."""
    told = attribute(first(content, "MediaType"), "FormalName")
    mime = (attribute(first(content, "MimeType"), "FormalName") or "").lower()
    kind = "css" if mime == "text/css" else mime.partition("/")[0]
    return (told or ("" if kind == "application" else kind)).lower()


def role_of(content: Element) -> str:
    """The role, in small letters, of the component that holds the content: `main`, `caption`; empty if none is told."""
    return (attribute(first(content.getparent(), "Role"), "FormalName") or "").lower()


def version(item: Element) -> int | None:
    """The revision: told apart, or at the end of the PublicIdentifier."""
    identifier = first(item, "Identification", "NewsIdentifier")
    found = _REVISION.fullmatch(words(first(identifier, "PublicIdentifier")))
    told = version_of(words(first(identifier, "RevisionId")))
    return version_of(found["revision"]) if told is None and found else told


def release(management: Element | None) -> tuple[Status, datetime | None]:
    """Status and embargo: embargoed until the status will change, or withheld if nobody says when."""
    said = (attribute(first(management, "Status"), "FormalName") or "").lower()
    if said != "embargoed":
        return status_of(said), None
    until = time(first(management, "StatusWillChange"), "DateAndTime")
    return ("usable", until) if until else ("withheld", None)


def revised(management: Element | None, guid: str | None) -> str | None:
    """The other item that this one is derived from, by its name without the revision."""
    other = _unversioned(attribute(first(management, "DerivedFrom"), "NewsItem") or "")
    return other if other != guid else None


def note(management: Element | None, lines: list[Element]) -> str | None:
    """Instructions (`Correction`, `Update`), then what is said to editors among the news lines."""
    instructions = (attribute(one, "FormalName") or words(one) for one in named(management, "Instruction"))
    return " - ".join(dict.fromkeys(filter(None, [*instructions, *_notes(lines)]))) or None


def time(parent: Element | None, name: str) -> datetime | None:
    """The moment in the first child of that name."""
    return when(words(first(parent, name)))


def _notes(lines: list[Element]) -> Iterator[str]:
    for one in (line for block in lines for line in named(block, "NewsLine")):
        kind = attribute(first(one, "NewsLineType"), "FormalName") or ""
        if _NOTES.search(kind):
            yield from map(words, anywhere(one, {"NewsLineText"}))


def _unversioned(name: str) -> str | None:
    found = _REVISION.fullmatch(name)
    return found["name"] if found else name or None
