"""Which entries of a document are new or changed since the last one."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from services.ingest.domain.items import Document, Item

MAX_SEEN = 2000
"""Entries remembered of one feed."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a document that was read told: its entries' digests, and how seldom it wants to be asked for."""

    entries: tuple[str, ...] = ()
    every_minutes: float | None = None
    skip_hours: frozenset[int] = frozenset()


def told_by(document: Document) -> Told:
    """What polling wants to know of a document."""
    entries = tuple(digest(item) for item in document.items[:MAX_SEEN])
    return Told(entries, document.hints.every_minutes, document.hints.skip_hours)


def digest(item: Item) -> str:
    """A short digest `NAME:CONTENT` of an entry: an entry that changed keeps its name."""
    name = item.guid or item.url or item.headline
    return f"{_hash(name)[:12]}:{_hash(repr(replace(item, raw=b'')))[:12]}"


def fresh(items: Iterable[Item], seen: Collection[str]) -> tuple[Item, ...]:
    """The entries whose digests were not seen: new ones and changed ones."""
    known = set(seen)
    return tuple(item for item in items if digest(item) not in known)


def changes(entries: Collection[str], seen: Collection[str]) -> tuple[int, int]:
    """How many of the entries are new, and how many bear a name that was seen with another content."""
    names = {_name(one) for one in seen}
    unseen = set(entries) - set(seen)
    changed = sum(_name(one) in names for one in unseen)
    return len(unseen) - changed, changed


def share_known(entries: Collection[str], seen: Collection[str]) -> float:
    """The share of the entries that were seen as they are; 1 where there are none."""
    different = set(entries)
    return len(different.intersection(seen)) / len(different) if different else 1.0


def _name(one: str) -> str:
    return one.partition(":")[0]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
