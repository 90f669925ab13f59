"""Which article a wire belongs to, and what its coming changes.

All wires of one source are seen by one partition in order, so that "the wire that this one replaces" can be looked
up: a family is the chain of wires that replace one another, named after the first that was seen of it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from schemas.articles import ArticleEvent, ArticleIngested, ArticleRevised, ArticleWithdrawn
from services.ingest.domain.wires import Wire


@dataclass(frozen=True, slots=True)
class Edition:
    """What is remembered of a wire: its article, and the article's newest state (kept under the family's name)."""

    article_id: str
    revision: int = 0
    rank: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The events a wire causes, and the editions to remember by wire key."""

    events: tuple[ArticleEvent, ...] = ()
    remember: tuple[tuple[str, Edition], ...] = ()


def key_of(source: str, wire_id: str) -> str:
    """The name of a wire among the editions: ids are the source's own."""
    return f"{source}\n{wire_id}"


def decided(wire: Wire, editions: Mapping[str, Edition]) -> Decision:
    """What the wire changes: nothing if it was seen, or is older than what stands."""
    article_id = _family(wire, editions)
    home = key_of(wire.source, article_id)
    known = editions.get(home)
    newest = Edition(article_id, (known.revision if known else 0) + 1, rank(wire))
    if known and newest.rank <= known.rank:
        return Decision(remember=_alias(wire, article_id, editions))
    return Decision((_event(wire, newest),), ((home, newest), *_alias(wire, article_id, editions)))


def rank(wire: Wire) -> str:
    """Orders the wires of a family whatever order they came in; equal for deliveries that say the same.

    The later published wins; at the same moment a kill wins over words, and of two texts the one with the larger hash.
    """
    told = wire.model_dump_json(include={"headline", "body", "dateline", "language"})
    killed = int(wire.status == "canceled")
    return f"{wire.published_at.timestamp():020.6f} {killed} {hashlib.sha256(told.encode()).hexdigest()[:32]}"


def _family(wire: Wire, editions: Mapping[str, Edition]) -> str:
    """The article of the wire that this one names, else of the wire itself, else a new one."""
    for wire_id in (wire.revises, wire.id):
        known = editions.get(key_of(wire.source, wire_id)) if wire_id else None
        if known:
            return known.article_id
    return wire.revises or wire.id


def _alias(wire: Wire, article_id: str, editions: Mapping[str, Edition]) -> tuple[tuple[str, Edition], ...]:
    """The wire's own id leads to its article, for wires that will name it."""
    key = key_of(wire.source, wire.id)
    return () if wire.id == article_id or key in editions else ((key, Edition(article_id)),)


def _event(wire: Wire, edition: Edition) -> ArticleEvent:
    about = {
        "article_id": edition.article_id,
        "revision": edition.revision,
        "source": wire.source,
        "published_at": wire.published_at,
    }
    if wire.status == "canceled":
        return ArticleWithdrawn(**about, reason=wire.headline or None)
    text = wire.model_dump(include={"language", "headline", "dateline", "body"})
    return (ArticleIngested if edition.revision == 1 else ArticleRevised)(**about, **text)
