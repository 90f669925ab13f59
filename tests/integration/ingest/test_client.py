"""The client against real servers on loopback, some of them hostile."""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from ipaddress import ip_network
from itertools import pairwise

import brotli  # type: ignore[import-untyped]
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from services.ingest.settings import IngestSettings
from services.ingest.sources.client import Client, Fetched, Request, user_agent
from services.ingest.sources.failures import FetchFailed

pytestmark = pytest.mark.timeout(30)

LOOPBACK = (ip_network("127.0.0.0/8"),)
KEY = {"Authorization": "Bearer s3cret"}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def settings(**changes: object) -> IngestSettings:
    small = {"host_seconds": 0, "max_bytes": 1_000_000}
    return IngestSettings.model_validate({"allowed_networks": LOOPBACK, **small, **changes})


@asynccontextmanager
async def serving(handler: Handler, host: str = "127.0.0.1") -> AsyncIterator[str]:
    """The address of a server that answers everything with the handler."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    async with TestServer(app, host=host) as server:
        yield str(server.make_url("/")).rstrip("/")


@asynccontextmanager
async def speaking(lines: bytes, pause: float = 0.0) -> AsyncIterator[str]:
    """The address of a server that says these bytes to everybody, one at a time if there is a pause."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            for piece in [lines[n : n + 1] for n in range(len(lines))] if pause else [lines]:
                writer.write(piece)
                await writer.drain()
                if pause and await hangs_up(reader, pause):
                    break
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def hangs_up(reader: asyncio.StreamReader, pause: float) -> bool:
    """Whether the other side leaves within the pause."""
    try:
        return await asyncio.wait_for(reader.read(1), pause) == b""
    except TimeoutError:
        return False


async def fetched(url: str, given: IngestSettings | None = None, **more: dict[str, str]) -> Fetched:
    async with Client(given or settings()) as client:
        return await client.fetch(Request(url=url, headers=more.get("headers", {}), secrets=more.get("secrets", {})))


async def failed(url: str, given: IngestSettings | None = None) -> FetchFailed:
    with pytest.raises(FetchFailed) as caught:
        await fetched(url, given)
    return caught.value


def to(location: str, status: int = 302) -> web.Response:
    return web.Response(status=status, headers={"Location": location})


async def test_a_request_tells_honestly_who_asks_and_carries_no_cookie() -> None:
    heard: list[web.Request] = []

    async def answer(request: web.Request) -> web.Response:
        heard.append(request)
        response = web.Response(text="hello")
        response.set_cookie("track", "me")
        return response

    async with serving(answer) as url, Client(settings(contact="https://desk.example/bot")) as client:
        await client.fetch(Request(url=url, headers={"If-None-Match": 'W/"odd'}))
        await client.fetch(Request(url=url))
    first, second = (request.headers for request in heard)
    assert first["User-Agent"] == user_agent("https://desk.example/bot")
    assert first["User-Agent"].startswith("Tallywire/")
    assert first["User-Agent"].endswith(" (+https://desk.example/bot)")
    assert first["If-None-Match"] == 'W/"odd'
    assert first["Accept-Encoding"] == "gzip, br, deflate"
    assert "Cookie" not in second


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
async def test_a_packed_body_comes_unpacked(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=pack(b"<rss/>" * 1000), headers={"Content-Encoding": encoding, "ETag": '"x"'})

    async with serving(answer) as url:
        got = await fetched(url)
    assert (got.status, got.body, got.headers["etag"]) == (200, b"<rss/>" * 1000, '"x"')


@pytest.mark.parametrize("status", [304, 401, 404, 410, 429, 503])
async def test_any_status_is_an_answer_with_its_headers(status: int) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Retry-After": "7", "Content-Encoding": "gzip"})

    async with serving(answer) as url:
        got = await fetched(url)
    assert (got.status, got.headers["retry-after"], got.moved_to) == (status, "7", None)


