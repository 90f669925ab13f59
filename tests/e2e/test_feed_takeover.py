"""Feeds are shared out among ingest's workers, and taken over from one that dies."""

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

from schemas.topics import ARTICLES
from services.common.admin import create_topics
from services.common.settings import Settings
from tallywire.kafka import whole_topic
from tallywire.processes import holds_within
from tallywire.stack import Stack
from tests.served import Quiet, served

pytestmark = [pytest.mark.fault, pytest.mark.timeout(240)]

FEEDS = [f"desk-{number}" for number in range(12)]
STORY = "Shells fell near the {0} bridge on day {1}, and the {0} market stayed shut, residents of {0} told the desk."


class Feeds(Quiet, BaseHTTPRequestHandler):
    """Each path is a feed with a story for each day so far."""

    days = 1

    def do_GET(self) -> None:  # the library's name
        name = self.path.strip("/")
        items = "".join(
            f"<item><guid>{name}-{day}</guid><title>{name}, day {day}</title>"
            f"<description>{STORY.format(name, day)}</description></item>"
            for day in range(self.days)
        )
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())


def polled_by(stack: Stack, worker: str) -> set[str]:
    with build_opener(ProxyHandler({})).open(f"{stack.url(worker)}/feeds", timeout=5) as answer:
        return {feed["name"] for feed in json.load(answer)["feeds"]}


def headlines(settings: Settings) -> set[str]:
    return {json.loads(record.value)["headline"] for record in whole_topic(settings, settings.named(ARTICLES.name))}


def test_a_dead_workers_feeds_are_polled_by_the_other(bootstrap: str, namespace: str, tmp_path: Path) -> None:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    create_topics(settings)
    with served(Feeds) as url:
        entry = '[[feed]]\nname = "{0}"\nurl = "{1}/{0}"\nmin_minutes = 0.01\nmax_minutes = 0.03\n'
        toml = tmp_path / "feeds.toml"
        toml.write_text("".join(entry.format(name, url) for name in FEEDS))
        env = {"FEEDS": str(toml), "ALLOWED_NETWORKS": "127.0.0.0/8", "HOST_SECONDS": "0", "UNCONDITIONAL_MINUTES": "0"}
        env = {f"TALLYWIRE_INGEST_{name}": value for name, value in env.items()}
        with Stack(bootstrap, tmp_path, namespace=namespace, workers={"ingest": 2}, env=env) as stack:
            assert holds_within(60, lambda: len(headlines(settings)) == len(FEEDS), every=1)
            both = [polled_by(stack, worker) for worker in ("ingest-1", "ingest-2")]
            assert all(both)
            assert both[0] | both[1] == set(FEEDS)
            assert not both[0] & both[1]
            stack.kill("ingest-1")
            Feeds.days = 2
            assert holds_within(90, lambda: len(headlines(settings)) == 2 * len(FEEDS), every=1)
            assert polled_by(stack, "ingest-2") == set(FEEDS)
