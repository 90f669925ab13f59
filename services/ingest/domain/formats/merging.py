"""Several documents that came as one: lines of a file, messages of an mbox, attachments of a message."""

from collections.abc import Sequence

from services.ingest.domain.formats.entries import MAX_ITEMS
from services.ingest.domain.items import Document, Fault, UnreadableDocument


def merged(kind: str, documents: Sequence[Document]) -> Document:
    """All that they hold, in order, as one document of the format `kind`; at most `MAX_ITEMS` items.

    Raises:
        UnreadableDocument: there are faults and nothing else; the first one's reason.
    """
    items = [item for one in documents for item in one.items]
    faults = [fault for one in documents for fault in one.faults]
    skipped = tuple(skipped for one in documents for skipped in one.skipped)
    if faults and not items and not skipped:
        raise UnreadableDocument(faults[0].why)
    left = len(items) - MAX_ITEMS
    if left > 0:
        faults.append(Fault(b"", f"only {MAX_ITEMS:,} entries of a document are read; {left:,} more were in it"))
    return Document(kind, tuple(items[:MAX_ITEMS]), tuple(faults), skipped)
