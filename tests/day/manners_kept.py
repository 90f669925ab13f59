"""Whether the poller behaved, judged by what the servers wrote down."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from tests.day.manners import RETRY_AFTER
from tests.day.server import Asked
from tests.day.stories import Day
from tests.day.troubles import TOKEN, TRAP

_SLACK = 0.05
"""Seconds: requests are timed where they arrive, and may arrive nearer to one another than they were sent."""


def breaches(day: Day, asked: list[Asked], host_seconds: float, feed_seconds: float) -> Iterator[str]:
    """One line for each request that should not have been made."""
    by_host, by_path, by_feed = (defaultdict[str, list[Asked]](list) for _ in range(3))
    for one in sorted(asked, key=lambda one: one.at):
        by_host[one.host].append(one)
        if one.path.startswith(("/feeds/", "/moved/")):
            by_path[one.path].append(one)
            by_feed[one.path.rpartition("/")[2]].append(one)
    yield from (f"{one.path} was asked for at {TRAP}" for one in by_host[TRAP])
    for host, requests in by_host.items():
        yield from _too_soon(host, requests, host_seconds)
    for path, requests in by_path.items():
        yield from _too_soon(path, requests, feed_seconds)
    for number, requests in by_feed.items():
        yield from _impatient(number, requests)
        yield from _invented(number, requests)
    locked = {f"/feeds/{feed.number}" for feed in day.feeds if feed.manner == "locked"}
    strangers = (one for one in asked if TOKEN in str(one.headers) and one.path not in locked)
    yield from (f"{one.path} was sent the key of another" for one in strangers)
    yield from (f"{one.path}: who asks?" for one in asked if "tallywire" not in one.headers["user-agent"].lower())


def _too_soon(what: str, requests: list[Asked], seconds: float) -> Iterator[str]:
    for before, after in pairwise(requests):
        if after.at - before.at < seconds - _SLACK:
            yield f"{what} was asked again after {after.at - before.at:.2f} s, {seconds} s are allowed"


def _impatient(what: str, requests: list[Asked]) -> Iterator[str]:
    for before, after in pairwise(requests):
        if before.status == 429 and after.at - before.at < RETRY_AFTER - _SLACK:
            yield f"{what} was asked again {after.at - before.at:.2f} s after 429 with Retry-After: {RETRY_AFTER}"


def _invented(number: str, requests: list[Asked]) -> Iterator[str]:
    """Validators that were not sent together with a good document before."""
    sent: set[tuple[str | None, str | None]] = {(None, None)}
    for one in requests:
        echoed = (one.headers.get("if-none-match"), one.headers.get("if-modified-since"))
        if echoed not in sent:
            yield f"feed {number} was asked with {echoed}, it had sent {sorted(map(str, sent))[-3:]}"
        if one.status == 200 and one.whole:
            sent.add((one.etag, one.modified))
