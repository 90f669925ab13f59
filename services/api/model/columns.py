"""All incidents of a question at once, as columns: what a page needs to draw, count and filter fifty thousand."""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

import orjson

from services.api.model.filters import Filters, where

VOCABULARIES: Final = ("country", "admin1", "place", "precision", "kind", "weapon", "outcome")
_PLAIN: Final = {"incident_id": "id", "first": "first", "last": "last", "lat": "lat", "lon": "lon",
                 "sources": "sources", "confidence": "confidence", "revision": "revision"}  # fmt: skip
_LISTS: Final = {"actors": "actor", "target_kinds": "target_kind"}
_TOLLS: Final = ("killed", "wounded")
_READ: Final = (*_PLAIN, *VOCABULARIES, *_LISTS, *_TOLLS)


def columns(db: sqlite3.Connection, filters: Filters) -> tuple[dict[str, Sequence[Any]], dict[str, list[str]]]:
    """The columns by name, the newest incident first, and their vocabularies.

    Words are told by their number in the vocabulary. -1: none; of tolls: not told, or told as "at least".
    """
    sql, values = where(filters)
    order = "ORDER BY day DESC, incident_id DESC"
    rows = db.execute(f"SELECT {', '.join(_READ)} FROM incidents WHERE {sql} {order}", values).fetchall()
    read: dict[str, Sequence[Any]] = dict(
        zip(_READ, zip(*rows, strict=True) if rows else [()] * len(_READ), strict=True)
    )
    vocabulary: dict[str, list[str]] = {}
    found: dict[str, Sequence[Any]] = {told: read[name] for name, told in _PLAIN.items()}
    for name in VOCABULARIES:
        vocabulary[name], found[name] = _numbered(read[name])
    for name, told in _LISTS.items():
        vocabulary[told], found[name] = _numbered_lists(read[name])
    for name in _TOLLS:
        ends = [_ends(toll) for toll in read[name]]
        found[f"{name}_min"], found[f"{name}_max"] = [least for least, _ in ends], [most for _, most in ends]
    return found, vocabulary


def _numbered(texts: Iterable[str | None]) -> tuple[list[str], list[int]]:
    texts = list(texts)
    words = sorted({text for text in texts if text is not None})
    numbers: dict[str | None, int] = {word: number for number, word in enumerate(words)} | {None: -1}
    return words, [numbers[text] for text in texts]


def _numbered_lists(lists: Iterable[str]) -> tuple[list[str], list[list[int]]]:
    parsed = [_parsed(text) for text in lists]
    words = sorted({word for one in parsed for word in one})
    numbers = {word: number for number, word in enumerate(words)}
    return words, [[numbers[word] for word in one] for one in parsed]


@lru_cache(maxsize=10_000)
def _parsed(text: str) -> tuple[str, ...]:
    return tuple(orjson.loads(text))


@lru_cache(maxsize=10_000)
def _ends(toll: str | None) -> tuple[int, int]:
    least, most = orjson.loads(toll) if toll else (None, None)
    return -1 if least is None else least, -1 if most is None else most
