"""What extraction does with articles."""

import asyncio
from collections.abc import MutableMapping, Sequence
from typing import Any

from schemas.topics import REPORTS
from services.common.envelope import Envelope
from services.common.outbox import Outbox
from services.common.stream import Handler, Read
from services.extraction.domain.desk import Desk, decided

MOST = 16
"""Articles that are read together, if so many wait: a sixth of a second's reading between two waits for the broker."""


def reader(desks: MutableMapping[str, Any], outbox: Outbox) -> Handler:
    """Publishes what articles report, and takes back what they report no more; then remembers it."""

    def desk_of(article_id: str) -> Desk:
        row = desks.get(article_id)
        return Desk(**row) if row else Desk()

    async def read_all(batch: Sequence[Read]) -> None:
        told: list[Envelope] = []
        changed: dict[str, Desk] = {}
        for article, trace in ((read.content, read.trace) for read in batch):
            known = changed.get(article.article_id) or desk_of(article.article_id)
            decision = decided(article, known)
            told += [outbox.sealed(event, trace) for event in decision.events]
            if decision.desk:
                changed[article.article_id] = decision.desk
            await asyncio.sleep(0)  # a reading takes milliseconds, and others have to do besides
        await outbox.post(REPORTS.name, told)
        for article_id, desk in changed.items():
            desks[article_id] = desk.as_row()

    return read_all
