"""`tallywire export` and `tallywire report` tell what is on the topics: the newest, and the same as the counts."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from schemas.articles import ArticleText
from schemas.topics import ALERTS, ARTICLES
from services.common.envelope import Envelope
from tallywire.commands.demo import WIRES
from tallywire.deliveries import deliveries
from tallywire.oracle import articles_of, outcome_of
from tests.builders import article_ingested, article_revised, incident_resolved, upsurge_detected
from tests.consuming import Topics
from tests.exported import drones, village, withdrawn

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]


@pytest.fixture
def topics(bootstrap: str, namespace: str) -> Topics:
    """Fresh topics with some incidents on them, told more than once."""
    made = Topics.made(bootstrap, namespace)
    made.tell(
        article_ingested(url="https://wires.example/a"),
        article_revised(headline="Two drones downed"),
        topic=ARTICLES.name,
    )
    made.tell(incident_resolved(incident_id="IQ-2022-01-03-1"), drones().incident, village().incident)
    made.tell(withdrawn().incident, drones(revision=2).incident, incident_resolved(incident_id="gone"))
    made.put([Envelope(b"gone", b"", ()), Envelope(b"poison", b"{", ())])
    made.tell(upsurge_detected(), topic=ALERTS.name)
    return made


def _run(topics: Topics, *words: str) -> subprocess.CompletedProcess[bytes]:
    told = {"KAFKA_BOOTSTRAP": topics.settings.kafka_bootstrap, "NAMESPACE": topics.settings.namespace}
    env = os.environ | {f"TALLYWIRE_{name}": value for name, value in told.items()}
    return subprocess.run([sys.executable, "-m", "tallywire", *words], env=env, capture_output=True, check=False)


def test_exports_hold_the_newest_snapshots_with_their_headlines(topics: Topics, tmp_path: Path) -> None:
    done = _run(topics, "export", "csv")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))
    assert [(row["event_id"], row["revision"]) for row in rows] == [("RU-1", "1"), ("IQ-2022-01-03-1", "3")]
    assert {row["notes"] for row in rows} == {"Two drones downed"}
    file = tmp_path / "all.parquet"
    assert _run(topics, "export", "parquet", "status=any", "-o", str(file)).returncode == 0
    with duckdb.connect() as database:
        found = database.execute("SELECT event_id FROM read_parquet(?)", [str(file)]).fetchall()
    assert {one for (one,) in found} == {"RU-1", "IQ-2022-01-03-1", "IQ-2"}
    features = json.loads(_run(topics, "export", "geojson", "country=IQ", "min_sources=2").stdout)["features"]
    assert [feature["id"] for feature in features] == ["IQ-2022-01-03-1"]


def test_what_is_asked_wrongly_is_said(topics: Topics, tmp_path: Path) -> None:
    for words, reason in (
        (["export", "csv", "colour=red"], "colour"),
        (["report", "--week", "2022-W60", "-o", "x.html"], "2022-W60"),
        (["report", "--week", "2022-W01", "-o", "x.doc"], ".html"),
        (["report", "--country", "Iraq", "-o", "x.html"], "Iraq"),
    ):
        done = _run(topics, *words)
        assert (done.returncode, reason in done.stderr.decode()) == (2, True)
    assert _run(topics, "export", "csv", "-o", str(tmp_path / "no" / "folder.csv")).returncode == 1


def test_a_report_is_a_page_and_a_picture(topics: Topics, tmp_path: Path) -> None:
    page, picture = tmp_path / "briefing.html", tmp_path / "briefing.png"
    done = _run(topics, "report", "--week", "2022-W01", "-o", str(page))
    assert done.returncode == 0, done.stderr
    text = page.read_text()
    assert "Two drones downed" in text
    assert "All countries, 3 to 9 January 2022" in text
    assert "10 incidents in seven days" in text
    done = _run(topics, "report", "--country", "iq", "-o", str(picture))
    assert b"2022-W01, Iraq, 1 incidents" in done.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_briefing_has_as_many_incidents_as_the_counts_have(bootstrap: str, namespace: str, tmp_path: Path) -> None:
    topics = Topics.made(bootstrap, namespace)
    articles = list(articles_of(delivery.wire() for delivery in deliveries([str(WIRES)])))
    outcome = outcome_of(articles)
    topics.tell(*(a for a in articles if isinstance(a, ArticleText)), topic=ARTICLES.name)
    topics.tell(*outcome.incidents.values())
    cells = [count for count in outcome.counts.values() if count.bucket.span == "2022-W01" and not count.bucket.admin1]
    counted = sum(cell.tally.incidents for cell in cells)
    done = _run(topics, "report", "--week", "2022-W01", "-o", str(tmp_path / "briefing.svg"))
    assert counted > 20
    assert f"All countries, {counted} incidents" in done.stderr.decode()
