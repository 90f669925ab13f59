"""Which article's text another one repeats: decided by the log of sketches alone, and so the same for every reader.

An outlet that prints an agency's wire is no second source. Of each revision the first record in the log counts; it is
compared with those before it. The group goes by the article whose text came first, even when that one was withdrawn
since: that its reprints are no sources of their own is true all the same.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from services.ingest.domain.postings import Postings
from services.ingest.domain.sketches import Sketch, similarity

ALIKE: Final = 0.7
"""From this similarity on a text is a copy.

Measured over the pairs in tests/golden/ingest/syndication (18 copies from 0.89 up, 14 that are none up to 0.61) and
over all pairs of 319 annotated wires that are no copies (a correction by the same agency 0.67, the others up to 0.44).
"""
_CANDIDATES: Final = 16
"""Texts that are compared in full: those with the most hashes in common."""
_TELLING: Final = 32
"""Hashes outside of boilerplate that are enough to find them by: of a copy's, two thirds are its model's."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """That an article repeats another's text."""

    duplicate_of: str
    """The article whose text came first; never itself a known copy at that time."""
    similarity: float
    """Share of the shorter text's word sequences that the longer has, 0.7 to 1."""


@dataclass(frozen=True, slots=True)
class Record:
    """One revision of an article in the log; `logged_at` is the log's own time, in seconds, for age."""

    article_id: str
    revision: int
    logged_at: float
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class _Entry:
    record: Record
    repeat: Repeat | None

    @property
    def root(self) -> str:
        return self.repeat.duplicate_of if self.repeat else self.record.article_id


class Index:
    """The sketches of the last time, in the log's order, and what each revision was found to repeat."""

    def __init__(self, horizon_seconds: float, most: int) -> None:
        """Over texts no older than the horizon, the newest `most` of them."""
        self._horizon, self._most = horizon_seconds, most
        self._entries: dict[int, _Entry] = {}
        self._first = 0
        self._newest = 0.0
        self._decided: dict[tuple[str, int], Repeat | None] = {}
        self._postings = Postings()

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, revision: tuple[str, int]) -> bool:
        """Whether this revision of an article was decided."""
        return revision in self._decided

    def __getitem__(self, revision: tuple[str, int]) -> Repeat | None:
        """What a decided revision repeats.

        Raises:
            KeyError: it was not decided, or too long ago.
        """
        return self._decided[revision]

    def add(self, record: Record) -> None:
        """Takes the log's next record: decides what it repeats, unless its revision was decided before."""
        self._newest = max(self._newest, record.logged_at)
        self._forget()
        revision = record.article_id, record.revision
        if revision in self._decided:
            return
        repeat = self.find(record.sketch, record.article_id)
        self._decided[revision] = repeat
        self._postings.add(self._next, record.sketch.keys)
        self._entries[self._next] = _Entry(record, repeat)

    def find(self, sketch: Sketch, article_id: str) -> Repeat | None:
        """The group of the likest text that is another article's, the first among equals; None: nothing is alike."""
        rare = [value for value in sketch.hashes if not self._postings.is_common(value)]
        telling = rare if len(rare) >= _TELLING else sketch.hashes
        shared = Counter(number for value in telling for number in self._postings.having(value))
        likely = sorted(shared, key=lambda number: (-shared[number], number))[:_CANDIDATES]
        found = [
            (similarity(sketch, self._entries[number].record.sketch), -number)
            for number in likely
            if not self._of(article_id, number)
        ]
        best, number = max(found, default=(0.0, 0))
        return Repeat(self._entries[-number].root, round(best, 3)) if best >= ALIKE else None

    def _of(self, article_id: str, number: int) -> bool:
        """Whether the text is the article's own, or of a group that goes by it."""
        entry = self._entries[number]
        return article_id in (entry.root, entry.record.article_id)

    @property
    def _next(self) -> int:
        return self._first + len(self._entries)

    def _forget(self) -> None:
        while self._entries and (
            len(self._entries) >= self._most
            or self._entries[self._first].record.logged_at < self._newest - self._horizon
        ):
            record = self._entries.pop(self._first).record
            del self._decided[record.article_id, record.revision]
            self._first += 1
        self._postings.let_go(self._first)
