"""One fetch of a feed, and what ingest would make of it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from services.ingest.domain.delivered import Delivered, delivered
from services.ingest.domain.formats.reading import read_document
from services.ingest.domain.items import Document, UnreadableDocument
from services.ingest.domain.making import Origin
from services.ingest.settings import IngestSettings
from services.ingest.sources.client import Client, Request


@dataclass(frozen=True, slots=True)
class Checked:
    """A feed's document as it was read, and its wires."""

    document: Document
    delivered: Delivered


async def checked(url: str, settings: IngestSettings) -> Checked:
    """The feed at the address, by the limits that ingest keeps to.

    Raises:
        FetchFailed: there is no answer of use.
        UnreadableDocument: the answer is no feed; the text says what it is.
    """
    async with Client(settings) as client:
        fetched = await client.fetch(Request(url=url))
    if fetched.status != HTTPStatus.OK:
        raise UnreadableDocument(f"{url} answers with HTTP status {fetched.status}")
    document = read_document(fetched.body, fetched.url)
    return Checked(document, delivered(document, Origin(source="check"), datetime.now(UTC)))
