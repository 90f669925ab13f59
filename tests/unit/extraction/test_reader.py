"""What extraction tells of an article's revisions."""

from collections.abc import Iterable
from typing import Any

from schemas.articles import ArticleRevised, ArticleWithdrawn
from schemas.events import Event
from schemas.topics import Topic
from services.common.stream import Read
from services.extraction.agents import reader
from tests.builders import PUBLISHED_AT, article_ingested

ROCKETS = "Four rockets hit Balad air base north of Baghdad on Sunday, killing two soldiers, an official said."


class Sent(list[Event]):
    """An outbox that remembers."""

    async def send(self, topic: Topic, events: Iterable[Event], trace: str | None = None) -> None:
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
