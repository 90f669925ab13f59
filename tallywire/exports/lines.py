"""NDJSON: each incident whole, as its event has it, with its articles."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tallywire.exports.entries import Cited, Entry, Frame, rfc3339


def ndjson(entries: Iterable[Entry], _: Frame) -> Iterator[bytes]:
    """One JSON object in a line for each incident."""
    for entry in entries:
        told = entry.incident.model_dump(mode="json") | {
            "headline": entry.headline,
            "updated_at": rfc3339(entry.updated_at),
            "articles": [_cited(article) for article in entry.articles],
        }
        yield json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _cited(article: Cited) -> dict[str, Any]:
    return {
        "source": article.source,
        "headline": article.headline,
        "published_at": rfc3339(article.published_at),
        "url": article.url,
    }
