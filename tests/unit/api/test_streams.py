"""Streams: what changed is told once, in order, to whom it concerns, also to those who come back to another replica."""

import random
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.values import Location
from schemas.vocabulary import IncidentStatus
from services.api.hub import MOST_WAITING, Client, Hub
from services.api.model.files import writer_connection
from services.api.model.filters import Filters
from services.api.model.positions import Position
from services.api.model.record import Record
from services.api.model.told import CannotResume, Kind, Told, kind_for, missed, told_of
from services.api.model.writer import Writer
from tests import builders
from tests.readmodel import LOG, Log
from tests.unit.api.histories_api import logs
from tests.unit.api.test_read_model import interleaved

ANY = Filters.model_validate({"status": ["any"], "factuality": ["any"]})
ALL = frozenset(["incident", "alert", "count", "article"])


class Replica:
    """A model, and everything that it told."""

    def __init__(self, path: Path, most_changes: int = 100_000) -> None:
        self.db = writer_connection(path)
        self.writer = Writer(self.db, LOG, most_changes)
        self.told: list[Told] = []

    def take(self, records: Sequence[Record]) -> list[Told]:
        changes = self.writer.take(records)
        told = [one for change in changes if (one := told_of(self.db, change))]
        self.told += told
        return told

    def missed(self, since: Position) -> list[Told]:
        return list(missed(self.db, since, self.writer.position))


def place(told: Told) -> tuple[int, int]:
    return told.part, told.offset


def of_incidents(told: Sequence[Told]) -> list[Told]:
    return [one for one in told if one.event == "incident" and kind_for(ANY, one)]


def incident_id(told: Told) -> str:
    return str(orjson.loads(told.body)["incident_id"])


def with_tombstones(told: Sequence[Told]) -> dict[str, tuple[int, int]]:
    """The incidents of which all was deleted, and where the last is told of them."""
    deleted = {incident_id(one) for one in told if one.kind == "gone"}
    return {incident_id(one): place(one) for one in told if incident_id(one) in deleted}


@settings(deadline=None, max_examples=40)
@given(logs(), st.integers(0, 2**32).map(random.Random))
def test_who_comes_back_to_another_replica_misses_nothing_and_hears_nothing_twice(
    log: Log, chance: random.Random
) -> None:
    with TemporaryDirectory() as folder:
        here, there = Replica(Path(folder) / "here"), Replica(Path(folder) / "there")
        with closing(here.db), closing(there.db):
            for record in interleaved(log.records, chance):
                here.take([record])
            order = interleaved(log.records, chance)
            cut, resumed = chance.randint(0, len(order)), chance.randint(0, len(here.told))
            there.take(order[:cut])
            # Somebody hears so much here, goes over to the other replica, and hears the rest there.
            heard = here.told[:resumed]
            since = heard[-1].position if heard else Position(LOG, (0,) * len(here.writer.position.offsets))
            hub, client = Hub(), Client(ANY, ALL, "a", None if there.writer.position.covers(since) else since)
            hub.add(client)
            then = there.missed(since)
            positions = [one.position for one in then]
            for record in order[cut:]:
                hub.deliver(there.take([record]))
            live = [one for one in there.told if one.seq in {seq for seq, _ in client.waiting}]
            told, whole = of_incidents([*heard, *then, *live]), of_incidents(here.told)
            deleted = with_tombstones(whole)
            # Of what was deleted meanwhile the past is not told again, but the last is told, and once.
            lasting = [sorted(place(one) for one in each if incident_id(one) not in deleted) for each in (told, whole)]
            assert lasting[0] == lasting[1]
            assert all([place(one) for one in told].count(last) == 1 for last in deleted.values())
            assert all(position.covers(since) for position in positions)


def moved(*revisions: Mapping[str, Any], filters: Filters) -> list[Kind | None]:
    with TemporaryDirectory() as folder:
        replica = Replica(Path(folder) / "m")
        with closing(replica.db):
            log = Log().add(*(builders.incident_resolved(revision=n, **more) for n, more in enumerate(revisions, 1)))
            live = [kind_for(filters, told) for told in replica.take(log.records)]
            later = [kind_for(filters, told) for told in replica.missed(Position(LOG, (0,) * 20))]
            assert live == later
            return live


def test_what_enters_and_leaves_a_filter_is_new_and_gone() -> None:
    iraq, syria = {"location": Location(country="IQ")}, {"location": Location(country="SY")}
    withdrawn = {"status": IncidentStatus.WITHDRAWN, "reports": ()}
    filters = Filters.model_validate({"country": ["IQ"]})
    assert moved(syria, iraq, iraq, withdrawn, filters=filters) == [None, "new", "changed", "gone"]


def test_data_is_json_of_one_line(tmp_path: Path) -> None:
    replica = Replica(tmp_path / "m")
    article = builders.article_ingested(headline="one\nid: 9\n\nevent: reset\r<script>")
    (told,) = replica.take(Log().add(article).records)
    data = told.data("new")
    assert b"\n" not in data
    assert b"\r" not in data
    assert orjson.loads(data)["article"]["headline"] == article.headline
    replica.db.close()


def test_a_position_of_other_topics_cannot_be_resumed(tmp_path: Path) -> None:
    replica = Replica(tmp_path / "m")
    with pytest.raises(CannotResume, match="made anew"):
        replica.missed(Position(LOG + 1, (0,) * 20))
    replica.db.close()


def test_a_position_whose_changes_are_forgotten_cannot_be_resumed(tmp_path: Path) -> None:
    replica = Replica(tmp_path / "m", most_changes=10)
    log = Log().add(*(builders.incident_resolved(revision=n) for n in range(1, 31)))
    replica.writer.take(log.records)
    with pytest.raises(CannotResume, match="too long ago"):
        replica.missed(Position(LOG, (0,) * 20))
    last = log.records[-3]
    assert len(replica.missed(Position(LOG, (0,) * 20).after(last.part, last.offset))) == 2
    replica.db.close()


def test_who_does_not_keep_up_is_let_go_and_nobody_else(tmp_path: Path) -> None:
    replica, hub = Replica(tmp_path / "m"), Hub()
    slow, quick = Client(ANY, ALL, "slow"), Client(ANY, ALL, "quick")
    hub.add(slow)
    hub.add(quick)
    for number in range(MOST_WAITING + 1):
        log = Log().add(builders.incident_resolved(revision=number + 1))
        (record,) = log.records
        hub.deliver(replica.take([Record(record.part, number, record.at, record.key, record.value)]))
        quick.waiting.clear()
    assert slow.too_slow
    assert not slow.waiting
    assert not quick.too_slow
    hub.remove(slow)
    assert hub.dropped == 1
    assert hub.by_address == {"quick": 1}
    replica.db.close()


def test_streams_hear_only_of_what_they_asked_for(tmp_path: Path) -> None:
    replica, hub = Replica(tmp_path / "m"), Hub()
    syria = Client(Filters.model_validate({"country": ["SY"]}), ALL, "a")
    alerts = Client(Filters(), frozenset(["alert"]), "b")
    for client in (syria, alerts):
        hub.add(client)
    told = [builders.count_changed(), builders.upsurge_detected(), builders.article_ingested()]
    hub.deliver(replica.take(Log().add(*told).records))
    assert [sent.partition(b"\n")[0] for _, sent in syria.waiting] == [b"event: article"]
    assert [sent.partition(b"\n")[0] for _, sent in alerts.waiting] == [b"event: alert"]
    replica.db.close()