async def test_a_host_that_is_asked_too_much_has_its_rest() -> None:
    times: list[float] = []

    async def answer(_: web.Request) -> web.Response:
        times.append(time.monotonic())
        return web.Response(status=429, headers={"Retry-After": "1"})

    async with serving(answer) as url, Client(settings()) as client:
        await client.fetch(Request(url=url + "/one"))
        await client.fetch(Request(url=url + "/another"))
    assert times[1] - times[0] >= 1


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), True), ((308, 301), True), ((302,), False), ((301, 302), False), ((307, 301), False), ((303,), False)],
)
async def test_a_feed_has_moved_if_every_hop_is_permanent(statuses: tuple[int, ...], moved: bool) -> None:
    async def answer(request: web.Request) -> web.Response:
        step = int(request.path[1:])
        return to(f"/{step + 1}#part", statuses[step]) if step < len(statuses) else web.Response(text="here")

    async with serving(answer) as url:
        got = await fetched(f"{url}/0")
        assert got.url == f"{url}/{len(statuses)}"
        assert got.moved_to == (got.url if moved else None)


async def test_redirects_that_lead_in_a_circle_or_nowhere_are_given_up() -> None:
    async def answer(request: web.Request) -> web.Response:
        step = request.path[1:]
        return to("/b" if step == "a" else "/a") if step in "ab" else to(f"/{int(step) + 1}")

    async with serving(answer) as url:
        circle, nowhere = await failed(f"{url}/a"), await failed(f"{url}/0")
    assert (circle.kind, nowhere.kind) == ("redirects", "redirects")
    assert "circle" in circle.text
    assert "more than 5" in nowhere.text


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://[::ffff:127.0.0.2]/", "http://0x7f000002/", "//127.0.0.2"]
)
async def test_a_redirect_to_an_address_that_is_not_allowed_is_refused(target: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return to(target)

    async with serving(answer) as url:
        why = await failed(url, settings(allowed_networks=(ip_network("127.0.0.1/32"),)))
    assert why.kind == "refused"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f000001", "2130706433", "0177.1", "[::ffff:127.0.0.1]"])
async def test_nothing_inside_is_asked_unless_it_is_allowed(host: str) -> None:
    asked = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request)
        return web.Response()

    async with serving(answer) as url:
        port = url.rpartition(":")[2]
        why = await failed(f"http://{host}:{port}/", settings(allowed_networks=(), allowed_ports=(int(port),)))
    assert why.kind == "refused"
    assert not asked


@pytest.mark.parametrize("target", ["ftp://a.example/", "file:///etc/passwd", "http://a:b:c/", "/" + "x" * 3000])
async def test_a_redirect_to_no_web_address_is_refused(target: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return to(target)

    async with serving(answer) as url:
        assert (await failed(url)).kind == "url"


async def test_credentials_go_to_their_own_host_alone() -> None:
    heard: list[str | None] = []

    async def far(request: web.Request) -> web.Response:
        heard.append(request.headers.get("Authorization"))
        return web.Response()

    async with serving(far, "127.0.0.2") as other:

        async def near(request: web.Request) -> web.Response:
            heard.append(request.headers.get("Authorization"))
            return to("/again") if request.path == "/" else to(other.replace("//", "//user:pass@"))

        async with serving(near) as url:
            await fetched(url, secrets=KEY)
    assert heard == [KEY["Authorization"], KEY["Authorization"], None]


async def test_an_endless_body_is_cut() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with suppress(ConnectionError):
            while True:
                await response.write(b"<item/>" * 10_000)
        return response

    async with serving(answer) as url:
        assert (await failed(url)).kind == "too-large"


async def test_the_body_of_a_redirect_is_not_read() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/there":
            return web.Response(text="here")
        response = web.StreamResponse(status=301, headers={"Location": "/there"})
        await response.prepare(request)
        with suppress(ConnectionError):
            while True:
                await response.write(b"x" * 10_000)
        return response

    async with serving(answer) as url:
        assert (await fetched(url)).body == b"here"


async def test_a_bomb_is_given_up() -> None:
    bomb = gzip.compress(bytes(20_000_000))

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    async with serving(answer) as url:
        assert (await failed(url, settings(max_bytes=16_000_000))).kind == "bomb"


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", b""], ids=["body", "headers"])
async def test_an_answer_that_drips_is_given_up_when_the_whole_takes_too_long(head: bytes) -> None:
    begun = time.monotonic()
    async with speaking(head + b"HTTP/1.1 200 OK\r\nX: " + b"x" * 900, pause=0.05) as url:
        assert (await failed(url, settings(total_seconds=0.5))).kind == "timeout"
    assert time.monotonic() - begun < 5


async def test_a_server_that_says_nothing_is_given_up() -> None:
    async with speaking(b"HTTP/1.1", pause=5) as url:
        assert (await failed(url, settings(read_seconds=0.2))).kind == "timeout"


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"220 mail.example ESMTP\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X%d: y\r\n" % n for n in range(50_000)) + b"\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nplain after all",
        b"HTTP/1.1 999999999999 ?\r\n\r\n",
        b"\x00\xff" * 5000,
    ],
    ids="nothing mail short chunks negative long-header many-headers lying-gzip status noise".split(),
)
async def test_what_is_no_answer_is_a_failure_of_one_kind(said: bytes) -> None:
    async with speaking(said) as url:
        assert (await failed(url)).kind == "broken"


