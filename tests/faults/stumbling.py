"""The real extraction, which fails at some articles: `python -m tests.faults.stumbling ONCE ALWAYS`.

One article in ONCE fails at the first attempt of this process, one in ALWAYS at every attempt.
"""

import hashlib
import runpy
import sys

from schemas.articles import ArticleEvent
from services.extraction import agents
from services.extraction.domain.desk import Decision, Desk, decided


def hits(event_id: str, one_in: int) -> bool:
    """Whether the event is one of those that fail."""
    return int.from_bytes(hashlib.sha256(f"{event_id} {one_in}".encode()).digest()[:8]) % one_in == 0


def main(once: int, always: int) -> None:
    """Runs extraction with a reading that raises."""
    failed: set[str] = set()

    def stumbling(article: ArticleEvent, desk: Desk) -> Decision:
        if hits(article.event_id, always):
            raise RuntimeError(f"{article.event_id} fails always, for the test")
        if hits(article.event_id, once) and article.event_id not in failed:
            failed.add(article.event_id)
            raise RuntimeError(f"{article.event_id} fails once, for the test")
        return decided(article, desk)

    setattr(agents, "decided", stumbling)  # noqa: B010  # the real one is no attribute that others may set
    runpy.run_module("services.extraction", run_name="__main__")


if __name__ == "__main__":
    once_in, always_in = map(int, sys.argv[1:])
    main(once_in, always_in)
