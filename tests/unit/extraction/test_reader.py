"""What extraction tells of an article's revisions."""

from collections.abc import Iterable
from typing import Any

from schemas.articles import ArticleRevised, ArticleWithdrawn
from schemas.events import Event
from services.common.stream import Read
from services.extraction.agents import reader
from tests.builders import PUBLISHED_AT, article_ingested

ROCKETS = "Four rockets hit Balad air base north of Baghdad on Sunday, killing two soldiers, an official said."


class Sent(list[Event]):
    """An outbox that remembers."""

    def sealed(self, event: Event, _trace: str | None) -> Event:
        return event

    async def post(self, _name: str, events: Iterable[Event]) -> None:
        self.extend(events)


async def test_a_revision_takes_back_what_it_reports_no_more() -> None:
    sent, desks = Sent(), dict[str, Any]()
    read = reader(desks, sent)  # type: ignore[arg-type]  # a list is an outbox here
    first = article_ingested(headline="Rockets hit base", body=ROCKETS, dateline="BAGHDAD")
    await read([Read(first)])
    assert [event.__class__.__name__ for event in sent] == ["IncidentReported"]

    told = first.model_dump(exclude={"type", "revision", "body", "headline"})
    quiet = ArticleRevised(**told, revision=2, headline="Quiet day", body="Nothing happened on Sunday.")
    await read([Read(quiet)])
    assert [event.__class__.__name__ for event in sent[1:]] == ["IncidentRetracted"]
    assert sent[1].key == sent[0].key == "IQ"
    await read([Read(first)])
    assert len(sent) == 2


async def test_a_withdrawn_article_reports_nothing_any_longer() -> None:
    sent, desks = Sent(), dict[str, Any]()
    read = reader(desks, sent)  # type: ignore[arg-type]
    first = article_ingested(headline="Rockets hit base", body=ROCKETS, dateline="BAGHDAD")
    await read([Read(first)])
    told = {"article_id": first.article_id, "source": first.source, "published_at": PUBLISHED_AT}
    await read([Read(ArticleWithdrawn(**told, revision=2))])
    assert [event.__class__.__name__ for event in sent] == ["IncidentReported", "IncidentRetracted"]


async def test_what_waits_together_is_read_in_its_order_and_remembered_once() -> None:
    sent, desks, apart = Sent(), dict[str, Any](), Sent()
    first = article_ingested(headline="Rockets hit base", body=ROCKETS, dateline="BAGHDAD")
    other = article_ingested(article_id="other", headline="Rockets hit base", body=ROCKETS, dateline="BAGHDAD")
    told = {"article_id": first.article_id, "source": first.source, "published_at": PUBLISHED_AT}
    batch = [Read(first), Read(other), Read(ArticleWithdrawn(**told, revision=2)), Read(first)]
    await reader(desks, sent)(batch)  # type: ignore[arg-type]
    alone = reader(one_by_one := dict[str, Any](), apart)  # type: ignore[arg-type]
    for read in batch:
        await alone([read])
    assert sent == apart
    assert [event.__class__.__name__ for event in sent] == ["IncidentReported", "IncidentReported", "IncidentRetracted"]
    assert desks == one_by_one
