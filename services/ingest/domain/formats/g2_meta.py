"""What NewsML-G2 says of managing an item: when it may go out, what it replaces, what the desk adds."""

from datetime import datetime

from services.ingest.domain.formats.codes import name_of, status_of
from services.ingest.domain.formats.prose import attribute, first, named, words
from services.ingest.domain.formats.xml import Element
from services.ingest.domain.items import Status
from services.ingest.domain.text.times import when

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_REPLACING = frozenset("replaces rev revises previousversion evolvedfrom corrects updates updateof supersedes".split())
_SIGNALS = frozenset("correction kill retraction update".split())


def release(meta: Element | None) -> tuple[Status, datetime | None]:
    """Status and embargo; an embargo without a time, or with one nobody can read, withholds the item."""
    status = status_of(attribute(first(meta, "pubStatus"), "qcode", "uri", "literal"))
    told = first(meta, "embargoed")
    embargo = time(meta, "embargoed")
    return ("withheld" if told is not None and not embargo and status == "usable" else status), embargo


def revised(element: Element, guid: str | None) -> str | None:
    """The other item that a link says this one replaces."""
    for link in named(element, "itemMeta", "link") + named(element, "link"):
        other = attribute(link, "residref", "href")
        rel = name_of(attribute(link, "rel", "reluri") or ("rev" if attribute(link, "rev") else None))
        if rel in _REPLACING and other and other != guid:
            return other
    return None


def note(meta: Element | None) -> str | None:
    """The desk's notes, after the signals that say what the version is: `correction - Corrects the toll.`"""
    signals = [name_of(attribute(one, "qcode", "uri")) for one in named(meta, "signal")]
    told = [one for one in signals if one in _SIGNALS] + [words(one) for one in named(meta, "edNote")]
    return " - ".join(dict.fromkeys(filter(None, told))) or None


def published(meta: Element | None, content: Element | None) -> datetime | None:
    """When the first version went out, as near as the item tells."""
    return time(meta, "firstCreated") or time(content, "contentCreated") or time(meta, "versionCreated")


def time(parent: Element | None, name: str) -> datetime | None:
    """The moment in the first child of that name."""
    return when(words(first(parent, name)))
