"""How long it takes from an article's sending to the count that a consumer has, at half of what the services bear."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from benchmarks.way.load import Ears, Heard, Load, trace_id
from benchmarks.way.system import system
from schemas.articles import ArticleEvent
from schemas.topics import INCIDENTS, REPORTS, Topic
from services.common.envelope import trace_of
from services.common.settings import Settings
from tallywire.kafka import whole_topic


class Delay(NamedTuple):
    """Seconds of one article's way."""

    read: float
    """Until its first report is sent."""
    told: float
    """From there until its first incident is sent."""
    heard: float
    """From there until a consumer has the counts that follow."""

    @property
    def whole(self) -> float:
        """All of it."""
        return sum(self)


class _Told(NamedTuple):
    """An event on a topic."""

    partition: int
    stamp: float
    """When its writer sent it."""


class Delays(NamedTuple):
    """Those of all articles that change a count."""

    rate: float
    sent: int
    each: list[Delay]


def delays(rate: float, warm: Sequence[ArticleEvent], articles: Sequence[ArticleEvent]) -> Delays:
    """The delays of articles at this rate, with one process of each service."""
    with system({"extraction": 1, "aggregation": 1}) as running:
        running.publish(warm)
        running.settle()
        with Ears(running.settings) as ears:
            load = Load(running.settings, articles, rate)
            load.start()
            load.join()
            running.settle()
        return Delays(rate, len(load.sent), list(_each(running.settings, load.sent, ears.heard)))


def _each(settings: Settings, sent: dict[str, float], heard: Iterable[Heard]) -> Iterator[Delay]:
    reports, incidents = _firsts(settings, REPORTS), _firsts(settings, INCIDENTS)
    counts: dict[int, list[Heard]] = {}
    for count in heard:
        counts.setdefault(count.partition, []).append(count)
    for trace in sent.keys() & reports.keys() & incidents.keys():
        # A count names the last report of its batch: ours are those that follow our incident on its partition. If the
        # report that they name was sent after that, they are of a later batch: an incident need not count.
        report, incident = reports[trace], incidents[trace]
        following = counts.get(incident.partition, [])
        place = bisect_left(following, incident.stamp, key=lambda count: count.stamp)
        if place < len(following) and reports[following[place].trace].stamp <= incident.stamp:
            told = incident.stamp - report.stamp
            yield Delay(report.stamp - sent[trace], told, following[place].at - incident.stamp)


def _firsts(settings: Settings, topic: Topic) -> dict[str, _Told]:
    """The first event of each trace. It is looked up when all is over, for a listener would be more load."""
    firsts: dict[str, _Told] = {}
    for record in whole_topic(settings, settings.named(topic.name)):
        told = _Told(record.partition, record.timestamp / 1000)
        trace = trace_id(trace_of(record.headers))
        firsts[trace] = min(told, firsts.get(trace, told), key=lambda one: one.stamp)
    return firsts
