"""Workers of aggregation in a namespace of their own: what they answer, and what the topics say."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, ProxyHandler, build_opener

from schemas.counts import Bucket
from schemas.topics import COUNTS, INCIDENTS
from services.common.admin import create_topics
from services.common.settings import Settings
from tallywire.commands.verify import ignored
from tallywire.kafka import newest, whole_topic
from tallywire.lag import wait_until_caught_up
from tallywire.processes import holds_within
from tallywire.stack import Stack
from tests.reporting import put, told_in_turn

COUNTRIES = ("IQ", "UA", "SY", "ML", "NG", "YE")


class Asked(NamedTuple):
    status: int
    json: Any
    headers: dict[str, str]


class _Stays(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def ask(url: str, follow: bool = True, **query: str) -> Asked:
    """The answer; status 0: nobody answers."""
    opener = build_opener(ProxyHandler({}), *([] if follow else [_Stays()]))
    try:
        with opener.open(f"{url}?{urlencode(query)}" if query else url, timeout=5) as answer:
            return Asked(answer.status, json.load(answer), dict(answer.headers))
    except HTTPError as error:
        return Asked(error.code, json.load(error), dict(error.headers))
    except (OSError, HTTPException) as error:
        return Asked(0, repr(error), {})


class Topics:
    """The newest values on the broker."""

    def __init__(self, settings: Settings) -> None:
        self.incidents = self._newest(settings, INCIDENTS.name)
        self.counts = self._newest(settings, COUNTS.name)

    @staticmethod
    def _newest(settings: Settings, name: str) -> dict[str, Any]:
        rows = newest(whole_topic(settings, settings.named(name)))
        return {key: json.loads(value) for key, value in rows.items()}

    def incidents_of(self, country: str, month: str) -> list[Any]:
        found = [one for key, one in sorted(self.incidents.items()) if key.startswith(f"{country}-")]
        return [one for one in found if one["occurred"]["earliest"].startswith(month) and one["status"] == "standing"]

    def counts_of(self, country: str) -> list[Any]:
        found = [one for _, one in sorted(self.counts.items()) if one["bucket"]["country"] == country]
        return [one for one in found if one["tally"]["incidents"]]


class Workers:
    """Workers of aggregation in a namespace of their own, with reports of six countries behind them."""

    def __init__(self, stack: Stack, settings: Settings) -> None:
        self.stack, self.settings = stack, settings
        self.names = list(stack.workers)

    def begin(self, *names: str) -> None:
        for name in names:
            self.stack.workers[name].start()
        self.stack.wait_until_ready(*names)
        assert holds_within(60, lambda: self.agree(self.running), every=0.2)

    @property
    def running(self) -> list[str]:
        return [name for name in self.names if self.stack.workers[name].running]

    def agree(self, names: list[str]) -> bool:
        """Whether these workers all say that it is they who have everything."""
        told = [ask(f"{self.stack.url(name)}/tables").json for name in names]
        urls = sorted(self.stack.url(name) for name in names)
        return all(one["ready"] and sorted(one["workers"]) == urls for one in told) and (
            len({json.dumps(one["workers"], sort_keys=True) for one in told}) == 1
        )

    def owners(self) -> dict[int, str]:
        told = ask(f"{self.stack.url(self.running[0])}/tables").json["workers"]
        names = {self.stack.url(name): name for name in self.names}
        return {partition: names[url] for url, partitions in told.items() for partition in partitions}

    def copies(self) -> set[int]:
        """The partitions of which there is a copy."""
        told = [ask(f"{self.stack.url(name)}/tables").json for name in self.running]
        return {partition for one in told for partition in one["standbys"]}

    def report(self, each: int) -> Topics:
        """The topics after so many reports of each country."""
        put(self.settings, told_in_turn(COUNTRIES, each))
        assert wait_until_caught_up(self.settings, 60, ignored) == {}
        return Topics(self.settings)

    def check(self, name: str, topics: Topics) -> None:
        """What the worker answers, or the one that it sends us to, is what the topics say."""
        url = self.stack.url(name)
        for country in COUNTRIES:
            counts: dict[str, Any] = {}
            incidents: list[Any] = []
            for month in ("2022-01", "2022-02"):
                told = ask(f"{url}/incidents", country=country, month=month)
                assert told.status == HTTPStatus.OK, told
                assert told.json == topics.incidents_of(country, month)
                incidents += told.json
                counts |= {
                    Bucket(**c["bucket"]).key: c for c in ask(f"{url}/counts", country=country, month=month).json
                }
            assert [counts[key] for key in sorted(counts)] == topics.counts_of(country)
            key, count = min(counts.items())
            asked = {name: value for name, value in count["bucket"].items() if value}
            assert ask(f"{url}/counts", **asked).json == count
            assert key == Bucket(**asked).key
            one = incidents[-1]
            assert ask(f"{url}/incidents/{one['incident_id']}").json == one


@contextmanager
def workers(bootstrap: str, namespace: str, folder: Path, count: int, **env: str) -> Iterator[Workers]:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    create_topics(settings)
    env = {f"TALLYWIRE_AGGREGATION_{name}": value for name, value in env.items()}
    stack = Stack(bootstrap, folder, namespace=namespace, workers={"aggregation": count}, env=env)
    try:
        yield Workers(stack, settings)
    finally:
        stack.stop()
