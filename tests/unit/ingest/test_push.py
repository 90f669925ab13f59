"""Pushing, over real HTTP on loopback."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError

from services.ingest.domain.feeds import Pusher, WrongFeeds
from services.ingest.domain.items import UnreadableDocument
from services.ingest.sources.port import Receipt
from services.ingest.sources.push import Push, PushLimits
from services.ingest.sources.received import BodyLimits
from tests.intakes import Recording

pytestmark = pytest.mark.timeout(30)

HARBOUR = Pusher(name="harbour", source="Harbourline News", token_env="HARBOUR_TOKEN")  # noqa: S106
COPPER = Pusher(name="copper", source="Copperline News Service", token_env="COPPER_TOKEN")  # noqa: S106
ENVIRONMENT = {"HARBOUR_TOKEN": "harbour-token-0001", "COPPER_TOKEN": "copper-token-00001"}
BEARER = {"Authorization": "Bearer harbour-token-0001"}
LIMITS = PushLimits(BodyLimits(most=1000, seconds=0.5), at_once=2, broker_seconds=0.3, retry_after=7)


Door = TestClient[web.Request, web.Application]


@asynccontextmanager
async def door(intake: Recording, limits: PushLimits = LIMITS) -> AsyncIterator[Door]:
    app = web.Application()
    Push((HARBOUR, COPPER), ENVIRONMENT, intake, limits).add_to(app)
    async with TestClient(TestServer(app)) as client:
        yield client


async def pushed(intake: Recording, **options: Any) -> tuple[int, Any, ClientResponse]:
    options = {"headers": BEARER, "data": b"{}"} | options
    async with door(intake) as client, client.post("/articles", **options) as answer:
        return answer.status, await answer.json(content_type=None), answer


async def test_a_push_is_answered_with_the_ids_that_kafka_acknowledged() -> None:
    intake = Recording(Receipt(("a-1", "a-2"), ("no headline",), ("picture",)))
    status, told, _ = await pushed(intake, data=b"a batch")
    assert (status, told) == (202, {"ids": ["a-1", "a-2"], "faults": ["no headline"], "skipped": ["picture"]})
    assert intake.taken == [(b"a batch", HARBOUR)]


async def test_the_answer_waits_for_kafka() -> None:
    intake = Recording(release=asyncio.Event())
    assert intake.release
    async with door(intake, PushLimits()) as client:
        asking = asyncio.create_task(client.post("/articles", headers=BEARER, data=b"{}"))
        await intake.arrived.acquire()
        done, _ = await asyncio.wait({asking}, timeout=0.1)
        assert not done
        intake.release.set()
        assert (await asking).status == 202


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer harbour-token-0002", "Basic harbour-token-0001", "harbour-token-0001", "Bearer \u00e9"],
)
async def test_who_has_no_token_is_not_heard(authorization: str) -> None:
    intake = Recording()
    status, told, answer = await pushed(intake, headers={"Authorization": authorization})
    assert (status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.content_type == "application/problem+json"
    assert told["status"] == 401
    assert intake.taken == []


async def test_a_token_is_for_its_own_source_only() -> None:
    intake = Recording()
    assert (await pushed(intake, params={"source": "Copperline News Service"}))[0] == 403
    assert intake.taken == []
    assert (await pushed(intake, params={"source": "Harbourline News"}))[0] == 202


async def test_each_token_has_its_own_pusher() -> None:
    intake = Recording()
    await pushed(intake, headers={"Authorization": "bearer copper-token-00001"})
    assert intake.taken == [(b"{}", COPPER)]


@pytest.mark.parametrize(
    "environment",
    [{}, ENVIRONMENT | {"COPPER_TOKEN": "short"}, ENVIRONMENT | {"COPPER_TOKEN": "harbour-token-0001"}],
)
def test_a_token_that_is_missing_short_or_shared_is_refused_at_the_start(environment: dict[str, str]) -> None:
    with pytest.raises(WrongFeeds, match=r"^push (harbour|copper)") as refused:
        Push((HARBOUR, COPPER), environment, Recording(), LIMITS)
    assert "harbour-token-0001" not in str(refused.value)


async def test_what_cannot_be_read_is_refused_with_the_reason() -> None:
    intake = Recording(error=UnreadableDocument("no known format"))
    status, told, answer = await pushed(intake)
    assert (status, answer.content_type) == (400, "application/problem+json")
    assert told == {"title": "Bad Request", "status": 400, "detail": "no known format"}
    assert intake.buried == []


async def test_a_push_without_one_good_entry_is_refused_with_all_reasons() -> None:
    status, told, _ = await pushed(Recording(Receipt((), ("no headline", "no time"), ())))
    assert (status, told["faults"]) == (422, ["no headline", "no time"])


async def test_a_body_is_not_read_beyond_the_limit() -> None:
    intake = Recording()

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 400

    assert (await pushed(intake, data=b" " * 1000))[0] == 202
    assert (await pushed(intake, data=b" " * 1001))[0] == 413
    async with door(intake) as client, asyncio.timeout(10):
        try:
            async with client.post("/articles", headers=BEARER, data=endless()) as answer:
                assert answer.status == 413
        except ConnectionError:
            pass  # the door was closed while we were still sending: also an answer
    assert len(intake.taken) == 1


@pytest.mark.parametrize(("encoding", "packed"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
async def test_a_compressed_body_is_bounded_by_what_it_becomes(encoding: str, packed: Callable[[bytes], bytes]) -> None:
    intake = Recording()
    headers = BEARER | {"Content-Encoding": encoding}
    assert (await pushed(intake, headers=headers, data=packed(b"[1, 2]")))[0] == 202
    assert intake.taken == [(b"[1, 2]", HARBOUR)]
    assert (await pushed(intake, headers=headers, data=packed(bytes(50_000_000))))[0] == 413
    assert (await pushed(intake, headers=headers, data=b"not packed at all"))[0] == 400
    assert len(intake.taken) == 1


@pytest.mark.parametrize("header", [{"Content-Encoding": "compress"}, {"Content-Type": "image/png"}])
async def test_what_is_never_a_wire_is_refused_by_its_declaration(header: dict[str, str]) -> None:
    intake = Recording()
    assert (await pushed(intake, headers=BEARER | header))[0] == 415
    assert intake.taken == []


async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def stalling() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(20)

    assert (await pushed(Recording(), data=stalling()))[0] == 408


async def test_more_than_the_places_are_sent_away_for_later() -> None:
    intake = Recording(release=asyncio.Event())
    assert intake.release
    async with door(intake, PushLimits(at_once=2, retry_after=7)) as client:

        def push() -> Awaitable[ClientResponse]:
            return client.post("/articles", headers=BEARER, data=b"{}")

        waiting = [asyncio.ensure_future(push()) for _ in range(2)]
        for _ in waiting:
            await intake.arrived.acquire()
        third = await push()
        assert (third.status, third.headers["Retry-After"]) == (429, "7")
        intake.release.set()
        assert [(await one).status for one in waiting] == [202, 202]
        assert (await push()).status == 202


@pytest.mark.parametrize("error", [KafkaConnectionError(), TimeoutError(), None])
async def test_without_an_answer_of_the_broker_the_pusher_is_asked_to_come_again(error: Exception | None) -> None:
    silent = None if error else asyncio.Event()
    status, told, answer = await pushed(Recording(error=error, release=silent))
    assert (status, answer.headers["Retry-After"]) == (503, "7")
    assert "again" in told["detail"]


async def test_an_entry_that_kafka_will_never_take_is_not_asked_for_again() -> None:
    assert (await pushed(Recording(error=MessageSizeTooLargeError("too large"))))[0] == 413
