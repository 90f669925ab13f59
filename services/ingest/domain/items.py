"""What a reader of a format finds in a document: items, before they are wires.

A reader is a pure function from bytes to a `Document`. It raises `UnreadableDocument` and nothing else; one bad entry
among good ones is a `Fault`, one that holds no story (a photo, a planning item) is `Skipped`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from services.common.envelope import UnreadableEvent

Status = Literal["usable", "withheld", "canceled"]
"""IPTC's publishing status; an embargo is a time, not a status."""


class UnreadableDocument(UnreadableEvent):
    """Bytes that are no document of a known format; the text says why, and what would help."""


class UnreadableItem(UnreadableEvent):
    """One entry of a document that cannot become a wire; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One story as its document tells it. Texts are plain; a blank line is between the paragraphs of `body`."""

    guid: str | None = None
    """The source's own name for the story (guid, atom:id, uri, urn); the same for all its versions."""
    url: str | None = None
    """Where people read it: absolute."""
    headline: str = ""
    body: str = ""
    dateline: str | None = None
    byline: str | None = None
    language: str | None = None
    """As declared (BCP 47); None where nothing is said."""
    published: datetime | None = None
    """When the first version went out; aware."""
    updated: datetime | None = None
    """When this version was made (versionCreated, atom:updated); aware."""
    version: int | None = None
    status: Status = "usable"
    embargo: datetime | None = None
    """Nothing of it may be published before; aware."""
    revises: str | None = None
    """The guid of another story that this one replaces or, when canceled, takes back."""
    slug: str | None = None
    """The agency's working name of the story (slugline, catchline, keyword)."""
    note: str | None = None
    """What the desk tells editors (edNote, ed-msg): CORRECTS, KILL, ADVISORY stand here."""
    keywords: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    """IPTC media topics as `medtop:20000053`; older subject codes as `subj:16000000`."""
    raw: bytes = b""
    """The entry as it stood in the document, for the dead letters if no wire can be made of it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry that could not be read: its bytes, and why."""

    raw: bytes
    why: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that is well-formed but tells no story: what it is (`conceptItem`, `picture`), and its name if any."""

    what: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """What a feed says of itself."""

    title: str | None = None
    language: str | None = None
    url: str | None = None
    """Its own address (atom `rel=self`, `feed_url`): what a WebSub subscription names."""
    hub: str | None = None
    """Its WebSub hub."""
    every_minutes: float | None = None
    """How seldom it wants to be asked (`ttl`, `sy:updatePeriod` and `sy:updateFrequency`)."""
    skip_hours: frozenset[int] = frozenset()
    """Hours of the day in UTC in which it does not change (RSS `skipHours`)."""


@dataclass(frozen=True, slots=True)
class Document:
    """What was in the bytes."""

    format: str
    items: tuple[Item, ...] = ()
    faults: tuple[Fault, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    hints: Hints = field(default_factory=Hints)
    cut_off: bool = False
    """Its end is missing, and whatever stood there."""
