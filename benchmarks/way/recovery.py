"""What kill -9 and a rebalance cost those who wait for counts, at half of what the services bear."""

import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from benchmarks.way.load import Ears, Load
from benchmarks.way.system import System, system
from schemas.articles import ArticleEvent
from tallywire.processes import holds_within

CALM = 15.0
"""Seconds of undisturbed work before each event, and behind it until what waited is dealt with."""
WORKERS = {"extraction": 2, "aggregation": 2}


class Trouble(NamedTuple):
    """What happened, and what it cost."""

    what: str
    ready: float
    """Seconds until the worker answered `/ready`."""
    silence: float
    """The longest time in which no count came."""
    of_one: float
    """The same, of the partition that had the longest of those that had counts in the calm before."""
    before: float
    """The longest time without counts in the calm before."""


def troubles(rate: float, warm: Sequence[ArticleEvent], articles: Sequence[ArticleEvent]) -> Iterator[Trouble]:
    """Kills, restarts and joins one after the other."""
    with system(WORKERS, begin=["extraction-1", "aggregation-1"]) as running:
        running.publish(warm)
        running.settle()
        load = Load(running.settings, articles, rate)
        with Ears(running.settings) as ears:
            load.start()
            for service in ("aggregation", "extraction"):
                yield _trouble(running, ears, f"kill -9 of {service}, started again at once", f"{service}-1", kill=True)
            for service in ("aggregation", "extraction"):
                yield _trouble(running, ears, f"a second worker of {service} joins", f"{service}-2", kill=False)
            load.end()
        if len(load.sent) == len(articles):
            raise RuntimeError("there were too few articles: the load ended before the troubles did")


def _trouble(running: System, ears: Ears, what: str, name: str, *, kill: bool) -> Trouble:
    """Lets work go on for a while, does it, and waits until all is calm again."""
    calm, worker = time.time(), running.stack.workers[name]
    time.sleep(CALM)
    began = time.time()
    if kill:
        worker.kill()
    worker.start()
    if not holds_within(120, lambda: worker.ready, every=0.05):
        raise RuntimeError(f"{name} was not ready in 120 s")
    ready = time.time() - began
    time.sleep(2 * CALM)
    ended = time.time()
    busy = {one.partition for one in list(ears.heard) if calm <= one.at < began}
    silences = [_silence(ears, began, ended, number) for number in busy]
    return Trouble(what, ready, _silence(ears, began, ended), max(silences, default=0.0), _silence(ears, calm, began))


def _silence(ears: Ears, start: float, end: float, partition: int | None = None) -> float:
    """The longest time between counts within the stretch, of all partitions or of one."""
    heard = [one.at for one in list(ears.heard) if start <= one.at < end and partition in (None, one.partition)]
    return max(after - before for before, after in pairwise([start, *heard, end]))
