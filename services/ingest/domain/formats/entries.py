"""Entries read one by one: one that cannot be read does not take the others along."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from lxml import etree

from services.ingest.domain.formats.xml import Element, is_cut_off
from services.ingest.domain.items import Document, Fault, Hints, Item, Skipped, UnreadableItem

MAX_ITEMS = 2000
"""More stories of one document are not read."""
MAX_ENTRIES = 50_000
"""Nor more entries of any kind: as many as a sitemap may have."""
_T = TypeVar("_T")


def collected(
    kind: str, hints: Hints, entries: Sequence[_T], read: Callable[[_T], Item | Skipped], raw: Callable[[_T], bytes]
) -> Document:
    """The document of format `kind` with what `read` makes of each entry: whatever it raises is that entry's fault."""
    items: list[Item] = []
    faults: list[Fault] = []
    skipped: list[Skipped] = []
    for number, entry in enumerate(entries):
        if len(items) + len(faults) == MAX_ITEMS or number == MAX_ENTRIES:
            left = len(entries) - number
            faults.append(Fault(b"", f"only the first {number:,} entries are read; {left:,} more are in the document"))
            break
        match _read(read, raw, entry):
            case Item() as item:
                items.append(item)
            case Fault() as fault:
                faults.append(fault)
            case other:
                skipped.append(other)
    return Document(kind, tuple(items), tuple(faults), tuple(skipped), hints)


def collected_elements(
    kind: str, hints: Hints, entries: Sequence[Element], read: Callable[[Element], Item | Skipped]
) -> Document:
    """The same for XML: an entry in which the document was cut off is a fault."""

    def whole(entry: Element) -> Item | Skipped:
        if is_cut_off(entry):
            raise UnreadableItem("the document is cut off in this entry")
        return read(entry)

    return collected(kind, hints, entries, whole, lambda entry: bytes(etree.tostring(entry, with_tail=False)))


def _read(read: Callable[[_T], Item | Skipped], raw_of: Callable[[_T], bytes], entry: _T) -> Item | Skipped | Fault:
    raw = b""
    try:
        raw = raw_of(entry)
        found = read(entry)
        if isinstance(found, Skipped):
            return found
        if not (found.guid or found.url or found.headline or found.body):
            raise UnreadableItem("the entry has neither guid nor url nor text")
        return replace(found, raw=raw)
    except UnreadableItem as error:
        return Fault(raw, str(error))
    except Exception as error:  # noqa: BLE001 - one entry that nobody thought of must not take the others along
        return Fault(raw, f"{type(error).__name__}: {error}")
