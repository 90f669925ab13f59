"""The read model is a fold: whatever comes again, in whatever portions, it ends as if all had come once."""

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.topics import INCIDENTS
from schemas.vocabulary import IncidentStatus
from services.api.model import incidents
from services.api.model.files import writer_connection
from services.api.model.filters import Filters
from services.api.model.record import Record
from services.api.model.writer import Writer, in_order
from tests import builders
from tests.readmodel import LOG, Log, contents, filled, shown
from tests.unit.api.histories_api import logs

ANY = Filters.model_validate({"status": ["any"], "factuality": ["any"]})


class Crash(Exception):
    """The process dies here."""


def interleaved(records: Sequence[Record], chance: random.Random) -> list[Record]:
    """The same log as another reader may get it: each part in its order, the parts mixed."""
    parts: dict[int, list[Record]] = {}
    for record in records:
        parts.setdefault(record.part, []).append(record)
    waiting = [list(reversed(part)) for part in parts.values()]
    found = []
    while waiting := [part for part in waiting if part]:
        found.append(chance.choice(waiting).pop())
    return found


def dying(records: Sequence[Record]) -> Iterator[Record]:
    """Records in the midst of which the process dies."""
    yield from records[: len(records) // 2]
    raise Crash


def read_with_troubles(path: Path, records: Sequence[Record], chance: random.Random) -> None:
    """Reads in portions, dies now and then in the middle of one, and goes on from what the model says."""
    order = interleaved(records, chance)
    writer_connection(path).close()
    at = 0
    while at < len(order):
        with closing(writer_connection(path)) as connection:
            writer = Writer(connection, LOG)
            # A reader goes back to the stored offsets, or before them; what it had is delivered again.
            at = max(0, at - chance.choice([0, 0, 1, 5]))
            portion = order[at : at + chance.randint(1, 6)]
            if chance.random() < 0.3:
                with pytest.raises(Crash):
                    writer.take(dying(portion))  # type: ignore[arg-type]
                continue
            writer.take(portion)
            at += len(portion)


@settings(deadline=None, max_examples=40)
@given(logs(), st.integers(0, 2**32).map(random.Random))
def test_redeliveries_portions_and_crashes_change_nothing(log: Log, chance: random.Random) -> None:
    with TemporaryDirectory() as folder:
        plain, troubled = Path(folder) / "plain.sqlite", Path(folder) / "troubled.sqlite"
        filled(plain, log.records)
        read_with_troubles(troubled, log.records, chance)
        found = contents(troubled)
        assert found == contents(plain)
        assert found["orphans"] == []


def taken(path: Path, log: Log) -> Writer:
    writer = Writer(writer_connection(path), LOG)
    writer.take(in_order(log.records))
    return writer


def test_an_older_revision_never_replaces_a_newer_one(tmp_path: Path) -> None:
    log = Log().add(builders.incident_resolved(revision=3), builders.incident_resolved(revision=2))
    filled(tmp_path / "m", log.records)
    assert [row[1] for row in contents(tmp_path / "m")["incidents"]] == [3]


def test_a_message_without_a_value_deletes_the_incident_and_its_history(tmp_path: Path) -> None:
    log = Log().add(builders.article_ingested(), builders.incident_resolved())
    filled(tmp_path / "m", log.put(INCIDENTS.name, "i1", None).records)
    found = contents(tmp_path / "m")
    assert found["incidents"] == found["revisions"] == found["words"] == found["orphans"] == []
    assert len(found["articles"]) == 1


def test_what_cannot_be_read_is_counted_and_passed_over(tmp_path: Path) -> None:
    log = Log().put(INCIDENTS.name, "i1", b"{").add(builders.incident_resolved())
    writer = taken(tmp_path / "m", log)
    assert writer.unreadable == {INCIDENTS.name: 1}
    assert len(contents(tmp_path / "m")["incidents"]) == 1


def test_a_headline_is_that_of_the_newest_article_that_was_not_withdrawn(tmp_path: Path) -> None:
    told = builders.incident_resolved()
    log = Log().add(told, builders.article_ingested(headline="first"), builders.article_revised(headline="second"))
    writer = taken(tmp_path / "m", log)
    with closing(writer_connection(tmp_path / "m")) as db:
        assert [row["headline"] for row in shown(db, ANY)] == ["second"]
        writer.take([r for r in log.add(builders.article_withdrawn(revision=3)).records if r.offset == 2])
        assert [row["headline"] for row in shown(db, ANY)] == [None]


def test_a_withdrawn_article_keeps_the_words_of_before(tmp_path: Path) -> None:
    filled(tmp_path / "m", Log().add(builders.article_ingested(), builders.article_withdrawn()).records)
    with closing(writer_connection(tmp_path / "m")) as db:
        article = incidents.article(db, "a1")
    assert article
    assert (article["withdrawn"], article["revision"], article["text_revision"]) == (True, 2, 1)
    assert article["text"] == "Drone strike in Baghdad\nTwo people were killed."


def test_huge_words_are_cut_and_said_to_be(tmp_path: Path) -> None:
    filled(tmp_path / "m", Log().add(builders.article_ingested(body="x" * 300_000)).records)
    with closing(writer_connection(tmp_path / "m")) as db:
        article = incidents.article(db, "a1")
    assert article
    assert article["truncated"]
    assert len(article["text"]) < 201_000


def test_history_tells_what_each_revision_changed(tmp_path: Path) -> None:
    first = builders.incident_resolved()
    second = builders.incident_resolved(revision=4, location=builders.BAGHDAD, confidence=0.5)
    third = builders.incident_resolved(revision=5, status=IncidentStatus.WITHDRAWN, reports=(), confidence=0.5)
    filled(tmp_path / "m", Log().add(first, second, third).records)
    with closing(writer_connection(tmp_path / "m")) as db:
        history = incidents.revisions(db, "i1")
    assert [one["revision"] for one in history] == [1, 4, 5]
    assert [[change["field"] for change in one["changed"]] for one in history] == [
        [],
        ["location", "confidence"],
        ["status", "location", "reports"],
    ]
    assert history[1]["changed"][1] == {"field": "confidence", "before": 0.0, "after": 0.5}


def test_pages_stay_where_they_are_when_incidents_arrive(tmp_path: Path) -> None:
    log = Log().add(*(builders.incident_resolved(incident_id=f"i{n:02}") for n in range(20)))
    writer = taken(tmp_path / "m", log)
    with closing(writer_connection(tmp_path / "m")) as db:
        first, cursor = incidents.page(db, ANY, 8, None)
        more = Log().add(builders.incident_resolved(incident_id="i99"))
        ends = writer.position.offsets
        writer.take([Record(r.part, ends[r.part], r.at, r.key, r.value) for r in more.records])
        second, cursor = incidents.page(db, ANY, 8, cursor)
        third, end = incidents.page(db, ANY, 8, cursor)
    ids = [b'"i%02d"' % n for n in range(19, -1, -1)]
    assert end is None
    assert [name for name, shown in zip(ids, first + second + third, strict=True) if name not in shown] == []
