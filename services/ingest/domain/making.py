"""From what a reader found to a wire: cleaned, named, with believable times. Never raises but `UnreadableItem`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError

from services.common.envelope import faults
from services.ingest.domain.editions import slug_name
from services.ingest.domain.identity import article_id, named
from services.ingest.domain.items import Item, Skipped, Status, UnreadableItem
from services.ingest.domain.notes import Notice, told
from services.ingest.domain.text.byline import byline_of
from services.ingest.domain.text.dateline import dateline_of
from services.ingest.domain.text.furniture import without_furniture
from services.ingest.domain.text.language import language_of
from services.ingest.domain.text.markup import line, plain
from services.ingest.domain.wires import Wire

MAX_BODY = 1_400_000
"""Bytes of UTF-8: a longer body is cut, so that every wire is one that its readers take."""
_MAX_HEADLINE = 2000
_MAX_NOTE = 2000
_MAX_SHORT = 300
_MAX_WORDS = 100
_MAX_ID = 200
_MAX_VERSION = 10**15
_AHEAD = timedelta(days=1)
"""How far clocks and zones of a source may be wrong; what says to come later still is no time of ours."""
_YEARS = range(1970, 2201)
_URL = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose wires these are."""

    source: str
    """The author: ids, versions and kills are told apart within a source."""
    language: str | None = None
    """For wires that declare none, and instead of a guess."""
    trust: float | None = None
    name: str = ""
    """The entry of feeds.toml that brought them."""


def wire_of(item: Item, origin: Origin, seen_at: datetime) -> Wire | Skipped:
    """The wire that the item is; `Skipped` for a note to editors that changes no story.

    The body keeps its dateline, for offsets refer to it; only whole paragraphs of furniture are taken from its ends.
    Times that lie more than a day ahead of `seen_at` (aware) are not believed, but up to an embargo's end they are.

    Raises:
        UnreadableItem: a usable item with neither headline nor body.
    """
    notice = told(item)
    if notice.change == "advisory" and item.status == "usable":
        return Skipped("advisory", line(item.slug or item.headline)[:_MAX_SHORT] or None)
    body = _body(item.body)
    headline = (line(item.headline) or _first_line(body))[:_MAX_HEADLINE].strip()
    status = _status(item, notice)
    if status == "usable" and not headline:
        raise UnreadableItem("a story without headline and body: nothing to read")
    embargo = _moment(item.embargo)
    published = _believable(item.published, seen_at, embargo)
    updated = _believable(item.updated, seen_at, embargo)
    try:
        return Wire(
            id=article_id(origin.source, item),
            source=origin.source,
            published_at=published or updated or seen_at,
            language=_language(item, origin, f"{headline}\n{body}"),
            headline=headline,
            dateline=_short(item.dateline) or dateline_of(body),
            body=body,
            revises=_revises(item, origin, notice),
            status=status,
            updated_at=updated,
            version=item.version if item.version is not None and 0 <= item.version <= _MAX_VERSION else None,
            embargo_until=embargo,
            seen_at=seen_at,
            slug=_short(item.slug),
            url=_url(item.url),
            byline=byline_of(item.byline, body),
            note=line(item.note or "")[:_MAX_NOTE] or None,
            keywords=_list(item.keywords),
            subjects=_list(item.subjects),
            trust=origin.trust,
        )
    except ValidationError as error:
        raise UnreadableItem(faults(error)) from error


def _body(markup: str) -> str:
    text = without_furniture(plain(markup))
    return text if len(text) * 4 <= MAX_BODY else text.encode()[:MAX_BODY].decode("utf-8", "ignore")


def _first_line(body: str) -> str:
    """The first sentence, so far as a full stop tells it, of the first line."""
    first = body.partition("\n")[0]
    return re.split(r"(?<=[.!?])\s+(?=[^a-z\d])", first, maxsplit=1)[0]


def _status(item: Item, notice: Notice) -> Status:
    if item.status != "usable":
        return item.status
    return {"kill": "canceled", "withhold": "withheld"}.get(notice.change, "usable")  # type: ignore[return-value]


def _revises(item: Item, origin: Origin, notice: Notice) -> str | None:
    """A kill goes to the story that it names: by the source's name for it, else by its slug."""
    if item.revises and item.revises.strip():
        return named(origin.source, item.revises)
    if notice.change not in ("kill", "withhold"):
        return None
    slug = line(notice.names or item.slug or "")
    return slug_name(slug)[:_MAX_ID] if slug else None


def _moment(told_at: datetime | None) -> datetime | None:
    """The time, aware, if it is one that news can have."""
    if told_at is None or told_at.year not in _YEARS:
        return None
    aware = told_at if told_at.utcoffset() is not None else told_at.replace(tzinfo=UTC)
    return aware if abs(aware.utcoffset() or timedelta()) <= timedelta(hours=14) else None


def _believable(told_at: datetime | None, seen_at: datetime, embargo: datetime | None) -> datetime | None:
    moment = _moment(told_at)
    return moment if moment and moment <= max(seen_at, embargo or seen_at) + _AHEAD else None


def _language(item: Item, origin: Origin, text: str) -> str:
    if not item.language and origin.language:
        return origin.language
    return language_of(text, item.language)


def _url(url: str | None) -> str | None:
    return url.strip() if url and _URL.fullmatch(url.strip()) and url.isprintable() else None


def _short(text: str | None) -> str | None:
    return line(text or "")[:_MAX_SHORT].strip() or None


def _list(words: Iterable[str]) -> tuple[str, ...]:
    """Each once, in order."""
    return tuple(dict.fromkeys(filter(None, map(_short, words))))[:_MAX_WORDS]
