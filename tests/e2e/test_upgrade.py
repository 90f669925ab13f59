"""What released versions left on a broker, read by the version of today, which goes on from there.

`make release` keeps it (tools/released.py). The files that a worker had on its disk are no part of it: they belong to
the topics of one broker, and are made anew from the changelogs wherever they are missing.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

import pytest

from services.common.admin import create_topics
from services.common.settings import Settings
from tallywire.commands.publish import published
from tallywire.commands.verify import articles, differences, ignored
from tallywire.deliveries import Delivery
from tallywire.kafka import whole_topic
from tallywire.lag import wait_until_caught_up
from tallywire.oracle import outcome_of
from tallywire.stack import Stack
from tests.workers import Topics, ask
from tools.released import RELEASED, about, put, read_so_far, records

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

VERSIONS = sorted(folder for folder in RELEASED.iterdir() if folder.is_dir())
WIRE = {
    "id": "upgrade-0001",
    "source": "Harbourline News",
    "published_at": "2022-03-06T09:00:00+01:00",
    "headline": "Rockets hit airport in Mali",
    "dateline": "BAMAKO",
    "body": "BAMAKO (Harbourline) - Two rockets hit the airport of Gao in Mali on Saturday, killing three soldiers, "
    "a security official said.",
}


@pytest.fixture(params=VERSIONS, ids=lambda folder: folder.name)
def left(request: pytest.FixtureRequest, bootstrap: str, namespace: str) -> tuple[Settings, Path]:
    """The namespace in which a version has left everything, and the folder of which it is a copy."""
    settings, folder = Settings(kafka_bootstrap=bootstrap, namespace=namespace), Path(request.param)
    create_topics(settings)
    put(settings, folder)
    assert read_so_far(settings) == about(folder)["read"]
    return settings, folder


def test_what_a_release_left_stands_as_it_was_and_is_counted_on(left: tuple[Settings, Path], tmp_path: Path) -> None:
    settings, folder = left
    before = Topics(settings)
    assert before.incidents
    assert before.counts
    with Stack(settings.kafka_bootstrap, tmp_path, namespace=settings.namespace) as stack:
        assert wait_until_caught_up(settings, 60, ignored, stack.url("api")) == {}
        kept = {name: told["records"] for name, told in about(folder)["topics"].items()}
        assert lengths(settings, kept) == kept, "nothing is read anew, told again or buried"
        for count in counted(before):
            bucket = urlencode({name: value for name, value in count["bucket"].items() if value})
            answer = ask(f"{stack.url('aggregation')}/counts?{bucket}")
            assert (answer.status, answer.json) == (HTTPStatus.OK, count)

        published(settings, [Delivery("upgrade", json.dumps(WIRE).encode())], print)
        assert wait_until_caught_up(settings, 60, ignored, stack.url("api")) == {}
        after = Topics(settings)
        (key,) = after.incidents.keys() - before.incidents.keys()
        assert after.incidents[key]["location"]["country"] == "ML"
        assert list(differences(settings, outcome_of(articles(settings)))) == []


def test_its_log_of_articles_rebuilds_the_same(left: tuple[Settings, Path]) -> None:
    settings, _ = left
    env = {
        "TALLYWIRE_KAFKA_BOOTSTRAP": settings.kafka_bootstrap,
        "TALLYWIRE_NAMESPACE": settings.namespace,
        "PATH": "/usr/bin:/bin",
    }
    command = [sys.executable, "-m", "tallywire", "rebuild"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=240, check=False)
    assert (done.returncode, done.stdout[:22]) == (0, "rebuild: 0 differences"), done.stdout + done.stderr


def test_what_is_kept_of_a_release_is_whole() -> None:
    assert VERSIONS, "make release keeps what a version leaves"
    for folder in VERSIONS:
        assert about(folder)["version"] == folder.name
        for topic, told in about(folder)["topics"].items():
            found = list(records(folder, topic))
            assert {"records": len(found), "bytes": sum(one.size for one in found)} == told


def lengths(settings: Settings, names: Iterable[str]) -> dict[str, int]:
    """How many records each topic has."""
    return {name: sum(1 for _ in whole_topic(settings, settings.named(name))) for name in names}


def counted(topics: Topics) -> list[dict[str, dict[str, str]]]:
    """The counts that are of something."""
    return [one for one in topics.counts.values() if one["type"] == "count.changed.v1" and one["tally"]["incidents"]]
