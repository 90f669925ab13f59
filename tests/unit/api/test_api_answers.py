"""The API over HTTP: what it answers, what it refuses and how it says so."""

import gzip
import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from schemas.events import Event
from schemas.vocabulary import IncidentStatus
from services.api.model.files import writer_connection
from services.api.model.writer import Writer, in_order
from services.api.routes.operation import add_page
from tests import builders
from tests.readmodel import LOG, Log
from tests.serving import Kept, app_over, arrow_of, asked, opened_url, served

TOKEN, MASTER = "reads-0123456789", "operates-0123456789"


class World:
    """A served model."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self._around = ExitStack()
        merged = builders.incident_resolved(
            incident_id="old", status=IncidentStatus.MERGED_INTO, merged_into="i 1/2", reports=()
        )
        told = [
            builders.article_ingested(article_id="http://wire.example/a?1", body="Two <b>killed</b>\u202e."),
            builders.incident_resolved(occurred=builders.DAY, location=builders.BAGHDAD),
            *(builders.incident_resolved(incident_id=f"i{n}") for n in range(2, 9)),
            merged,
            builders.count_changed(),
            builders.upsurge_detected(),
            builders.statistic_compared(),
        ]
        self.db = writer_connection(folder / "m")
        self.writer = Writer(self.db, LOG)
        self.log = Log().add(*told)
        self.writer.take(in_order(self.log.records))
        app, self.kept = app_over(folder / "m", self.writer, **settings)
        self.url = self._around.enter_context(served(app))
        self.api = f"{self.url}/api/v1"

    kept: Kept

    def take(self, *events: Event) -> None:
        self.writer.take(self.log.add(*events).records[-len(events) :])

    def close(self) -> None:
        self._around.close()
        self.db.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


def test_pages_lead_to_all_incidents(world: World) -> None:
    seen, following = [], ""
    for _ in range(3):
        page = asked(f"{world.api}/incidents?limit=3{following}").json
        assert page["total"] == 8
        seen += [one["incident_id"] for one in page["items"]]
        following = f"&cursor={page['next']}"
    assert page["next"] is None
    assert sorted(seen) == ["i1", *(f"i{n}" for n in range(2, 9))]


def test_a_cursor_of_another_question_is_refused(world: World) -> None:
    cursor = asked(f"{world.api}/incidents?limit=3").json["next"]
    for query in (f"cursor={cursor}&country=IQ", "cursor=AAAA", "cursor=%00", f"cursor={cursor}A"):
        refused = asked(f"{world.api}/incidents?limit=3&{query}")
        assert refused.status == 422
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert refused.json["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("country=iq", "country"),
        ("limit=501", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=10,80,20,70", "bbox"),
        ("kind=war", "kind"),
        ("from=2022-02-30", "from"),
        ("q=%00", "q"),
        ("colour=red", "colour"),
        ("__proto__=1", "__proto__"),
        ("&".join(["country=IQ"] * 51), "country"),
        ("q=drone&q=rocket", "q"),
        ("from=2022-01-03&from=2022-01-04", "from"),
    ],
)
def test_what_is_wrong_is_named(world: World, query: str, parameter: str) -> None:
    refused = asked(f"{world.api}/incidents?{query}")
    assert (refused.status, refused.json["status"]) == (422, 422)
    assert [fault["parameter"] for fault in refused.json["errors"]] == [parameter]
    assert refused.json["errors"][0]["detail"]


@pytest.mark.parametrize("path", ["incidents/i1", "sources", "incidents/i1/revisions", "articles/a1", "status"])
def test_a_parameter_that_nothing_knows_is_refused_everywhere(world: World, path: str) -> None:
    assert asked(f"{world.api}/{path}?nothing=1").status == 422


def test_what_is_too_much_is_refused(world: World) -> None:
    assert asked(f"{world.api}/incidents?" + "&".join(f"p{n}=1" for n in range(3000))).status in (414, 422)
    assert asked(f"{world.api}/incidents?q=" + "x" * 20_000).status == 414
    assert asked(f"{world.api}/incidents?q=" + "%F0%9F%92%A5" * 200).status == 200


def test_what_is_not_there_is_a_problem(world: World) -> None:
    for path in (
        "api/v1/incidents/none",
        "api/v1/incidents/none/revisions",
        "api/v1/articles/none",
        "api/v2",
        "x/../y",
    ):
        refused = asked(f"{world.url}/{path}")
        assert refused.status == 404
        assert refused.headers["Content-Type"] == "application/problem+json"


def test_an_article_is_found_by_whatever_id_it_has(world: World) -> None:
    found = asked(f"{world.api}/articles/http%3A%2F%2Fwire.example%2Fa%3F1").json
    assert found["text"] == "Drone strike in Baghdad\nTwo <b>killed</b>\u202e."


def test_a_merged_incident_leads_on(world: World) -> None:
    answer = asked(f"{world.api}/incidents/old")
    assert answer.json["merged_into"] == "i 1/2"
    assert answer.headers["Link"] == '</api/v1/incidents/i%201%2F2>; rel="successor-version"'


def test_nothing_new_is_not_sent_again(world: World) -> None:
    for path in ("incidents", "incidents/i1", "columns", "counts", "alerts", "articles", "sources", "statistics"):
        first = asked(f"{world.api}/{path}")
        again = asked(f"{world.api}/{path}", {"If-None-Match": first.headers["ETag"]})
        assert (first.status, again.status, again.body) == (200, 304, b"")
    world.take(builders.incident_resolved(revision=2))
    assert asked(f"{world.api}/sources", {"If-None-Match": first.headers["ETag"]}).status == 200


def test_a_broker_that_is_away_is_told_of(world: World) -> None:
    world.kept.reached = 1_641_200_000.0
    page = asked(f"{world.api}/incidents")
    assert page.json["as_of"]["stale"]
    assert page.json["as_of"]["since"] == "2022-01-03T08:53:20.000Z"
    assert page.headers["ETag"].endswith('-stale"')


def test_columns_come_packed_or_plain(world: World) -> None:
    packed = asked(f"{world.api}/columns", {"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == asked(f"{world.api}/columns").body
    assert asked(f"{world.api}/incidents", {"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def test_columns_are_an_arrow_stream(world: World) -> None:
    answer = asked(f"{world.api}/columns")
    assert answer.headers["Content-Type"] == "application/vnd.apache.arrow.stream"
    columns, metadata = arrow_of(answer.body)
    told = asked(f"{world.api}/incidents").json
    assert columns["id"] == [one["incident_id"] for one in told["items"]]
    words = metadata["vocabulary"]["kind"]
    assert [words[number] for number in columns["kind"]] == [one["event_type"] for one in told["items"]]
    assert metadata["as_of"]["position"] == told["as_of"]["position"]


def test_the_page_may_run_the_scripts_that_stand_in_it(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<script>one()</script><script src=x></script><script>two()</script>")
    app = FastAPI()
    add_page(app, tmp_path)
    with served(app) as url:
        policy = asked(url).headers["Content-Security-Policy"]
    hashes = [b64encode(sha256(text).digest()).decode() for text in (b"one()", b"two()")]
    assert f"script-src 'self' 'sha256-{hashes[0]}' 'sha256-{hashes[1]}';" in policy


def test_an_asset_that_has_a_hash_in_its_name_is_not_asked_for_again(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    for name in ("page-HMZRR2OX.js", "countries-110m.json"):
        (tmp_path / "assets" / name).write_text("{}")
    app = FastAPI()
    add_page(app, tmp_path)
    with served(app) as url:
        hashed, named = (asked(f"{url}/assets/{name}") for name in ("page-HMZRR2OX.js", "countries-110m.json"))
    assert "immutable" in hashed.headers["Cache-Control"]
    assert "Cache-Control" not in named.headers


def test_every_answer_carries_the_strict_policy(world: World) -> None:
    for path in ("/", "/api/v1/incidents", "/api/v1/nothing", "/live", "/assets/none.js"):
        headers = asked(f"{world.url}{path}").headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_counts_are_a_series_with_the_time_before(world: World) -> None:
    found = asked(f"{world.api}/counts?from=2022-01-02&to=2022-01-03&compare=previous&by=weapon").json
    assert [bucket["incidents"] for bucket in found["series"]] == [0, 1]
    assert [bucket["span"] for bucket in found["compare"]["series"]] == ["2021-12-31", "2022-01-01"]
    for wrong in ("from=2022-01-03&to=2022-01-02", "admin1=Anbar&span=week", "from=0001-01-01&to=9999-12-31"):
        assert asked(f"{world.api}/counts?{wrong}").status == 422


def test_exports_are_of_the_incidents_that_are_asked_for(world: World) -> None:
    collection = asked(f"{world.api}/export/incidents.geojson?country=IQ")
    assert [feature["id"] for feature in collection.json["features"]] == ["i1"]
    lines = asked(f"{world.api}/export/incidents.ndjson").body.splitlines()
    assert len(lines) == asked(f"{world.api}/incidents").json["total"] == 8
    for name in ("csv", "atom", "stix.json", "parquet"):
        answer = asked(f"{world.api}/export/incidents.{name}")
        assert answer.status == 200
        assert answer.headers["Content-Disposition"] == f'attachment; filename="incidents.{name}"'
        again = asked(f"{world.api}/export/incidents.{name}", {"If-None-Match": answer.headers["ETag"]})
        assert again.status == 304
    assert asked(f"{world.api}/export/incidents.csv?colour=red").status == 422
    assert asked(f"{world.api}/export/incidents.doc").status == 404


def test_one_address_cannot_ask_without_end(tmp_path: Path) -> None:
    world = World(tmp_path, rate=0.001, burst=3)
    found = [asked(f"{world.api}/sources").status for _ in range(5)]
    last = asked(f"{world.api}/sources")
    assert found == [200, 200, 200, 429, 429]
    assert int(last.headers["Retry-After"]) > 1
    assert asked(f"{world.url}/ready").status == 200
    world.close()


def test_tokens_say_who_may_what(tmp_path: Path) -> None:
    world = World(tmp_path, reader_tokens=TOKEN, operator_tokens=MASTER)

    def status(path: str, token: str | None) -> int:
        return asked(f"{world.url}{path}", {"Authorization": f"Bearer {token}"} if token else {}).status

    paths = ("/live", "/api/v1/openapi.json", "/api/v1/sources", "/api/v1/status", "/metrics")
    assert [status(path, None) for path in paths] == [200, 200, 401, 401, 401]
    assert [status(path, "wrong-0123456789") for path in paths] == [200, 200, 401, 401, 401]
    assert [status(path, TOKEN) for path in paths] == [200, 200, 200, 403, 403]
    assert [status(path, MASTER) for path in paths] == [200, 200, 200, 200, 200]
    world.close()


def test_other_sites_read_only_if_they_may(tmp_path: Path) -> None:
    world = World(tmp_path, cors_origins="https://map.example")
    allowed = asked(f"{world.api}/sources", {"Origin": "https://map.example"})
    other = asked(f"{world.api}/sources", {"Origin": "https://else.example"})
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://map.example"
    assert "Access-Control-Allow-Origin" not in other.headers
    world.close()


def test_a_stream_begins_with_what_was_missed(world: World) -> None:
    position = asked(f"{world.api}/incidents").json["as_of"]["position"]
    world.take(builders.incident_resolved(revision=2))
    with opened_url(f"{world.api}/stream?after={position}") as stream:
        lines = [stream.readline().decode().rstrip("\n") for _ in range(9)]
    assert lines[:3] == ["retry: 2000", "", "event: state"]
    assert lines[5] == "event: incident"
    told = json.loads(lines[7].removeprefix("data: "))
    assert (told["kind"], told["incident"]["revision"]) == ("changed", 2)
    assert lines[6] == f"id: {world.writer.position.text}"


def test_a_browser_with_an_id_from_elsewhere_is_told_to_begin_anew(world: World) -> None:
    with opened_url(f"{world.api}/stream", {"Last-Event-ID": "elsewhere"}) as stream:
        lines = [stream.readline().decode().rstrip("\n") for _ in range(8)]
    assert "event: reset" in lines
    assert asked(f"{world.api}/stream?after=elsewhere").status == 422


def test_streams_of_one_address_are_limited(tmp_path: Path) -> None:
    world = World(tmp_path, streams_per_address=2)
    with opened_url(f"{world.api}/stream") as one, opened_url(f"{world.api}/stream") as two:
        assert one.readline() == two.readline()
        assert asked(f"{world.api}/stream").status == 429
    world.close()


def test_metrics_count_answers_and_streams(world: World) -> None:
    asked(f"{world.api}/sources")
    text = asked(f"{world.url}/metrics").body.decode()
    assert 'tallywire_api_requests_total{route="/sources",status="200"} 1.0' in text
    assert "tallywire_api_lag 0.0" in text


def test_without_a_built_page_the_remedy_is_named(world: World) -> None:
    page = asked(f"{world.url}/")
    assert page.status == 200 or "make page" in page.json["detail"]
