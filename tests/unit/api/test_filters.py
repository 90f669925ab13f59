"""Filters mean the same to the database and to streams."""

from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.values import Casualties, Location, Range
from services.api.model import incidents
from services.api.model.columns import columns
from services.api.model.files import writer_connection
from services.api.model.filters import Filters, matches
from services.api.model.incident_rows import view
from tests import builders
from tests.readmodel import Log, filled, shown
from tests.unit.api.histories_api import NAMES
from tests.unit.api.histories_api import incidents as any_incidents

BOXES = ["-180,-90,180,90", "170,-20,-170,20", "44,33,45,34", "179.95,-90,-180,90", "0,0,0,0", "-1,-11,1,90"]
QUESTIONS = st.fixed_dictionaries(
    {},
    optional={
        "from": st.dates(date(2021, 12, 31), date(2022, 1, 7)),
        "to": st.dates(date(2021, 12, 31), date(2022, 1, 7)),
        "country": st.lists(st.sampled_from(["IQ", "SY", "ZZ", "QQ"]), max_size=2),
        "admin1": st.lists(st.sampled_from(["Anbar", "Homs", "Nowhere"]), max_size=2),
        "bbox": st.sampled_from(BOXES),
        "kind": st.lists(st.sampled_from(["shelling", "bombing", "grenade"]), max_size=2),
        "weapon": st.lists(st.sampled_from(["drone", "ied", "knife"]), max_size=2),
        "actor": st.lists(st.sampled_from([*NAMES, "nobody"]), max_size=2),
        "outcome": st.lists(st.sampled_from(["hit", "missed"]), max_size=2),
        "target_kind": st.lists(st.sampled_from(["military", "media"]), max_size=2),
        "factuality": st.lists(st.sampled_from(["occurred", "possible", "any"]), min_size=1, max_size=2),
        "status": st.lists(st.sampled_from(["standing", "withdrawn", "any"]), min_size=1, max_size=2),
        "min_sources": st.integers(0, 3),
        "q": st.sampled_from(["sar", "ŠAR", "bag", "asad o", "hara 7", "!!", "drone bagdad", "\"'*", "two", "ünder"]),
    },
)


@settings(deadline=None, max_examples=80)
@given(data=st.data())
def test_the_database_and_a_stream_find_the_same(data: st.DataObject) -> None:
    told = [data.draw(any_incidents(f"i{n}")) for n in range(data.draw(st.integers(1, 6)))]
    headlines = st.sampled_from(["Drone over Bagdad", "Two hit"])
    articles = [builders.article_ingested(article_id=one, headline=data.draw(headlines)) for one in ("a1", "a2")]
    with TemporaryDirectory() as folder:
        filled(Path(folder) / "m", Log().add(*articles, *told).records)
        with closing(writer_connection(Path(folder) / "m")) as db:
            views = [view(db, row[0]) for row in db.execute("SELECT n FROM incidents")]
            for _ in range(5):
                filters = Filters.model_validate(data.draw(QUESTIONS))
                wanted = {one.facts.incident_id for one in views if matches(filters, one.facts, one.words)}
                assert {row["incident_id"] for row in shown(db, filters)} == wanted
                assert incidents.total(db, filters) == len(wanted)
                assert set(columns(db, filters)[0]["id"]) == wanted


@pytest.mark.parametrize(
    ("bbox", "found"),
    [
        ("170,-10,-170,10", {"fiji", "samoa"}),
        ("-180,-10,180,10", {"fiji", "samoa", "gulf"}),
        ("0,-10,10,10", {"gulf"}),
        ("-170,-10,170,10", {"gulf"}),
        ("179,-10,180,10", {"fiji"}),
    ],
)
def test_a_box_may_cross_the_date_line(bbox: str, found: set[str], tmp_path: Path) -> None:
    places = {"fiji": 179.5, "samoa": -172.0, "gulf": 5.0}
    told = [
        builders.incident_resolved(incident_id=name, location=Location(lat=0.1, lon=lon))
        for name, lon in places.items()
    ]
    filled(tmp_path / "m", Log().add(*told).records)
    with closing(writer_connection(tmp_path / "m")) as db:
        filters = Filters.model_validate({"bbox": bbox})
        assert {row["incident_id"] for row in shown(db, filters)} == found


@pytest.mark.parametrize(
    "wrong",
    [
        {"bbox": "1,2,3"},
        {"bbox": "1,2,3,nan"},
        {"bbox": "0,50,0,-50"},
        {"bbox": "181,0,0,0"},
        {"country": ["iq"]},
        {"kind": ["war"]},
        {"from": "yesterday"},
        {"from": "1.2e-113"},
        {"to": "20220103"},
        {"min_sources": -1},
        {"q": ""},
        {"q": "a\x00b"},
        {"actor": ["x" * 201]},
        {"country": ["IQ"] * 51},
        {"where": "Iraq"},
    ],
    ids=str,
)
def test_a_wrong_filter_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Filters.model_validate(wrong)


def test_columns_say_what_the_incidents_say(tmp_path: Path) -> None:
    told = [
        builders.incident_resolved(incident_id="plain"),
        builders.incident_resolved(
            incident_id="full",
            occurred=builders.DAY,
            location=builders.BAGHDAD,
            casualties=Casualties(killed=Range(min=2, max=5), wounded=Range(min=3)),
        ),
    ]
    filled(tmp_path / "m", Log().add(*told).records)
    with closing(writer_connection(tmp_path / "m")) as db:
        told_columns, words = columns(db, Filters())
    assert list(told_columns["id"]) == ["plain", "full"]
    assert list(told_columns["first"]) == [None, 18995]
    assert [words["country"][n] if n >= 0 else None for n in told_columns["country"]] == [None, "IQ"]
    assert [words["kind"][n] for n in told_columns["kind"]] == ["drone_strike", "drone_strike"]
    tolls = [told_columns[name] for name in ("killed_min", "killed_max", "wounded_min", "wounded_max")]
    assert tolls == [[-1, 2], [-1, 5], [-1, 3], [-1, -1]]
    assert len({len(column) for column in told_columns.values()}) == 1
