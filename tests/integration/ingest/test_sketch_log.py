"""The log of sketches on a real broker: one order, and so one answer for all workers."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from schemas.articles import ArticleText
from schemas.topics import SKETCHES
from services.common.admin import create_topics
from services.common.envelope import Envelope
from services.common.settings import Settings
from services.ingest.domain.syndication import Repeat
from services.ingest.syndicate import SketchLog
from tallywire.broker import LocalBroker
from tests.builders import article_ingested

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]


def story(name: str) -> str:
    return " ".join(f"{name}{n}" for n in range(80))


def article(article_id: str, body: str, revision: int = 1) -> ArticleText:
    return article_ingested(article_id=article_id, body=body, revision=revision)


class Writer:
    """What a service's outbox does, without a service."""

    def __init__(self, producer: AIOKafkaProducer, settings: Settings) -> None:
        self._producer, self._settings = producer, settings
        self.sent = 0

    async def post(self, name: str, envelopes: Iterable[Envelope]) -> None:
        for one in envelopes:
            self.sent += 1
            await self._producer.send_and_wait(
                self._settings.named(name), one.value, key=one.key, headers=list(one.headers)
            )


@asynccontextmanager
async def writer(settings: Settings) -> AsyncIterator[Writer]:
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap, acks="all")
    await producer.start()
    try:
        yield Writer(producer, settings)
    finally:
        await producer.stop()


@asynccontextmanager
async def worker(settings: Settings) -> AsyncIterator[tuple[SketchLog, Writer]]:
    async with writer(settings) as outbox:
        log = SketchLog(outbox.post, settings)
        task = asyncio.create_task(log.run())
        try:
            yield log, outbox
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@pytest.fixture
def settings(bootstrap: str, namespace: str) -> Settings:
    made = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    create_topics(made)
    return made


async def test_a_copy_at_another_worker_names_the_first(settings: Settings) -> None:
    async with worker(settings) as (one, _), worker(settings) as (other, _):
        assert await one.repeat_of(article("A", story("boats"))) is None
        assert await other.repeat_of(article("B", story("boats"))) == Repeat("A", 1.0)
        assert await one.repeat_of(article("C", story("market"))) is None


async def test_the_answer_is_the_same_after_a_restart_and_nothing_is_logged_again(settings: Settings) -> None:
    async with worker(settings) as (log, _):
        for name in "AB":
            await log.repeat_of(article(name, story("boats")))
    async with worker(settings) as (log, outbox):
        assert await log.repeat_of(article("B", story("boats"))) == Repeat("A", 1.0)
        assert await log.repeat_of(article("A", story("boats"))) is None
        assert outbox.sent == 0


async def test_of_copies_at_the_same_time_exactly_one_is_the_origin_for_everybody(settings: Settings) -> None:
    names = [f"a{n}" for n in range(20)]
    async with AsyncExitStack() as stack:
        logs = [(await stack.enter_async_context(worker(settings)))[0] for _ in range(3)]
        asked = [log.repeat_of(article(name, story("boats"))) for name in names for log in logs]
        told = await asyncio.gather(*asked)
    by_log = [told[n::3] for n in range(3)]
    assert by_log[0] == by_log[1] == by_log[2]
    origins = [name for name, repeat in zip(names, by_log[0], strict=True) if repeat is None]
    assert len(origins) == 1
    assert {repeat.duplicate_of for repeat in by_log[0] if repeat} == set(origins)


async def test_records_that_cannot_be_read_are_passed_over(settings: Settings) -> None:
    async with worker(settings) as (log, outbox):
        for raw in (b"", b"no json", b'{"article_id":"A","revision":1,"sketch":"?"}', b"\xff\x00"):
            await outbox.post(SKETCHES.name, [Envelope(b"A", raw, ())])
        assert await log.repeat_of(article("A", story("boats"))) is None
        assert await log.repeat_of(article("B", story("boats"))) == Repeat("A", 1.0)


async def test_a_few_words_are_neither_logged_nor_compared(settings: Settings) -> None:
    async with worker(settings) as (log, outbox):
        assert await log.repeat_of(article("A", "Explosion heard in Port Sabel")) is None
        assert outbox.sent == 0


async def test_a_broker_that_goes_and_comes_back_is_followed_on(tmp_path: Path, namespace: str) -> None:
    broker = LocalBroker(tmp_path / "broker")
    try:
        broker.start()
        settings = Settings(kafka_bootstrap=broker.bootstrap, namespace=namespace)
        create_topics(settings)
        async with worker(settings) as (log, _):
            assert await log.repeat_of(article("A", story("boats"))) is None
            await asyncio.to_thread(broker.kill)
            asked = asyncio.create_task(log.repeat_of(article("B", story("boats"))))
            await asyncio.to_thread(broker.start)
            assert await asked == Repeat("A", 1.0)
    finally:
        await asyncio.to_thread(broker.stop)


async def test_an_article_costs_milliseconds(settings: Settings) -> None:
    async with worker(settings) as (log, _):
        await log.repeat_of(article("first", story("first")))
        took = []
        for n in range(100):
            began = time.perf_counter()
            await log.repeat_of(article(f"one{n}", story(f"s{n}x")))
            took.append(time.perf_counter() - began)
        began = time.perf_counter()
        await asyncio.gather(*(log.repeat_of(article(f"many{n}", story(f"m{n}x"))) for n in range(100)))
        together = time.perf_counter() - began
    print(
        f"median {statistics.median(took) * 1e3:.1f} ms, worst {max(took) * 1e3:.1f} ms; 100 at once {together:.2f} s"
    )
    assert statistics.median(took) < 0.1, "generous: a machine may be busy; about 5 ms where it is not"
