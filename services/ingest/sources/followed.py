"""The full texts of a feed's stories: read from their pages, where the sites allow it."""

import asyncio
from dataclasses import replace
from http import HTTPStatus

from services.ingest.domain.formats.reading import read_document
from services.ingest.domain.items import Document, Item, UnreadableDocument
from services.ingest.domain.seen import digest
from services.ingest.sources.client import Client, Request
from services.ingest.sources.failures import FetchFailed
from services.ingest.sources.robots import Robots


class Follower:
    """Follows items to their pages, each host in its turn."""

    def __init__(self, client: Client, robots: Robots) -> None:
        """Through the client that polls, so that a host's limits hold for both."""
        self._client, self._robots = client, robots

    async def followed(self, document: Document) -> tuple[Document, frozenset[str]]:
        """The document with full texts, and the digests of the items whose page could not be had at this time."""
        read = await asyncio.gather(*(self._page(item) for item in document.items))
        items = tuple(one if isinstance(one, Item) else item for item, one in zip(document.items, read, strict=True))
        missed = frozenset(digest(item) for item, one in zip(document.items, read, strict=True) if one is None)
        return replace(document, items=items), missed

    async def _page(self, item: Item) -> Item | None:
        """The item with its page's text, itself if the page has no more to say; None: ask again."""
        if not item.url or item.status != "usable":
            return item
        allowed = await self._robots.allow(item.url)
        return await self._read(item, item.url) if allowed else (item if allowed is False else None)

    async def _read(self, item: Item, url: str) -> Item | None:
        try:
            fetched = await self._client.fetch(Request(url=url))
        except FetchFailed as failed:
            return item if failed.kind in ("url", "refused", "too-large", "bomb") else None
        if fetched.status >= HTTPStatus.INTERNAL_SERVER_ERROR or fetched.status == HTTPStatus.TOO_MANY_REQUESTS:
            return None
        try:
            page = await asyncio.to_thread(read_document, fetched.body, fetched.url)
        except UnreadableDocument:
            return item
        return _joined(item, page) if fetched.status == HTTPStatus.OK else item


def _joined(item: Item, page: Document) -> Item:
    """The feed's word for names and times, the page's for the text, and for what the feed does not say."""
    story = max(page.items, key=lambda one: len(one.body), default=None)
    if story is None or len(story.body) <= len(item.body):
        return item
    return replace(
        item,
        body=story.body,
        headline=item.headline or story.headline,
        byline=item.byline or story.byline,
        language=item.language or story.language,
        published=item.published or story.published,
        updated=item.updated or story.updated,
    )