@pytest.mark.parametrize("location", [b"\xff\xfe", b"http://[::1", b"http://\xc3\x28.example/", b"http://a.example:x/"])
async def test_a_redirect_to_spoilt_bytes_is_a_failure(location: bytes) -> None:
    async with speaking(b"HTTP/1.1 301 M\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n") as url:
        assert (await failed(url)).kind in {"url", "broken", "name", "redirects"}


async def test_a_host_that_is_not_there_is_told_from_one_that_does_not_answer() -> None:
    async with speaking(b"") as url:
        pass
    assert (await failed(url)).kind == "connect"
    # No name server is asked for what can be no name.
    assert (await failed("http://-no-name-/")).kind == "name"


async def test_no_failure_tells_a_secret() -> None:
    async with speaking(b"HTTP/1.1 s3cret\r\n\r\n") as url, Client(settings(allowed_ports=(80,))) as client:
        for target in (f"{url}/p?key=s3cret", "http://10.0.0.1/?key=s3cret", "ftp://user:s3cret@a.example/"):
            with pytest.raises(FetchFailed) as caught:
                await client.fetch(Request(url=target, secrets={"X-Api-Key": "s3cret"}))
            assert "s3cret" not in repr(caught.value) + str(caught.value.__cause__)
    assert "s3cret" not in repr(Request(url="http://a.example/", secrets={"X-Api-Key": "s3cret"}))


async def test_one_host_is_asked_by_one_at_a_time_with_a_pause() -> None:
    times: list[tuple[float, float]] = []

    async def answer(_: web.Request) -> web.Response:
        begun = time.monotonic()
        await asyncio.sleep(0.02)
        times.append((begun, time.monotonic()))
        return web.Response()

    async with serving(answer) as url, Client(settings(host_seconds=0.1)) as client:
        await asyncio.gather(*(client.fetch(Request(url=f"{url}/{n}")) for n in range(5)))
    assert all(second[0] - first[1] >= 0.095 for first, second in pairwise(times))


async def test_a_slow_host_holds_up_no_other() -> None:
    released = asyncio.Event()

    async def answer(request: web.Request) -> web.Response:
        if request.url.host == "127.0.0.1":
            await released.wait()
        return web.Response()

    async with serving(answer, "0.0.0.0") as url, Client(settings(concurrency=2)) as client:  # noqa: S104
        port = url.rpartition(":")[2]
        slow = [asyncio.create_task(client.fetch(Request(url=f"http://127.0.0.1:{port}/{n}"))) for n in range(8)]
        await asyncio.sleep(0.1)
        await asyncio.gather(*(client.fetch(Request(url=f"http://127.0.0.{n}:{port}/")) for n in range(2, 12)))
        assert not any(task.done() for task in slow)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        released.set()
        # Whoever gave up left its turn to others.
        await client.fetch(Request(url=f"http://127.0.0.2:{port}/"))


async def test_a_refused_hop_costs_no_turn() -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response()

    async with serving(answer) as url, Client(settings(concurrency=1)) as client:
        for _ in range(3):
            with pytest.raises(FetchFailed):
                await client.fetch(Request(url="http://10.0.0.1/"))
        assert (await client.fetch(Request(url=url))).status == 200
